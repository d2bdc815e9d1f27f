"""Small tables as another program writes them: pip install pyarrow; python tables.py > tables.json"""

import base64, io, json
import pyarrow as pa, pyarrow.feather as feather, pyarrow.parquet as parquet

ROWS = 81
columns = {"x": [0.5, -1.25] * 40 + [2.0], "k": list(range(ROWS)), "y": [True, False, True] * 27}
table = pa.table({"x": columns["x"], "k": pa.array(columns["k"], pa.int64()), "y": columns["y"]})
lists = pa.table({"v": [[i / 4, 1.5 - i] for i in range(3)], "y": [1.0, 2.0, 4.0]})


def text(write):
    sink = io.BytesIO()
    write(sink)
    return base64.b64encode(sink.getvalue()).decode()


files = {
    f"{codec}.parquet": text(lambda sink: parquet.write_table(table, sink, compression=codec, store_schema=False))
    for codec in ["snappy", "gzip", "zstd", "brotli", "lz4", "none"]
}
files["pages.parquet"] = text(
    lambda sink: parquet.write_table(table, sink, data_page_version="2.0", row_group_size=20, use_dictionary=False)
)
for codec in ["lz4", "zstd", "uncompressed"]:
    files[f"{codec}.feather"] = text(lambda sink: feather.write_feather(table, sink, compression=codec))
files["lists.parquet"] = text(lambda sink: parquet.write_table(lists, sink))
# Blocks of a long buffer refer to earlier ones.
long = pa.table({"x": [float(i % 50) for i in range(20000)], "y": [1.0] * 20000})
files["long.feather"] = text(lambda sink: feather.write_feather(long, sink))
missing = pa.table({"x": [1.0, None], "y": [1.0, 2.0]})
files["null.parquet"] = text(lambda sink: parquet.write_table(missing, sink))
print(json.dumps({"columns": columns, "files": files}))

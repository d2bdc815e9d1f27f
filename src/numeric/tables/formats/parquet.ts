import type { FileMetaData } from 'hyparquet';
import { InputError } from '../../../base/errors.ts';
import { decompressors } from '../decompression.ts';
import { checkPages } from '../parquet-pages.ts';
import { type Column, checkTableSize, tableOf } from '../table.ts';
import type { TableFormat } from '../table-format.ts';
import { startsWith, unreadable } from '../unreadable.ts';

const MAGIC = 'PAR1';

/** Apache Parquet, read by hyparquet: each column at the top level. */
export const format: TableFormat = {
  name: 'Parquet',
  suffixes: ['.parquet', '.pq'],
  recognises: (bytes) => startsWith(bytes, MAGIC),
  async read(bytes, where) {
    if (!startsWith(bytes, MAGIC))
      throw new InputError(where, `is no Parquet file: it does not start with ${MAGIC}`, 'Name it by its format');
    if (!startsWith(bytes.subarray(-MAGIC.length), MAGIC) || bytes.length < 12)
      throw new InputError(
        where,
        `is cut short: a Parquet file ends with ${MAGIC}, this one after ${bytes.length} bytes without`,
        'Write or copy it again',
      );
    const { parquetMetadata, parquetRead } = await import('hyparquet');
    const file = new Uint8Array(bytes).buffer;
    const codecs = await decompressors();
    try {
      const metadata = parquetMetadata(file);
      const rows = Number(metadata.num_rows);
      const names = topLevel(metadata);
      checkTableSize(rows, names.length, where);
      checkCodecs(metadata, Object.keys(codecs), where);
      await checkPages(file, metadata, where);
      if (rows === 0) throw new InputError(where, 'it has no rows', 'Write one sample a row');
      const compressors = Object.fromEntries(
        Object.entries(codecs).map(([name, { decompress }]) => [
          name,
          (page: Uint8Array, length: number) => decompress(page, length),
        ]),
      );
      const columns: Column[] = [];
      for (const name of names) {
        const cells: unknown[] = [];
        let rowStart = 0;
        // One after another: when several fail at once, hyparquet leaves all but the first unheard.
        for (const group of metadata.row_groups) {
          const rowEnd = rowStart + Number(group.num_rows);
          const onChunk = ({ columnData }: { readonly columnData: ArrayLike<unknown> }): void => {
            for (let i = 0; i < columnData.length; i++) cells.push(columnData[i]);
          };
          await parquetRead({
            file,
            metadata,
            columns: [name],
            rowStart,
            rowEnd,
            compressors,
            geoparquet: false,
            onChunk,
          });
          rowStart = rowEnd;
        }
        if (cells.length !== rows)
          throw new InputError(where, `column '${name}' has ${cells.length} values for ${rows} rows`, 'Write it again');
        columns.push({ name, cells });
      }
      return tableOf(where, columns);
    } catch (error) {
      throw unreadable(where, 'Parquet', error);
    }
  },
};

function topLevel({ schema }: FileMetaData): readonly string[] {
  const names: string[] = [];
  /** Elements still to come below the one at hand; the schema is written depth first. */
  let below = 0;
  for (const { name, num_children: children = 0 } of schema.slice(1)) {
    if (below === 0) names.push(name);
    else below--;
    below += children;
  }
  return names;
}

function checkCodecs(metadata: FileMetaData, known: readonly string[], where: string): void {
  const readable = ['UNCOMPRESSED', 'SNAPPY', ...known];
  for (const { columns } of metadata.row_groups)
    for (const { meta_data: column } of columns)
      if (column !== undefined && !readable.includes(column.codec))
        throw new InputError(
          where,
          `column '${column.path_in_schema.join('.')}' is compressed with ${column.codec}, which cannot be read here`,
          "Write it with compression 'snappy' or none",
        );
}

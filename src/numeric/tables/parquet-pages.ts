/** Whether the pages of a Parquet file are what its footer says, before any is decoded: a damaged count would take all memory. */
import type { FileMetaData } from 'hyparquet';
import { InputError } from '../../base/errors.ts';

/** The fields of a page header that are looked at, by their numbers in parquet.thrift. */
interface PageHeader {
  readonly field_2?: number;
  readonly field_3?: number;
  readonly field_5?: { readonly field_1?: number };
  readonly field_7?: { readonly field_1?: number };
  readonly field_8?: { readonly field_1?: number };
}

/** Throws {@link InputError} at `where` when counts or sizes of a column's pages exceed those of the column. */
export async function checkPages(
  file: ArrayBuffer,
  { row_groups: groups }: FileMetaData,
  where: string,
): Promise<void> {
  const { deserializeTCompactProtocol } = await import('hyparquet/src/thrift.js');
  for (const { columns, num_rows: rows } of groups)
    for (const { meta_data: column } of columns) {
      if (column === undefined) continue;
      const name = column.path_in_schema.join('.');
      const damaged = (what: string): InputError =>
        new InputError(where, `is damaged: column '${name}' has ${what}`, 'Write or copy it again');
      const count = Number(column.num_values);
      const total = Number(column.total_uncompressed_size);
      let at = Number(column.dictionary_page_offset || column.data_page_offset);
      const end = at + Number(column.total_compressed_size);
      if (!(at >= 0 && at <= end && end <= file.byteLength)) throw damaged('pages beyond the end of the file');
      if (column.path_in_schema.length === 1 && column.num_values !== rows)
        throw damaged(`${count} values for ${rows} rows`);
      let values = 0;
      while (at < end) {
        const reader = { view: new DataView(file, at, end - at), offset: 0 };
        const header = deserializeTCompactProtocol(reader) as PageHeader;
        const [unpacked, packed] = [Number(header.field_2 ?? -1), Number(header.field_3 ?? -1)];
        const own = Number((header.field_5 ?? header.field_8)?.field_1 ?? 0);
        const dictionary = Number(header.field_7?.field_1 ?? 0);
        values += own;
        if (!(packed >= 0 && unpacked >= 0 && unpacked <= total)) throw damaged('a page of an impossible size');
        if (!(own >= 0 && dictionary >= 0 && dictionary <= count && values <= count))
          throw damaged(`pages of more than its ${count} values`);
        at += reader.offset + packed;
      }
      if (values !== count) throw damaged(`${values} values in its pages, not ${count}`);
    }
}

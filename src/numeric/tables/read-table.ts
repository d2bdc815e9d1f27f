/** Tables of numbers from files of any format. */
import { InputError, messageOf } from '../../base/errors.ts';
import type { Table } from './table.ts';
import type { TableFormat } from './table-format.ts';
import { tableFormats } from './table-formats.generated.ts';
import { startsWith } from './unreadable.ts';

/** Files of other programs that are met where a table is expected, by their first bytes. */
const FOREIGN: readonly (readonly [letters: string, what: string, remedy: string])[] = [
  ['\x1f\x8b', 'is compressed with gzip', 'Unpack it first'],
  ['\x28\xb5\x2f\xfd', 'is compressed with Zstandard', 'Unpack it first'],
  ['PK\x03\x04', 'is a zip archive or a spreadsheet', 'Write it as CSV, Parquet or Arrow'],
  ['\x93NUMPY', 'is a NumPy array', 'Write it by numpy.savetxt(…, delimiter=",") or as Parquet'],
  ['\x89HDF', 'is an HDF5 file', 'Write it as CSV, Parquet or Arrow'],
  ['PARE', 'is an encrypted Parquet file', 'Write it without encryption'],
  ['FEA1', 'is a Feather file of version 1', 'Write version 2, the default of pyarrow.feather.write_feather'],
];

/**
 * The format of a file: that of its first bytes, where a format has such, or that of its name's ending, or CSV.
 * Throws {@link InputError} on files that are known to be something else.
 */
export function tableFormatOf(bytes: Uint8Array, where: string): TableFormat {
  const byBytes = tableFormats.find((format) => format.recognises(bytes));
  if (byBytes !== undefined) return byBytes;
  const foreign = FOREIGN.find(([letters]) => startsWith(bytes, letters));
  if (foreign !== undefined) throw new InputError(where, foreign[1], foreign[2]);
  const name = where.toLowerCase();
  return (
    tableFormats.find(({ suffixes }) => suffixes.some((suffix) => name.endsWith(suffix))) ??
    tableFormats.find((format) => format.name === 'CSV')!
  );
}

/**
 * Reads a table from bytes (in browsers: `await file.arrayBuffer()`). `where` is the file's name, which tells the format
 * where the bytes do not, and stands in messages. Throws {@link InputError} as the formats do, and when there are no bytes.
 */
export async function readTable(data: ArrayBuffer | Uint8Array, where = 'table'): Promise<Table> {
  const bytes = data instanceof Uint8Array ? data : new Uint8Array(data);
  if (bytes.length === 0) throw new InputError(where, 'is empty', 'Write numbers between commas, or a Parquet file');
  return tableFormatOf(bytes, where).read(bytes, where);
}

/** The bytes of a file, in Node. Throws {@link InputError} naming the file. */
export async function readBytes(path: string): Promise<Uint8Array> {
  const { readFile } = await import('node:fs/promises');
  return readFile(path).catch((error: unknown) => {
    const { code } = error as { readonly code?: string };
    if (code === 'ENOENT') throw new InputError(path, 'there is no such file');
    if (code === 'EISDIR') throw new InputError(path, 'is a folder', 'Give a file');
    throw new InputError(path, `cannot be read: ${messageOf(error)}`);
  });
}

/** {@link readTable} of a file, in Node. */
export const readTableFile = async (path: string): Promise<Table> => readTable(await readBytes(path), path);

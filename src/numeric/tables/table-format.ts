import type { Table } from './table.ts';

/** A format of tables: one file in `formats/`. Its library is loaded when a file is read. */
export interface TableFormat {
  readonly name: string;
  /** File names end so, in lower case. */
  readonly suffixes: readonly string[];
  /** Whether the first bytes are those of the format; false for formats that have none of their own. */
  recognises(bytes: Uint8Array): boolean;
  /** Throws {@link InputError} at `where` on what is not of the format, is cut short, or cannot be decompressed. */
  read(bytes: Uint8Array, where: string): Promise<Table>;
}

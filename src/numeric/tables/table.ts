/** A table as a file has it: columns of cells, not yet known to be numbers. */
import { InputError, TooLargeError } from '../../base/errors.ts';

export interface Column {
  readonly name: string;
  /** A number, a bigint, a boolean or, where a cell is nothing of that kind, what it is instead. */
  readonly cells: ArrayLike<unknown>;
}

export interface Table {
  /** The file, for messages. */
  readonly where: string;
  readonly columns: readonly Column[];
  /** Whether the names are the file's own; x1, x2, … otherwise. */
  readonly named: boolean;
  readonly rows: number;
  /** The place of a cell, for messages: file, line or row, and column. */
  place(row: number, column: number): string;
}

/** Numbers that a table may hold: 2 GiB as doubles. */
const LARGEST = 2 ** 28;

/** Throws {@link TooLargeError} on tables of more than 2^28 cells. */
export function checkTableSize(rows: number, columns: number, where: string): void {
  if (rows * columns > LARGEST)
    throw new TooLargeError(
      where,
      `${rows} rows of ${columns} columns are over the limit of 2^28 numbers`,
      'Take a part of the rows',
    );
}

/**
 * The table of a file with named columns. A column of lists of one length, x, becomes x[1], x[2], …; columns
 * `__index_level_0__`, …, the row labels that pandas keeps, are left out. Throws {@link InputError} without rows or columns.
 */
export function tableOf(where: string, columns: readonly Column[]): Table {
  const own = columns.filter(({ name }) => !/^__index_level_\d+__$/.test(name));
  const rows = own[0]?.cells.length ?? 0;
  if (own.length === 0) throw new InputError(where, 'it has no columns');
  if (rows === 0) throw new InputError(where, 'it has no rows', 'Write one sample a row');
  const place = (row: number, name: string): string => `${where}: row ${row + 1}, column '${name}'`;
  const flat = own.flatMap((column) => spread(column, rows, where, place));
  return { where, columns: flat, named: true, rows, place: (row, column) => place(row, flat[column]!.name) };
}

const lengthOf = (cell: unknown): number | undefined =>
  Array.isArray(cell) || (ArrayBuffer.isView(cell) && !(cell instanceof DataView))
    ? (cell as ArrayLike<unknown> & { readonly length: number }).length
    : undefined;

function spread(
  column: Column,
  rows: number,
  where: string,
  place: (row: number, name: string) => string,
): readonly Column[] {
  const { name, cells } = column;
  const length = lengthOf(cells[0]);
  if (length === undefined || cells[0] instanceof Uint8Array) return [column];
  checkTableSize(rows, length, where);
  const parts = Array.from({ length }, () => new Array<unknown>(rows));
  for (let row = 0; row < rows; row++) {
    const list = cells[row];
    if (lengthOf(list) !== length)
      throw new InputError(
        place(row, name),
        `expected a list of ${length} numbers, as in the first row, got ${lengthOf(list) === undefined ? described(list) : `one of ${lengthOf(list)}`}`,
      );
    for (let k = 0; k < length; k++) parts[k]![row] = (list as ArrayLike<unknown>)[k];
  }
  return parts.map((part, k) => ({ name: `${name}[${k + 1}]`, cells: part }));
}

/**
 * A cell as a double: integers are rounded to the nearest, true is 1 and false 0.
 * Throws {@link InputError} with row and column of what is no finite number.
 */
export function numberAt(table: Table, row: number, column: number): number {
  const cell = table.columns[column]!.cells[row];
  const value = typeof cell === 'bigint' || typeof cell === 'boolean' ? Number(cell) : cell;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  throw new InputError(table.place(row, column), `expected a number, got ${described(cell)}`, remedyFor(cell));
}

function described(cell: unknown): string {
  if (cell === null || cell === undefined) return 'null, a missing value';
  if (typeof cell === 'number') return `${cell}`;
  if (typeof cell === 'string') return `'${cell.length > LONGEST ? `${cell.slice(0, LONGEST)}…` : cell}'`;
  if (cell instanceof Date) return 'a date';
  if (lengthOf(cell) !== undefined) return 'a list';
  return `a value of type ${typeof cell}`;
}

const LONGEST = 40;

const remedyFor = (cell: unknown): string =>
  cell === null || cell === undefined || typeof cell === 'number' ? 'Leave such rows out' : '';

/** The column of a name, or of a number from 1. Throws {@link InputError} where there is none. */
export function columnNamed({ where, columns, named }: Table, name: string): number {
  const at = named ? columns.findIndex((column) => column.name === name) : -1;
  if (at >= 0) return at;
  const number = Number(name);
  if (Number.isSafeInteger(number) && number >= 1 && number <= columns.length) return number - 1;
  const names = columns.slice(0, SHOWN).map((column) => column.name);
  throw new InputError(
    where,
    `there is no column '${name}'`,
    named
      ? `Its columns are ${names.join(', ')}${columns.length > SHOWN ? ', …' : ''}`
      : `It has no header and ${columns.length} columns`,
  );
}

const SHOWN = 20;

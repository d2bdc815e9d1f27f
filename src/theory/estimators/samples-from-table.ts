/** Samples and directions from tables: CSV, Parquet and Arrow files, or the text of a CSV file. */
import { InputError } from '../../base/errors.ts';
import { tableFromCsv } from '../../numeric/tables/formats/csv.ts';
import { readTable, readTableFile } from '../../numeric/tables/read-table.ts';
import { columnNamed, numberAt, type Table } from '../../numeric/tables/table.ts';

export interface LabelledInputs {
  /** The names of the inputs: the file's own, or x1, x2, … */
  readonly variables: readonly string[];
  readonly label: string;
  readonly inputs: readonly Float64Array[];
  readonly labels: Float64Array;
}

/**
 * Samples from a CSV, Parquet or Arrow file: its path, in Node, or its bytes, in browsers too (`await file.arrayBuffer()`). The label is the column
 * named, by its name or its number from 1; when left out the column y or, without such, the last. Integers are rounded to doubles, true is 1.
 * A column of lists of one length, x, holds the inputs x[1], x[2], ….
 * Throws {@link InputError}: the file's name with row and column of what is no finite number, such as null and text; on files cut short, of another format than their name
 * says, compressed with what cannot be read here, and without rows.
 */
export async function samplesFromFile(
  file: string | ArrayBuffer | Uint8Array,
  { label, name = 'samples' }: { readonly label?: string; readonly name?: string } = {},
): Promise<LabelledInputs> {
  return labelledInputs(typeof file === 'string' ? await readTableFile(file) : await readTable(file, name), label);
}

/** A vector from such a file: its entries in one row, or in one column. Throws {@link InputError} as {@link samplesFromFile} does. */
export async function directionFromFile(
  file: string | ArrayBuffer | Uint8Array,
  { name = 'direction' }: { readonly name?: string } = {},
): Promise<Float64Array> {
  return directionOf(typeof file === 'string' ? await readTableFile(file) : await readTable(file, name));
}

/** Samples from the text of a CSV file: numbers between commas, a sample a line. See {@link samplesFromFile}. */
export const samplesFromCsv = (text: string, label?: string, where = 'samples'): LabelledInputs =>
  labelledInputs(tableFromCsv(text, where), label);

/** A vector from the text of a CSV file: its entries on one line, or one on each. See {@link directionFromFile}. */
export const directionFromCsv = (text: string, where = 'direction'): Float64Array =>
  directionOf(tableFromCsv(text, where));

function labelledInputs(table: Table, label: string | undefined): LabelledInputs {
  const { where, columns, named, rows } = table;
  const width = columns.length;
  if (width < 2) throw new InputError(where, `expected at least one input and a label a line, got ${width} column`);
  const column = label === undefined ? labelByDefault(table) : columnNamed(table, label);
  const others = columns.map((_, j) => j).filter((j) => j !== column);
  // Row by row, so that the first wrong cell is the one that is named.
  const labels = new Float64Array(rows);
  const inputs = Array.from({ length: rows }, (_, i) => {
    const row = new Float64Array(width - 1);
    for (let j = 0; j < width; j++) {
      const value = numberAt(table, i, j);
      if (j === column) labels[i] = value;
      else row[j < column ? j : j - 1] = value;
    }
    return row;
  });
  return {
    variables: others.map((j, k) => (named ? columns[j]!.name : `x${k + 1}`)),
    label: named ? columns[column]!.name : 'y',
    inputs,
    labels,
  };
}

function labelByDefault({ columns, named }: Table): number {
  const y = named ? columns.findIndex(({ name }) => name === 'y') : -1;
  return y < 0 ? columns.length - 1 : y;
}

function directionOf(table: Table): Float64Array {
  const { where, columns, rows } = table;
  if (rows > 1 && columns.length > 1)
    throw new InputError(
      where,
      `expected one row or one column, got ${rows} rows of ${columns.length}`,
      'Give one direction',
    );
  return Float64Array.from({ length: rows * columns.length }, (_, i) =>
    rows === 1 ? numberAt(table, 0, i) : numberAt(table, i, 0),
  );
}

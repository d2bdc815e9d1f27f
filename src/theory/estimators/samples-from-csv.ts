/** Samples and directions as text: one sample a line, numbers between commas. */
import { InputError } from '../../base/errors.ts';

export interface LabelledInputs {
  /** The names of the inputs: of the header, or x1, x2, … */
  readonly variables: readonly string[];
  readonly label: string;
  readonly inputs: readonly Float64Array[];
  readonly labels: Float64Array;
}

interface Line {
  readonly cells: readonly string[];
  readonly number: number;
}

/**
 * Reads samples: a first line without any number is a header; the label is the last column, unless one is named, by its
 * header or its number from 1. Throws {@link InputError} with line and column of what is no finite number.
 */
export function samplesFromCsv(text: string, label?: string, where = 'samples'): LabelledInputs {
  const { header, lines } = linesOf(text, where);
  const width = lines[0]!.cells.length;
  if (width < 2) throw new InputError(where, `expected at least one input and a label a line, got ${width} column`);
  const column = label === undefined ? width - 1 : labelColumn(label, header, width, where);
  const labels = new Float64Array(lines.length);
  const inputs = lines.map(({ cells, number }, i) => {
    const row = new Float64Array(width - 1);
    cells.forEach((cell, j) => {
      const value = numberIn(cell, `${where}:${number}, column ${j + 1}`);
      if (j === column) labels[i] = value;
      else row[j < column ? j : j - 1] = value;
    });
    return row;
  });
  const names = header ?? Array.from({ length: width }, (_, j) => (j === column ? 'y' : `x${j < column ? j + 1 : j}`));
  return { variables: names.filter((_, j) => j !== column), label: names[column]!, inputs, labels };
}

/** Reads a vector: its entries on one line, or one on each. Throws {@link InputError} as {@link samplesFromCsv} does. */
export function directionFromCsv(text: string, where = 'direction'): Float64Array {
  const { lines } = linesOf(text, where);
  if (lines.length > 1 && lines[0]!.cells.length > 1)
    throw new InputError(
      where,
      `expected one row or one column, got ${lines.length} rows of ${lines[0]!.cells.length}`,
      'Give one direction',
    );
  return Float64Array.from(
    lines.flatMap(({ cells, number }) => cells.map((cell, j) => numberIn(cell, `${where}:${number}, column ${j + 1}`))),
  );
}

function linesOf(
  text: string,
  where: string,
): { readonly header: readonly string[] | undefined; readonly lines: readonly Line[] } {
  const all = text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .map((line, i) => ({ cells: cellsOf(line), number: i + 1, empty: line.trim() === '' }))
    .filter(({ empty }) => !empty);
  const header = all[0]?.cells.every((cell) => Number.isNaN(asNumber(cell))) === true;
  const lines = header ? all.slice(1) : all;
  const width = all[0]?.cells.length ?? 0;
  if (lines.length === 0) throw new InputError(where, 'it holds no numbers', 'Write numbers between commas');
  for (const { cells, number } of lines)
    if (cells.length !== width)
      throw new InputError(
        `${where}:${number}`,
        `expected ${width} columns, as in the first line, got ${cells.length}`,
      );
  return { header: header ? all[0]!.cells : undefined, lines };
}

/** The cells of a line; commas within double quotes do not separate, two quotes stand for one. */
function cellsOf(line: string): readonly string[] {
  if (!line.includes('"')) return line.split(',').map((cell) => cell.trim());
  return [...line.matchAll(/(?:^|,)(?:\s*"((?:[^"]|"")*)"\s*(?=,|$)|([^,]*))/g)].map(([, quoted, plain]) =>
    (quoted?.replaceAll('""', '"') ?? plain ?? '').trim(),
  );
}

const asNumber = (cell: string): number => (cell === '' ? Number.NaN : Number(cell));

function numberIn(cell: string, where: string): number {
  const value = asNumber(cell);
  if (!Number.isFinite(value)) throw new InputError(where, `expected a number, got '${cell}'`);
  return value;
}

function labelColumn(label: string, header: readonly string[] | undefined, width: number, where: string): number {
  const named = header?.indexOf(label) ?? -1;
  if (named >= 0) return named;
  const number = Number(label);
  if (Number.isSafeInteger(number) && number >= 1 && number <= width) return number - 1;
  throw new InputError(
    where,
    `there is no column '${label}'`,
    header === undefined
      ? `It has no header and ${width} columns`
      : `Its columns are ${header.slice(0, 20).join(', ')}`,
  );
}

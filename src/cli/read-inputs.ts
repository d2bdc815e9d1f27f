import { readFile } from 'node:fs/promises';
import type { Coefficient } from '../base/coefficient.ts';
import { InputError, messageOf } from '../base/errors.ts';
import { parseRational } from '../base/rational.ts';
import { readBytes, tableFormatOf } from '../numeric/tables/read-table.ts';
import { numberAt } from '../numeric/tables/table.ts';

/**
 * A table of inputs from a CSV file: one input a line, numbers between commas (`0.1`, `3/7`), kept as they are written. A
 * first line without any number is a header. Or from a Parquet or Arrow file, whose numbers are doubles and integers.
 * Throws {@link InputError} naming the line and the column.
 */
export async function readInputs(
  path: string,
  dimension: number,
  reason = 'as many as the network has inputs',
): Promise<readonly (readonly Coefficient[])[]> {
  const bytes = await readBytes(path);
  const format = tableFormatOf(bytes, path);
  if (format.name !== 'CSV') {
    const table = await format.read(bytes, path);
    if (table.columns.length !== dimension)
      throw new InputError(path, `expected ${dimension} columns of numbers, ${reason}, got ${table.columns.length}`);
    return Array.from({ length: table.rows }, (_, row) =>
      table.columns.map(({ cells }, column) => {
        const cell = cells[row];
        return typeof cell === 'bigint' ? `${cell}` : numberAt(table, row, column);
      }),
    );
  }
  return inputsFromCsv(new TextDecoder().decode(bytes), path, dimension, reason);
}

function inputsFromCsv(
  text: string,
  path: string,
  dimension: number,
  reason: string,
): readonly (readonly Coefficient[])[] {
  const lines = text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .map((line, index) => ({ cells: line.split(',').map(unquoted), number: index + 1, empty: line.trim() === '' }))
    .filter(({ empty }) => !empty);
  const inputs = lines.slice(lines[0]?.cells.some(isNumber) === false ? 1 : 0);
  if (inputs.length === 0)
    throw new InputError(path, 'it holds no inputs', `Write one input a line, ${dimension} numbers between commas`);
  return inputs.map(({ cells, number }) => {
    if (cells.length !== dimension)
      throw new InputError(`${path}:${number}`, `expected ${dimension} numbers, ${reason}, got ${cells.length}`);
    cells.forEach((cell, column) => {
      parseRational(cell, `${path}:${number}, column ${column + 1}`);
    });
    return cells;
  });
}

/** How many columns a table of inputs has: those of its first line or of its file. Throws as {@link readInputs} does. */
export async function countColumns(path: string): Promise<number> {
  const bytes = await readBytes(path);
  const format = tableFormatOf(bytes, path);
  if (format.name !== 'CSV') return (await format.read(bytes, path)).columns.length;
  const lines = new TextDecoder().decode(bytes).split(/\r?\n/);
  return lines.find((line) => line.trim() !== '')?.split(',').length ?? 0;
}

/** The text of a file. Throws {@link InputError} naming the file. */
export async function readText(path: string): Promise<string> {
  return readFile(path, 'utf8').catch((error: unknown) => {
    const missing = (error as { code?: string }).code === 'ENOENT';
    throw new InputError(path, missing ? 'there is no such file' : `cannot be read: ${messageOf(error)}`);
  });
}

const unquoted = (cell: string): string =>
  cell
    .trim()
    .replace(/^"(.*)"$/, '$1')
    .trim();

function isNumber(cell: string): boolean {
  try {
    parseRational(cell);
    return true;
  } catch {
    return false;
  }
}

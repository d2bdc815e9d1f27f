import { InputError } from '../../../base/errors.ts';
import { checkTableSize, type Table } from '../table.ts';
import type { TableFormat } from '../table-format.ts';

/** Numbers between commas, one row a line; a first line without any number is a header. */
export const format: TableFormat = {
  name: 'CSV',
  suffixes: ['.csv', '.txt'],
  recognises: () => false,
  async read(bytes, where) {
    return tableFromCsv(textOf(bytes, where), where);
  },
};

interface Line {
  readonly cells: readonly string[];
  readonly number: number;
}

/** Throws {@link InputError} on lines of different lengths and where there are none. */
export function tableFromCsv(text: string, where: string): Table {
  const all = text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .map((line, i) => ({ cells: cellsOf(line), number: i + 1, empty: line.trim() === '' }))
    .filter(({ empty }) => !empty);
  const header = all[0]?.cells.every((cell) => Number.isNaN(asNumber(cell))) === true;
  const lines: readonly Line[] = header ? all.slice(1) : all;
  const width = all[0]?.cells.length ?? 0;
  if (lines.length === 0) throw new InputError(where, 'it holds no numbers', 'Write numbers between commas');
  checkTableSize(lines.length, width, where);
  for (const { cells, number } of lines)
    if (cells.length !== width)
      throw new InputError(
        `${where}:${number}`,
        `expected ${width} columns, as in the first line, got ${cells.length}`,
      );
  return {
    where,
    named: header,
    rows: lines.length,
    columns: Array.from({ length: width }, (_, j) => ({
      name: header ? all[0]!.cells[j]! : `x${j + 1}`,
      cells: lines.map(({ cells }) => {
        const value = asNumber(cells[j]!);
        return Number.isFinite(value) ? value : cells[j]!;
      }),
    })),
    place: (row, column) => `${where}:${lines[row]!.number}, column ${column + 1}`,
  };
}

function textOf(bytes: Uint8Array, where: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new InputError(where, 'is no text in UTF-8', 'Write CSV, Parquet or Arrow (Feather) files');
  }
}

/** The cells of a line; commas within double quotes do not separate, two quotes stand for one. */
function cellsOf(line: string): readonly string[] {
  if (!line.includes('"')) return line.split(',').map((cell) => cell.trim());
  return [...line.matchAll(/(?:^|,)(?:\s*"((?:[^"]|"")*)"\s*(?=,|$)|([^,]*))/g)].map(([, quoted, plain]) =>
    (quoted?.replaceAll('""', '"') ?? plain ?? '').trim(),
  );
}

const asNumber = (cell: string): number => (cell === '' ? Number.NaN : Number(cell));

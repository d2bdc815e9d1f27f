/** Findings that are tables of comparisons, a value found beside one that a claim gives in each row. */
import type { Finding } from './claim.ts';
import type { Cell, Table } from './tables/table.ts';

export interface CheckedRow {
  readonly cells: readonly Cell[];
  readonly holds: boolean;
}

export interface CheckedTable extends Omit<Table, 'rows'> {
  readonly rows: readonly CheckedRow[];
}

/** The tables, with a last column that says whether a row holds. */
export const withVerdicts = (tables: readonly CheckedTable[]): readonly Table[] =>
  tables.map(({ header, rows, alignment, ...rest }) => ({
    ...rest,
    header: [...header, 'holds'],
    rows: rows.map(({ cells, holds }) => [...cells, holds ? 'yes' : 'NO']),
    alignment: `${alignment}l`,
  }));

const MOST_NAMED = 5;

/** Supports where every row of every table holds, else refutes and names the rows that do not. `summary` is for the first case. */
export function checkedFinding(tables: readonly CheckedTable[], summary: string, rest: Partial<Finding> = {}): Finding {
  const failing = tables.flatMap(({ name, rows }) =>
    rows.filter(({ holds }) => !holds).map(({ cells }) => `${name}: ${cells.map(textOf).join(', ')}`),
  );
  const rows = tables.reduce((sum, table) => sum + table.rows.length, 0);
  return {
    verdict: failing.length === 0 ? 'supports' : 'refutes',
    summary:
      failing.length === 0
        ? summary
        : `${failing.length} of ${rows} comparisons fail: ${failing.slice(0, MOST_NAMED).join('; ')}${failing.length > MOST_NAMED ? '; …' : ''}.`,
    details: { comparisons: rows, failing },
    tables: withVerdicts(tables),
    ...rest,
  };
}

const textOf = (cell: Cell): string => (typeof cell === 'string' ? cell : cell.csv);

/** To so many significant digits, so that records do not depend on the last bits of a machine's arithmetic. */
export const rounded = (x: number, digits = 6): number => (Number.isFinite(x) ? Number(x.toPrecision(digits)) : x);

export const decimal = (x: number, digits = 6): string => `${rounded(x, digits)}`;

/** What the expansion is meant to reach, judged by a run. */
import { FLINT } from './peers.ts';
import { type Cell, finished, type Results, ratioTo } from './results.ts';

export interface Goal {
  readonly statement: string;
  /** The threshold is a least or a most. */
  readonly kind: 'at least' | 'at most';
  readonly threshold: number;
  readonly unit: '×' | 'ms' | 'MB';
  concerns(cell: Cell): boolean;
  /** Undefined where the run has no figure. */
  measure(cell: Cell): number | undefined;
}

export interface Judgement {
  readonly goal: Goal;
  readonly verdict: 'holds' | 'fails' | 'not measured';
  /** How many cells it concerns, and on how many of them there is a figure that decides. */
  readonly concerned: number;
  readonly decided: number;
  /** The cells that miss it, and else the closest; with their figures, but for those without a result of ours. */
  readonly cells: readonly { readonly cell: Cell; readonly figure?: number }[];
}

const on =
  (shapes: string, ...some: readonly Cell['variant'][]) =>
  ({ shape, variant }: Cell): boolean =>
    shapes.includes(shape) && (some.length === 0 || some.includes(variant));

const milliseconds = ({ ours }: Cell): number | undefined => scaled(finished(ours)?.best, 1e3);
const firstMilliseconds = ({ ours }: Cell): number | undefined => scaled(finished(ours)?.first, 1e3);
const peakMegabytes = ({ ours }: Cell): number | undefined => scaled(finished(ours)?.peakKilobytes, 1024 / 1e6);
const scaled = (x: number | undefined, factor: number): number | undefined =>
  x === undefined ? undefined : x * factor;

/** How many times quicker the threads are than one. */
export function speedUp({ ours, parallel }: Cell): number | undefined {
  const [one, many] = [finished(ours)?.best, finished(parallel)?.best];
  return one === undefined || many === undefined ? undefined : one / many;
}

const least = (statement: string, threshold: number, concerns: Goal['concerns'], measure: Goal['measure']): Goal => ({
  statement,
  kind: 'at least',
  threshold,
  unit: '×',
  concerns,
  measure,
});

const most = (
  statement: string,
  threshold: number,
  unit: 'ms' | 'MB',
  concerns: Goal['concerns'],
  measure: Goal['measure'],
): Goal => ({ statement, kind: 'at most', threshold, unit, concerns, measure });

/** At least so many times as fast as a peer. Where it was stopped at the limit, the bound decides or nothing does. */
const faster = (statement: string, threshold: number, column: string, concerns: Goal['concerns']): Goal =>
  least(statement, threshold, concerns, (cell) => {
    const found = ratioTo(cell, column);
    return found === undefined || (found.atLeast && found.ratio < threshold) ? undefined : found.ratio;
  });

export const goals: readonly Goal[] = [
  faster('as fast as FLINT on A to F', 1, FLINT, on('ABCDEF')),
  faster('5 times FLINT on B int, dec', 5, FLINT, on('B', 'int', 'dec')),
  faster('10 times FLINT on C dec, dbl', 10, FLINT, on('C', 'dec', 'dbl')),
  faster('10 times FLINT on D', 10, FLINT, on('D')),
  faster('500 times FLINT on F', 500, FLINT, on('F')),
  faster("1,000 times SymPy's expand, A to F", 1000, 'SymPy expand', on('ABCDEF')),
  faster('1,000 times nerdamer, A to F', 1000, 'nerdamer', on('ABCDEF')),
  most('E int in 3 s', 3000, 'ms', on('E', 'int'), milliseconds),
  most('E dec in 6 s', 6000, 'ms', on('E', 'dec'), milliseconds),
  most('first call on A and B in 60 ms', 60, 'ms', on('AB'), firstMilliseconds),
  least('threads: 1.7 times one on D dbl and E', 1.7, (cell) => on('E')(cell) || on('D', 'dbl')(cell), speedUp),
  most('F in 300 MB', 300, 'MB', on('F'), peakMegabytes),
  most('E in 1.5 GB', 1500, 'MB', on('E'), peakMegabytes),
  faster('as fast as FLINT with symbolic weights', 1, FLINT, on('W')),
];

/** A goal by the cells that it concerns. One without a result of ours misses it. */
export function judge(goal: Goal, { cells }: Pick<Results, 'cells'>): Judgement {
  const concerned = cells.filter((cell) => goal.concerns(cell));
  const lacking = concerned.filter(({ ours }) => ours.state !== 'finished').map((cell) => ({ cell }));
  const measured = concerned.flatMap((cell) => {
    const figure = goal.measure(cell);
    return figure === undefined ? [] : [{ cell, figure }];
  });
  const decided = lacking.length + measured.length;
  const counts = { goal, concerned: concerned.length, decided };
  if (decided === 0) return { ...counts, verdict: 'not measured', cells: [] };
  const sign = goal.kind === 'at least' ? 1 : -1;
  const sorted = measured.toSorted((a, b) => sign * (a.figure - b.figure));
  const missed = [...lacking, ...sorted.filter(({ figure }) => sign * (figure - goal.threshold) < 0)];
  return missed.length > 0
    ? { ...counts, verdict: 'fails', cells: missed }
    : { ...counts, verdict: 'holds', cells: sorted.slice(0, 1) };
}

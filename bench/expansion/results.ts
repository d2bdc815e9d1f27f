/** What a run of the benchmark found, as plain data. */
import type { Finished, Outcome } from '../common/child.ts';
import type { Machine } from '../common/machine.ts';
import type { Variant } from './cases.ts';
import { columnsOf, peers } from './peers.ts';

/** One network. */
export interface Cell {
  readonly shape: string;
  readonly variant: Variant;
  /** The network's value at the point of the check. */
  readonly expected: string;
  /** On one thread. */
  readonly ours: Outcome;
  readonly parallel: Outcome;
  /** By the names of the peers. */
  readonly peers: Readonly<Record<string, Outcome>>;
}

export interface GrowthPoint {
  readonly parameter: number;
  /** Multiply-adds of one forward pass. */
  readonly networkCost: number;
  readonly expected: string;
  readonly ours: Outcome;
}

export interface Sweep {
  /** What varies: 'inputs d'. */
  readonly parameter: string;
  /** What is held fixed. */
  readonly fixed: string;
  readonly points: readonly GrowthPoint[];
}

export interface Results {
  readonly machine: Machine;
  readonly salt: string;
  /** Seconds. */
  readonly limit: number;
  readonly threads: number;
  readonly cells: readonly Cell[];
  readonly growth: readonly Sweep[];
}

export const finished = (outcome: Outcome | undefined): Finished | undefined =>
  outcome?.state === 'finished' ? outcome : undefined;

/** The best outcome of the peers in a column: the quickest that finished, else the first that says why not. */
export function best(cell: Cell, column: string): Outcome | undefined {
  const outcomes = peers
    .filter((peer) => peer.column === column)
    .flatMap(({ name }) => (cell.peers[name] === undefined ? [] : [cell.peers[name]]));
  const times = outcomes.flatMap((outcome) => finished(outcome) ?? []);
  return times.length > 0 ? times.reduce((a, b) => (b.best < a.best ? b : a)) : outcomes[0];
}

/** How many times as long a column's best took as ours; a lower bound where it was stopped at the limit. */
export function ratioTo(cell: Cell, column: string): { readonly ratio: number; readonly atLeast: boolean } | undefined {
  const ours = finished(cell.ours);
  const theirs = best(cell, column);
  if (ours === undefined || theirs === undefined) return undefined;
  if (theirs.state === 'finished') return { ratio: theirs.best / ours.best, atLeast: false };
  if (theirs.state === 'over limit' || theirs.state === 'harder')
    return { ratio: theirs.limit / ours.best, atLeast: true };
  return undefined;
}

/** The columns that the run has figures or reasons for. */
export const columnsIn = ({ cells }: Results): string[] =>
  columnsOf(peers.filter(({ name }) => cells.some((cell) => name in cell.peers)));

/** What is wrong with a run: results that the check refutes or that lack it, and expansions of ours that did not end, but for those refused. */
export function faults({ cells, growth }: Results): string[] {
  const all = [
    ...cells.map((cell) => ({ ...cell, place: `${cell.shape} ${cell.variant}` })),
    ...growth.flatMap(({ parameter, points }) =>
      points.map((point) => ({ ...point, place: `${parameter} ${point.parameter}`, parallel: undefined, peers: {} })),
    ),
  ];
  return all.flatMap(({ place, expected, ours, parallel, peers: others }) => {
    const own = finished(ours);
    const found: string[] = [];
    if (own === undefined && ours.state !== 'refused') found.push(`${place}: Isserlis ${describe(ours)}`);
    else if (own !== undefined && own.check === undefined)
      found.push(`${place}: the result of Isserlis was not checked`);
    if (parallel?.state === 'failed') found.push(`${place}: Isserlis on threads ${describe(parallel)}`);
    const results = { Isserlis: ours, 'Isserlis on threads': parallel, ...(others as Cell['peers']) };
    for (const [name, outcome] of Object.entries(results)) {
      const check = finished(outcome)?.check;
      if (check === undefined) continue;
      if (check.value !== expected) found.push(`${place}: ${name} has another value than the network`);
      if (own?.check !== undefined && check.terms !== own.check.terms)
        found.push(`${place}: ${name} has ${check.terms} terms, Isserlis ${own.check.terms}`);
    }
    return found;
  });
}

export const describe = (outcome: Outcome): string =>
  outcome.state === 'failed'
    ? `failed: ${outcome.message}`
    : outcome.state === 'not installed'
      ? `not installed: ${outcome.what}`
      : outcome.state === 'refused'
        ? `refused: ${outcome.reason}`
        : outcome.state;

/** The versions of everything that ran, by column. */
export function versionsIn(results: Results): { readonly name: string; readonly version: string }[] {
  const versionOf = (outcome: Outcome | undefined): string | undefined =>
    outcome !== undefined && 'version' in outcome ? outcome.version : undefined;
  return columnsIn(results).map((column) => {
    const outcomes = results.cells.map((cell) => best(cell, column)).filter((outcome) => outcome !== undefined);
    const version = outcomes.map(versionOf).find((found) => found !== undefined);
    return { name: column, version: version ?? [...new Set(outcomes.map(describe))].join(', ') };
  });
}

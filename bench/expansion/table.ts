/** The tables of a run. */
import type { Outcome } from '../common/child.ts';
import { megabytes, milliseconds, thousands, threeDigits, times } from '../common/format.ts';
import type { TextTable } from '../common/table.ts';
import { goals, judge, speedUp } from './goals.ts';
import { modelled, type Slopes, slopes } from './growth.ts';
import { FLINT } from './peers.ts';
import { best, type Cell, columnsIn, finished, type Results, ratioTo, type Sweep } from './results.ts';

const NONE = '–';

/** A time in milliseconds, or why there is none. */
export function timeOf(outcome: Outcome | undefined): string {
  switch (outcome?.state) {
    case 'finished':
      return milliseconds(outcome.best);
    case 'over limit':
      return `> ${thousands(outcome.limit * 1000)}`;
    case 'harder':
      return `(> ${thousands(outcome.limit * 1000)})`;
    case 'not installed':
      return 'not installed';
    case 'failed':
    case 'refused':
      return outcome.state;
    default:
      return NONE;
  }
}

const nameOf = ({ shape, variant }: Cell): string => `${shape} ${variant}`;

const detail = (cell: Cell, name: string): number | undefined => {
  const value = finished(cell.ours)?.details?.[name];
  return typeof value === 'number' ? value : undefined;
};

const shown = (x: number | undefined, format: (x: number) => string): string => (x === undefined ? NONE : format(x));

function ratio(cell: Cell, column: string): string {
  const found = ratioTo(cell, column);
  return found === undefined ? NONE : `${found.atLeast ? '> ' : ''}${times(found.ratio)}`;
}

/** Bits of the largest numerator and of the common denominator. */
function bitsOf(cell: Cell): string {
  const [numerator, denominator] = [detail(cell, 'numeratorBits'), detail(cell, 'denominatorBits')];
  if (numerator === undefined || denominator === undefined) return NONE;
  return denominator === 0 ? thousands(numerator) : `${thousands(numerator)}/${thousands(denominator)}`;
}

/** Milliseconds of every system on every network. */
export function timesTable(results: Results): TextTable {
  const columns = columnsIn(results);
  const others = columns.filter((column) => column !== FLINT);
  const withFlint = columns.includes(FLINT);
  return {
    header: ['case', 'terms', 'bits', '**Isserlis**', 'first', ...(withFlint ? [FLINT, '× FLINT'] : []), ...others],
    words: 1,
    rows: results.cells.map((cell) => [
      nameOf(cell),
      shown(finished(cell.ours)?.check?.terms, thousands),
      bitsOf(cell),
      `**${timeOf(cell.ours)}**`,
      shown(finished(cell.ours)?.first, milliseconds),
      ...(withFlint ? [timeOf(best(cell, FLINT)), ratio(cell, FLINT)] : []),
      ...others.map((column) => timeOf(best(cell, column))),
    ]),
  };
}

/** What our expansion took: engine, primes, threads, memory, and the time of only writing the result. */
export function detailsTable({ cells, threads }: Results): TextTable {
  return {
    header: [
      'case',
      'engine',
      'primes',
      'ms',
      'reading',
      `${threads} threads`,
      'speed-up',
      'writing',
      '× writing',
      'peak MB',
      'FLINT peak MB',
    ],
    words: 2,
    rows: cells.map((cell) => {
      const ours = finished(cell.ours);
      const writing = detail(cell, 'writing');
      return [
        nameOf(cell),
        String(ours?.details?.engine ?? NONE),
        shown(detail(cell, 'primes'), thousands),
        timeOf(cell.ours),
        shown(detail(cell, 'reading'), milliseconds),
        threadsTime(cell.parallel),
        threadsUsed(cell.parallel) === 1 ? NONE : shown(speedUp(cell), times),
        shown(writing, milliseconds),
        shown(ours === undefined || writing === undefined ? undefined : ours.best / writing, threeDigits),
        shown(ours?.peakKilobytes, megabytes),
        shown(finished(best(cell, FLINT))?.peakKilobytes, megabytes),
      ];
    }),
  };
}

/** A time on threads; (1) where the library kept the work on one, and no speed-up is due. */
const threadsTime = (outcome: Outcome): string =>
  threadsUsed(outcome) === 1 ? `${timeOf(outcome)} (1)` : timeOf(outcome);

const threadsUsed = (outcome: Outcome): unknown => finished(outcome)?.details?.threads;

export function sweepTable(sweep: Sweep): TextTable {
  return {
    header: [
      sweep.parameter,
      'ms',
      'terms',
      'bits',
      'engine',
      'primes',
      'model, Mops',
      'ns an operation',
      'output kB',
      '× writing',
    ],
    words: 0,
    rows: modelled(sweep).map((point) => [
      String(point.parameter),
      milliseconds(point.seconds),
      thousands(point.terms),
      thousands(point.bits),
      point.engine,
      thousands(point.primes),
      threeDigits(point.operations / 1e6),
      threeDigits((point.seconds * 1e9) / point.operations),
      threeDigits(point.outputBytes / 1e3),
      threeDigits(point.seconds / point.writing),
    ]),
  };
}

/** 'time ∝ parameter^1.9 ∝ model^0.8 ∝ output^1.1'. */
export function slopeLine(sweep: Sweep): string {
  const found: Slopes = slopes(modelled(sweep));
  const said = (name: string, exponent: number | undefined): string =>
    exponent === undefined ? '' : ` ∝ ${name}^${exponent.toFixed(2)}`;
  return `time${said('parameter', found.parameter)}${said('model', found.operations)}${said('output', found.output)}`;
}

export function goalsTable(results: Results): TextTable {
  return {
    header: ['goal', 'verdict', 'the closest, or those that miss it'],
    words: 3,
    rows: goals.map((goal) => {
      const { verdict, cells, concerned, decided } = judge(goal, results);
      const partly = verdict !== 'not measured' && decided < concerned ? ` (${decided} of ${concerned} decided)` : '';
      const figure = (x: number): string => (goal.unit === '×' ? times(x) : `${threeDigits(x)} ${goal.unit}`);
      return [
        goal.statement,
        `${verdict}${partly}`,
        cells
          .map(({ cell, figure: x }) => `${nameOf(cell)} ${x === undefined ? cell.ours.state : figure(x)}`)
          .join(', ') || NONE,
      ];
    }),
  };
}

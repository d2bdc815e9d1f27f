/** One correlation function of one network against a bound. */
import { InputError, TooLargeError } from '../../base/errors.ts';
import { formatRational } from '../../base/rational.ts';
import type { WideNetwork } from '../../symbolic/width/wide-network.ts';
import type { CorrelationFunction } from '../correlation-functions/correlation-function.ts';
import { type CorrelationReport, correlationReport, type MeanOptions } from '../correlation-functions/mean.ts';
import { correlationText } from '../correlation-functions/print.ts';
import { type Bound, excess } from './bound.ts';
import type { RowSimulation } from './row-simulation.ts';

/**
 * - `tight`: the exact exponent is the bound
 * - `loose`: it is below
 * - `vanishes`: the mean is identically zero
 * - `violates`: it is above, a counterexample
 * - `undecided`: over the limit on work, see the row's note
 * - `tested`: the activation is no polynomial, so there are draws only; they claim nothing
 */
export type RowVerdict = 'tight' | 'loose' | 'vanishes' | 'violates' | 'undecided' | 'tested';

export interface ConjectureRow {
  /** σ as it was given. */
  readonly activation: string;
  /** Hidden layers. */
  readonly depth: number;
  readonly correlation: string;
  readonly tensors: number;
  readonly contractions: number;
  readonly bound: string;
  /** null where the mean vanishes or was not computed. */
  readonly exact: number | null;
  readonly verdict: RowVerdict;
  /** How far the exact exponent is from the bound, in powers of n; null without an exponent. */
  readonly distance: string | null;
  /** The coefficient of n^exact. */
  readonly leading: string | null;
  /** n* = c₁/c₀; the expansion means something for n ≫ |n*|. */
  readonly crossover: string | null;
  /** A fitted exponent with its interval, where one was simulated beside. */
  readonly simulated: string | null;
  /** What it is from. */
  readonly simulation: RowSimulation | null;
  /** Why the row is undecided, or tested only. */
  readonly note: string | null;
}

export interface RowSubject {
  readonly activation: string;
  readonly depth: number;
  /** None where the activation is no polynomial. */
  readonly network: WideNetwork | undefined;
  readonly correlation: CorrelationFunction;
}

/**
 * The row of a correlation function, all inputs being equal and of norm 1. The exponent is exact: the powers of 1/n are
 * computed from 0 on until two beyond the bound, which costs far less than all, and all of them where these vanish or do
 * not give n*.
 */
export function conjectureRow(subject: RowSubject, bound: Bound, options: MeanOptions = {}): ConjectureRow {
  const predicted = bound.exponent(subject.correlation);
  const row = commonPart(subject, bound);
  const floor = Math.floor(Number(predicted.numerator) / Number(predicted.denominator));
  let found: { report: CorrelationReport; orders: number | undefined };
  try {
    found = leadingOrders(subject, Math.max(2, 2 - floor), options);
  } catch (error) {
    if (!(error instanceof TooLargeError)) throw error;
    return {
      ...row,
      exact: null,
      verdict: 'undecided',
      distance: null,
      leading: null,
      crossover: null,
      note: error.problem,
    };
  }
  const { exactExponent: exact, leadingCoefficient: leading, crossoverWidth } = found.report;
  if (exact === null)
    return { ...row, exact, verdict: 'vanishes', distance: null, leading, crossover: null, note: null };
  const { sign, amount } = excess(exact, predicted);
  return {
    ...row,
    exact,
    verdict: sign > 0 ? 'violates' : sign < 0 ? 'loose' : 'tight',
    distance: amount,
    leading,
    // The power after the leading one was not computed.
    crossover: found.orders !== undefined && 1 - exact >= found.orders ? null : crossoverWidth,
    note: null,
  };
}

/** What a row has whether there is an exact mean or not. */
export function commonPart(
  { activation, depth, correlation }: RowSubject,
  bound: Bound,
): Pick<
  ConjectureRow,
  'activation' | 'depth' | 'correlation' | 'tensors' | 'contractions' | 'bound' | 'simulated' | 'simulation'
> {
  return {
    activation,
    depth,
    correlation: correlationText(correlation),
    tensors: correlation.tensors.length,
    contractions: correlation.tensors.reduce((sum, { indices }) => sum + indices.length, 0) / 2,
    bound: formatRational(bound.exponent(correlation)),
    simulated: null,
    simulation: null,
  };
}

/** The first orders, or all where these do not show the leading two. */
function leadingOrders(
  { activation, correlation, network }: RowSubject,
  orders: number,
  options: MeanOptions,
): { report: CorrelationReport; orders: number | undefined } {
  if (network === undefined)
    throw new InputError('activation', `'${activation}' is no polynomial`, 'Exact means need one');
  const first = correlationReport(correlation, network, { ...options, orders });
  if (first.exactExponent !== null && 1 - first.exactExponent < orders) return { report: first, orders };
  try {
    return { report: correlationReport(correlation, network, options), orders: undefined };
  } catch (error) {
    // The exponent is decided by what was kept; only n* is not.
    if (!(error instanceof TooLargeError)) throw error;
    if (first.exactExponent !== null) return { report: first, orders };
    throw new TooLargeError(
      error.where,
      `its first ${orders} powers of 1/n vanish, so it is within the bound; for the rest ${error.problem}`,
      error.remedy,
    );
  }
}

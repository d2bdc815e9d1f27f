/** Numbers from draws, with their intervals and a look at their tails. */
import { InputError } from '../../base/errors.ts';
import { normalQuantile, studentQuantile } from './student.ts';

export interface SampleEstimate {
  readonly value: number;
  /** An interval that covers the truth with probability `level` as the count of draws grows; exact for Gaussian draws. */
  readonly lower: number;
  readonly upper: number;
  readonly level: number;
  readonly n: number;
  readonly method: string;
  /** The largest draw's share in the sum of squared deviations. */
  readonly largestShare: number;
  /** (Σ d²)² / Σ d⁴ of the deviations d: how many draws the interval's width rests on. n over the sample's kurtosis. */
  readonly effectiveDraws: number;
  /**
   * Fewer than 10 draws carry the spread. The interval is then too narrow and the value likely too small: what is rare and
   * large may not have been drawn.
   */
  readonly heavyTailed: boolean;
}

const FEW = 10;

/**
 * The mean with Student's interval x̄ ± t s/√n, n − 1 degrees of freedom. Throws {@link InputError} for fewer than two draws
 * and a level that is not between 0 and 1.
 */
export function meanEstimate(draws: ArrayLike<number>, level: number): SampleEstimate {
  return ofValues(draws, draws.length, level, 'mean, Student');
}

/**
 * The variance with the jackknife's interval: Student's for the pseudo-values n s² − (n − 1) s²_(−i), whose mean is s²,
 * the unbiased estimate. Source: Tukey 1958; Miller, "The jackknife: a review", Biometrika 61 (1974). Throws for fewer than
 * three draws.
 */
export function varianceEstimate(draws: ArrayLike<number>, level: number): SampleEstimate {
  const n = draws.length;
  if (n < 3) throw new InputError('draws', `expected at least 3 for a variance, got ${n}`);
  const size = largestOf(draws, n);
  const { squares: pseudo } = squaredDeviations(draws, n, size, 0);
  const variance = sumOf(pseudo, 0, n) / (n - 1);
  for (let i = 0; i < n; i++) pseudo[i] = (n * pseudo[i]! - variance) / (n - 2);
  return ofValues(pseudo, n, level, 'variance, jackknife with Student', size * size);
}

/** Of `scale` times the first n values. */
function ofValues(values: ArrayLike<number>, n: number, level: number, method: string, scale = 1): SampleEstimate {
  if (n < 2) throw new InputError('draws', `expected at least 2, got ${n}`);
  if (!(level > 0 && level < 1)) throw new InputError('level', `expected a number between 0 and 1, got ${level}`);
  // Relative to the largest, so that no square overflows.
  const size = largestOf(values, n);
  const { mean, squares } = squaredDeviations(values, n, size, 1);
  const sum = sumOf(squares, 0, n);
  let largest = 0;
  for (let i = 0; i < n; i++) if (squares[i]! > largest) largest = squares[i]!;
  for (let i = 0; i < n; i++) squares[i]! *= squares[i]!;
  const fourth = sumOf(squares, 0, n);
  const half = studentQuantile(level, n - 1) * Math.sqrt(sum / (n - 1) / n);
  const effectiveDraws = fourth > 0 ? sum ** 2 / fourth : n;
  const [value, lower, upper] = [mean, mean - half, mean + half].map((x) => x * size * scale) as [
    number,
    number,
    number,
  ];
  if (!Number.isFinite(upper) || !Number.isFinite(lower))
    throw new InputError('draws', `the ${method} is beyond the largest double`, 'Use smaller variances or inputs');
  return {
    value,
    lower,
    upper,
    level,
    n,
    method,
    largestShare: sum > 0 ? largest / sum : 0,
    effectiveDraws,
    heavyTailed: fourth > 0 && effectiveDraws < FEW,
  };
}

/** Kept, one for an estimate and one for what it estimates from: a simulation makes thousands of estimates. */
const buffers = [new Float64Array(0), new Float64Array(0)];

/** The mean of values over `size`, and the squares of what they differ from it, in a buffer. */
function squaredDeviations(
  values: ArrayLike<number>,
  n: number,
  size: number,
  buffer: 0 | 1,
): { mean: number; squares: Float64Array } {
  if (buffers[buffer]!.length < n) buffers[buffer] = new Float64Array(n);
  const squares = buffers[buffer]!;
  for (let i = 0; i < n; i++) squares[i] = values[i]! / size;
  const mean = sumOf(squares, 0, n) / n;
  for (let i = 0; i < n; i++) {
    const deviation = squares[i]! - mean;
    squares[i] = deviation * deviation;
  }
  return { mean, squares };
}

/** The largest absolute value; 1 when all are 0. */
function largestOf(values: ArrayLike<number>, n: number): number {
  let largest = 0;
  for (let i = 0; i < n; i++) {
    const size = Math.abs(values[i]!);
    if (size > largest) largest = size;
  }
  return largest === 0 ? 1 : largest;
}

/** By pairs, so that rounding errors grow with the logarithm of the count; the order depends on nothing else. */
function sumOf(values: Float64Array, from: number, to: number): number {
  if (to - from <= 32) {
    let sum = 0;
    for (let i = from; i < to; i++) sum += values[i]!;
    return sum;
  }
  const middle = (from + to) >> 1;
  return sumOf(values, from, middle) + sumOf(values, middle, to);
}

export interface Slope {
  readonly value: number;
  readonly lower: number;
  readonly upper: number;
  readonly level: number;
  /** How many widths. */
  readonly n: number;
  readonly method: string;
}

/**
 * The slope of log |value| in log width by least squares, weighted by the intervals; where the points stray from a line
 * further than their intervals say, its own interval is widened by that ratio (Birge, Phys. Rev. 40 (1932)). A fit: at finite
 * widths a power of the width is mixed with higher ones. Undefined for fewer than two widths, and where an interval
 * contains 0 or has no width.
 */
export function fitSlope(
  points: readonly { readonly width: number; readonly estimate: SampleEstimate }[],
  level: number,
): Slope | undefined {
  const usable = points.every(({ estimate: { lower, upper } }) => lower * upper > 0 && upper > lower);
  if (!usable || new Set(points.map(({ width }) => width)).size < 2) return undefined;
  const logs = points.map(({ width, estimate: { value, lower, upper, n } }) => {
    const error = (upper - lower) / 2 / studentQuantile(level, n - 1) / Math.abs(value);
    return { x: Math.log(width), y: Math.log(Math.abs(value)), weight: error ** -2 };
  });
  const total = logs.reduce((sum, { weight }) => sum + weight, 0);
  const meanOf = (of: (log: (typeof logs)[number]) => number): number =>
    logs.reduce((sum, log) => sum + log.weight * of(log), 0) / total;
  const [x, y] = [meanOf((log) => log.x), meanOf((log) => log.y)];
  const spread = logs.reduce((sum, log) => sum + log.weight * (log.x - x) ** 2, 0);
  const value = logs.reduce((sum, log) => sum + log.weight * (log.x - x) * (log.y - y), 0) / spread;
  const misfit = logs.reduce((sum, log) => sum + log.weight * (log.y - y - value * (log.x - x)) ** 2, 0);
  const ratio = logs.length > 2 ? Math.max(1, Math.sqrt(misfit / (logs.length - 2))) : 1;
  const half = (normalQuantile(level) * ratio) / Math.sqrt(spread);
  return { value, lower: value - half, upper: value + half, level, n: logs.length, method: 'weighted least squares' };
}

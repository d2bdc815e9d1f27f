/** Exponents of power laws as slopes in log–log coordinates. */
import { InputError } from '../../base/errors.ts';

export interface PowerLaw {
  /** The least-squares slope of log y against log x. */
  readonly exponent: number;
  readonly lower: number;
  readonly upper: number;
  readonly level: number | undefined;
  /** What the interval means. */
  readonly method: string;
}

/**
 * The least-squares slope through the true points, where each y lies in its interval: the slope is linear in the logarithms,
 * so its least and greatest values are at their ends. With intervals that hold together at a level, so does that of the slope.
 * It is of the points given, not of a limit.
 */
export function powerLawThroughIntervals(
  points: readonly { readonly x: number; readonly value: number; readonly lower: number; readonly upper: number }[],
  level: number,
): PowerLaw {
  const weights = slopeWeights(points.map(({ x }) => x));
  let [exponent, lower, upper] = [0, 0, 0];
  points.forEach((point, i) => {
    const w = weights[i]!;
    const [low, high] = [logarithm(point.lower), logarithm(point.upper)];
    exponent += w * logarithm(point.value);
    lower += w * (w > 0 ? low : high);
    upper += w * (w > 0 ? high : low);
  });
  return { exponent, lower, upper, level, method: 'least squares; the range over the intervals of the points' };
}

/**
 * The least-squares slope through points without noise, and the range of the slopes between neighbours (observed): a
 * drift of these says how far the limit still is.
 */
export function powerLaw(points: readonly { readonly x: number; readonly y: number }[]): PowerLaw {
  const sorted = points.toSorted((a, b) => a.x - b.x);
  const weights = slopeWeights(sorted.map(({ x }) => x));
  const exponent = sorted.reduce((sum, { y }, i) => sum + weights[i]! * logarithm(y), 0);
  const between = sorted
    .slice(1)
    .map(({ x, y }, i) => (logarithm(y) - logarithm(sorted[i]!.y)) / (logarithm(x) - logarithm(sorted[i]!.x)));
  return {
    exponent,
    lower: Math.min(...between),
    upper: Math.max(...between),
    level: undefined,
    method: 'least squares; the range of the slopes between neighbours',
  };
}

/** w with slope = Σ w_i log y_i. */
function slopeWeights(xs: readonly number[]): readonly number[] {
  if (new Set(xs).size < Math.max(2, xs.length))
    throw new InputError('power law', 'expected two or more points with different x');
  const logs = xs.map(logarithm);
  const mean = logs.reduce((sum, l) => sum + l / logs.length, 0);
  const square = logs.reduce((sum, l) => sum + (l - mean) ** 2, 0);
  return logs.map((l) => (l - mean) / square);
}

function logarithm(x: number): number {
  if (!(x > 0 && x < Infinity)) throw new InputError('power law', `expected positive numbers, got ${x}`);
  return Math.log(x);
}

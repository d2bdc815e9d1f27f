/** How far a direction found is from the true one, by samples that had no part in finding it. */
import type { Estimate } from '../estimate.ts';
import { normalUpperQuantile } from './normal-distribution.ts';
import { orderStatistics } from './order-statistics.ts';
import { type Samples, sliceOf } from './samples.ts';

const MANY = 4000;

/** He_(k−1)(z) and He_k(z). */
export function hermitePair(order: number, z: number): readonly [number, number] {
  let [previous, current] = [0, 1];
  for (let k = 0; k < order; k++) [previous, current] = [current, z * current - k * previous];
  return [previous, current];
}

export function inner(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

/** mean y h_k(⟨w, x⟩), |w| = 1, which is u_k m^k on average for labels of one direction; its interval is normal, for large n. */
export function hermiteCorrelation(
  { inputs, dimension: d, labels }: Samples,
  order: number,
  w: Float64Array,
  error: number,
): { readonly value: number; readonly lower: number; readonly upper: number } {
  const n = labels.length;
  let factorial = 1;
  for (let k = 2; k <= order; k++) factorial *= k;
  const products = Float64Array.from(
    labels,
    (y, i) => (y * hermitePair(order, inner(w, inputs.subarray(i * d, (i + 1) * d)))[1]) / Math.sqrt(factorial),
  );
  const value = products.reduce((sum, p) => sum + p, 0) / n;
  const deviation = Math.sqrt(products.reduce((sum, p) => sum + (p - value) ** 2, 0) / (n - 1) / n);
  const half = normalUpperQuantile(error) * deviation;
  return { value, lower: value - half, upper: value + half };
}

/**
 * |⟨w, w*⟩| for labels that are a function of ⟨w*, x⟩: the k-th root of |mean y h_k(⟨w, x⟩)| over |u_k|, given or √T_k from at most 4,000 of the
 * samples, at half the level's error for each of the two.
 */
export async function heldOutOverlap(
  samples: Samples,
  order: number,
  direction: Float64Array,
  coefficient: number | undefined,
  level: number,
): Promise<Estimate> {
  const n = samples.labels.length;
  const error = (1 - level) / (coefficient === undefined ? 4 : 2);
  const mean = hermiteCorrelation(samples, order, direction, error);
  const quantile = normalUpperQuantile(error);
  let [low, value, high] = [coefficient ?? 0, coefficient ?? 0, coefficient ?? 0];
  if (coefficient === undefined) {
    const part = sliceOf(samples, 0, Math.min(n, MANY));
    const { statistics } = await orderStatistics(part, { maximumOrder: order, permutations: 0, centre: false });
    const { value: square, variance } = statistics[order - 1]!;
    [low, value, high] = [square - quantile * variance.deviation, square, square + quantile * variance.deviation].map(
      (x) => Math.sqrt(Math.max(0, x)),
    ) as [number, number, number];
  }
  const root = (numerator: number, denominator: number): number =>
    numerator <= 0 ? 0 : denominator === 0 ? 1 : Math.min(1, (numerator / denominator) ** (1 / order));
  const size = Math.abs(mean.value);
  const half = mean.upper - mean.value;
  return {
    value: root(size, value),
    lower: root(size - half, high),
    upper: root(size + half, low),
    level,
    n,
    method: `normal, of the mean of y h_${order} on held-out samples${coefficient === undefined ? `, over √T_${order}` : ''}`,
  };
}

/** How far a direction found is from the true one, by samples that had no part in finding it. */
import { pairSums } from '../../numeric/hermite-kernels/pair-sums-in-parallel.ts';
import { meanEstimate, type SampleEstimate } from '../../numeric/simulation/estimates.ts';
import type { Estimate } from '../estimate.ts';
import { hermiteFourthMoment } from '../estimators/hermite-values.ts';
import { kurtosisOf, mean } from '../estimators/labelled-samples.ts';
import { type Samples, sliceOf } from './samples.ts';

/** Rows of pairs at most; the kurtosis above which labels are clipped, and at which quantile of their size. */
const [MANY, HEAVY, CLIPPED] = [6000, 4, 0.95];
/** An upper end needs so many draws that carry the spread, and so many times E h_k⁴ draws: those of fewer lack the tails that the mean is made of. */
const [CARRYING, RESOLVED] = [50, 10];
const HALVINGS = 12;
/** Of the error: the rest is for the finite number of samples, with which coverage was 0.92 to 0.94 of 0.95 at 250. */
const SPARED = 0.6;

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

/**
 * mean (y − ȳ) h_k(⟨w, x⟩), |w| = 1, which is u_k m^k on average for labels of one direction, with the interval of {@link meanEstimate}:
 * for many samples. Where few draws carry the spread (heavy-tailed labels) it is too short at the end away from 0.
 */
export function hermiteCorrelation(samples: Samples, order: number, w: Float64Array, level: number): SampleEstimate {
  return meanEstimate(hermiteProducts(samples, order, w), level);
}

function hermiteProducts({ inputs, dimension: d, labels }: Samples, order: number, w: Float64Array): Float64Array {
  let factorial = 1;
  for (let k = 2; k <= order; k++) factorial *= k;
  const centre = mean(labels);
  return Float64Array.from(
    labels,
    (y, i) =>
      ((y - centre) * hermitePair(order, inner(w, inputs.subarray(i * d, (i + 1) * d)))[1]) / Math.sqrt(factorial),
  );
}

/**
 * |m| = |⟨w, w*⟩| for labels that are a function of ⟨w*, x⟩ and independent noise. So is any φ(y): heavy-tailed labels are clipped at the
 * 0.95-quantile of |y − ȳ|, which leaves m what it is. With a_i = φ(y_i) h_k(⟨w, x_i⟩) the statistic
 *   D(τ) = Σ_(i≠j) [a_i a_j − τ φ(y_i) φ(y_j) ⟨He_k(x_i), He_k(x_j)⟩/k!]/(n(n−1)),
 * of at most 6,000 samples, is 0 on average at τ = m^(2k), whatever u_k is: the interval has the |m| at which the jackknife's interval of D (by
 * {@link meanEstimate}) contains 0 (Fieller). Numerator and denominator come from the same samples, and their errors cancel where m is near 1.
 *
 * Where |u_k| of y is given, |m| = (|mean y h_k(⟨w, x⟩)|/|u_k|)^(1/k) gives a second interval; both at half of the error, and their
 * intersection is returned. The second's upper end is 1 where fewer than 50 draws carry the spread, or n < 10 E h_k⁴.
 */
export async function heldOutOverlap(
  samples: Samples,
  order: number,
  direction: Float64Array,
  coefficient: number | undefined,
  level: number,
): Promise<Estimate> {
  const n = samples.labels.length;
  const error = SPARED * (1 - level) * (coefficient === undefined ? 1 : 0.5);
  const share = 1 - error;
  const ratio = await ratioOverlap(sliceOf(samples, 0, Math.min(n, MANY)), order, direction, share);
  const method = `mean of y h_${order} over √T_${order}${ratio.clipped ? ', labels clipped' : ''}, held out: Fieller, jackknife`;
  const { value, lower, upper } = ratio;
  if (coefficient === undefined) return { value, lower, upper, level, n, method };
  const known = coefficientOverlap(hermiteCorrelation(samples, order, direction, share), order, coefficient);
  const ends = { lower: Math.max(lower, known.lower), upper: Math.min(upper, known.upper) };
  // Both cannot hold: say no more than that one of them may.
  if (ends.lower > ends.upper) [ends.lower, ends.upper] = [Math.min(lower, known.lower), Math.max(upper, known.upper)];
  return {
    value: Math.min(Math.max(known.value, ends.lower), ends.upper),
    ...ends,
    level,
    n,
    method: `${method}; and over |u_${order}|, Student and Hall`,
  };
}

type Overlap = Pick<Estimate, 'value' | 'lower' | 'upper'>;

function coefficientOverlap(mean: SampleEstimate, order: number, coefficient: number): Overlap {
  const root = (size: number): number => Math.min(1, (Math.max(0, size) / coefficient) ** (1 / order));
  const [near, far] = mean.value < 0 ? [-mean.upper, -mean.lower] : [mean.lower, mean.upper];
  return {
    value: root(Math.abs(mean.value)),
    lower: root(near),
    upper:
      mean.effectiveDraws < CARRYING || mean.n < RESOLVED * hermiteFourthMoment(order) ? 1 : root(Math.max(far, -near)),
  };
}

async function ratioOverlap(
  samples: Samples,
  order: number,
  w: Float64Array,
  level: number,
): Promise<Overlap & { readonly clipped: boolean }> {
  const n = samples.labels.length;
  const { labels, clipped } = clippedLabels(samples.labels);
  const { inputs, dimension } = samples;
  const products = hermiteProducts({ inputs, dimension, labels }, order, w);
  const { rowSums } = await pairSums({ inputs, dimension, labels, labellings: [], orders: order });
  const total = products.reduce((sum, a) => sum + a, 0);
  const numerators = products.map((a) => (a * (total - a)) / (n - 1));
  const denominators = rowSums[order - 1]!.map((r, i) => (r * labels[i]!) / (n - 1));
  const [numerator, denominator] = [mean(numerators), mean(denominators)];
  const accepted = (m: number): boolean => {
    const tau = m ** (2 * order);
    const value = numerator - tau * denominator;
    const { lower, upper } = meanEstimate(
      numerators.map((a, i) => 2 * (a - tau * denominators[i]!) - value),
      level,
    );
    return lower <= 0 && upper >= 0;
  };
  const value = numerator <= 0 ? 0 : denominator <= 0 ? 1 : Math.min(1, (numerator / denominator) ** (1 / (2 * order)));
  return { value, lower: end(accepted, value, 0), upper: end(accepted, value, 1), clipped };
}

/** Where |m| ceases to be accepted between the value and an end, to 2⁻¹² of the way and outwards. */
function end(accepted: (m: number) => boolean, value: number, last: number): number {
  if (value === last || accepted(last)) return last;
  let [inside, outside] = [value, last];
  for (let step = 0; step < HALVINGS; step++) {
    const middle = (inside + outside) / 2;
    if (accepted(middle)) inside = middle;
    else outside = middle;
  }
  return outside;
}

/** Of mean 0, and within the 0.95-quantile of their size where their kurtosis is above 4. */
function clippedLabels(given: Float64Array): { readonly labels: Float64Array; readonly clipped: boolean } {
  const centre = mean(given);
  const labels = given.map((y) => y - centre);
  if (!(kurtosisOf(labels) > HEAVY)) return { labels, clipped: false };
  const sizes = labels.map(Math.abs).sort();
  const most = sizes[Math.floor(CLIPPED * (sizes.length - 1))]!;
  if (most === 0) return { labels, clipped: false };
  const cut = labels.map((y) => Math.max(-most, Math.min(most, y)));
  const shift = mean(cut);
  return { labels: cut.map((y) => y - shift), clipped: true };
}

/** The information exponent from samples, no direction known: a bound from above, and what is left below it. */
import { InputError } from '../../base/errors.ts';
import { key } from '../../base/philox.ts';
import {
  checkLabelMomentOptions,
  type LabelMomentOptions,
  labelMoments,
  roundedUp,
} from '../estimators/label-moments.ts';
import { mean } from '../estimators/labelled-samples.ts';
import { labelledTensorBounds } from './hermite-tensor-moments.ts';
import { type OrderStatisticOptions, type OrderStatistics, orderStatistics } from './order-statistics.ts';
import { checkedSamples, type Samples, splitSamplesAtRandom } from './samples.ts';
import { whiten } from './whitening.ts';

export interface UnknownDirectionOptions extends Omit<OrderStatisticOptions, 'centre'>, LabelMomentOptions {
  /** α: the probability that anything stated is wrong is at most this; 0.05 when left out. */
  readonly level?: number;
  /** Whiten the inputs first; false when left out. */
  readonly whitened?: boolean;
}

/** What is said of one order. */
export interface OrderFinding {
  readonly order: number;
  /** α_k. */
  readonly level: number;
  /** T_k, which is unbiased for ‖C_k‖²/k!. */
  readonly value: number;
  /** T_k reaches this with probability at most α_k if C_k = 0; Infinity where there are too few samples to say. */
  readonly threshold: number;
  /** ‖C_k‖²/k! ≤ bound, but for a probability α_k. */
  readonly bound: number;
}

export interface UnknownDirectionExponent {
  /** IE ≤ this at level α; undefined where no order was found, and where the inputs are not N(0, I). */
  readonly atMost: number | undefined;
  /** For the orders below, or all of them: ‖C_j‖²/j! ≤ bound. They hold together with `atMost` at the level. */
  readonly below: readonly { readonly order: number; readonly bound: number }[];
  readonly findings: readonly OrderFinding[];
  readonly level: number;
  readonly tier: 'tested';
  /** What the level rests on. */
  readonly basis: string;
  readonly assumptions: readonly string[];
  readonly warnings: readonly string[];
  readonly remedy: string | undefined;
  readonly orders: OrderStatistics;
  readonly statement: string;
}

const LEVEL = 0.05;
/** The share of the level for the labels' second moment, and of the samples that set the centre of the labels. */
const [MOMENT_SHARE, PILOT_SHARE] = [0.1, 0.1];
/** How many times the sample's kurtosis is assumed: a sample of heavy tails shows too small a one. */
const KURTOSIS_FACTOR = 5;
const LEAST = 20;

/**
 * Order k counts as found when T_k is above a threshold that it reaches with probability at most α_k = 0.9 α 2^(−k) if
 * C_k = E[y He_k(x)] = 0; IE ≤ the first that is. Below it ‖C_j‖²/j! ≤ a bound that fails with probability α_j. Since only one of the
 * two can be wrong at an order, everything stated holds with probability 1 − α, at any number of samples: absence is only ever a bound.
 *
 * Both come from Cantelli's inequality P(Z ≥ z) ≤ 1/(1 + z²) and Var T_k ≤ 4 θ m/n + 2 N²/(n(n−1)), θ = ‖C_k‖²/k!, with the bounds N and m of
 * {@link labelledTensorBounds}: Gaussian inputs, E(y − c)² bounded from the sample (level 0.1 α) and the labels' kurtosis assumed, or their
 * largest value. Tests by the normal limit of T_k fail for heavy-tailed labels: of h₄ at n = 100 every second one would find a lower
 * order at nominal 0.05. A tenth of the samples, drawn by the seed, sets the centre c and is used for nothing else.
 *
 * Where the inputs are found not to be N(0, I), nothing is stated but the warnings. Whitened by the sample itself, the
 * level holds for large n only.
 *
 * Throws as `orderStatistics` does, and {@link InputError} on fewer than 20 samples and options out of range.
 */
export async function exponentFromSamples(
  given: Samples,
  options: UnknownDirectionOptions = {},
): Promise<UnknownDirectionExponent> {
  const { level = LEVEL, whitened = false, maximumOrder = 6, seed = 0 } = options;
  if (!(level > 0 && level < 1)) throw new InputError('level', `expected a number between 0 and 1, got ${level}`);
  checkLabelMomentOptions(options, checkedSamples(given, LEAST).labels);
  if (given.labels.every((y) => y === given.labels[0]))
    throw new InputError('labels', `are all ${given.labels[0]}`, 'A constant has no information about the inputs');
  const samples = whitened ? whiten(given).samples : given;
  const { pilot, main } = splitSamplesAtRandom(samples, PILOT_SHARE, key(seed, 'unknown-direction'));
  const centre = mean(pilot.labels);
  const labels = { all: given.labels, main: main.labels, pilotShare: PILOT_SHARE };
  const L = Math.log(1 / (MOMENT_SHARE * level));
  const moments = labelMoments(labels, centre, options, L, KURTOSIS_FACTOR);
  const orders = await orderStatistics(main, { ...options, maximumOrder, centre });
  const findings = orders.statistics.map(({ order, value }): OrderFinding => {
    const share = (1 - MOMENT_SHARE) * level * 2 ** -order;
    const { square, kurtosis } = moments;
    if (square === undefined) return { order, level: share, value, threshold: Infinity, bound: Infinity };
    const bounds = labelledTensorBounds(order, samples.dimension, { square, kurtosis });
    return { order, level: share, value, ...cantelliBounds(value, main.labels.length, bounds, share, square) };
  });
  const found = findings.find(({ value, threshold }) => value >= threshold);
  const gaussian = orders.warnings.length === 0;
  const below = findings
    .filter(({ order, bound }) => bound < Infinity && (found === undefined || order < found.order))
    .map(({ order, bound }) => ({ order, bound }));
  const first = found === undefined ? `no order up to ${maximumOrder} was found` : `IE ≤ ${found.order}`;
  const rest = below.map(({ order, bound }) => `|C_${order}|²/${order}! ≤ ${roundedUp(bound)}`);
  return {
    atMost: gaussian ? found?.order : undefined,
    below: gaussian ? below : [],
    findings,
    level,
    tier: 'tested',
    basis: `Cantelli's inequality at level 0.9 α 2^(-k), the labels' second moment ${moments.bounded ? 'bounded by their largest value' : 'bounded at level 0.1 α'}`,
    assumptions: [
      'the samples are independent',
      `the inputs are N(0, I)${whitened ? ' once whitened; the level is that of large n' : ''}`,
      moments.assumption,
    ],
    warnings: [...orders.warnings, ...moments.warnings],
    remedy: found === undefined && gaussian ? moments.remedy : undefined,
    orders,
    statement: gaussian
      ? `${first} at level ${level}${rest.length === 0 ? '' : `; ${rest.join(', ')}`}`
      : 'no exponent is stated: the inputs are not N(0, I)',
  };
}

/** The threshold z √V₀, and the largest θ with T ≥ θ − z √(4 θ m/n + V₀): V₀ = 2 N²/(n(n−1)), z² = 1/α − 1. */
function cantelliBounds(
  value: number,
  n: number,
  { norm, largestEigenvalue }: { readonly norm: number; readonly largestEigenvalue: number },
  level: number,
  square: number,
): { readonly threshold: number; readonly bound: number } {
  const z = Math.sqrt(1 / level - 1);
  const variance = (2 * norm * norm) / (n * (n - 1));
  const p = (4 * z * z * largestEigenvalue) / n;
  const root = Math.sqrt(Math.max(0, p * value + (p * p) / 4 + z * z * variance));
  // θ is a part of E(y − c)².
  return { threshold: z * Math.sqrt(variance), bound: Math.min(square, Math.max(0, value + p / 2 + root)) };
}

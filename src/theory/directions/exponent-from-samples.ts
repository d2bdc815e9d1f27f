/** The information exponent from samples, no direction known: a bound from above, and what is left below it. */
import { InputError } from '../../base/errors.ts';
import { key } from '../../base/philox.ts';
import {
  checkLabelMomentOptions,
  type LabelMomentOptions,
  type LabelMoments,
  labelMoments,
  roundedUp,
} from '../estimators/label-moments.ts';
import { mean } from '../estimators/labelled-samples.ts';
import { directionTests, excludesZero } from './direction-tests.ts';
import { labelledTensorBounds } from './hermite-tensor-moments.ts';
import { type OrderStatisticOptions, type OrderStatistics, orderStatistics } from './order-statistics.ts';
import type { PolynomialFit, polynomialCoefficient } from './regression.ts';
import { checkedSamples, type Samples, splitSamplesAtRandom } from './samples.ts';
import { whiten } from './whitening.ts';

export interface UnknownDirectionOptions extends Omit<OrderStatisticOptions, 'centre'>, LabelMomentOptions {
  /** Permutations of the labels for `independenceProbability`; 199 up to 1,000 samples when left out, none beyond. */
  readonly permutations?: number;
  /** α: the probability that anything stated is wrong is at most this; 0.05 when left out. */
  readonly level?: number;
  /** Whiten the inputs first; false when left out. */
  readonly whitened?: boolean;
}

/** T_k, Catoni's interval along a direction, or the regression along one. */
export type FindingTest = 'T_k' | 'mean' | 'regression';

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
  /** An interval for E[y h_k(⟨ŵ, x⟩)], which fails with probability α_k, ŵ from other samples; undefined where there are too few. */
  readonly along: { readonly lower: number; readonly upper: number } | undefined;
  /**
   * An interval for the same by regression on polynomials of ⟨ŵ, x⟩, for each half with ŵ from the other: the one further from 0.
   * Undefined where labels are no such polynomial, or samples too few.
   */
  readonly regression: PolynomialFit | undefined;
  /** By which of the tests the order was found. */
  readonly foundBy: readonly FindingTest[];
  readonly present: boolean;
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
/** Permutations only describe: nothing stated rests on them. */
const [PERMUTATIONS, MANY] = [199, 1000];
/** The share of the level for the labels' second moment, and of the samples that set the centre of the labels. */
const [MOMENT_SHARE, PILOT_SHARE] = [0.1, 0.1];
/** How many times the sample's kurtosis is assumed: a sample of heavy tails shows too small a one. */
const KURTOSIS_FACTOR = 5;
const LEAST = 20;
/** In deviations; in half-lengths of the regression's interval, which are about four; a share of the labels' square. */
const [STANDS_OUT, NEAR, SHARE] = [3, 0.75, 0.1];

/**
 * Bounds the information exponent by the first order k that is found, by one of three tests:
 * - T_k is above a threshold that it reaches with probability at most α_k = 0.45 α 2^(−k) if C_k = E[y He_k(x)] = 0;
 * - the mean of y h_k(⟨ŵ, x⟩) is not 0, by `estimateInformationExponent` on half of the samples, where ŵ comes from the partial
 *   trace of the others: sharper for a single index, and valid whatever ŵ is; level 0.25 α 2^(−k);
 * - the coefficient of h_k is not 0 in a regression of y on polynomials of ⟨ŵ, x⟩, {@link polynomialCoefficient}, at level
 *   0.125 α 2^(−k) on each half. It finds orders of heavy-tailed polynomials, whose mean the samples do not bound, and rests
 *   on E[y | ⟨ŵ, x⟩] being a polynomial to a hundredth of the labels' size, which half of the samples are asked, and on large n.
 *
 * Before it ‖C_j‖²/j! ≤ a bound that fails with probability α_j. Since a bound can only be wrong where C_j ≠ 0, and the threshold
 * where C_j = 0, everything stated holds with probability 1 − α at any number of samples: absence is only ever a bound.
 *
 * Threshold and bound come from Cantelli's inequality P(Z ≥ z) ≤ 1/(1 + z²) and Var T_k ≤ 4 θ m/n + 2 N²/(n(n−1)), θ = ‖C_k‖²/k!, with the
 * N and m of {@link labelledTensorBounds}: Gaussian inputs, E(y − c)² bounded from the sample (level 0.05 α) and the labels'
 * kurtosis assumed, or their largest value. Tests by the normal limit of T_k fail for heavy-tailed labels: of h₄ at n = 100 every second
 * one would find a lower order at nominal 0.05. A tenth of the samples, drawn by the seed, sets the centre c and is used for nothing else.
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
  // Half of the level for each of the two tests.
  const half = level / 2;
  const L = Math.log(1 / (MOMENT_SHARE * half));
  const moments = labelMoments(labels, centre, options, L, KURTOSIS_FACTOR);
  const permutations = options.permutations ?? (main.labels.length <= MANY ? PERMUTATIONS : 0);
  const orders = await orderStatistics(main, { ...options, maximumOrder, permutations, centre });
  const along = directionTests(main, maximumOrder, half, seed, moments, options);
  const findings = orders.statistics.map(({ order, value }): OrderFinding => {
    const share = (1 - MOMENT_SHARE) * half * 2 ** -order;
    const { square, kurtosis } = moments;
    const { mean: interval, regression } = along(order);
    const tensor =
      square === undefined
        ? { threshold: Infinity, bound: Infinity }
        : cantelliBounds(
            value,
            main.labels.length,
            labelledTensorBounds(order, samples.dimension, { square, kurtosis }),
            share,
            square,
          );
    const foundBy: FindingTest[] = [];
    if (value >= tensor.threshold) foundBy.push('T_k');
    if (excludesZero(interval)) foundBy.push('mean');
    if (excludesZero(regression)) foundBy.push('regression');
    const present = foundBy.length > 0;
    return { order, level: share, value, ...tensor, along: interval, regression, foundBy, present };
  });
  const found = findings.find(({ present }) => present);
  const gaussian = orders.warnings.length === 0;
  const below = findings
    .filter(({ order, bound }) => bound < Infinity && (found === undefined || order < found.order))
    .map(({ order, bound }) => ({ order, bound }));
  const first = found === undefined ? `no order up to ${maximumOrder} was found` : `IE ≤ ${found.order}`;
  // A part of the labels' square is not above all of it: that alone is not said.
  const said = below.filter(({ bound }) => bound < (moments.square ?? Infinity));
  const rest = said.map(({ order, bound }) => `|C_${order}|²/${order}! ≤ ${roundedUp(bound)}`);
  return {
    atMost: gaussian ? found?.order : undefined,
    below: gaussian ? below : [],
    findings,
    level,
    tier: 'tested',
    basis: `Cantelli's inequality for T_k at level 0.45 α 2^(-k); along a direction from half of the samples Catoni's interval and a regression on polynomials, each at level 0.25 α 2^(-k)${moments.bounded ? '' : "; the labels' second moment bounded at level 0.1 α"}`,
    assumptions: [
      'the samples are independent',
      `the inputs are N(0, I)${whitened ? ' once whitened; the level is that of large n' : ''}`,
      moments.assumption,
      ...(found?.foundBy.every((test) => test === 'regression')
        ? [
            `order ${found.order} was found by the regression alone: the labels' mean given ⟨ŵ, x⟩ is a polynomial of degree ${found.regression!.degree} or less, up to 1% of their size, as it is in the samples; its level is that of large n`,
          ]
        : []),
    ],
    warnings: [...orders.warnings, ...moments.warnings],
    remedy: found === undefined && gaussian ? remedyOf(moments, findings, orders) : undefined,
    orders,
    statement: gaussian
      ? `${first} at level ${level}${rest.length === 0 ? '' : `; ${rest.join(', ')}`}`
      : 'no exponent is stated: the inputs are not N(0, I)',
  };
}

function remedyOf(moments: LabelMoments, findings: readonly OrderFinding[], orders: OrderStatistics): string {
  const rest = samplesNeeded(findings, orders, moments.square);
  if (moments.square !== undefined) return rest;
  return rest === '' ? moments.remedy : `${rest}. ${moments.remedy}`;
}

/** The samples at which the order that stands out most would be found by T_k or by the regression, if it is what it seems. */
function samplesNeeded(findings: readonly OrderFinding[], orders: OrderStatistics, square: number | undefined): string {
  const n = orders.samples;
  const needed = findings.flatMap(({ order, value, threshold, regression }, i) => {
    const { nullVariance, variance } = orders.statistics[i]!;
    const byTensor =
      value > STANDS_OUT * Math.max(Math.sqrt(nullVariance), variance.deviation) ? (n * threshold) / value : Infinity;
    const half = regression === undefined ? Infinity : (regression.upper - regression.lower) / 2;
    const ratio = regression === undefined ? Infinity : half / Math.abs(regression.value);
    const count = Math.min(byTensor, ratio < 1 / NEAR ? n * ratio ** 2 : Infinity);
    return count < Infinity ? [{ order, count: Math.max(count, n) }] : [];
  });
  const least = needed.sort((a, b) => a.count - b.count)[0];
  if (least !== undefined)
    return `Use about ${roundedUp(1.2 * least.count)} samples: order ${least.order} stands out, and would be found if it is as large as it seems`;
  if (square === undefined) return '';
  const counts = findings.slice(0, 3).map(({ threshold }) => roundedUp(Math.ceil((n * threshold) / (SHARE * square))));
  return `No order stands out; one with a tenth of the labels' square would be found from about ${counts.join(', ')} samples at k = 1, 2, 3`;
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

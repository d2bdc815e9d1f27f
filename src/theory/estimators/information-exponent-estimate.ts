/** The information exponent from samples with a known direction: a bound from above at a level, and what is small before it. */
import { InputError } from '../../base/errors.ts';
import { key } from '../../base/philox.ts';
import type { Estimate } from '../estimate.ts';
import { gaussianityCheck } from './gaussianity.ts';
import { hermiteFourthMoment, hermiteValues } from './hermite-values.ts';
import {
  checkLabelMomentOptions,
  KURTOSIS_FACTOR,
  type LabelMomentOptions,
  LEAST_KURTOSIS,
  labelMoments,
  roundedUp,
} from './label-moments.ts';
import {
  checkSamples,
  kurtosisOf,
  type LabelledProjections,
  mean,
  secondMoment,
  splitSamples,
} from './labelled-samples.ts';
import { catoniInterval, unbiasedSquareOfMean } from './mean-interval.ts';

export interface InformationExponentEstimateOptions extends LabelMomentOptions {
  /** α: the probability that anything stated is wrong is at most this; 0.05 when left out. */
  readonly level?: number;
  /** Orders 1, …, K; 6 when left out. */
  readonly maximumOrder?: number;
  /** ε: an order is called absent where its interval lies in [−ε, ε]. */
  readonly margin?: number;
  /** Of the order in which the samples are taken; 0 when left out. */
  readonly seed?: number;
}

export interface OrderEstimate {
  readonly order: number;
  /** u_k = E[y h_k(z)], with its interval. */
  readonly coefficient: Estimate;
  /** The unbiased estimate of u_k², which may be negative, and an interval for u_k². */
  readonly squared: Estimate;
  /** Whether u_k ≠ 0 at this level: the interval excludes 0. */
  readonly present: boolean;
  /** ε_k: |u_k| ≤ ε_k. */
  readonly within: number;
  /** Whether |u_k| ≤ ε, by two one-sided tests, for the margin asked for; undefined without one. */
  readonly absent: boolean | undefined;
}

export interface InformationExponentEstimate {
  readonly tier: 'tested';
  readonly level: number;
  /** n, with those that only set the centre and the scale. */
  readonly samples: number;
  readonly orders: readonly OrderEstimate[];
  /** The first order that is present; undefined when none is. */
  readonly upperBound: number | undefined;
  /** `IE ≤ 3 at level 0.05; |u_1| ≤ 0.12, |u_2| ≤ 0.18`. */
  readonly statement: string;
  readonly method: string;
  readonly assumptions: readonly string[];
  readonly warnings: readonly string[];
  readonly remedy: string | undefined;
}

const [LEVEL, MAXIMUM_ORDER, LARGEST_ORDER] = [0.05, 6, 20];
/** The share of the level for the labels' second moment, and of the samples that set centre and scale. */
const [MOMENT_SHARE, PILOT_SHARE] = [0.1, 0.1];
const METHOD =
  "Catoni's M-estimator for E[y h_k(z)] at level 0.9 α 2^(-k), the labels' second moment bounded at level 0.1 α";

/**
 * Bounds the information exponent of y = f(⟨w, x⟩) + noise from samples, x ~ N(0, I). For k = 1, …, K an interval for
 * u_k = E[y h_k(z)] by Catoni's method at level 0.9 α 2^{−k}; by the union bound all of them hold, and with them everything
 * that is stated, with probability at least 1 − α. So IE ≤ the first k whose interval excludes 0, and |u_j| ≤ ε_j before:
 * the absence of an order is never more than that.
 *
 * The second moment of (y − c) h_k is at most √κ E[(y − c)²] √(E h_k⁴), with E[(y − c)²] bounded from the sample (level
 * 0.1 α) and κ assumed; or B² where the labels are within B of c, by the bound given, or since the sample has two labels. A
 * tenth of the samples, drawn by the seed, sets the centre c and the scale of the estimator and is used for nothing else.
 *
 * Throws {@link InputError} on options out of range and on samples that {@link checkSamples} refuses.
 */
export function estimateInformationExponent(
  samples: LabelledProjections,
  options: InformationExponentEstimateOptions = {},
): InformationExponentEstimate {
  const { level = LEVEL, maximumOrder = MAXIMUM_ORDER, margin, seed = 0 } = options;
  checkOptions(options, samples);
  checkSamples(samples);
  const { pilot, main } = splitSamples(samples, PILOT_SHARE, key(seed, 'information-exponent'));
  const centre = mean(pilot.labels);
  const spread = spreadOf(samples, pilot.labels, main.labels, centre, options);
  const orders: OrderEstimate[] = [];
  for (let k = 1; spread.square !== undefined && k <= maximumOrder; k++) {
    const alpha = (1 - MOMENT_SHARE) * level * 2 ** -k;
    const L = Math.log(2 / alpha);
    const h = hermiteValues(main.z, k);
    const draws = main.labels.map((y, i) => (y - centre) * h[i]!);
    const interval = catoniInterval(draws, {
      scale: Math.sqrt((2 * L) / (draws.length * spread.guess(k))),
      secondMoment: spread.square * spread.growth(k),
      L,
    });
    orders.push(orderEstimate(k, draws, interval, 1 - alpha, margin));
  }
  const upperBound = orders.find(({ present }) => present)?.order;
  return {
    tier: 'tested',
    level,
    samples: samples.labels.length,
    orders,
    upperBound,
    statement: statementOf(orders, upperBound, level),
    method: METHOD,
    assumptions: ['the samples are independent', 'z is N(0, 1)', spread.assumption],
    warnings: [...gaussianityWarning(main.z), ...spread.warnings],
    remedy: upperBound === undefined ? spread.remedy : undefined,
  };
}

function checkOptions(options: InformationExponentEstimateOptions, { labels }: LabelledProjections): void {
  const { level = LEVEL, maximumOrder = MAXIMUM_ORDER, margin } = options;
  if (!(level > 0 && level < 1)) throw new InputError('level', `expected a number between 0 and 1, got ${level}`);
  if (!(Number.isSafeInteger(maximumOrder) && maximumOrder >= 1 && maximumOrder <= LARGEST_ORDER))
    throw new InputError('maximumOrder', `expected an integer from 1 to ${LARGEST_ORDER}, got ${maximumOrder}`);
  if (margin !== undefined && !(margin > 0 && Number.isFinite(margin)))
    throw new InputError('margin', `expected a positive number, got ${margin}`);
  checkLabelMomentOptions(options, labels);
}

/** What is assumed and bounded of the second moments E[(y − c)² h_k²] ≤ square · growth(k). */
interface Spread {
  /** undefined where there are too few samples to bound it. */
  readonly square: number | undefined;
  growth(k: number): number;
  /** About E[(y − c)² h_k²], from the pilot alone: it sets the scale, and a bad one only makes an interval longer. */
  guess(k: number): number;
  readonly assumption: string;
  readonly warnings: readonly string[];
  readonly remedy: string;
}

function spreadOf(
  { labels }: LabelledProjections,
  pilotLabels: Float64Array,
  mainLabels: Float64Array,
  centre: number,
  options: InformationExponentEstimateOptions,
): Spread {
  const L = Math.log(1 / (MOMENT_SHARE * (options.level ?? LEVEL)));
  const moments = labelMoments({ all: labels, main: mainLabels, pilotShare: PILOT_SHARE }, centre, options, L);
  const { square, kurtosis, bounded } = moments;
  if (bounded) return { ...moments, growth: () => 1, guess: () => square! };
  const pilot = pilotLabels.map((y) => y - centre);
  const inPilot = options.kurtosis ?? Math.max(LEAST_KURTOSIS, KURTOSIS_FACTOR * kurtosisOf(pilot));
  const pilotSquare = secondMoment(pilot) || secondMoment(mainLabels.map((y) => y - centre));
  return {
    ...moments,
    growth: (k) => Math.sqrt(kurtosis * hermiteFourthMoment(k)),
    guess: (k) => pilotSquare * Math.sqrt(inPilot * hermiteFourthMoment(k)),
  };
}

function gaussianityWarning(z: Float64Array): readonly string[] {
  const { distance, threshold } = gaussianityCheck(z);
  if (distance <= threshold) return [];
  return [
    `the inputs along the direction are not N(0, 1): sup |F_n − Φ| = ${distance.toPrecision(3)}, which chance exceeds ${threshold.toPrecision(3)} with probability 0.001 at most; nothing stated here holds for them`,
  ];
}

function orderEstimate(
  order: number,
  draws: Float64Array,
  { lower, upper }: { readonly lower: number; readonly upper: number },
  level: number,
  margin: number | undefined,
): OrderEstimate {
  const present = lower > 0 || upper < 0;
  const within = Math.max(Math.abs(lower), Math.abs(upper));
  const least = present ? Math.min(Math.abs(lower), Math.abs(upper)) : 0;
  const rest = { level, n: draws.length, method: 'Catoni' };
  return {
    order,
    coefficient: { value: mean(draws), lower, upper, ...rest },
    squared: { value: unbiasedSquareOfMean(draws), lower: least ** 2, upper: within ** 2, ...rest },
    present,
    within,
    absent: margin === undefined ? undefined : within <= margin,
  };
}

function statementOf(orders: readonly OrderEstimate[], upperBound: number | undefined, level: number): string {
  const small = orders
    .filter(({ order }) => upperBound === undefined || order < upperBound)
    .map(({ order, within }) => `|u_${order}| ≤ ${roundedUp(within)}`);
  const head = upperBound === undefined ? `no order found at level ${level}` : `IE ≤ ${upperBound} at level ${level}`;
  return small.length === 0 ? head : `${head}; ${small.join(', ')}`;
}

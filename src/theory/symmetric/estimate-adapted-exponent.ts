/** The adapted exponent from samples of a symmetric single-index model whose direction is known. */
import { InputError } from '../../base/errors.ts';
import { numberFromRational, rational } from '../../base/rational.ts';
import { factorial } from '../../symbolic/combinatorics.ts';
import { catoniInterval, upperBoundOfMean } from '../estimators/mean-interval.ts';
import { linearForm, powerSumFeatures } from './power-sum-features.ts';
import { normOf } from './symmetric-flow.ts';

export interface SymmetricSamples {
  /** Points of CUE(N), [samples][N][re, im]. */
  readonly points: Float64Array;
  readonly size: number;
  /** y, [samples][re, im]. */
  readonly labels: Float64Array;
  /** h, [K][re, im]; only its direction counts. */
  readonly direction: Float64Array;
}

export interface AdaptedExponentEstimateOptions {
  /** α: the probability that anything stated is wrong; 0.05 when left out. */
  readonly level?: number;
  /** At most ⌊N/K⌋, which it is when left out, up to 6. */
  readonly maximumOrder?: number;
  /** κ with E|y|⁴ ≤ κ (E|y|²)²; four times the sample's, and at least 20, when left out. */
  readonly kurtosis?: number;
}

export interface AdaptedOrder {
  readonly order: number;
  /** The mean of y conj(z)^k/√k!, an estimate of √k! α_k. */
  readonly coefficient: readonly [re: number, im: number];
  readonly re: readonly [lower: number, upper: number];
  readonly im: readonly [lower: number, upper: number];
  /** Whether either interval excludes 0. */
  readonly present: boolean;
  /** ε with |√k! α_k| ≤ ε. */
  readonly within: number;
}

export interface AdaptedExponentEstimate {
  readonly tier: 'tested';
  readonly level: number;
  readonly samples: number;
  readonly orders: readonly AdaptedOrder[];
  /** The first order that is present; undefined when none is. */
  readonly upperBound: number | undefined;
  /** `s ≤ 3 at level 0.05; |u_1| ≤ 0.1, |u_2| ≤ 0.2`, u_k = √k! α_k. */
  readonly statement: string;
  readonly assumptions: readonly string[];
  readonly remedy: string | undefined;
}

const [LEAST_KURTOSIS, KURTOSIS_FACTOR, MOST_ORDERS, LEAST_SAMPLES] = [20, 4, 6, 20];
/** The shares of the level for E|y|², and of the samples for the scale of the intervals. */
const [MOMENT_SHARE, PILOT_SHARE] = [0.1, 0.1];

/**
 * Bounds s = min{k ≥ 1 : α_k ≠ 0} of y = Σ α_k z^k + noise, z = ⟨h, p̃(x)⟩/‖h‖, E[noise | x] = 0, from independent samples x ~ CUE(N):
 * while k K ≤ N, E[y conj(z)^k] = k! α_k, whatever the other coefficients. Intervals for the real and imaginary parts of u_k = √k! α_k
 * by Catoni's method, the level spent as 0.9 α 2^{−k} over the orders and 0.1 α on E|y|². The second moment is bounded by
 * E|y z^k|² ≤ √(κ (2k)!) E|y|², since E|z|^{2j} ≤ j! at every N: it is a sum of squares over partitions of at most N parts, j! that over all.
 * The order of the samples must not depend on them: the first tenth only sets a scale.
 *
 * Throws {@link InputError} on sizes that do not fit, numbers that are not finite, fewer than 20 samples, and orders beyond ⌊N/K⌋, where
 * powers of z are not orthogonal.
 */
export function estimateAdaptedExponent(
  { points, size, labels, direction }: SymmetricSamples,
  options: AdaptedExponentEstimateOptions = {},
): AdaptedExponentEstimate {
  const highest = direction.length / 2;
  const stable = Math.floor(size / highest);
  const { level = 0.05, maximumOrder = Math.min(MOST_ORDERS, stable) } = options;
  check({ points, size, labels, direction }, options, level, maximumOrder, stable);
  const all = labels.length / 2;
  const z = linearForm(powerSumFeatures(points, size, highest), highest, unit(direction));
  const pilot = Math.ceil(PILOT_SHARE * all);
  const squares = Float64Array.from({ length: all }, (_, i) => labels[2 * i]! ** 2 + labels[2 * i + 1]! ** 2);
  const kurtosis = options.kurtosis ?? Math.max(LEAST_KURTOSIS, KURTOSIS_FACTOR * kurtosisOf(squares.subarray(pilot)));
  const pilotKurtosis =
    options.kurtosis ?? Math.max(LEAST_KURTOSIS, KURTOSIS_FACTOR * kurtosisOf(squares.subarray(0, pilot)));
  const n = all - pilot;
  const momentLogarithm = Math.log(1 / (MOMENT_SHARE * level));
  const square = upperBoundOfMean(meanOf(squares.subarray(pilot)), n, kurtosis, momentLogarithm);
  const orders: AdaptedOrder[] = [];
  if (square !== undefined && square > 0)
    for (let order = 1; order <= maximumOrder; order++) {
      // Two real means an order.
      const L = Math.log(4 / ((1 - MOMENT_SHARE) * level * 2 ** -order));
      const growth = (kappa: number): number =>
        Math.sqrt(kappa * numberFromRational(rational(factorial(2 * order)))) /
        numberFromRational(rational(factorial(order)));
      const guess = (meanOf(squares.subarray(0, pilot)) || square) * growth(pilotKurtosis);
      const scale = Math.sqrt((2 * L) / (n * guess));
      orders.push(
        orderFrom(order, products(labels, z, order), pilot, { secondMoment: square * growth(kurtosis), scale, L }),
      );
    }
  const upperBound = orders.find(({ present }) => present)?.order;
  const small = orders.filter(({ order }) => upperBound === undefined || order < upperBound);
  return {
    tier: 'tested',
    level,
    samples: all,
    orders,
    upperBound,
    statement: [
      upperBound === undefined ? `no order found at level ${level}` : `s ≤ ${upperBound} at level ${level}`,
      ...(small.length === 0
        ? []
        : [small.map(({ order, within }) => `|u_${order}| ≤ ${roundedUp(within)}`).join(', ')]),
    ].join('; '),
    assumptions: [
      `x are independent draws of CUE(${size}), not sorted, and y − f(z) has mean 0 given x`,
      `E|y|⁴ ≤ ${Number(kurtosis.toPrecision(4))} (E|y|²)²${options.kurtosis === undefined ? ', four times what the sample shows' : ''}`,
    ],
    remedy:
      square === undefined
        ? `Take over ${Math.ceil((2 * kurtosis * momentLogarithm) / (1 - PILOT_SHARE))} samples, or give a smaller kurtosis where it is known`
        : upperBound === undefined
          ? 'Take more samples'
          : undefined,
  };
}

function orderFrom(
  order: number,
  [re, im]: readonly [Float64Array, Float64Array],
  pilot: number,
  bounds: { readonly secondMoment: number; readonly scale: number; readonly L: number },
): AdaptedOrder {
  const parts = [re.subarray(pilot), im.subarray(pilot)] as const;
  const intervals = parts.map((part) => {
    const { lower, upper } = catoniInterval(part, bounds);
    return [lower, upper] as const;
  }) as [readonly [number, number], readonly [number, number]];
  const [reWithin, imWithin] = intervals.map(([low, high]) => Math.max(Math.abs(low), Math.abs(high)));
  return {
    order,
    coefficient: [meanOf(parts[0]), meanOf(parts[1])],
    re: intervals[0],
    im: intervals[1],
    present: intervals.some(([low, high]) => low > 0 || high < 0),
    within: Math.hypot(reWithin!, imWithin!),
  };
}

/** y conj(z)^k/√k!, real and imaginary parts. */
function products(labels: Float64Array, z: Float64Array, order: number): readonly [Float64Array, Float64Array] {
  const [re, im] = [new Float64Array(labels.length / 2), new Float64Array(labels.length / 2)];
  const scale = 1 / Math.sqrt(numberFromRational(rational(factorial(order))));
  for (let i = 0; i < re.length; i++) {
    let [a, b] = [scale * labels[2 * i]!, scale * labels[2 * i + 1]!];
    const [x, y] = [z[2 * i]!, -z[2 * i + 1]!];
    for (let k = 0; k < order; k++) [a, b] = [a * x - b * y, a * y + b * x];
    re[i] = a;
    im[i] = b;
  }
  return [re, im];
}

const meanOf = (a: Float64Array): number => a.reduce((sum, x) => sum + x / a.length, 0);

/** E X²/(E X)² of the draws. */
function kurtosisOf(squares: Float64Array): number {
  const mean = meanOf(squares);
  return mean === 0 ? 0 : squares.reduce((sum, x) => sum + (x / mean) ** 2 / squares.length, 0);
}

const unit = (h: Float64Array): Float64Array => h.map((x) => x / normOf(h));

/** Three digits, never below the number. */
function roundedUp(x: number): number {
  const rounded = Number(x.toPrecision(3));
  return rounded >= x ? rounded : Number((x * 1.005).toPrecision(3));
}

function check(
  { points, size, labels, direction }: SymmetricSamples,
  { kurtosis }: AdaptedExponentEstimateOptions,
  level: number,
  maximumOrder: number,
  stable: number,
): void {
  const where = 'estimateAdaptedExponent';
  const samples = labels.length / 2;
  if (!Number.isSafeInteger(size) || size < 1) throw new InputError('size', `expected an integer ≥ 1, got ${size}`);
  if (points.length !== 2 * size * samples)
    throw new InputError(where, `expected ${size} points for each of ${samples} labels, got ${points.length} numbers`);
  if (!Number.isSafeInteger(samples) || samples < LEAST_SAMPLES)
    throw new InputError(where, `expected at least ${LEAST_SAMPLES} samples, got ${samples}`);
  if (!Number.isSafeInteger(direction.length / 2) || !(normOf(direction) > 0) || ![...direction].every(Number.isFinite))
    throw new InputError('direction', 'expected [K][re, im], finite and not all 0');
  if (!labels.every(Number.isFinite)) throw new InputError('labels', 'expected finite numbers');
  if (!(level > 0 && level < 1)) throw new InputError('level', `expected a number between 0 and 1, got ${level}`);
  if (kurtosis !== undefined && !(kurtosis >= 1 && kurtosis < Infinity))
    throw new InputError('kurtosis', `expected a number ≥ 1, got ${kurtosis}`);
  if (!Number.isSafeInteger(maximumOrder) || maximumOrder < 1 || maximumOrder > stable)
    throw new InputError(
      'maximumOrder',
      `expected an order from 1 to ${stable}, got ${maximumOrder}: beyond N/K powers of z are not orthogonal`,
      'Take more points or fewer power sums',
    );
}

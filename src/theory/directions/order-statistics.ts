/** How much of the labels lies in each order of Hermite tensors, without knowing any direction. */
import { InputError } from '../../base/errors.ts';
import { key } from '../../base/philox.ts';
import type { PairSums } from '../../numeric/hermite-kernels/pair-sums.ts';
import { type PairSumOptions, pairSums } from '../../numeric/hermite-kernels/pair-sums-in-parallel.ts';
import { permutation } from '../../numeric/random/permutation.ts';
import { type HoeffdingVariance, hoeffdingVariance } from './hoeffding-variance.ts';
import { normalCumulative } from './normal-distribution.ts';
import { checkedSamples, type Samples } from './samples.ts';

export interface OrderStatistic {
  readonly order: number;
  /** T_k, unbiased for ‖C_k‖²/k!, C_k = E[y He_k(x)]: for a single index u_k². It may be negative. */
  readonly value: number;
  /** Var(T_k | y) if the labels are independent of Gaussian inputs: exact. */
  readonly nullVariance: number;
  /** An unbiased estimate of Var(T_k), whatever the law, and its parts. */
  readonly variance: HoeffdingVariance;
  /** P(T_k this large) if labels are independent of inputs: at most this, in the sense of `independenceTest`. */
  readonly independenceProbability: number;
  /** P(T_k this large) if C_k = 0, though labels may depend on inputs otherwise: N(0, 1) as n and d grow. Too small for heavy-tailed labels. */
  readonly absenceProbability: number;
}

/**
 * - permutation: exact, if (inputs, labels) are exchangeable under the null; the inputs need not be Gaussian;
 * - cantelli: P ≤ 1/(1 + z²), z = T_k by its exact null deviation; Gaussian inputs, any n.
 */
export type IndependenceTest = 'permutation' | 'cantelli';

export interface InputCheck {
  readonly order: number;
  /** The statistic with every label 1, by its exact deviation for Gaussian inputs: E He_k(x) = 0. */
  readonly score: number;
}

export interface OrderStatistics {
  readonly statistics: readonly OrderStatistic[];
  readonly samples: number;
  readonly dimension: number;
  readonly independenceTest: IndependenceTest;
  readonly permutations: number;
  readonly inputChecks: readonly InputCheck[];
  readonly warnings: readonly string[];
  readonly path: PairSums['path'];
}

export interface OrderStatisticOptions extends PairSumOptions {
  /** 6 when left out. */
  readonly maximumOrder?: number;
  /** Permutations of the labels; 0 for Cantelli's inequality. When left out 199 up to 4,000 samples, 0 beyond. */
  readonly permutations?: number;
  readonly seed?: number;
  /**
   * Subtract the mean of the labels first (true when left out), which lowers the variance and makes a bias of order 1/n; or a
   * number that does not depend on these samples, without bias.
   */
  readonly centre?: boolean | number;
}

const MAXIMUM_ORDER = 6;
const HIGHEST_ORDER = 12;
const PERMUTATIONS = 199;
const MANY = 4000;
const LEAST = 5;
/** Cantelli's and Chebyshev's inequalities at |z| = 10: a probability below 0.01 for Gaussian inputs. */
const SUSPICIOUS = 10;

/**
 * T_k = Σ_(i≠j) y_i y_j ⟨He_k(x_i), He_k(x_j)⟩/(k! n(n−1)) for k = 1, …, K. Unbiased for ‖E[y He_k(x)]‖²/k! under any law of
 * inputs. Under N(0, I) and labels independent of them Var(T_k | y) = 2 C(d+k−1, k) Σ_(i≠j) y_i² y_j²/(n(n−1))².
 *
 * Takes n²/2 · d multiplications for the inner products, tile by tile, and 8 n (d + 32 K) bytes. Inputs are taken to be
 * N(0, I) ({@link whiten} before, where their covariance is not known); that is checked by the same statistics with every label 1, and `warnings` say
 * where it fails.
 * Throws {@link InputError} on fewer than 5 samples, an order that is no integer from 1 to 12, labels that are all alike, and sums beyond the range of doubles;
 * {@link TooLargeError} where memory does not suffice.
 */
export async function orderStatistics(given: Samples, options: OrderStatisticOptions = {}): Promise<OrderStatistics> {
  const { inputs, dimension, labels: raw } = checkedSamples(given, LEAST);
  const n = raw.length;
  const {
    maximumOrder = MAXIMUM_ORDER,
    permutations = n <= MANY ? PERMUTATIONS : 0,
    seed = 0,
    centre = true,
  } = options;
  if (!Number.isInteger(maximumOrder) || maximumOrder < 1 || maximumOrder > HIGHEST_ORDER)
    throw new InputError('maximumOrder', `expected an integer from 1 to ${HIGHEST_ORDER}, got ${maximumOrder}`);
  if (!Number.isInteger(permutations) || permutations < 0)
    throw new InputError('permutations', `expected an integer from 0, got ${permutations}`);
  const mean = typeof centre === 'number' ? centre : centre ? raw.reduce((sum, y) => sum + y / n, 0) : 0;
  const labels = raw.map((y) => y - mean);
  if (raw.every((y) => y === raw[0]!) && centre !== false)
    throw new InputError('labels', `are all ${raw[0]}`, 'A constant has no information about the inputs');
  const source = key(seed, 'label permutations');
  const labellings = [
    new Float64Array(n).fill(1),
    ...Array.from({ length: permutations }, (_, p) => {
      const order = permutation(source, n, p);
      return Float64Array.from(order, (i) => labels[i]!);
    }),
  ];
  const sums = await pairSums({ inputs, dimension, labels, labellings, orders: maximumOrder }, options);
  const pairs = n * (n - 1);
  const squareSum = labels.reduce((sum, y) => sum + y * y, 0);
  const crossSquares = labels.reduce((sum, y) => sum + y * y * (squareSum - y * y), 0);
  const statistics = sums.rowSums.map((row, index): OrderStatistic => {
    const order = index + 1;
    const total = row.reduce((sum, r, i) => sum + r * labels[i]!, 0);
    const value = total / pairs;
    const nullVariance = (2 * symmetricDimension(dimension, order) * crossSquares) / pairs ** 2;
    if (!Number.isFinite(value) || !Number.isFinite(sums.squares[index]!))
      throw new InputError(
        'samples',
        `the sums of order ${order} are beyond the range of doubles`,
        'Whiten the inputs and divide the labels by their size',
      );
    const variance = hoeffdingVariance(
      row.map((r, i) => (r * labels[i]!) / (n - 1)),
      sums.squares[index]! / pairs,
    );
    const z = value / Math.sqrt(nullVariance);
    const asLarge = sums.labellingSums[index]!.subarray(1).reduce((count, sum) => count + (sum >= total ? 1 : 0), 0);
    return {
      order,
      value,
      nullVariance,
      variance,
      independenceProbability: permutations > 0 ? (1 + asLarge) / (1 + permutations) : cantelli(z),
      absenceProbability: normalCumulative(
        -value / Math.sqrt(Math.max(nullVariance, (2 * sums.squares[index]!) / pairs ** 2)),
      ),
    };
  });
  const inputChecks = sums.labellingSums.map((row, index): InputCheck => {
    const variance = (2 * symmetricDimension(dimension, index + 1)) / pairs;
    return { order: index + 1, score: row[0]! / pairs / Math.sqrt(variance) };
  });
  return {
    statistics,
    samples: n,
    dimension,
    independenceTest: permutations > 0 ? 'permutation' : 'cantelli',
    permutations,
    inputChecks,
    warnings: inputChecks.flatMap((check) => warningOf(check)),
    path: sums.path,
  };
}

/** C(d + k − 1, k): the dimension of symmetric tensors of order k, which is E[(⟨He_k(x), He_k(x')⟩/k!)²]. */
export function symmetricDimension(d: number, k: number): number {
  let product = 1;
  for (let i = 1; i <= k; i++) product = (product * (d + i - 1)) / i;
  return product;
}

/** P(Z ≥ z) ≤ 1/(1 + z²) for z > 0, E Z = 0, Var Z = 1. */
export const cantelli = (z: number): number => (z > 0 ? 1 / (1 + z * z) : 1);

const WHAT: Readonly<Record<number, string>> = { 1: 'their mean is not 0', 2: 'their covariance is not the identity' };

function warningOf({ order, score }: InputCheck): readonly string[] {
  if (!(Math.abs(score) > SUSPICIOUS)) return [];
  const what = WHAT[order] ?? `their Hermite moments of order ${order} are not 0`;
  const remedy =
    order <= 2 ? 'whiten them first' : 'the orders of the labels may come from the inputs: compare with permutations';
  return [`the inputs are not N(0, I): ${what} (score ${score.toPrecision(3)}); ${remedy}`];
}

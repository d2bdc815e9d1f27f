/** What the statistics of unknown directions can detect. */
import { InputError } from '../../base/errors.ts';
import { normalCumulative, normalUpperQuantile } from './normal-distribution.ts';
import { symmetricDimension } from './order-statistics.ts';

export interface DetectionProblem {
  readonly order: number;
  readonly dimension: number;
  /** ‖C_k‖²/k!; u_k² for a single index. */
  readonly signal: number;
  /** σ_y² = E y². */
  readonly secondMoment: number;
  /** Of the test, one-sided; 0.05 when left out. */
  readonly level?: number;
  /** ζ₁ of the statistic, where it is known: for a single index u_k² (E[y² h_k²] − u_k²). 0 when left out. */
  readonly firstVariance?: number;
}

const LEVEL = 0.05;

function checked(problem: DetectionProblem): Required<DetectionProblem> {
  const { order, dimension, signal, secondMoment, level = LEVEL, firstVariance = 0 } = problem;
  for (const [name, n] of Object.entries({ order, dimension }))
    if (!Number.isSafeInteger(n) || n < 1) throw new InputError(name, `expected a positive integer, got ${n}`);
  for (const [name, x] of Object.entries({ signal, secondMoment }))
    if (!(x > 0 && x < Infinity)) throw new InputError(name, `expected a positive number, got ${x}`);
  if (signal > secondMoment * (1 + 1e-12))
    throw new InputError('signal', `${signal} is more than E y² = ${secondMoment}, of which it is a part`);
  if (!(firstVariance >= 0)) throw new InputError('firstVariance', `expected a number from 0, got ${firstVariance}`);
  if (!(level > 0 && level < 1)) throw new InputError('level', `expected a number between 0 and 1, got ${level}`);
  return { order, dimension, signal, secondMoment, level, firstVariance };
}

/** 2σ_y⁴ C(d+k−1, k)/(n(n−1)): the variance of T_k when labels are independent of Gaussian inputs. */
export function nullVariance(order: number, dimension: number, secondMoment: number, n: number): number {
  if (!Number.isSafeInteger(n) || n < 2) throw new InputError('n', `expected an integer from 2, got ${n}`);
  return (2 * secondMoment ** 2 * symmetricDimension(dimension, order)) / (n * (n - 1));
}

/**
 * P(T_k rejects at n samples), with T_k taken as Gaussian of variance the null's, plus 4(n−2)/(n(n−1)) ζ₁ beside a signal.
 * An approximation for large d and n; heavy-tailed labels make it optimistic.
 */
export function detectionPower(problem: DetectionProblem, n: number): number {
  const { order, dimension, signal, secondMoment, level, firstVariance } = checked(problem);
  const base = nullVariance(order, dimension, secondMoment, n);
  const spread = Math.sqrt(base + (4 * (n - 2) * firstVariance) / (n * (n - 1)));
  return normalCumulative((signal - normalUpperQuantile(level) * Math.sqrt(base)) / spread);
}

/**
 * The least n at which {@link detectionPower} is `power`; of order √(2 C(d+k−1, k)) σ_y²/u_k², that is d^(k/2).
 * Throws {@link InputError} unless level < power < 1.
 */
export function samplesNeeded(problem: DetectionProblem, power = 0.9): number {
  const { level } = checked(problem);
  if (!(power > level && power < 1))
    throw new InputError('power', `expected a number between the level ${level} and 1, got ${power}`);
  let high = 2;
  while (detectionPower(problem, high) < power) {
    high *= 2;
    if (high > 2 ** 52) throw new InputError('power', 'more than 2^52 samples would be needed');
  }
  let low = Math.max(2, high / 2);
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (detectionPower(problem, middle) < power) low = middle;
    else high = middle;
  }
  return detectionPower(problem, low) >= power ? low : high;
}

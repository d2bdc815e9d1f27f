/** When the variance of a wide network runs away with depth. */
import { type AlgebraicNumber, compare, rationalNumber, valueAtRoot } from '../algebraic/algebraic-number.ts';
import { derivativeOf, minus } from '../algebraic/rational-polynomial.ts';
import { realRoots } from '../algebraic/real-roots.ts';
import { QQ } from '../rings/rationals.ts';
import { coefficientsOfMaps, type SignalMaps } from './signal-maps.ts';

export interface Escape {
  /**
   * - `never`: every K stays bounded
   * - `always`: every K ≥ 0 escapes, there being no fixed point
   * - `beyond`: every K > threshold escapes, and the threshold itself is a fixed point
   */
  readonly kind: 'never' | 'always' | 'beyond';
  /** The largest fixed point, for `beyond`. */
  readonly threshold: AlgebraicNumber | undefined;
  /**
   * For `beyond`: a K below the threshold with V(K) above it, so that K escapes too; undefined when V maps [0, threshold] into
   * itself, and then no K ≤ threshold escapes.
   */
  readonly escapesBelow: AlgebraicNumber | undefined;
  /** How an escaping variance grows: as depth, as a^depth, or as a^(degree^depth). Undefined for `never`. */
  readonly growth: 'linear' | 'exponential' | 'doubly exponential' | undefined;
}

/**
 * The K from which the iteration K ← V(K) diverges (proved).
 *
 * V(K) > K beyond the largest fixed point when deg V ≥ 2, so the iteration rises and has nowhere to stop. For z² at σ_b = 0 the
 * threshold is 1/(3σ_w²), for z³ it is (15σ_w²)^(−1/2). Throws {@link TooLargeError} beyond degree 64.
 */
export function escapeThreshold(maps: SignalMaps): Escape {
  const { variance } = coefficientsOfMaps(maps);
  const excess = minus(variance, [QQ.zero, QQ.one]);
  const never: Escape = { kind: 'never', threshold: undefined, escapesBelow: undefined, growth: undefined };
  // Of degree ≤ 1 in K with a slope below 1, or the identity: bounded.
  if (excess.length === 0 || excess.at(-1)!.numerator < 0n) return never;
  const growth = variance.length > 2 ? 'doubly exponential' : excess.length === 2 ? 'exponential' : 'linear';
  const points = realRoots(excess).filter(({ value }) => value.sign() >= 0);
  const threshold = points.at(-1)?.value;
  if (threshold === undefined) return { kind: 'always', threshold, escapesBelow: undefined, growth };
  // V on [0, threshold] is largest at an end or where V′ = 0.
  const turning = derivativeOf(variance);
  const candidates = [
    rationalNumber(QQ.zero),
    ...(turning.length > 1 ? realRoots(turning).map(({ value }) => value) : []),
  ].filter((K) => K.sign() >= 0 && compare(K, threshold) < 0);
  const escapesBelow = candidates.find((K) => compare(valueAtRoot(K, variance), threshold) > 0);
  return { kind: 'beyond', threshold, escapesBelow, growth };
}

import type { Coefficient } from '../base/coefficient.ts';
import type { Rational } from '../base/rational.ts';

/**
 * A commutative (semi)ring as a value: elements are plain data, operations live here and change nothing.
 * Laws: `isserlis/testing`, `ringLaws`.
 */
export interface Ring<T> {
  readonly name: string;
  readonly zero: T;
  readonly one: T;
  /** The element that a coefficient means. Throws {@link InputError} where the ring has none, such as 1/2 in Z. */
  from(c: Coefficient | Rational): T;
  add(a: T, b: T): T;
  mul(a: T, b: T): T;
  equal(a: T, b: T): boolean;
  /** Σ_k a_k b_k, where the ring knows a quicker way than one product and one sum at a time. */
  sumOfProducts?(a: readonly T[], b: readonly T[]): T;
}

/** Σ_k a_k b_k. */
export function sumOfProducts<T>(K: Ring<T>, a: readonly T[], b: readonly T[]): T {
  if (K.sumOfProducts !== undefined) return K.sumOfProducts(a, b);
  return a.reduce((sum, x, k) => K.add(sum, K.mul(x, b[k]!)), K.zero);
}

/** a^n for an integer n ≥ 0, by squaring. */
export function power<T>(K: Ring<T>, a: T, n: number): T {
  if (n === 0) return K.one;
  const half = power(K, a, Math.floor(n / 2));
  const square = n === 1 ? a : K.mul(half, half);
  return n > 1 && n % 2 === 1 ? K.mul(square, a) : square;
}

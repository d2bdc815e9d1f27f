/** Trigonometric polynomials, in the Fourier basis 1, cos θ, sin θ, cos 2θ, sin 2θ, … */
import type { Rational } from '../../base/rational.ts';
import { rational } from '../../base/rational.ts';
import type { Ring } from '../ring.ts';
import { chebyshevBasis } from './orthogonal/chebyshev.ts';
import { secondKindChebyshevBasis } from './orthogonal/second-kind-chebyshev.ts';
import { fromMonomials, multiplySeries, toMonomials } from './series.ts';

/** a_0 + Σ_{k≥1} a_k cos kθ + b_k sin kθ: cosines a_0, a_1, …; sines b_1, b_2, … */
export interface TrigonometricPolynomial<T> {
  readonly cosines: readonly T[];
  readonly sines: readonly T[];
}

/** E[f g] for a uniform angle: 1, cos kθ and sin kθ are orthogonal, with E[cos² kθ] = E[sin² kθ] = 1/2. */
export const fourierSquaredNorm = (k: number): Rational => rational(1n, k === 0 ? 1n : 2n);

/**
 * f in powers of c = cos θ and s = sin θ: even(c) + s · odd(c), by cos kθ = T_k(c), sin kθ = s U_{k−1}(c).
 * The recurrences are cos (k+1)θ = 2c cos kθ − cos (k−1)θ, and the same for sines.
 */
export function fourierToPowers<T>(
  K: Ring<T>,
  { cosines, sines }: TrigonometricPolynomial<T>,
): { readonly even: readonly T[]; readonly odd: readonly T[] } {
  return { even: toMonomials(K, chebyshevBasis, cosines), odd: toMonomials(K, secondKindChebyshevBasis, sines) };
}

/** even(c) + s · odd(c) in the Fourier basis; the inverse of {@link fourierToPowers}. K needs 1/2. */
export function fourierFromPowers<T>(
  K: Ring<T>,
  { even, odd }: { readonly even: readonly T[]; readonly odd: readonly T[] },
): TrigonometricPolynomial<T> {
  return { cosines: fromMonomials(K, chebyshevBasis, even), sines: fromMonomials(K, secondKindChebyshevBasis, odd) };
}

/** f g, by 2 cos j cos k = cos(j−k) + cos(j+k), 2 sin j sin k = cos(j−k) − cos(j+k), 2 sin j cos k = sin(j+k) + sin(j−k). */
export function multiplyFourier<T>(
  K: Ring<T>,
  f: TrigonometricPolynomial<T>,
  g: TrigonometricPolynomial<T>,
): TrigonometricPolynomial<T> {
  const half = K.from('1/2');
  const minus = K.from(-1);
  const cosines = [...multiplySeries(K, chebyshevBasis, f.cosines, g.cosines)];
  const sines: T[] = [];
  const put = (list: T[], k: number, c: T): void => {
    while (list.length <= k) list.push(K.zero);
    list[k] = K.add(list[k]!, c);
  };
  f.sines.forEach((a, i) => {
    g.sines.forEach((b, j) => {
      const c = K.mul(half, K.mul(a, b));
      put(cosines, Math.abs(i - j), c);
      put(cosines, i + j + 2, K.mul(minus, c));
    });
  });
  for (const [left, right] of [
    [f, g],
    [g, f],
  ] as const)
    left.sines.forEach((a, i) => {
      right.cosines.forEach((b, k) => {
        const c = K.mul(half, K.mul(a, b));
        const [sum, difference] = [i + 1 + k, i + 1 - k];
        put(sines, sum - 1, c);
        if (difference !== 0) put(sines, Math.abs(difference) - 1, difference > 0 ? c : K.mul(minus, c));
      });
    });
  return { cosines: trimmed(K, cosines), sines: trimmed(K, sines) };
}

/** df/dθ: (cos kθ)' = −k sin kθ, (sin kθ)' = k cos kθ. */
export function differentiateFourier<T>(
  K: Ring<T>,
  { cosines, sines }: TrigonometricPolynomial<T>,
): TrigonometricPolynomial<T> {
  return {
    cosines: trimmed(K, sines.length === 0 ? [] : [K.zero, ...sines.map((b, i) => K.mul(K.from(i + 1), b))]),
    sines: trimmed(
      K,
      cosines.slice(1).map((a, i) => K.mul(K.from(-(i + 1)), a)),
    ),
  };
}

/** θ ↦ a_0 + Σ a_k cos kθ + b_k sin kθ in doubles. */
export function fourierFunction({ cosines, sines }: TrigonometricPolynomial<number>): (angle: number) => number {
  return (angle) => {
    let sum = 0;
    cosines.forEach((a, k) => {
      sum += a * Math.cos(k * angle);
    });
    sines.forEach((b, k) => {
      sum += b * Math.sin((k + 1) * angle);
    });
    return sum;
  };
}

function trimmed<T>(K: Ring<T>, list: readonly T[]): readonly T[] {
  let length = list.length;
  while (length > 0 && K.equal(list[length - 1]!, K.zero)) length--;
  return list.slice(0, length);
}

/** The Chebyshev polynomials of the first kind, T_n(cos θ) = cos nθ: 1, x, 2x² − 1, 4x³ − 3x, … */
import { type Rational, rational } from '../../../base/rational.ts';
import { factorial } from '../../combinatorics.ts';
import { arcsine } from '../../distributions/symmetric-beta.ts';
import type { OrthogonalBasis, OrthogonalBasisType } from '../../polynomial-basis.ts';
import type { Ring } from '../../ring.ts';
import { basisPolynomial } from '../series.ts';

/**
 * T_{n+1} = 2x T_n − T_{n−1} for n ≥ 1; T_n = (n/2) Σ_m (−1)^m (n−m−1)!/(m! (n−2m)!) (2x)^{n−2m}; T_n' = n U_{n−1};
 * 2 T_m T_n = T_{m+n} + T_{|m−n|}; E[T_n²] is 1 for n = 0, else 1/2, under the arcsine law.
 * [Abramowitz and Stegun 22.3.6, 22.7.4]
 */
export const chebyshevBasis: OrthogonalBasis = {
  name: 'T',
  recurrence: (n) => ({
    slope: rational(n === 0 ? 1n : 2n),
    shift: rational(0n),
    previous: rational(n === 0 ? 0n : 1n),
  }),
  explicit(n) {
    if (n === 0) return [rational(1n)];
    const coefficients = new Array<Rational>(n + 1).fill(rational(0n));
    for (let m = 0; 2 * m <= n; m++) {
      const c = BigInt(n) * factorial(n - m - 1) * 2n ** BigInt(n - 2 * m);
      coefficients[n - 2 * m] = rational(m % 2 === 0 ? c : -c, 2n * factorial(m) * factorial(n - 2 * m));
    }
    return coefficients;
  },
  squaredNorm: (n) => rational(1n, n === 0 ? 1n : 2n),
  distribution: arcsine(),
};

/** T_n over K: coefficients of 1, x, …, x^n. `chebyshev(ZZ, 3)` is 0, −3, 0, 4. */
export const chebyshev = <T>(K: Ring<T>, n: number): readonly T[] => basisPolynomial(K, chebyshevBasis, n);

export const basisType: OrthogonalBasisType = { examples: [chebyshevBasis] };

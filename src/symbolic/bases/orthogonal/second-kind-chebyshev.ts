/** The Chebyshev polynomials of the second kind, U_n(cos θ) = sin (n+1)θ / sin θ: 1, 2x, 4x² − 1, 8x³ − 4x, … */
import { type Rational, rational } from '../../../base/rational.ts';
import { binomial } from '../../combinatorics.ts';
import { semicircle } from '../../distributions/symmetric-beta.ts';
import type { OrthogonalBasis, OrthogonalBasisType } from '../../polynomial-basis.ts';
import type { Ring } from '../../ring.ts';
import { basisPolynomial } from '../series.ts';

/**
 * U_{n+1} = 2x U_n − U_{n−1}; U_n = Σ_m (−1)^m C(n−m, m) (2x)^{n−2m}; U_m U_n = Σ_{k=0}^{m} U_{n−m+2k} for m ≤ n;
 * E[U_m U_n] = δ_mn under the semicircle law. [Abramowitz and Stegun 22.3.7, 22.7.5]
 */
export const secondKindChebyshevBasis: OrthogonalBasis = {
  name: 'U',
  recurrence: () => ({ slope: rational(2n), shift: rational(0n), previous: rational(1n) }),
  explicit(n) {
    const coefficients = new Array<Rational>(n + 1).fill(rational(0n));
    for (let m = 0; 2 * m <= n; m++) {
      const c = binomial(n - m, m) * 2n ** BigInt(n - 2 * m);
      coefficients[n - 2 * m] = rational(m % 2 === 0 ? c : -c);
    }
    return coefficients;
  },
  squaredNorm: () => rational(1n),
  distribution: semicircle(),
};

/** U_n over K: coefficients of 1, x, …, x^n. `secondKindChebyshev(ZZ, 3)` is 0, −4, 0, 8. */
export const secondKindChebyshev = <T>(K: Ring<T>, n: number): readonly T[] =>
  basisPolynomial(K, secondKindChebyshevBasis, n);

export const basisType: OrthogonalBasisType = { examples: [secondKindChebyshevBasis] };

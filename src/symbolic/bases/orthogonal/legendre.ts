/** The Legendre polynomials P_n: 1, x, (3x² − 1)/2, (5x³ − 3x)/2, … */
import { type Rational, rational } from '../../../base/rational.ts';
import { binomial } from '../../combinatorics.ts';
import { uniform } from '../../distributions/uniform.ts';
import type { OrthogonalBasis, OrthogonalBasisType } from '../../polynomial-basis.ts';
import type { Ring } from '../../ring.ts';
import { basisPolynomial } from '../series.ts';

/**
 * (n+1) P_{n+1} = (2n+1) x P_n − n P_{n−1}; P_n = 2^{−n} Σ_m (−1)^m C(n,m) C(2n−2m,n) x^{n−2m};
 * P'_{n+1} − P'_{n−1} = (2n+1) P_n; E[P_m P_n] = δ_mn/(2n+1) under the uniform law on [−1, 1].
 * [Abramowitz and Stegun 22.3.8, 22.7.10]
 */
export const legendreBasis: OrthogonalBasis = {
  name: 'P',
  recurrence: (n) => ({
    slope: rational(BigInt(2 * n + 1), BigInt(n + 1)),
    shift: rational(0n),
    previous: rational(BigInt(n), BigInt(n + 1)),
  }),
  explicit(n) {
    const coefficients = new Array<Rational>(n + 1).fill(rational(0n));
    for (let m = 0; 2 * m <= n; m++) {
      const c = binomial(n, m) * binomial(2 * n - 2 * m, n);
      coefficients[n - 2 * m] = rational(m % 2 === 0 ? c : -c, 2n ** BigInt(n));
    }
    return coefficients;
  },
  squaredNorm: (n) => rational(1n, BigInt(2 * n + 1)),
  distribution: uniform(),
};

/** P_n over K: coefficients of 1, x, …, x^n. `legendre(QQ, 2)` is −1/2, 0, 3/2. */
export const legendre = <T>(K: Ring<T>, n: number): readonly T[] => basisPolynomial(K, legendreBasis, n);

export const basisType: OrthogonalBasisType = { examples: [legendreBasis] };

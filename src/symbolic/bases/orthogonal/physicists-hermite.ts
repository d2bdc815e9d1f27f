/** The physicists' Hermite polynomials H_n: 1, 2x, 4x² − 2, 8x³ − 12x, … */
import { type Rational, rational } from '../../../base/rational.ts';
import { factorial } from '../../combinatorics.ts';
import { normal } from '../../distributions/normal.ts';
import type { OrthogonalBasis, OrthogonalBasisType } from '../../polynomial-basis.ts';
import type { Ring } from '../../ring.ts';
import { basisPolynomial } from '../series.ts';

/**
 * H_{n+1} = 2x H_n − 2n H_{n−1}; H_n = Σ_m (−1)^m n!/(m! (n−2m)!) (2x)^{n−2m}; H_n' = 2n H_{n−1}; E[H_m H_n] = 2^n n! δ_mn
 * under N(0, 1/2), the law with density e^{−x²}/√π. H_n(x) = 2^{n/2} He_n(√2 x). [Abramowitz and Stegun 22.3.10, 22.7.13]
 */
export const physicistsHermiteBasis: OrthogonalBasis = {
  name: 'H',
  recurrence: (n) => ({ slope: rational(2n), shift: rational(0n), previous: rational(BigInt(2 * n)) }),
  explicit(n) {
    const coefficients = new Array<Rational>(n + 1).fill(rational(0n));
    let c = 1n;
    for (let m = 0; 2 * m <= n; m++) {
      coefficients[n - 2 * m] = rational(c * 2n ** BigInt(n - 2 * m));
      c = (-c * BigInt((n - 2 * m) * (n - 2 * m - 1))) / BigInt(m + 1);
    }
    return coefficients;
  },
  squaredNorm: (n) => rational(2n ** BigInt(n) * factorial(n)),
  distribution: normal(0, '1/2'),
};

/** H_n over K: coefficients of 1, x, …, x^n. `physicistsHermite(ZZ, 3)` is 0, −12, 0, 8. */
export const physicistsHermite = <T>(K: Ring<T>, n: number): readonly T[] =>
  basisPolynomial(K, physicistsHermiteBasis, n);

export const basisType: OrthogonalBasisType = { examples: [physicistsHermiteBasis] };

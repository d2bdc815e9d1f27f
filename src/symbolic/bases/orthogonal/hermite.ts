/** The probabilists' Hermite polynomials He_n: 1, x, x² − 1, x³ − 3x, … */
import { type Rational, rational } from '../../../base/rational.ts';
import { factorial } from '../../combinatorics.ts';
import { normal } from '../../distributions/normal.ts';
import type { OrthogonalBasis, OrthogonalBasisType } from '../../polynomial-basis.ts';
import type { Ring } from '../../ring.ts';
import { basisPolynomial } from '../series.ts';

/**
 * He_{n+1} = x He_n − n He_{n−1}; He_n = Σ_m (−1)^m n!/(2^m m! (n−2m)!) x^{n−2m}; He_n' = n He_{n−1};
 * E[He_m He_n] = n! δ_mn under N(0, 1). Normalised: h_n = He_n/√n!. [Abramowitz and Stegun 22.3.11, 22.7.14]
 */
export const hermiteBasis: OrthogonalBasis = {
  name: 'He',
  recurrence: (n) => ({ slope: rational(1n), shift: rational(0n), previous: rational(BigInt(n)) }),
  explicit(n) {
    const coefficients = new Array<Rational>(n + 1).fill(rational(0n));
    let c = 1n;
    for (let m = 0; 2 * m <= n; m++) {
      coefficients[n - 2 * m] = rational(c);
      c = (-c * BigInt((n - 2 * m) * (n - 2 * m - 1))) / BigInt(2 * (m + 1));
    }
    return coefficients;
  },
  squaredNorm: (n) => rational(factorial(n)),
  distribution: normal(),
};

/** He_n over K: coefficients of 1, x, …, x^n. `hermite(ZZ, 3)` is 0, −3, 0, 1. */
export const hermite = <T>(K: Ring<T>, n: number): readonly T[] => basisPolynomial(K, hermiteBasis, n);

export const basisType: OrthogonalBasisType = { examples: [hermiteBasis] };

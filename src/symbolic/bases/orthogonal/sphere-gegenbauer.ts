/** Gegenbauer polynomials as zonal harmonics: P_k(⟨x, y⟩) for x, y on the unit sphere of R^d, with P_k(1) = 1. */
import { InputError } from '../../../base/errors.ts';
import { type Rational, rational } from '../../../base/rational.ts';
import { binomial, factorial } from '../../combinatorics.ts';
import { symmetricBeta } from '../../distributions/symmetric-beta.ts';
import type { OrthogonalBasis, OrthogonalBasisType } from '../../polynomial-basis.ts';
import type { Ring } from '../../ring.ts';
import { basisPolynomial } from '../series.ts';

/** Spherical harmonics of degree k on the unit sphere of R^d: N(d, k) = C(d+k−1, k) − C(d+k−3, k−2) of them are independent. */
export const sphericalHarmonicCount = (dimension: number, degree: number): bigint =>
  binomial(dimension + degree - 1, degree) - (degree < 2 ? 0n : binomial(dimension + degree - 3, degree - 2));

/**
 * (k+d−2) P_{k+1} = (2k+d−2) t P_k − k P_{k−1}; P_k = C_k^{(λ)}(t)/C_k^{(λ)}(1) with λ = (d−2)/2, explicitly (Rodrigues)
 * P_k = k! Γ((d−1)/2) Σ_m (−1/4)^m (1−t²)^m t^{k−2m}/(m! (k−2m)! Γ(m+(d−1)/2)); E[P_j P_k] = δ_jk/N(d, k) where t is one
 * coordinate of a uniform point of the sphere. d = 2 is Chebyshev, d = 3 Legendre. [Müller, Spherical Harmonics, LNM 17,
 * lemmas 4 and 10] Throws {@link InputError} unless d is an integer ≥ 2.
 */
export function sphereGegenbauerBasis(dimension: number): OrthogonalBasis {
  if (!Number.isSafeInteger(dimension) || dimension < 2)
    throw new InputError('sphereGegenbauer', `expected a dimension, an integer ≥ 2, got ${dimension}`);
  const d = dimension;
  return {
    name: `P^(${d})`,
    recurrence: (k) =>
      k === 0
        ? { slope: rational(1n), shift: rational(0n), previous: rational(0n) }
        : {
            slope: rational(BigInt(2 * k + d - 2), BigInt(k + d - 2)),
            shift: rational(0n),
            previous: rational(BigInt(k), BigInt(k + d - 2)),
          },
    explicit(k) {
      const coefficients = new Array<Rational>(k + 1).fill(rational(0n));
      // With Γ(m + (d−1)/2)/Γ((d−1)/2) = (d−1)(d+1)…(d+2m−3)/2^m.
      let rising = 1n;
      for (let m = 0; 2 * m <= k; m++) {
        const sign = m % 2 === 0 ? 1n : -1n;
        const c = rational(sign * factorial(k), 2n ** BigInt(m) * factorial(m) * factorial(k - 2 * m) * rising);
        for (let i = 0; i <= m; i++) {
          const { numerator, denominator } = coefficients[k - 2 * m + 2 * i]!;
          const term = c.numerator * binomial(m, i) * (i % 2 === 0 ? 1n : -1n);
          coefficients[k - 2 * m + 2 * i] = rational(
            numerator * c.denominator + term * denominator,
            denominator * c.denominator,
          );
        }
        rising *= BigInt(d - 1 + 2 * m);
      }
      return coefficients;
    },
    squaredNorm: (k) => rational(1n, sphericalHarmonicCount(d, k)),
    distribution: symmetricBeta(rational(BigInt(d - 2), 2n)),
  };
}

/** P_k for the sphere of R^dimension over K: coefficients of 1, t, …, t^k. `sphereGegenbauer(QQ, 2, 4)` is −1/3, 0, 4/3. */
export const sphereGegenbauer = <T>(K: Ring<T>, k: number, dimension: number): readonly T[] =>
  basisPolynomial(K, sphereGegenbauerBasis(dimension), k);

export const basisType: OrthogonalBasisType = {
  examples: [sphereGegenbauerBasis(2), sphereGegenbauerBasis(3), sphereGegenbauerBasis(7)],
};

/** The Gegenbauer polynomials C_n^{(λ)}: 1, 2λx, 2λ(λ+1)x² − λ, … */
import { type Coefficient, exactValue } from '../../../base/coefficient.ts';
import { InputError } from '../../../base/errors.ts';
import { formatRational, type Rational, rational } from '../../../base/rational.ts';
import { factorial } from '../../combinatorics.ts';
import { symmetricBeta } from '../../distributions/symmetric-beta.ts';
import type { OrthogonalBasis, OrthogonalBasisType } from '../../polynomial-basis.ts';
import type { Ring } from '../../ring.ts';
import { QQ } from '../../rings/rationals.ts';
import { basisPolynomial } from '../series.ts';

/**
 * (n+1) C_{n+1} = 2(n+λ) x C_n − (n+2λ−1) C_{n−1}; C_n = Σ_m (−1)^m (λ)_{n−m}/(m! (n−2m)!) (2x)^{n−2m};
 * C_n^{(λ)}' = 2λ C_{n−1}^{(λ+1)}; E[C_m C_n] = λ (2λ)_n/((n+λ) n!) δ_mn under the law with density ∝ (1−x²)^{λ−1/2}.
 * [Abramowitz and Stegun 22.3.4, 22.7.3] Throws {@link InputError} unless λ > −1/2 and λ ≠ 0; λ → 0 is Chebyshev.
 */
export function gegenbauerBasis(lambda: Coefficient | Rational): OrthogonalBasis {
  const l = exactValue(lambda, 'gegenbauer: λ');
  if (l.numerator === 0n)
    throw new InputError(
      'gegenbauer: λ',
      'expected λ ≠ 0, where every C_n but C_0 vanishes',
      'Use Chebyshev polynomials',
    );
  const twice = QQ.add(l, l);
  const plus = (x: Rational, n: number): Rational => QQ.add(x, rational(BigInt(n)));
  const over = (c: Rational, n: bigint): Rational => rational(c.numerator, c.denominator * n);
  /** (x)_n = x (x+1) … (x+n−1). */
  const rising = (x: Rational, n: number): Rational => {
    let product = QQ.one;
    for (let i = 0; i < n; i++) product = QQ.mul(product, plus(x, i));
    return product;
  };
  return {
    name: `C^(${formatRational(l)})`,
    recurrence: (n) => ({
      slope: over(plus(twice, 2 * n), BigInt(n + 1)),
      shift: QQ.zero,
      previous: n === 0 ? QQ.zero : over(plus(twice, n - 1), BigInt(n + 1)),
    }),
    explicit(n) {
      const coefficients = new Array<Rational>(n + 1).fill(QQ.zero);
      for (let m = 0; 2 * m <= n; m++) {
        const power = rational((m % 2 === 0 ? 1n : -1n) * 2n ** BigInt(n - 2 * m), factorial(m) * factorial(n - 2 * m));
        coefficients[n - 2 * m] = QQ.mul(rising(l, n - m), power);
      }
      return coefficients;
    },
    squaredNorm(n) {
      const ratio = QQ.mul(l, rising(twice, n));
      const below = plus(l, n);
      return rational(ratio.numerator * below.denominator, ratio.denominator * below.numerator * factorial(n));
    },
    distribution: symmetricBeta(l),
  };
}

/** C_n^{(λ)} over K: coefficients of 1, x, …, x^n. `gegenbauer(ZZ, 2, 1)` is −1, 0, 4. */
export const gegenbauer = <T>(K: Ring<T>, n: number, lambda: Coefficient | Rational): readonly T[] =>
  basisPolynomial(K, gegenbauerBasis(lambda), n);

export const basisType: OrthogonalBasisType = {
  examples: [gegenbauerBasis(1), gegenbauerBasis('3/2'), gegenbauerBasis('-1/4')],
};

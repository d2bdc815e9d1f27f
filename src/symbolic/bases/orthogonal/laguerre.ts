/** The generalised Laguerre polynomials L_n^{(α)}: 1, α + 1 − x, … */
import { type Coefficient, exactValue } from '../../../base/coefficient.ts';
import { InputError } from '../../../base/errors.ts';
import { formatRational, type Rational, rational } from '../../../base/rational.ts';
import { factorial } from '../../combinatorics.ts';
import { gamma } from '../../distributions/gamma.ts';
import type { OrthogonalBasis, OrthogonalBasisType } from '../../polynomial-basis.ts';
import type { Ring } from '../../ring.ts';
import { QQ } from '../../rings/rationals.ts';
import { basisPolynomial } from '../series.ts';

/**
 * (n+1) L_{n+1} = (2n+1+α−x) L_n − (n+α) L_{n−1}; L_n = Σ_m (−1)^m C(n+α, n−m) x^m/m!; L_n^{(α)}' = −L_{n−1}^{(α+1)};
 * E[L_m L_n] = C(n+α, n) δ_mn under the gamma law of shape α + 1. [Abramowitz and Stegun 22.3.9, 22.7.12]
 * Throws {@link InputError} unless α > −1.
 */
export function laguerreBasis(alpha: Coefficient | Rational = 0): OrthogonalBasis {
  const a = exactValue(alpha, 'laguerre: α');
  if (a.numerator <= -a.denominator)
    throw new InputError('laguerre: α', `expected a number > -1, got ${formatRational(a)}`);
  const over = (c: Rational, n: number): Rational => rational(c.numerator, c.denominator * BigInt(n));
  const plus = (n: number): Rational => QQ.add(a, rational(BigInt(n)));
  /** C(α + n, k) = Π_{i<k} (α + n − i)/(i + 1). */
  const choose = (n: number, k: number): Rational => {
    let product = QQ.one;
    for (let i = 0; i < k; i++) product = QQ.mul(product, over(plus(n - i), i + 1));
    return product;
  };
  return {
    name: a.numerator === 0n ? 'L' : `L^(${formatRational(a)})`,
    recurrence: (n) => ({
      slope: rational(-1n, BigInt(n + 1)),
      shift: over(plus(2 * n + 1), n + 1),
      previous: n === 0 ? QQ.zero : over(plus(n), n + 1),
    }),
    explicit: (n) =>
      Array.from({ length: n + 1 }, (_, m) => QQ.mul(choose(n, n - m), rational(m % 2 === 0 ? 1n : -1n, factorial(m)))),
    squaredNorm: (n) => choose(n, n),
    distribution: gamma(plus(1)),
  };
}

/** L_n^{(α)} over K: coefficients of 1, x, …, x^n. `laguerre(QQ, 2)` is 1, −2, 1/2. */
export const laguerre = <T>(K: Ring<T>, n: number, alpha: Coefficient | Rational = 0): readonly T[] =>
  basisPolynomial(K, laguerreBasis(alpha), n);

export const basisType: OrthogonalBasisType = { examples: [laguerreBasis(), laguerreBasis('-1/2'), laguerreBasis(2)] };

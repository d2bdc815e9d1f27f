/** Polynomials in one variable as link functions. */
import { type Rational, rational } from '../../base/rational.ts';
import { hermiteBasis } from '../../symbolic/bases/orthogonal/hermite.ts';
import { fromMonomials } from '../../symbolic/bases/series.ts';
import { factorial } from '../../symbolic/combinatorics.ts';
import type { Polynomial } from '../../symbolic/polynomial.ts';
import { univariateCoefficients } from '../../symbolic/propagation/univariate.ts';
import { QQ } from '../../symbolic/rings/rationals.ts';
import type { LinkCoefficients } from './link-coefficients.ts';

/** A link with its coefficients of 1, x, x², … */
export interface PolynomialLink extends LinkCoefficients {
  readonly degree: number;
  readonly powers: readonly Rational[];
}

/**
 * The link of a polynomial: c_k = k! times its coefficient at He_k, exactly.
 * Throws {@link InputError} when several variables occur.
 */
export function polynomialLink(f: Polynomial): PolynomialLink {
  const powers = univariateCoefficients(f, 'link');
  const series = fromMonomials(QQ, hermiteBasis, powers);
  const parity = parityOf(powers);
  return {
    name: `${f}`,
    degree: powers.length === 0 ? -Infinity : powers.length - 1,
    powers,
    ...(parity === undefined ? {} : { parity }),
    ...(powers.length <= 1 ? { values: 1 } : {}),
    coefficient: (k) => ({
      kind: 'rational',
      value: QQ.mul(series[k] ?? QQ.zero, rational(factorial(k))),
      reason: k >= powers.length ? `beyond the degree, ${powers.length - 1}` : 'exact arithmetic',
    }),
  };
}

/** Whether only even, or only odd, powers occur; the zero polynomial is even. */
export function parityOf(powers: readonly Rational[]): 'even' | 'odd' | undefined {
  const occurs = (rest: number): boolean => powers.some(({ numerator }, k) => k % 2 === rest && numerator !== 0n);
  if (!occurs(1)) return 'even';
  return occurs(0) ? undefined : 'odd';
}

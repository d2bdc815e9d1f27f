import { exactValue } from '../../base/coefficient.ts';
import { lcm, type Rational } from '../../base/rational.ts';
import type { Ring } from '../ring.ts';
import { ZZ } from './integers.ts';
import { type PolynomialRing, polynomialRing, type SparsePolynomial } from './polynomial-ring.ts';

/** numerator / denominator, with an integer polynomial above; not reduced, so equal values may look different. */
export interface RationalPolynomial {
  readonly numerator: SparsePolynomial<bigint>;
  readonly denominator: bigint;
}

export interface RationalPolynomialRing extends Ring<RationalPolynomial> {
  readonly integral: PolynomialRing<bigint>;
  constant(c: Rational): RationalPolynomial;
  variable(i: number): RationalPolynomial;
}

/**
 * Q[x₀, …, x_{n−1}] with one common denominator for each polynomial: products and sums are then integer work, and
 * fractions are reduced once, at the end, instead of at every step.
 */
export function rationalPolynomialRing(variables: number): RationalPolynomialRing {
  const integral = polynomialRing(ZZ, variables);
  const over = (numerator: SparsePolynomial<bigint>, denominator: bigint): RationalPolynomial => ({
    numerator,
    denominator,
  });
  const constant = (c: Rational): RationalPolynomial => over(integral.constant(c.numerator), c.denominator);
  const scaled = (f: RationalPolynomial, denominator: bigint): SparsePolynomial<bigint> =>
    f.denominator === denominator ? f.numerator : integral.scale(denominator / f.denominator, f.numerator);
  const termCount = (f: RationalPolynomial): number => f.numerator.coefficients.length;
  return {
    name: `Q[x0, …, x${variables - 1}]`,
    integral,
    zero: over(integral.zero, 1n),
    one: over(integral.one, 1n),
    constant,
    variable: (i) => over(integral.variable(i), 1n),
    from: (c) => constant(exactValue(c)),
    add(f, g) {
      const denominator = lcm(f.denominator, g.denominator);
      return over(integral.add(scaled(f, denominator), scaled(g, denominator)), denominator);
    },
    mul: (f, g) => over(integral.mul(f.numerator, g.numerator), f.denominator * g.denominator),
    sumOfProducts(fs, gs) {
      const terms = fs.flatMap((f, k) => (termCount(f) > 0 && termCount(gs[k]!) > 0 ? [{ f, g: gs[k]! }] : []));
      const denominator = terms.reduce((common, { f, g }) => lcm(common, f.denominator * g.denominator), 1n);
      // The shorter factor of each product carries what is missing from the common denominator.
      const factors = terms.map(({ f, g }) => (termCount(f) <= termCount(g) ? [f, g] : [g, f])) as [
        RationalPolynomial,
        RationalPolynomial,
      ][];
      const sum = integral.sumOfProducts!(
        factors.map(([f, g]) => scaled(f, denominator / g.denominator)),
        factors.map(([, g]) => g.numerator),
      );
      return over(sum, denominator);
    },
    equal: (f, g) => integral.equal(scaled(f, f.denominator * g.denominator), scaled(g, f.denominator * g.denominator)),
  };
}

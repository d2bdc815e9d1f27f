/** Polynomials over Q as integer polynomials over a denominator, in a ring whose terms can be worked on one at a time. */
import { factorsOf } from './monomials.ts';
import { canonical, type Polynomial } from './polynomial.ts';
import { ZZ } from './rings/integers.ts';
import { type PolynomialRing, polynomialRing, type SparsePolynomial } from './rings/polynomial-ring.ts';

export interface IntegerPolynomials {
  readonly ring: PolynomialRing<bigint>;
  /** The numerators of f, whose variables are among those of the ring; its denominator is f's. */
  lift(f: Polynomial): SparsePolynomial<bigint>;
  lower(numerator: SparsePolynomial<bigint>, denominator: bigint): Polynomial;
}

export function integerPolynomials(variables: readonly string[]): IntegerPolynomials {
  const ring = polynomialRing(ZZ, variables.length);
  const index = new Map(variables.map((name, i) => [name, i]));
  return {
    ring,
    lift(f) {
      const position = f.variables.map((name) => index.get(name)!);
      return ring.fromTerms(
        f.numerators.map((numerator, t): [number, bigint] => {
          const factors = factorsOf(f.monomials, t).map(([v, exponent]): [number, number] => [position[v]!, exponent]);
          return [ring.table.number(factors.sort(([u], [v]) => u - v)), numerator];
        }),
      );
    },
    lower: ({ monomials, coefficients }, denominator) =>
      canonical(
        variables,
        coefficients.map((numerator, t) => ({ factors: ring.table.factors(monomials[t]!), numerator })),
        denominator,
      ),
  };
}

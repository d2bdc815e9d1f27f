/** Polynomials of possibly different variables as elements of one ring, and back. */

import { factorsOf } from '../monomials.ts';
import type { Polynomial } from '../polynomial.ts';
import { canonical } from '../polynomial.ts';
import {
  type RationalPolynomial,
  type RationalPolynomialRing,
  rationalPolynomialRing,
} from '../rings/rational-polynomial-ring.ts';

export interface CommonRing {
  readonly variables: readonly string[];
  readonly ring: RationalPolynomialRing;
  lift(f: Polynomial): RationalPolynomial;
  lower(f: RationalPolynomial): Polynomial;
}

/** The ring over the union of the variables, those of the first polynomial first. */
export function commonRing(polynomials: readonly Polynomial[]): CommonRing {
  return ringOver(unionOfVariables(polynomials));
}

export const unionOfVariables = (polynomials: readonly Polynomial[]): readonly string[] => [
  ...new Set(polynomials.flatMap(({ variables }) => variables)),
];

export function ringOver(variables: readonly string[]): CommonRing {
  const ring = rationalPolynomialRing(variables.length);
  const { table } = ring.integral;
  const index = new Map(variables.map((name, i) => [name, i]));
  return {
    variables,
    ring,
    lift(f) {
      const position = f.variables.map((name) => index.get(name)!);
      const inOrder = position.every((p, i) => i === 0 || position[i - 1]! < p);
      const terms = f.numerators.map((numerator, t): [number, bigint] => {
        const factors = factorsOf(f.monomials, t).map(([variable, exponent]): [number, number] => [
          position[variable]!,
          exponent,
        ]);
        return [table.number(inOrder ? factors : factors.sort(([u], [v]) => u - v)), numerator];
      });
      return { numerator: ring.integral.fromTerms(terms), denominator: f.denominator };
    },
    lower({ numerator, denominator }) {
      const terms = Array.from(numerator.monomials, (monomial, t) => ({
        factors: table.factors(monomial),
        numerator: numerator.coefficients[t]!,
      }));
      return canonical(variables, terms, denominator);
    },
  };
}

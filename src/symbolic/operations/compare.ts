/** Equality, and where two polynomials differ. */
import type { Rational } from '../../base/rational.ts';
import { type Factor, factorsOf } from '../monomials.ts';
import type { Polynomial } from '../polynomial.ts';
import { subtract } from './arithmetic.ts';
import { inVariables, unionOfVariables } from './common-ring.ts';

/** Whether two polynomials are the same function of the variables by name; exact. */
export function equal(f: Polynomial, g: Polynomial): boolean {
  return subtract(f, g).length === 0;
}

export interface Difference {
  readonly factors: readonly Factor[];
  /** The coefficients of that monomial in f and in g. */
  readonly left: Rational;
  readonly right: Rational;
}

/** The monomials at which f and g have different coefficients, by f's variables; highest first, at most `most`. */
export function differences(f: Polynomial, g: Polynomial, most = 10): readonly Difference[] {
  const key = (factors: readonly Factor[]): string => factors.join(';');
  const coefficients = (h: Polynomial): Map<string, Rational> =>
    new Map(h.numerators.map((_, t) => [key(factorsOf(h.monomials, t)), h.coefficient(t)]));
  const difference = subtract(f, g);
  const [left, right] = [coefficients(f), coefficients(inVariables(g, unionOfVariables([f, g])))];
  const zero: Rational = { numerator: 0n, denominator: 1n };
  return Array.from({ length: Math.min(most, difference.length) }, (_, t) => {
    const factors = factorsOf(difference.monomials, t);
    return { factors, left: left.get(key(factors)) ?? zero, right: right.get(key(factors)) ?? zero };
  });
}

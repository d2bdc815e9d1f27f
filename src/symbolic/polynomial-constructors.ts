/** `Polynomial` as users meet it: the class with its ways in. */
import type { Rational } from '../base/rational.ts';
import { parsePolynomial } from './interop/mathjs.ts';
import {
  constantPolynomial,
  Polynomial as PolynomialClass,
  polynomialFromTerms,
  type Term,
  variablePolynomial,
} from './polynomial.ts';

export interface PolynomialConstructors {
  /** `Polynomial.parse('3/7*x1^2 - x2')`: see {@link parsePolynomial}. */
  parse(text: string, variables?: readonly string[]): PolynomialClass;
  /** See {@link polynomialFromTerms}. */
  fromTerms(variables: readonly string[], terms: Iterable<Term>): PolynomialClass;
  /** The polynomial c in the given variables. */
  constant(variables: readonly string[], c: Rational): PolynomialClass;
  /** The polynomial x, one of the given variables. */
  variable(variables: readonly string[], name: string): PolynomialClass;
}

export type Polynomial = PolynomialClass;

export const Polynomial: typeof PolynomialClass & PolynomialConstructors = Object.assign(PolynomialClass, {
  parse: parsePolynomial,
  fromTerms: polynomialFromTerms,
  constant: constantPolynomial,
  variable: variablePolynomial,
});

import fc from 'fast-check';
import type { Factor } from '../../symbolic/monomials.ts';
import { type Polynomial, polynomialFromTerms } from '../../symbolic/polynomial.ts';
import { rationals } from './rationals.ts';

export interface PolynomialOptions {
  /** Names, or how many: 2 means x1 and x2. 3 when left out. */
  readonly variables?: number | readonly string[];
  /** The largest total degree; 4 when left out. */
  readonly maximumDegree?: number;
  /** The largest number of terms; 6 when left out. */
  readonly maximumTerms?: number;
}

/** Polynomials over Q, the zero polynomial and constants among them. Shrinks to fewer and lower terms. */
export function polynomials(options: PolynomialOptions = {}): fc.Arbitrary<Polynomial> {
  const { variables = 3, maximumDegree = 4, maximumTerms = 6 } = options;
  const names = typeof variables === 'number' ? Array.from({ length: variables }, (_, i) => `x${i + 1}`) : variables;
  const term = fc.record({ coefficient: rationals(), factors: monomials(names.length, maximumDegree) });
  return fc.array(term, { maxLength: maximumTerms, size: 'max' }).map((terms) => polynomialFromTerms(names, terms));
}

/** Monomials of total degree ≤ `maximumDegree` in n variables, as factors. */
export function monomials(n: number, maximumDegree: number): fc.Arbitrary<readonly Factor[]> {
  if (n === 0) return fc.constant([]);
  return fc.array(fc.nat(n - 1), { maxLength: maximumDegree, size: 'max' }).map(factorsFrom);
}

/** The monomial Π x_v over a list of variables that may repeat. */
export function factorsFrom(variables: readonly number[]): readonly Factor[] {
  const distinct = [...new Set(variables)].sort((u, v) => u - v);
  return distinct.map((variable) => [variable, variables.filter((v) => v === variable).length]);
}

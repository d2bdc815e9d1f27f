/** Helpers of the tests of polynomials: short ways to write one, and its terms in the form that golden files have. */
import { formatRational, parseRational } from '../../src/base/rational.ts';
import type { Factor } from '../../src/symbolic/monomials.ts';
import { type Polynomial, polynomialFromTerms } from '../../src/symbolic/polynomial.ts';

/** `["p/q", [[variable index, exponent], …]]`, as in the Polynomial format. */
export type JsonTerm = readonly [coefficient: string, factors: readonly Factor[]];

export const fromJson = (variables: readonly string[], terms: readonly JsonTerm[]): Polynomial =>
  polynomialFromTerms(
    variables,
    terms.map(([coefficient, factors]) => ({ coefficient: parseRational(coefficient), factors })),
  );

export const toJson = (f: Polynomial): JsonTerm[] =>
  [...f.terms()].map(({ coefficient, factors }) => [formatRational(coefficient), factors]);

/** `poly('x y', [3, 2, 0], ['-1/2', 0, 1])` is 3 x² − y/2: coefficient, then an exponent for each variable. */
export const poly = (variables: string, ...terms: readonly (readonly [number | string, ...number[]])[]): Polynomial =>
  fromJson(
    variables.split(' '),
    terms.map(
      ([c, ...exponents]): JsonTerm => [`${c}`, exponents.flatMap((e, v): Factor[] => (e > 0 ? [[v, e]] : []))],
    ),
  );

/** The explicit polynomial: what expansion gives, what every operation takes and returns, what files hold. */
import { InputError } from '../base/errors.ts';
import { absolute, gcd, type Rational, rational } from '../base/rational.ts';
import { reduction } from '../base/reduction.ts';
import {
  degreeOfFactors,
  type Factor,
  factorsOf,
  gradedReverseLex,
  type Monomials,
  monomialsFrom,
} from './monomials.ts';
import { latexOf } from './printing/latex.ts';
import { displayInNotebooks } from './printing/notebook.ts';
import { textOf } from './printing/text.ts';
import { explicitTerms, reduceTerms, type TermList } from './term-list.ts';

/** A term: its coefficient, and its factors x_variable^exponent by rising variable, exponents > 0. */
export interface Term {
  readonly coefficient: Rational;
  readonly factors: readonly Factor[];
}

/**
 * A polynomial over Q in named variables: (1/denominator) Σ_t numerators[t] · monomials[t].
 *
 * Canonical: monomials in graded reverse lexicographic order, highest first, none twice; no numerator zero; denominator
 * positive and without a factor common to all numerators. So equal polynomials in the same variables have equal fields.
 * Nothing changes a polynomial; operations are functions that return another.
 */
export class Polynomial {
  readonly variables: readonly string[];
  readonly #terms: TermList;
  #monomials: Monomials | undefined;
  #reduced: ReturnType<typeof reduceTerms> | undefined;
  #lowestTerms: ReturnType<typeof reduction> | undefined;

  /** For functions of this folder, which give terms in canonical order; others use {@link polynomialFromTerms} or `parsePolynomial`. */
  constructor(variables: readonly string[], terms: TermList) {
    this.variables = variables;
    this.#terms = terms;
  }

  /** The number of terms; 0 for the zero polynomial. */
  get length(): number {
    return this.#terms.length;
  }

  get monomials(): Monomials {
    this.#monomials ??= this.#terms.monomials();
    return this.#monomials;
  }

  get numerators(): readonly bigint[] {
    this.#reduced ??= reduceTerms(this.#terms);
    return this.#reduced.numerators;
  }

  get denominator(): bigint {
    this.#reduced ??= reduceTerms(this.#terms);
    return this.#reduced.denominator;
  }

  /** Where the terms are kept; its numerators and denominator may have a common factor. */
  get termList(): TermList {
    return this.#terms;
  }

  /** The coefficient of term t, in lowest terms. */
  coefficient(t: number): Rational {
    this.#lowestTerms ??= reduction(this.#terms.denominator);
    return this.#lowestTerms(this.#terms.numerator(t));
  }

  /** The same terms in variables of other names. */
  withVariables(variables: readonly string[]): Polynomial {
    return new Polynomial(variables, this.#terms);
  }

  /** The terms, highest first. */
  *terms(): Generator<Term> {
    for (let t = 0; t < this.length; t++)
      yield { coefficient: this.coefficient(t), factors: factorsOf(this.monomials, t) };
  }

  /** All of it, as text that `parsePolynomial` reads back. */
  toString(): string {
    return textOf(this);
  }
}

// As mathematics, long ones cut with a count of what is hidden.
displayInNotebooks(Polynomial, (f) => ({
  'text/latex': `$\\displaystyle ${latexOf(f, { terms: 30, digits: 6 })}$`,
  'text/plain': textOf(f, { terms: 30 }),
}));

/**
 * The polynomial Σ coefficient · monomial from terms in any order; repeated monomials are added up, zeros dropped.
 * Throws {@link InputError} on a variable index or exponent out of range, and on a variable twice in one term.
 */
export function polynomialFromTerms(variables: readonly string[], terms: Iterable<Term>): Polynomial {
  const list = [...terms];
  const common = commonDenominator(list.map(({ coefficient }) => coefficient.denominator));
  const sums = new Map<string, { factors: readonly Factor[]; numerator: bigint }>();
  for (const { coefficient, factors } of list) {
    checkFactors(factors, variables.length);
    const sorted = factors.filter(([, exponent]) => exponent > 0).sort(([u], [v]) => u - v);
    const name = sorted.join(';');
    const numerator = coefficient.numerator * (common / coefficient.denominator) + (sums.get(name)?.numerator ?? 0n);
    sums.set(name, { factors: sorted, numerator });
  }
  return canonical(variables, [...sums.values()], common);
}

function checkFactors(factors: readonly Factor[], variables: number): void {
  factors.forEach(([variable, exponent], i) => {
    if (!(Number.isInteger(variable) && variable >= 0 && variable < variables))
      throw new InputError('polynomial', `expected variable indices below ${variables}, got ${variable}`);
    if (!(Number.isInteger(exponent) && exponent >= 0 && exponent <= LARGEST_EXPONENT))
      throw new InputError('polynomial', `expected exponents from 0 to ${LARGEST_EXPONENT}, got ${exponent}`);
    if (factors.findIndex(([other]) => other === variable) !== i)
      throw new InputError('polynomial', `the variable ${variable} occurs twice in a term`);
  });
}

const LARGEST_EXPONENT = 0xffff;

/** Sorts and drops zeros; for monomials that are distinct. */
export function canonical(
  variables: readonly string[],
  terms: readonly { readonly factors: readonly Factor[]; readonly numerator: bigint }[],
  denominator: bigint,
): Polynomial {
  const sorted = terms
    .filter(({ numerator }) => numerator !== 0n)
    .map(({ factors, numerator }) => ({ factors, numerator, degree: degreeOfFactors(factors) }))
    .sort((a, b) => b.degree - a.degree || gradedReverseLex(a.factors, b.factors));
  const monomials = monomialsFrom(sorted.map(({ factors }) => factors));
  return new Polynomial(
    variables,
    explicitTerms(
      monomials,
      sorted.map(({ numerator }) => numerator),
      denominator,
    ),
  );
}

function commonDenominator(denominators: readonly bigint[]): bigint {
  let common = 1n;
  for (const d of new Set(denominators)) common = (common / gcd(common, d)) * absolute(d);
  return common;
}

/** The polynomial c in the given variables. */
export const constantPolynomial = (variables: readonly string[], c: Rational): Polynomial =>
  polynomialFromTerms(variables, [{ coefficient: c, factors: [] }]);

/** The polynomial x_i. Throws {@link InputError} when there is no such variable. */
export function variablePolynomial(variables: readonly string[], name: string): Polynomial {
  return polynomialFromTerms(variables, [
    { coefficient: rational(1n), factors: [[variableIndex(variables, name), 1]] },
  ]);
}

/** The index of a variable. Throws {@link InputError} listing the variables when there is none of that name. */
export function variableIndex(variables: readonly string[], name: string): number {
  const index = variables.indexOf(name);
  if (index < 0)
    throw new InputError(
      'variable',
      `there is no variable '${name}'`,
      `The variables are ${variables.slice(0, 20).join(', ')}${variables.length > 20 ? ', …' : ''}`,
    );
  return index;
}

/** The total degree; −∞ for the zero polynomial. */
export const degree = (f: Polynomial): number =>
  f.length === 0 ? -Infinity : degreeOfFactors(factorsOf(f.monomials, 0));

/**
 * nerdamer at the edges, for what it solves, factors and integrates. Its own arithmetic is not trusted: what goes over is
 * read back and compared. The library is loaded when one of these functions is first called.
 */
import { InputError, TooLargeError } from '../../base/errors.ts';
import { equal } from '../operations/compare.ts';
import type { Polynomial } from '../polynomial.ts';
import { identifiers } from '../printing/names.ts';
import { textOf } from '../printing/text.ts';
import { parsePolynomial } from './mathjs.ts';

/** What is used of a nerdamer expression. */
export interface NerdamerExpression {
  text(option?: 'fractions'): string;
  toTeX(): string;
}

const MAXIMUM_TERMS = 300;
const CONSTANTS = new Set(['e', 'i', 'pi']);

/**
 * A polynomial as a nerdamer expression, its coefficients as fractions.
 * Throws {@link TooLargeError} beyond 300 terms, which it would take minutes to read, and {@link InputError} when
 * nerdamer changed the value (it rounds some small coefficients away) or a variable is called e, i or pi.
 */
export async function toNerdamer(f: Polynomial): Promise<NerdamerExpression> {
  if (f.length > MAXIMUM_TERMS)
    throw new TooLargeError(
      'nerdamer',
      `expected at most ${MAXIMUM_TERMS} terms, got ${f.length}`,
      'Take a part of it, such as homogeneousPart(f, 2)',
    );
  const taken = identifiers(f.variables).find((name) => CONSTANTS.has(name));
  if (taken !== undefined)
    throw new InputError('nerdamer', `takes the variable '${taken}' for a constant`, 'Rename it');
  const { default: nerdamer } = await import('nerdamer');
  const expression = nerdamer(textOf(f)) as unknown as NerdamerExpression;
  const names = identifiers(f.variables);
  const readBack = fromNerdamer(expression, names).withVariables(f.variables);
  if (!equal(readBack, f))
    throw new InputError(
      'nerdamer',
      `changed the polynomial: it reads ${textOf(f, { terms: 5 })} as ${textOf(readBack, { terms: 5 })}`,
      'Scale the coefficients that it rounds away',
    );
  return expression;
}

/** A nerdamer expression as a polynomial, by its text with fractions. Throws {@link InputError} when it is none. */
export const fromNerdamer = (expression: NerdamerExpression, variables?: readonly string[]): Polynomial =>
  parsePolynomial(expression.text('fractions'), variables);

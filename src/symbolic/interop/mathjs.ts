/** mathjs at the edges: its parser reads polynomials, and polynomials go back to its expression trees. */
import type { MathNode } from 'mathjs';
import mathjs from 'mathjs/lib/browser/math.js';
import { InputError, messageOf, TooLargeError } from '../../base/errors.ts';
import { fromRing } from '../expand-plain.ts';
import type { Polynomial } from '../polynomial.ts';
import { identifiers } from '../printing/names.ts';
import { textOf } from '../printing/text.ts';
import { rationalPolynomialRing } from '../rings/rational-polynomial-ring.ts';
import { supportOfVariable, supports } from '../rings/support.ts';
import { showCount } from '../size.ts';
import { readExpression, symbolsOf } from './expression.ts';

/** Decimals are read as decimals here: 0.1 in an expression is 1/10. */
const decimals = mathjs.create({ number: 'BigNumber' });
/** Integers become fractions here, so that evaluating the tree stays exact. */
const fractions = mathjs.create({ number: 'Fraction' });

const MAXIMUM_PRODUCTS = 2e8;

/**
 * Reads a polynomial in mathjs' syntax, exactly: `parsePolynomial('3/7*x1^2 - (x2 + 0.1)^3')`.
 * Its variables are those given, in that order; without, the symbols of the text in natural order (x2 before x10).
 * A variable with a name that is no identifier, such as 'petal width (cm)', is written petal_width_cm.
 * Throws {@link InputError} showing where the text cannot be read, which part is no polynomial, or which variable is unknown.
 */
export function parsePolynomial(text: string, variables?: readonly string[]): Polynomial {
  return fromMathjs(parseExpression(text), variables);
}

/** mathjs' tree of a text, its decimals exact. Throws {@link InputError} showing where the text cannot be read. */
export function parseExpression(text: string): MathNode {
  if (typeof text !== 'string')
    throw new InputError('expression', `expected text, got ${JSON.stringify(text) ?? text}`);
  if (text.trim() === '')
    throw new InputError('expression', 'it is empty', "Write a polynomial such as '3/7*x1^2 - x2'");
  try {
    return decimals.parse(text);
  } catch (error) {
    const { char } = error as { char?: number };
    const start = Math.max(0, (char ?? 1) - 31);
    const shown = `${start > 0 ? '…' : ''}${text.slice(start, start + 60)}${text.length > start + 60 ? '…' : ''}`;
    const pointer = char === undefined ? '' : `\n  ${shown}\n  ${' '.repeat(char - 1 - start + (start > 0 ? 1 : 0))}^`;
    throw new InputError('expression', `cannot be read: ${messageOf(error)}${pointer}`);
  }
}

/** A mathjs expression tree as a polynomial; see {@link parsePolynomial}. A double in the tree means that double, exactly. */
export function fromMathjs(expression: MathNode, variables: readonly string[] = freeSymbols(expression)): Polynomial {
  const ring = rationalPolynomialRing(variables.length);
  const byName = new Map([
    ...identifiers(variables).map((name, i) => [name, i] as const),
    ...variables.map((name, i) => [name, i] as const),
  ]);
  const index = (name: string): number => {
    const found = byName.get(name);
    if (found === undefined)
      throw new InputError(
        'expression',
        `there is no variable '${name}'`,
        `The variables are ${variables.join(', ') || 'none'}`,
      );
    return found;
  };
  let products = 0;
  readExpression(
    expression,
    supports((count) => {
      products += count;
    }),
    (name) => supportOfVariable(index(name)),
  );
  if (!(products <= MAXIMUM_PRODUCTS))
    throw new TooLargeError(
      'expression',
      `expanding it takes up to ${showCount(products)} products, over the limit of ${showCount(MAXIMUM_PRODUCTS)}`,
      'Use lower powers or fewer variables',
    );
  return fromRing(
    readExpression(expression, ring, (name) => ring.variable(index(name))),
    ring.integral.table,
    variables,
  );
}

/** What mathjs takes for numbers: not rational, so not read as numbers here, and variables only where they are named as such. */
const CONSTANTS = new Set(
  'e E i pi PI tau phi LN2 LN10 LOG2E LOG10E SQRT1_2 SQRT2 Infinity NaN true false null undefined'.split(' '),
);

function freeSymbols(expression: MathNode): readonly string[] {
  const names = symbolsOf(expression);
  const constant = names.find((name) => CONSTANTS.has(name));
  if (constant === undefined) return names;
  throw new InputError(
    'expression',
    `'${constant}' is a constant that is not rational`,
    'If it is meant as a variable, give the list of variables',
  );
}

/** A polynomial as a mathjs expression tree, its coefficients exact fractions; names that are no identifiers are cleaned. */
export const toMathjs = (f: Polynomial): MathNode => fractions.parse(textOf(f));

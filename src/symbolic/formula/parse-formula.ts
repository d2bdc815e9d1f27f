/** Formulas in mathjs' syntax. */
import type { ConstantNode, FunctionNode, MathNode, OperatorNode, ParenthesisNode, SymbolNode } from 'mathjs';
import { InputError } from '../../base/errors.ts';
import { parseRational, type Rational, rational } from '../../base/rational.ts';
import { suggestion } from '../../network/suggestion.ts';
import { parseExpression } from '../interop/mathjs.ts';
import {
  call,
  difference,
  type Formula,
  negative,
  PI,
  powerOf,
  product,
  quotient,
  rationalFormula,
  sum,
  VARIABLE,
} from './formula.ts';
import { exponential } from './functions/exp.ts';
import { logarithm } from './functions/log.ts';
import { functionDefinitions } from './functions.generated.ts';

const E: Formula = call(exponential, rationalFormula(1));
const CONSTANTS: ReadonlyMap<string, Formula> = new Map([
  ['pi', PI],
  ['PI', PI],
  ['tau', product(rationalFormula(2), PI)],
  ['e', E],
  ['E', E],
]);
const functions = new Map(
  functionDefinitions.flatMap((definition) => definition.names.map((name) => [name, definition])),
);

/** Long formulas are walked by recursion. */
const DEEPEST = 500;

/** The names of the functions that formulas may use. */
export const functionNames: readonly string[] = [...functions.keys()].sort();

/**
 * Reads a formula in one variable, exactly: `parseFormula('0.5x*(1 + erf(x/sqrt(2)))')`. Numbers are decimals as written,
 * the product sign may be left out, the constants are pi, tau and e, and the functions are {@link functionNames}. The
 * variable is x unless given. Throws {@link InputError} showing where the text cannot be read, or what in it is unknown.
 */
export function parseFormula(text: string, variable = 'x'): Formula {
  const tree = parseExpression(text);
  const at = (name: string): string => {
    const found = new RegExp(`(?<![A-Za-z0-9_])${name.replace(/[^A-Za-z0-9_]/g, '\\$&')}(?![A-Za-z0-9_])`).exec(text);
    if (found === null) return '';
    const start = Math.max(0, found.index - 30);
    const shown = `${start > 0 ? '…' : ''}${text.slice(start, start + 70)}`;
    return `\n  ${shown}\n  ${' '.repeat(found.index - start + (start > 0 ? 1 : 0))}^`;
  };
  const refuse = (problem: string, name: string, remedy: string): InputError =>
    new InputError('formula', problem, `${remedy}${at(name)}`);

  const read = (node: MathNode, depth: number): Formula => {
    if (depth > DEEPEST)
      throw new InputError(
        'formula',
        `it is nested more than ${DEEPEST} deep`,
        'Write long polynomials with fewer terms',
      );
    switch (node.type) {
      case 'ConstantNode':
        return rationalFormula(constantValue(node as ConstantNode, text));
      case 'SymbolNode':
        return symbol((node as SymbolNode).name);
      case 'ParenthesisNode':
        return read((node as ParenthesisNode).content, depth + 1);
      case 'OperatorNode':
        return operator(node as OperatorNode, depth + 1);
      case 'FunctionNode':
        return application(node as FunctionNode, depth + 1);
      default:
        throw new InputError(
          'formula',
          `'${node.toString()}' is no part of a formula`,
          'Use numbers, x, + - * / ^ and functions',
        );
    }
  };
  const symbol = (name: string): Formula => {
    if (name === variable) return VARIABLE;
    const constant = CONSTANTS.get(name);
    if (constant !== undefined) return constant;
    if (functions.has(name)) throw refuse(`the function '${name}' has no argument`, name, `Write ${name}(${variable})`);
    throw refuse(
      `there is no variable or constant '${name}'`,
      name,
      `${suggestion(name, [variable, ...CONSTANTS.keys()])}The variable is ${variable}; the constants are pi, tau and e`,
    );
  };
  const operator = (node: OperatorNode, depth: number): Formula => {
    const args = node.args.map((argument) => read(argument, depth));
    const [left, right] = args as [Formula, Formula];
    switch (node.fn as string) {
      case 'add':
        return sum(left, right);
      case 'subtract':
        return difference(left, right);
      case 'multiply':
        return product(left, right);
      case 'divide':
        return divided(left, right);
      case 'unaryMinus':
        return negative(left);
      case 'unaryPlus':
        return left;
      case 'pow':
        return power(left, right);
      default:
        throw refuse(`the operation '${node.op}' is not known here`, node.op, 'The operations are + - * / ^');
    }
  };
  const application = (node: FunctionNode, depth: number): Formula => {
    const name = node.fn.type === 'SymbolNode' ? (node.fn as unknown as SymbolNode).name : node.fn.toString();
    // mathjs reads x(x + 1) as a function x; it is meant as a product.
    if ((name === variable || CONSTANTS.has(name)) && node.args.length === 1)
      return product(symbol(name), read(node.args[0]!, depth));
    const args = node.args.map((argument) => read(argument, depth));
    if (name === 'pow' && args.length === 2) return power(args[0]!, args[1]!);
    const definition = functions.get(name);
    if (definition === undefined)
      throw refuse(
        `there is no function '${name}'`,
        name,
        `${suggestion(name, functionNames)}The functions are ${functionNames.join(', ')}`,
      );
    const [least, most] = definition.arguments ?? [1, 1];
    if (args.length < least || args.length > most)
      throw refuse(
        `${name} expects ${least === most ? `${least} argument${least === 1 ? '' : 's'}` : `${least} to ${most} arguments`}, got ${args.length}`,
        name,
        `${name}: ${definition.meaning}`,
      );
    return definition.build(args);
  };
  const divided = (left: Formula, right: Formula): Formula => {
    if (right.kind === 'rational' && right.value.numerator === 0n)
      throw refuse('it divides by zero', '/', 'Give a divisor that is not 0');
    return quotient(left, right);
  };
  const power = (base: Formula, exponent: Formula): Formula => {
    if (exponent.kind === 'rational') {
      if (base.kind === 'rational' && base.value.numerator === 0n && exponent.value.numerator < 0n)
        throw refuse('it divides by zero', '^', 'Give a base that is not 0');
      if (exponent.value.denominator === 1n && largeExponent(exponent.value))
        throw refuse(`the exponent ${exponent.value.numerator} is over ${LARGEST_EXPONENT}`, '^', 'Use a lower power');
      return powerOf(base, exponent.value);
    }
    return base === E ? call(exponential, exponent) : call(exponential, product(exponent, call(logarithm, base)));
  };
  return read(tree, 0);
}

const LARGEST_EXPONENT = 1000n;
const largeExponent = ({ numerator }: Rational): boolean =>
  numerator > LARGEST_EXPONENT || numerator < -LARGEST_EXPONENT;

function constantValue(node: ConstantNode, text: string): Rational {
  const value = node.value as unknown;
  if (typeof value === 'object' && value !== null) {
    const written = String(value);
    if (/^-?[\d.]+(e[+-]?\d+)?$/i.test(written)) return parseRational(written, 'formula');
  }
  if (typeof value === 'number' && Number.isSafeInteger(value)) return rational(BigInt(value));
  throw new InputError(
    'formula',
    `'${node.toString()}' is no number that can be used in '${text}'`,
    'Write decimals or fractions',
  );
}

/** Links f(z) = Σ_k α_k z^k by their Taylor coefficients at 0, exactly. */
import type { ConstantNode, FunctionNode, MathNode, OperatorNode, ParenthesisNode, SymbolNode } from 'mathjs';
import mathjs from 'mathjs/lib/browser/math.js';
import { InputError, messageOf } from '../../base/errors.ts';
import { parseRational, type Rational, rational } from '../../base/rational.ts';
import * as series from './power-series.ts';

export interface AnalyticLink {
  readonly text: string;
  /** α_0, …, α_K. */
  readonly coefficients: readonly Rational[];
  /** Whether these are all: f is a polynomial, and α_k = 0 beyond. */
  readonly complete: boolean;
}

const decimals = mathjs.create({ number: 'BigNumber' });

/** Coefficients of a link that is no polynomial: enough for every exponent that samples can show. */
const ORDERS = 32;
const LARGEST_POWER = 200;
const CONSTANTS = new Set(['e', 'E', 'i', 'pi', 'PI', 'tau', 'phi', 'Infinity', 'NaN']);

type Read = { readonly polynomial: boolean; readonly values: series.Series };

/** Functions of a series, by their names in mathjs. */
const FUNCTIONS: Readonly<Record<string, (a: series.Series) => series.Series>> = {
  exp: series.exponentialOfSeries,
  expm1: (a) => {
    const y = series.exponentialOfSeries(a);
    return series.addSeries(y, series.constantSeries(rational(-1n), y.length));
  },
  log: series.logarithmOfSeries,
  log1p: (a) => series.logarithmOfSeries(series.addSeries(a, series.constantSeries(rational(1n), a.length))),
  sin: (a) => series.cosineAndSineOfSeries(a, -1)[1],
  cos: (a) => series.cosineAndSineOfSeries(a, -1)[0],
  tan: (a) => quotientOf(series.cosineAndSineOfSeries(a, -1)),
  sinh: (a) => series.cosineAndSineOfSeries(a, 1)[1],
  cosh: (a) => series.cosineAndSineOfSeries(a, 1)[0],
  tanh: (a) => quotientOf(series.cosineAndSineOfSeries(a, 1)),
  atan: (a) => {
    if (a[0]!.numerator !== 0n) throw new InputError('link', 'atan of a function that is not 0 at z = 0 is not read');
    const square = series.multiplySeries(a, a);
    const one = series.constantSeries(rational(1n), a.length);
    return series.integralOfSeries(
      series.divideSeries(series.derivativeOfSeries(a), series.addSeries(one, square).slice(0, -1)),
      rational(0n),
    );
  },
  sqrt: (a) => series.powerOfSeries(a, rational(1n, 2n)),
};

function quotientOf([c, s]: readonly [series.Series, series.Series]): series.Series {
  return series.divideSeries(s, c);
}

/**
 * Reads a link in mathjs' syntax: a polynomial of degree ≤ 200, or numbers, one variable, + − · / ^ and {@link FUNCTIONS} with
 * rational Taylor coefficients at 0, of which the first 32 are kept. Throws {@link InputError} on what is not analytic (abs, conj),
 * not rational, of several variables, or singular at 0.
 */
export function readAnalyticLink(text: string): AnalyticLink {
  if (text.trim() === '') throw new InputError('link', 'it is empty', "Write one such as 'z^3 - z'");
  let tree: MathNode;
  try {
    tree = decimals.parse(text);
  } catch (error) {
    throw new InputError('link', `'${text}' cannot be read: ${messageOf(error)}`);
  }
  checkVariables(tree);
  // Orders that divisions lose come on top; polynomials may have higher ones.
  const { polynomial, values } = read(tree, LARGEST_POWER + 1);
  const kept = polynomial ? values : values.slice(0, ORDERS);
  const last = kept.findLastIndex(({ numerator }) => numerator !== 0n);
  return { text, coefficients: polynomial ? kept.slice(0, Math.max(1, last + 1)) : kept, complete: polynomial };
}

function checkVariables(tree: MathNode): void {
  const names = new Set<string>();
  tree.traverse((node, path) => {
    if (node.type === 'SymbolNode' && path !== 'fn') names.add((node as SymbolNode).name);
  });
  const constant = [...names].find((name) => CONSTANTS.has(name));
  if (constant !== undefined)
    throw new InputError('link', `'${constant}' is not rational`, 'Give a link with rational coefficients');
  if (names.size > 1) throw new InputError('link', `expected one variable, got ${[...names].join(', ')}`);
}

function read(node: MathNode, length: number): Read {
  switch (node.type) {
    case 'ConstantNode':
      return {
        polynomial: true,
        values: series.constantSeries(parseRational(String((node as ConstantNode).value), 'link'), length),
      };
    case 'SymbolNode':
      return { polynomial: true, values: series.variableSeries(length) };
    case 'ParenthesisNode':
      return read((node as ParenthesisNode).content, length);
    case 'FunctionNode':
      return applied(node as FunctionNode, length);
    case 'OperatorNode':
      return operated(node as OperatorNode, length);
    default:
      throw unreadable(node);
  }
}

function applied(node: FunctionNode, length: number): Read {
  const name = node.fn.name;
  const f = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined;
  if (f === undefined || node.args.length !== 1)
    throw new InputError(
      'link',
      `'${node}' is not read`,
      `Functions of one argument that are: ${Object.keys(FUNCTIONS).join(', ')}`,
    );
  return { polynomial: false, values: f(short(read(node.args[0]!, length)).values) };
}

/** What is no polynomial is cut where it is kept, with some orders more for divisions. */
const short = ({ polynomial, values }: Read): Read => ({ polynomial, values: values.slice(0, 2 * ORDERS) });

function operated(node: OperatorNode, length: number): Read {
  const sides = node.args.map((side) => read(side, length));
  const [left, right] = sides as [Read, Read];
  const polynomial = sides.every((side) => side.polynomial);
  const { fn } = node as { fn: string };
  switch (fn) {
    case 'unaryMinus':
      return { polynomial, values: series.scaleSeries(rational(-1n), left.values) };
    case 'unaryPlus':
      return left;
    case 'add':
      return { polynomial, values: series.addSeries(left.values, right.values) };
    case 'subtract':
      return { polynomial, values: series.addSeries(left.values, series.scaleSeries(rational(-1n), right.values)) };
    case 'multiply':
      return product(left, right, node);
    case 'divide':
      return isConstant(right) && right.values[0]!.numerator !== 0n
        ? { polynomial: left.polynomial, values: series.scaleSeries(inverse(right.values[0]!), left.values) }
        : { polynomial: false, values: series.divideSeries(short(left).values, short(right).values) };
    case 'pow':
      return powered(left, right, node);
    default:
      throw unreadable(node);
  }
}

const isConstant = ({ polynomial, values }: Read): boolean =>
  polynomial && values.slice(1).every(({ numerator }) => numerator === 0n);

const inverse = ({ numerator, denominator }: Rational): Rational => rational(denominator, numerator);

const degree = ({ values }: Read): number => values.findLastIndex(({ numerator }) => numerator !== 0n);

function product(left: Read, right: Read, node: MathNode): Read {
  const polynomial = left.polynomial && right.polynomial;
  if (polynomial && degree(left) + degree(right) > LARGEST_POWER) throw tooHigh(node);
  return { polynomial, values: series.multiplySeries(left.values, right.values) };
}

function powered(base: Read, raised: Read, node: MathNode): Read {
  if (!isConstant(raised)) throw new InputError('link', `'${node}' has an exponent that is not a number`);
  const r = raised.values[0]!;
  if (r.denominator !== 1n) return { polynomial: false, values: series.powerOfSeries(short(base).values, r) };
  const size = r.numerator < 0n ? -r.numerator : r.numerator;
  if (size > BigInt(LARGEST_POWER)) throw tooHigh(node);
  let result: Read = { polynomial: true, values: series.constantSeries(rational(1n), base.values.length) };
  for (let i = 0n; i < size; i++) result = product(result, base, node);
  if (r.numerator >= 0n) return result;
  const { values } = short(result);
  return { polynomial: false, values: series.divideSeries(series.constantSeries(rational(1n), values.length), values) };
}

const tooHigh = (node: MathNode): InputError =>
  new InputError('link', `'${node}' has a degree over ${LARGEST_POWER}`, 'Use a lower one');

const unreadable = (node: MathNode): InputError => new InputError('link', `'${node}' is not part of a link`);

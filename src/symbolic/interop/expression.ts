/** mathjs' parse trees, read over any ring: over polynomials they are polynomials, over size bounds their size. */
import type { ConstantNode, MathNode, OperatorNode, ParenthesisNode, SymbolNode } from 'mathjs';
import { InputError } from '../../base/errors.ts';
import { formatRational, parseRational, type Rational, rational, rationalFromNumber } from '../../base/rational.ts';
import { power, type Ring, sumOfProducts } from '../ring.ts';
import { QQ } from '../rings/rationals.ts';

const LARGEST_EXPONENT = 0xffff;

/** The names of the symbols of an expression, in natural order: x2 before x10. */
export function symbolsOf(expression: MathNode): readonly string[] {
  const names = new Set<string>();
  // A stack of our own: a long sum is a tree as deep as it has terms.
  const pending: MathNode[] = [expression];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (node.type === 'SymbolNode') names.add((node as SymbolNode).name);
    node.forEach((child) => {
      pending.push(child);
    });
  }
  return [...names].sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
}

/**
 * The value of an expression built from numbers, variables, + − · and powers with integer exponents ≥ 0, and division by
 * numbers. Throws {@link InputError} quoting the part that is none of these.
 */
export function readExpression<T>(expression: MathNode, K: Ring<T>, variable: (name: string) => T): T {
  const read = (node: MathNode): T => {
    switch (node.type) {
      case 'ConstantNode':
        return K.from(formatRational(constantValue(node as ConstantNode)));
      case 'SymbolNode':
        return variable((node as SymbolNode).name);
      case 'ParenthesisNode':
        return read((node as ParenthesisNode).content);
      case 'OperatorNode':
        return operator(node as OperatorNode);
      default:
        throw unreadable(node, 'is not part of a polynomial');
    }
  };
  const operator = (node: OperatorNode): T => {
    const [left, right] = node.args as [MathNode, MathNode];
    const { fn } = node as { fn: string };
    switch (fn) {
      case 'add':
      case 'subtract':
      case 'unaryMinus':
      case 'unaryPlus': {
        const summands = flattenSum(node);
        return sumOfProducts(
          K,
          summands.map(({ sign }) => K.from(sign)),
          summands.map((summand) => read(summand.node)),
        );
      }
      case 'multiply':
        return flattenProduct(node)
          .map(read)
          .reduce((a, b) => K.mul(a, b));
      case 'divide':
        return K.mul(read(left), K.from(formatRational(inverse(right))));
      case 'pow':
        return isConstant(left) && isConstant(right)
          ? K.from(formatRational(constantPower(node)))
          : power(K, read(left), exponent(right));
      default:
        throw unreadable(node, `has the operation '${node.op}', which is not part of a polynomial`);
    }
  };
  return read(expression);
}

/** The summands of a chain of + and −, without recursion along the chain, which may be as long as a polynomial. */
function flattenSum(node: MathNode): readonly { sign: 1 | -1; node: MathNode }[] {
  const summands: { sign: 1 | -1; node: MathNode }[] = [];
  let sign: 1 | -1 = 1;
  let rest = node;
  for (;;) {
    const { fn, args } = rest as unknown as { fn?: string; args?: MathNode[] };
    if (rest.type !== 'OperatorNode' || args === undefined) break;
    if (fn === 'unaryMinus' || fn === 'unaryPlus') {
      sign = fn === 'unaryMinus' ? (-sign as 1 | -1) : sign;
      rest = args[0]!;
    } else if (fn === 'add' || fn === 'subtract') {
      summands.push({ sign: fn === 'add' ? sign : (-sign as 1 | -1), node: args[1]! });
      rest = args[0]!;
    } else break;
  }
  summands.push({ sign, node: rest });
  return summands.reverse();
}

function flattenProduct(node: MathNode): readonly MathNode[] {
  const factors: MathNode[] = [];
  let rest = node;
  for (;;) {
    const { fn, args } = rest as unknown as { fn?: string; args?: MathNode[] };
    if (rest.type !== 'OperatorNode' || fn !== 'multiply') break;
    factors.push(args![1]!);
    rest = args![0]!;
  }
  factors.push(rest);
  return factors.reverse();
}

/** A number of the tree, exactly: a double is that double; mathjs' decimals and fractions are what they say. */
function constantValue(node: ConstantNode): Rational {
  const value: unknown = node.value;
  if (typeof value === 'number') return rationalFromNumber(value);
  if (typeof value === 'bigint') return rational(value);
  if (typeof value === 'object' && value !== null) {
    const { n, d, s } = value as { n?: bigint; d?: bigint; s?: bigint };
    if (typeof n === 'bigint' && typeof d === 'bigint' && typeof s === 'bigint') return rational(s * n, d);
    return parseRational(String(value), 'expression');
  }
  throw unreadable(node, 'is not a number');
}

const isConstant = (node: MathNode): boolean => symbolsOf(node).length === 0;

const constantOf = (node: MathNode): Rational =>
  readExpression(node, QQ, (name) => {
    throw new InputError('expression', `expected a number, got '${name}'`);
  });

function inverse(node: MathNode): Rational {
  if (!isConstant(node)) throw unreadable(node, 'is divided by, but it is not a number');
  const { numerator, denominator } = constantOf(node);
  if (numerator === 0n) throw unreadable(node, 'is divided by, but it is zero');
  return rational(denominator, numerator);
}

function exponent(node: MathNode): number {
  const value = isConstant(node) ? constantOf(node) : undefined;
  if (value === undefined || value.denominator !== 1n || value.numerator < 0n)
    throw unreadable(node, 'is an exponent, but not an integer ≥ 0');
  if (value.numerator > BigInt(LARGEST_EXPONENT)) throw unreadable(node, `is an exponent over ${LARGEST_EXPONENT}`);
  return Number(value.numerator);
}

function constantPower(node: OperatorNode): Rational {
  const [base, raised] = (node.args as MathNode[]).map(constantOf) as [Rational, Rational];
  const { numerator: n, denominator } = raised;
  if (denominator !== 1n || n > BigInt(LARGEST_EXPONENT) || n < -BigInt(LARGEST_EXPONENT)) {
    throw unreadable(node, `has an exponent that is not an integer within ±${LARGEST_EXPONENT}`);
  }
  if (n < 0n && base.numerator === 0n) throw unreadable(node, 'divides by zero');
  const value = power(QQ, base, Math.abs(Number(n)));
  return n < 0n ? rational(value.denominator, value.numerator) : value;
}

function unreadable(node: MathNode, problem: string): InputError {
  const text = node.toString();
  return new InputError(
    'expression',
    `'${text.length > 60 ? `${text.slice(0, 60)}…` : text}' ${problem}`,
    'A polynomial is made of numbers, variables, + - *, division by numbers, and powers with integer exponents',
  );
}

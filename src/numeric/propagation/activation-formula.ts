/** Activations in floats from formulas: the value, and the derivative by the chain rule. */
import type { ConstantNode, FunctionNode, MathNode, OperatorNode, ParenthesisNode, SymbolNode } from 'mathjs';
import { InputError, messageOf } from '../../base/errors.ts';
import { suggestion } from '../../network/suggestion.ts';
import { erf } from './error-function.ts';

export interface FloatActivation {
  readonly name: string;
  f(x: number): number;
  df(x: number): number;
}

const gaussian = (x: number): number => Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI);
const normalCumulative = (x: number): number => 0.5 * (1 + erf(x / Math.SQRT2));
const logistic = (x: number): number => 1 / (1 + Math.exp(-x));

/** Functions of one variable with their derivatives; at a kink or jump the derivative is the mean of both sides. */
const FUNCTIONS: Readonly<Record<string, readonly [f: (x: number) => number, df: (x: number) => number]>> = {
  relu: [(x) => Math.max(x, 0), (x) => (Math.sign(x) + 1) / 2],
  abs: [Math.abs, Math.sign],
  sign: [Math.sign, () => 0],
  step: [(x) => (Math.sign(x) + 1) / 2, () => 0],
  exp: [Math.exp, Math.exp],
  log: [Math.log, (x) => 1 / x],
  sqrt: [Math.sqrt, (x) => 0.5 / Math.sqrt(x)],
  sin: [Math.sin, Math.cos],
  cos: [Math.cos, (x) => -Math.sin(x)],
  tanh: [Math.tanh, (x) => 1 - Math.tanh(x) ** 2],
  sinh: [Math.sinh, Math.cosh],
  cosh: [Math.cosh, Math.sinh],
  atan: [Math.atan, (x) => 1 / (1 + x * x)],
  erf: [erf, (x) => (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x)],
  sigmoid: [logistic, (x) => logistic(x) * logistic(-x)],
  softplus: [(x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))), logistic],
  gelu: [(x) => x * normalCumulative(x), (x) => normalCumulative(x) + x * gaussian(x)],
  silu: [(x) => x * logistic(x), (x) => logistic(x) + x * logistic(x) * logistic(-x)],
};

/** The functions that a formula may use, and that may stand alone. */
export const activationNames: readonly string[] = Object.keys(FUNCTIONS);

interface Dual {
  readonly f: number;
  readonly df: number;
}
type Evaluate = (x: number) => Dual;

/** One of {@link activationNames}. Throws {@link InputError} on another name. */
export function namedActivation(name: string): FloatActivation {
  if (!(name in FUNCTIONS))
    throw new InputError(
      'activation',
      `there is no function '${name}' here`,
      `${suggestion(name, activationNames)}The functions are ${activationNames.join(', ')}`,
    );
  const [f, df] = FUNCTIONS[name]!;
  return { name, f, df };
}

/**
 * An activation of one variable from mathjs' syntax: `x*sigmoid(x)`, `tanh(2x) + x^3/3`; the name of a function alone will do.
 * mathjs is loaded when a formula is first read. Rejects with {@link InputError} on what cannot be read, on more than one
 * variable, and on functions that are not known here.
 */
export async function activationFormula(text: string): Promise<FloatActivation> {
  const trimmed = text.trim();
  if (trimmed in FUNCTIONS) return namedActivation(trimmed);
  const { default: mathjs } = await import('mathjs/lib/browser/math.js');
  let tree: MathNode;
  try {
    tree = mathjs.create({}).parse(text);
  } catch (error) {
    throw new InputError('activation', `'${text}' cannot be read: ${messageOf(error)}`);
  }
  const variables = new Set<string>();
  const evaluate = read(tree, variables);
  if (variables.size > 1) throw new InputError('activation', `expected one variable, got ${[...variables].join(', ')}`);
  return { name: text, f: (x) => evaluate(x).f, df: (x) => evaluate(x).df };
}

const CONSTANTS: Readonly<Record<string, number>> = { pi: Math.PI, e: Math.E };

function read(node: MathNode, variables: Set<string>): Evaluate {
  switch (node.type) {
    case 'ConstantNode':
      return constant(Number((node as ConstantNode).value));
    case 'SymbolNode': {
      const { name } = node as SymbolNode;
      if (name in CONSTANTS) return constant(CONSTANTS[name]!);
      variables.add(name);
      return (x) => ({ f: x, df: 1 });
    }
    case 'ParenthesisNode':
      return read((node as ParenthesisNode).content, variables);
    case 'OperatorNode':
      return operator(
        node as OperatorNode,
        (node as OperatorNode).args.map((child) => read(child, variables)),
      );
    case 'FunctionNode':
      return application(node as FunctionNode, variables);
    default:
      throw unreadable(node);
  }
}

const constant = (c: number): Evaluate => {
  if (!Number.isFinite(c)) throw new InputError('activation', 'expected finite numbers');
  return () => ({ f: c, df: 0 });
};

function operator(node: OperatorNode, [left, right]: readonly Evaluate[]): Evaluate {
  const two =
    (rule: (a: Dual, b: Dual) => Dual): Evaluate =>
    (x) =>
      rule(left!(x), right!(x));
  switch (node.fn as string) {
    case 'add':
      return two((a, b) => ({ f: a.f + b.f, df: a.df + b.df }));
    case 'subtract':
      return two((a, b) => ({ f: a.f - b.f, df: a.df - b.df }));
    case 'multiply':
      return two((a, b) => ({ f: a.f * b.f, df: a.df * b.f + a.f * b.df }));
    case 'divide':
      return two((a, b) => ({ f: a.f / b.f, df: (a.df - (a.f / b.f) * b.df) / b.f }));
    case 'unaryMinus':
      return (x) => negated(left!(x));
    case 'unaryPlus':
      return left!;
    case 'pow':
      return two(powered);
    default:
      throw unreadable(node);
  }
}

const negated = ({ f, df }: Dual): Dual => ({ f: -f, df: -df });

function powered(a: Dual, b: Dual): Dual {
  const f = a.f ** b.f;
  const byBase = a.df === 0 || b.f === 0 ? 0 : b.f * a.f ** (b.f - 1) * a.df;
  return { f, df: byBase + (b.df === 0 ? 0 : f * Math.log(a.f) * b.df) };
}

function application(node: FunctionNode, variables: Set<string>): Evaluate {
  const name = (node.fn as unknown as { name: string }).name;
  const known = FUNCTIONS[name];
  if (known === undefined)
    throw new InputError(
      'activation',
      `there is no function '${name}' here`,
      `${suggestion(name, activationNames)}The functions are ${activationNames.join(', ')}`,
    );
  if (node.args.length !== 1)
    throw new InputError('activation', `'${name}' takes one argument, got ${node.args.length}`);
  const inner = read(node.args[0]!, variables);
  const [f, df] = known;
  return (x) => {
    const u = inner(x);
    return { f: f(u.f), df: u.df === 0 ? 0 : df(u.f) * u.df };
  };
}

const unreadable = (node: MathNode): InputError =>
  new InputError(
    'activation',
    `'${node.toString()}' is not part of a formula of one variable`,
    'A formula is made of numbers, one variable, + - * / ^ and functions of one argument',
  );

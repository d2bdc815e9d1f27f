/** f = g(h) with g injective on the values of h: labels f and h have the same transformations. */
import { containsZero } from '../../symbolic/enclosure/enclosure.ts';
import { realEnclosures } from '../../symbolic/enclosure/reals.ts';
import { call, type Formula, interpretFormula, isConstant, powerOf, product } from '../../symbolic/formula/formula.ts';
import { exponential } from '../../symbolic/formula/functions/exp.ts';
import { encloseFormula } from '../../symbolic/formula/interpretations.ts';
import { polynomialOfFormula } from '../../symbolic/formula/polynomial-of-formula.ts';
import { hasBranches } from '../../symbolic/formula/resolve-branches.ts';

/** h, and the outer functions from the outermost on, in words. */
export interface InjectivePart {
  readonly inner: Formula;
  readonly outer: readonly string[];
}

const BITS = 64;
/** Strictly monotone where they are defined, and defined everywhere. */
const MONOTONE = new Set(['exp', 'tanh', 'sinh', 'erf', 'softplus']);

/** Strips, from the outside, what is injective: sums and products with constants, reciprocals, powers, exp, log, tanh, … */
export function injectivePart(f: Formula): InjectivePart {
  const outer: string[] = [];
  let inner = f;
  for (let next = strip(inner); next !== undefined; next = strip(inner)) {
    outer.push(next.outer);
    inner = next.inner;
  }
  return { inner, outer };
}

type Stripped = { readonly inner: Formula; readonly outer: string } | undefined;

function strip(f: Formula): Stripped {
  switch (f.kind) {
    case 'sum':
    case 'product': {
      const constant = [f.left, f.right].find(isConstant);
      if (isConstant(f)) return undefined;
      if (constant === undefined) {
        const inner = f.kind === 'sum' ? exponentialOf(f) : undefined;
        return inner && { inner, outer: 'log' };
      }
      if (f.kind === 'product' && !isNonZeroConstant(constant)) return undefined;
      return {
        inner: constant === f.left ? f.right : f.left,
        outer: f.kind === 'sum' ? 'adding a constant' : 'a constant factor',
      };
    }
    case 'quotient':
      if (isNonZeroConstant(f.right)) return { inner: f.left, outer: 'a constant factor' };
      return isNonZeroConstant(f.left) && vanishesAtPoints(f.right)
        ? { inner: f.right, outer: 'the reciprocal' }
        : undefined;
    case 'power': {
      const { numerator, denominator } = f.exponent;
      const odd = denominator === 1n && numerator % 2n !== 0n;
      if (isConstant(f) || !(odd || isNonNegative(f.base))) return undefined;
      if (numerator < 0n && !vanishesAtPoints(f.base)) return undefined;
      return { inner: f.base, outer: `the power ${numerator}${denominator === 1n ? '' : `/${denominator}`}` };
    }
    case 'call': {
      const { primitive, argument } = f;
      if (isConstant(argument)) return undefined;
      const monotone = MONOTONE.has(primitive.name);
      const positive =
        (primitive.name === 'abs' || (primitive.name === 'log' && vanishesAtPoints(argument))) &&
        isNonNegative(argument);
      return monotone || positive ? { inner: argument, outer: primitive.name } : undefined;
    }
    default:
      return undefined;
  }
}

function isNonZeroConstant(f: Formula): boolean {
  if (!isConstant(f)) return false;
  const K = realEnclosures(BITS);
  return !containsZero(encloseFormula(f, K, K.zero));
}

/** Whether f, which is not constant, is 0 on a null set at most: analytic pieces without kinks are. */
const vanishesAtPoints = (f: Formula): boolean =>
  f.kind === 'call' && f.primitive.name === 'abs'
    ? vanishesAtPoints(f.argument)
    : !hasBranches(f) && polynomialOfFormula(f)?.length !== 0;

/** e^f as a product, for a sum with logarithms; undefined where none is seen. */
function exponentialOf(f: Formula): Formula | undefined {
  if (f.kind === 'sum') {
    const [left, right] = [exponentialOf(f.left), exponentialOf(f.right)];
    if (left === undefined && right === undefined) return undefined;
    return product(left ?? call(exponential, f.left), right ?? call(exponential, f.right));
  }
  if (f.kind === 'product' && f.left.kind === 'rational') {
    const base = exponentialOf(f.right);
    return base && powerOf(base, f.left.value);
  }
  return f.kind === 'call' && f.primitive.name === 'log' && vanishesAtPoints(f.argument) && isNonNegative(f.argument)
    ? f.argument
    : undefined;
}

/** Whether f ≥ 0 wherever it is defined, as its tree shows. */
function isNonNegative(f: Formula): boolean {
  const K = realEnclosures(BITS);
  return interpretFormula<{ readonly formula: Formula; readonly holds: boolean }>(f, {
    rational: (value) => ({ formula: { kind: 'rational', value }, holds: value.numerator >= 0n }),
    pi: () => ({ formula: { kind: 'pi' }, holds: true }),
    variable: { formula: { kind: 'variable' }, holds: false },
    add: (a, b) => ({ formula: { kind: 'sum', left: a.formula, right: b.formula }, holds: a.holds && b.holds }),
    multiply: (a, b) => ({
      formula: { kind: 'product', left: a.formula, right: b.formula },
      holds: (a.holds && b.holds) || a.formula === b.formula,
    }),
    divide: (a, b) => ({ formula: { kind: 'quotient', left: a.formula, right: b.formula }, holds: a.holds && b.holds }),
    power: (a, exponent) => ({
      formula: { kind: 'power', base: a.formula, exponent },
      holds: a.holds || (exponent.denominator === 1n && exponent.numerator % 2n === 0n),
    }),
    apply: (primitive, a) => {
      const formula: Formula = { kind: 'call', primitive, argument: a.formula };
      if (['exp', 'abs', 'relu', 'step', 'softplus', 'cosh'].includes(primitive.name)) return { formula, holds: true };
      if (!isConstant(formula)) return { formula, holds: a.holds && ['tanh', 'erf', 'sinh'].includes(primitive.name) };
      const value = encloseFormula(formula, K, K.zero);
      return { formula, holds: value.lower >= 0n && value.exponent !== Infinity };
    },
  }).holds;
}

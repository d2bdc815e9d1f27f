/** Formulas in one variable as plain trees, and the smart constructors that fold what is rational. */
import { type Rational, rational } from '../../base/rational.ts';
import type { Enclosure } from '../enclosure/enclosure.ts';
import type { RealEnclosures } from '../enclosure/reals.ts';
import type { ComplexEnclosures, Rectangle } from '../enclosure/rectangles.ts';
import type { ExactConstant } from './exact-constant.ts';
import type { Growth, GrowthAlgebra } from './growth-class.ts';

/** A real function of one real variable. Sums and products have two operands, exponents are rational. */
export type Formula =
  | { readonly kind: 'rational'; readonly value: Rational }
  | { readonly kind: 'pi' }
  | { readonly kind: 'variable' }
  | { readonly kind: 'sum' | 'product' | 'quotient'; readonly left: Formula; readonly right: Formula }
  | { readonly kind: 'power'; readonly base: Formula; readonly exponent: Rational }
  | { readonly kind: 'call'; readonly primitive: Primitive; readonly argument: Formula };

/**
 * A function that formulas are built from. Others (gelu, softplus, …) are formulas in these. One file each in `functions/`.
 */
export interface Primitive {
  readonly name: string;
  double(x: number): number;
  /** Holds f(x) for every x of u; UNBOUNDED where f is not defined. */
  real(K: RealEnclosures, u: Enclosure): Enclosure;
  /** Holds f(z) for every z of u, bounded only where f is analytic on u. Absent where f has {@link branches}. */
  complex?(C: ComplexEnclosures, u: Rectangle): Rectangle;
  /** For a function with a kink or a jump at 0: what it is where the argument is negative, and where it is positive. */
  readonly branches?: { negative(u: Formula): Formula; positive(u: Formula): Formula; readonly jumps: boolean };
  /** f'(u), without the factor u'. */
  derivative(u: Formula): Formula;
  /** f(−u) = f(u), or −f(u). */
  readonly parity?: 'even' | 'odd';
  /** f(u)^n for n ≥ 2 as a formula without that power, equal to it but for single points. */
  powerAlmostEverywhere?(u: Formula, n: number): Formula;
  /** For an odd u: the even and the odd part of f(u), where f itself is neither. */
  partsOfOdd?(u: Formula): { readonly even: Formula; readonly odd: Formula };
  /** f(q) where it is rational and known to be so. */
  exactAt?(q: Rational): Rational | undefined;
  /** f(q), where it is one of the exact constants. */
  constantAt?(q: Rational): ExactConstant;
  /** E[f(u(g)) He_k(g)] for k < count and a polynomial u, where there is a closed form. */
  gaussianCoefficients?(u: readonly ExactConstant[], count: number): readonly ExactConstant[] | undefined;
  /** How f(u) grows as x → ∞, given how u does. */
  growth(G: GrowthAlgebra, u: Growth): Growth;
}

export const rationalFormula = (value: Rational | number | bigint): Formula => ({
  kind: 'rational',
  value: typeof value === 'object' ? value : rational(BigInt(value)),
});
export const fraction = (numerator: number, denominator: number): Formula =>
  rationalFormula(rational(BigInt(numerator), BigInt(denominator)));
export const VARIABLE: Formula = { kind: 'variable' };
export const PI: Formula = { kind: 'pi' };

const ZERO = rationalFormula(0);
const ONE = rationalFormula(1);

type RationalFormula = Extract<Formula, { kind: 'rational' }>;

const isRational = (f: Formula): f is RationalFormula => f.kind === 'rational';
const isInteger = (f: Formula, value: bigint): boolean =>
  isRational(f) && f.value.denominator === 1n && f.value.numerator === value;

export function sum(left: Formula, right: Formula): Formula {
  if (isInteger(left, 0n)) return right;
  if (isInteger(right, 0n)) return left;
  if (isRational(left) && isRational(right)) {
    const [a, b] = [left.value, right.value];
    return rationalFormula(
      rational(a.numerator * b.denominator + b.numerator * a.denominator, a.denominator * b.denominator),
    );
  }
  return { kind: 'sum', left, right };
}

export function product(left: Formula, right: Formula): Formula {
  if (isInteger(left, 0n) || isInteger(right, 0n)) return ZERO;
  if (isInteger(left, 1n)) return right;
  if (isInteger(right, 1n)) return left;
  if (isRational(left) && isRational(right))
    return rationalFormula(
      rational(left.value.numerator * right.value.numerator, left.value.denominator * right.value.denominator),
    );
  if (isRational(right)) return product(right, left);
  if (isRational(left) && right.kind === 'product' && isRational(right.left))
    return product(product(left, right.left), right.right);
  return { kind: 'product', left, right };
}

export const negative = (f: Formula): Formula => product(rationalFormula(-1), f);
export const difference = (left: Formula, right: Formula): Formula => sum(left, negative(right));

/** left / right; a rational divisor ≠ 0 becomes a factor. */
export function quotient(left: Formula, right: Formula): Formula {
  if (isRational(right) && right.value.numerator !== 0n)
    return product(rationalFormula(rational(right.value.denominator, right.value.numerator)), left);
  return isInteger(left, 0n) && !isRational(right) ? ZERO : { kind: 'quotient', left, right };
}

/** base^exponent; integer powers of rationals are folded, as are roots that are rational. */
export function powerOf(base: Formula, exponent: Rational): Formula {
  if (exponent.numerator === 0n) return ONE;
  if (exponent.numerator === 1n && exponent.denominator === 1n) return base;
  if (isRational(base) && exponent.denominator === 1n && absoluteNumber(exponent) <= 4096) {
    const n = exponent.numerator;
    const { numerator, denominator } = base.value;
    if (n > 0n) return rationalFormula({ numerator: numerator ** n, denominator: denominator ** n });
    if (numerator !== 0n) return rationalFormula(rational(denominator ** -n, numerator ** -n));
  }
  // (u^a)^n is u^(an) for integers; a root first would forget that u ≥ 0.
  if (base.kind === 'power' && base.exponent.denominator === 1n && exponent.denominator === 1n)
    return powerOf(base.base, rational(base.exponent.numerator * exponent.numerator));
  return { kind: 'power', base, exponent };
}

const absoluteNumber = ({ numerator, denominator }: Rational): number =>
  Math.abs(Number(numerator) / Number(denominator));

/** Applications by argument, so that those of one function to one object are one object, evaluated once. */
const applications = new WeakMap<Formula, Map<Primitive, Formula>>();

export function call(primitive: Primitive, argument: Formula): Formula {
  const known = applications.get(argument) ?? new Map<Primitive, Formula>();
  const found = known.get(primitive);
  if (found !== undefined) return found;
  const value = isRational(argument) ? primitive.exactAt?.(argument.value) : undefined;
  const application: Formula = value === undefined ? { kind: 'call', primitive, argument } : rationalFormula(value);
  known.set(primitive, application);
  applications.set(argument, known);
  return application;
}

/** What a formula is read into: one method a kind of node. */
export interface FormulaAlgebra<T> {
  rational(value: Rational): T;
  pi(): T;
  readonly variable: T;
  add(a: T, b: T): T;
  multiply(a: T, b: T): T;
  divide(a: T, b: T): T;
  power(base: T, exponent: Rational): T;
  apply(primitive: Primitive, argument: T): T;
}

/** The value of a formula in an algebra; a node that occurs twice, as the same object, is read once. */
export function interpretFormula<T>(formula: Formula, algebra: FormulaAlgebra<T>): T {
  const known = new Map<Formula, T>();
  const read = (f: Formula): T => {
    const found = known.get(f);
    if (found !== undefined) return found;
    const value = readNode(f);
    known.set(f, value);
    return value;
  };
  const readNode = (f: Formula): T => {
    switch (f.kind) {
      case 'rational':
        return algebra.rational(f.value);
      case 'pi':
        return algebra.pi();
      case 'variable':
        return algebra.variable;
      case 'sum':
        return algebra.add(read(f.left), read(f.right));
      case 'product':
        return algebra.multiply(read(f.left), read(f.right));
      case 'quotient':
        return algebra.divide(read(f.left), read(f.right));
      case 'power':
        return algebra.power(read(f.base), f.exponent);
      case 'call':
        return algebra.apply(f.primitive, read(f.argument));
    }
  };
  return read(formula);
}

/** The formula with another in the variable's place: f(g(x)). */
export const composeFormula = (f: Formula, g: Formula): Formula => interpretFormula(f, { ...formulas, variable: g });

/** Formulas over formulas: rebuilding with the smart constructors. */
export const formulas: FormulaAlgebra<Formula> = {
  rational: rationalFormula,
  pi: () => PI,
  variable: VARIABLE,
  add: sum,
  multiply: product,
  divide: quotient,
  power: powerOf,
  apply: call,
};

/** Whether the variable does not occur. */
export const isConstant = (f: Formula): boolean =>
  interpretFormula<boolean>(f, {
    rational: () => true,
    pi: () => true,
    variable: false,
    add: (a, b) => a && b,
    multiply: (a, b) => a && b,
    divide: (a, b) => a && b,
    power: (a) => a,
    apply: (_, a) => a,
  });

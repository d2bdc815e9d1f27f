/** The two kinds of numbers that approximations compute with, exact and enclosed, behind one interface. */
import type { Rational } from '../../base/rational.ts';
import { rational } from '../../base/rational.ts';
import type { Enclosure } from '../enclosure/enclosure.ts';
import type { RealEnclosures } from '../enclosure/reals.ts';
import {
  addConstants,
  type ExactConstant,
  invertConstant,
  multiplyConstants,
  piConstant,
  rationalConstant,
  rationalValue,
  rootConstant,
} from '../formula/exact-constant.ts';
import type { Primitive } from '../formula/formula.ts';

/** A result that is not representable: the exact scalars give up, and enclosures are used. */
export class NotExact extends Error {}

export interface Scalars<T> {
  from(q: Rational): T;
  readonly pi: T;
  add(a: T, b: T): T;
  mul(a: T, b: T): T;
  div(a: T, b: T): T;
  /** f(a) of a primitive. */
  apply(primitive: Primitive, a: T): T;
  /** a^r for a rational r that is no whole number. */
  power(a: T, r: Rational): T;
  /** −1 or 1 where a is not 0 and has that sign, undefined where that is not known. */
  sign(a: T): -1 | 1 | undefined;
  isZero(a: T): boolean;
}

export const integer = (n: number): Rational => rational(BigInt(n));

export const enclosedScalars = (K: RealEnclosures): Scalars<Enclosure> => ({
  from: K.from,
  pi: K.pi,
  add: K.add,
  mul: K.mul,
  div: K.div,
  apply: (primitive, a) => primitive.real(K, a),
  power: (a, r) =>
    r.denominator === 2n ? K.powerInteger(K.sqrt(a), Number(r.numerator)) : K.exp(K.mul(K.from(r), K.log(a))),
  sign: (a) => (a.exponent === Infinity ? undefined : a.lower > 0n ? 1 : a.upper < 0n ? -1 : undefined),
  isZero: (a) => a.lower === 0n && a.upper === 0n,
});

const defined = <V>(value: V | undefined): V => {
  if (value === undefined) throw new NotExact();
  return value;
};

export const exactScalars: Scalars<ExactConstant> = {
  from: rationalConstant,
  pi: piConstant(2),
  add: addConstants,
  mul: multiplyConstants,
  div: (a, b) => multiplyConstants(a, defined(invertConstant(b))),
  apply(primitive, a) {
    const q = defined(rationalValue(a));
    const value = primitive.exactAt?.(q);
    return value === undefined ? defined(primitive.constantAt)(q) : rationalConstant(value);
  },
  power(a, r) {
    if (r.denominator !== 2n) throw new NotExact();
    const q = rationalValue(a);
    const [term] = a;
    const root =
      q !== undefined && q.numerator > 0n
        ? rootConstant(q)
        : a.length === 1 &&
            term!.radicand === 1n &&
            term!.exponent.numerator === 0n &&
            term!.halfPowersOfPi % 2 === 0 &&
            term!.coefficient.numerator > 0n
          ? multiplyConstants(rootConstant(term!.coefficient), piConstant(term!.halfPowersOfPi / 2))
          : defined<ExactConstant>(undefined);
    const base = r.numerator < 0n ? defined(invertConstant(root)) : root;
    return Array.from({ length: Math.abs(Number(r.numerator)) }, () => base).reduce(
      multiplyConstants,
      rationalConstant(integer(1)),
    );
  },
  sign(a) {
    const q = defined(rationalValue(a));
    return q.numerator > 0n ? 1 : q.numerator < 0n ? -1 : undefined;
  },
  isZero: (a) => a.length === 0,
};

/** Polynomials over scalars, as coefficients from degree 0. */
export type Coefficients<T> = readonly T[];

export const addCoefficients = <T>(S: Scalars<T>, a: Coefficients<T>, b: Coefficients<T>): Coefficients<T> =>
  Array.from({ length: Math.max(a.length, b.length) }, (_, k) =>
    a[k] === undefined ? b[k]! : b[k] === undefined ? a[k]! : S.add(a[k]!, b[k]!),
  );

export const scaleCoefficients = <T>(S: Scalars<T>, c: T, a: Coefficients<T>): Coefficients<T> =>
  a.map((x) => S.mul(c, x));

export function multiplyCoefficients<T>(S: Scalars<T>, a: Coefficients<T>, b: Coefficients<T>): Coefficients<T> {
  let product: Coefficients<T> = [];
  for (const [i, x] of a.entries())
    product = addCoefficients(S, product, [
      ...Array.from({ length: i }, () => S.from(integer(0))),
      ...scaleCoefficients(S, x, b),
    ]);
  return product;
}

/** p((x − m)/h), from p's coefficients in t. */
export function inOriginalVariable<T>(S: Scalars<T>, p: Coefficients<T>, m: T, h: T): Coefficients<T> {
  const slope = S.div(S.from(integer(1)), h);
  const shift = S.mul(S.from(integer(-1)), S.mul(m, slope));
  const linear = S.isZero(shift) ? [S.from(integer(0)), slope] : [shift, slope];
  return [...p]
    .reverse()
    .reduce<Coefficients<T>>((sum, c) => addCoefficients(S, multiplyCoefficients(S, sum, linear), [c]), []);
}

/** Legendre polynomials P_0 … P_n in monomials: (k+1) P_{k+1} = (2k+1) x P_k − k P_{k−1}. */
export const legendrePolynomials = (n: number): readonly (readonly Rational[])[] =>
  recurrence(n, (k) => [rational(BigInt(2 * k + 1), BigInt(k + 1)), rational(BigInt(-k), BigInt(k + 1))]);
/** Chebyshev polynomials T_0 … T_n in monomials. */
export const chebyshevPolynomials = (n: number): readonly (readonly Rational[])[] =>
  recurrence(n, (k) => [integer(k === 0 ? 1 : 2), integer(k === 0 ? 0 : -1)]);
/** Hermite polynomials He_0 … He_n in monomials. */
export const hermitePolynomials = (n: number): readonly (readonly Rational[])[] =>
  recurrence(n, (k) => [integer(1), integer(-k)]);

/** p_{k+1} = a_k x p_k + b_k p_{k−1}, p_0 = 1. */
function recurrence(n: number, rates: (k: number) => readonly [Rational, Rational]): readonly (readonly Rational[])[] {
  const times = (a: Rational, b: Rational): Rational =>
    rational(a.numerator * b.numerator, a.denominator * b.denominator);
  const plus = (a: Rational, b: Rational): Rational =>
    rational(a.numerator * b.denominator + b.numerator * a.denominator, a.denominator * b.denominator);
  const all: (readonly Rational[])[] = [[integer(1)]];
  for (let k = 0; k < n; k++) {
    const [a, b] = rates(k);
    const [current, previous] = [all[k]!, all[k - 1] ?? []];
    all.push(
      Array.from({ length: k + 2 }, (_, i) =>
        plus(times(a, current[i - 1] ?? integer(0)), times(b, previous[i] ?? integer(0))),
      ),
    );
  }
  return all;
}

/** Solves A x = b by elimination, the pivot the first of known sign. Throws NotExact where there is none. */
export function solve<T>(S: Scalars<T>, matrix: readonly (readonly T[])[], right: readonly T[]): readonly T[] {
  const n = right.length;
  const rows = matrix.map((row, i) => [...row, right[i]!]);
  const minus = S.from(integer(-1));
  for (let c = 0; c < n; c++) {
    const pivot = rows.findIndex((row, i) => i >= c && !S.isZero(row[c]!) && S.sign(row[c]!) !== undefined);
    if (pivot < 0) throw new NotExact();
    [rows[c], rows[pivot]] = [rows[pivot]!, rows[c]!];
    for (let i = 0; i < n; i++) {
      if (i === c || S.isZero(rows[i]![c]!)) continue;
      const factor = S.mul(minus, S.div(rows[i]![c]!, rows[c]![c]!));
      rows[i] = rows[i]!.map((value, j) => (j < c ? value : S.add(value, S.mul(factor, rows[c]![j]!))));
    }
  }
  return rows.map((row, i) => S.div(row[n]!, row[i]!));
}

/** Taylor coefficients of formulas over any scalars, each computed when it is asked for. */
import { InputError } from '../../base/errors.ts';
import type { Rational } from '../../base/rational.ts';
import { type Formula, type FormulaAlgebra, interpretFormula, type Primitive, VARIABLE } from '../formula/formula.ts';
import { integer, type Scalars } from './scalars.ts';

/** The k-th coefficient, k ≥ 0; kept once known. */
type Series<T> = (k: number) => T;

/**
 * f^(k)(centre)/k! for k ≤ degree. A function g of a series u is found by g(u)' = g'(u) u', coefficient by coefficient.
 * Throws {@link InputError} at a kink.
 */
export function taylorCoefficients<T>(f: Formula, S: Scalars<T>, centre: T, degree: number): readonly T[] {
  const zero = S.from(integer(0));
  const kept = (at: (k: number) => T): Series<T> => {
    const known: T[] = [];
    return (k) => {
      // From below, so that the recursion stays shallow.
      for (let i = known.length; i <= k; i++) known.push(at(i));
      return known[k]!;
    };
  };
  const convolution = (a: Series<T>, b: Series<T>, k: number): T => {
    let sum = zero;
    for (let j = 0; j <= k; j++) sum = S.add(sum, S.mul(a(j), b(k - j)));
    return sum;
  };
  const multiply = (a: Series<T>, b: Series<T>): Series<T> => kept((k) => convolution(a, b, k));
  const constant =
    (c: T): Series<T> =>
    (k) =>
      k === 0 ? c : zero;
  const divide = (a: Series<T>, b: Series<T>): Series<T> => {
    const known: T[] = [];
    const at = (k: number): T => {
      for (let i = known.length; i <= k; i++) {
        let rest = a(i);
        for (let j = 1; j <= i; j++) rest = S.add(rest, S.mul(S.from(integer(-1)), S.mul(b(j), known[i - j]!)));
        known.push(S.div(rest, b(0)));
      }
      return known[k]!;
    };
    return at;
  };
  const wholePower = (u: Series<T>, n: number): Series<T> => {
    if (n === 0) return constant(S.from(integer(1)));
    const half = wholePower(u, Math.floor(n / 2));
    const square = multiply(half, half);
    return n % 2 === 0 ? square : n === 1 ? u : multiply(square, u);
  };
  const power = (u: Series<T>, r: Rational): Series<T> => {
    if (r.denominator === 1n)
      return r.numerator >= 0n
        ? wholePower(u, Number(r.numerator))
        : divide(constant(S.from(integer(1))), wholePower(u, -Number(r.numerator)));
    // u y' = r u' y: y_k = Σ_{j=1}^k (r j − (k − j)) u_j y_{k−j} / (k u_0)
    const known: T[] = [];
    return (k) => {
      for (let i = known.length; i <= k; i++) {
        if (i === 0) {
          known.push(S.power(u(0), r));
          continue;
        }
        let sum = zero;
        for (let j = 1; j <= i; j++) {
          const factor = {
            numerator: r.numerator * BigInt(j) - r.denominator * BigInt(i - j),
            denominator: r.denominator,
          };
          sum = S.add(sum, S.mul(S.from(factor), S.mul(u(j), known[i - j]!)));
        }
        known.push(S.div(sum, S.mul(S.from(integer(i)), u(0))));
      }
      return known[k]!;
    };
  };
  const applied = new Map<Series<T>, Map<Primitive, Series<T>>>();
  const apply = (primitive: Primitive, u: Series<T>): Series<T> => {
    const ofSeries = applied.get(u) ?? new Map<Primitive, Series<T>>();
    applied.set(u, ofSeries);
    const found = ofSeries.get(primitive);
    if (found !== undefined) return found;
    const value = primitive.branches === undefined ? bySlope(primitive, u) : byBranch(primitive, u);
    ofSeries.set(primitive, value);
    return value;
  };
  const bySlope = (primitive: Primitive, u: Series<T>): Series<T> => {
    const known: T[] = [];
    let slope: Series<T> | undefined;
    return (k) => {
      for (let i = known.length; i <= k; i++) {
        if (i === 0) {
          known.push(S.apply(primitive, u(0)));
          continue;
        }
        slope ??= interpretFormula(primitive.derivative(VARIABLE), { ...algebra, variable: u });
        let sum = zero;
        for (let j = 1; j <= i; j++) sum = S.add(sum, S.mul(S.mul(S.from(integer(j)), u(j)), slope(i - j)));
        known.push(S.div(sum, S.from(integer(i))));
      }
      return known[k]!;
    };
  };
  const byBranch = (primitive: Primitive, u: Series<T>): Series<T> => {
    const sign = S.sign(u(0));
    if (sign === undefined)
      throw new InputError(
        'formula',
        `${primitive.name} has a kink or jump at the point of expansion`,
        'Expand at another point',
      );
    const branch = (sign < 0 ? primitive.branches!.negative : primitive.branches!.positive)(VARIABLE);
    return interpretFormula(branch, { ...algebra, variable: u });
  };
  const algebra: FormulaAlgebra<Series<T>> = {
    rational: (q) => constant(S.from(q)),
    pi: () => constant(S.pi),
    variable: (k) => (k === 0 ? centre : k === 1 ? S.from(integer(1)) : zero),
    add: (a, b) => kept((k) => S.add(a(k), b(k))),
    multiply,
    divide,
    power,
    apply,
  };
  const series = interpretFormula(f, algebra);
  return Array.from({ length: degree + 1 }, (_, k) => series(k));
}

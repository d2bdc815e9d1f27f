/** Values of a polynomial at a point: exact, to any number of digits, and in floats with a bound. */
import { Decimal } from 'decimal.js';
import { type Coefficient, exactValue } from '../../base/coefficient.ts';
import { InputError } from '../../base/errors.ts';
import { lcm, numberFromRational, type Rational, rational } from '../../base/rational.ts';
import type { Polynomial } from '../polynomial.ts';

/** A point: one coordinate for each variable in order, or by name. */
export type Point = readonly Coefficient[] | Readonly<Record<string, Coefficient>>;

/** A point's coordinates in the order of f's variables. Throws {@link InputError} on a missing or surplus one. */
export function coordinates(f: Polynomial, point: Point): readonly Coefficient[] {
  if (Array.isArray(point)) {
    if (point.length !== f.variables.length)
      throw new InputError('evaluate', `expected ${f.variables.length} coordinates, got ${point.length}`);
    return point;
  }
  const named = point as Readonly<Record<string, Coefficient>>;
  for (const name of Object.keys(named))
    if (!f.variables.includes(name)) throw new InputError('evaluate', `there is no variable '${name}'`);
  return f.variables.map((name) => {
    const value = named[name];
    if (value === undefined) throw new InputError('evaluate', `the value of '${name}' is missing`);
    return value;
  });
}

/** f(x) exactly; a float coordinate means that float. Throws {@link InputError} when a coordinate is missing or no number. */
export function evaluate(f: Polynomial, point: Point): Rational {
  const values = coordinates(f, point).map((c, i) => exactValue(c, `evaluate: ${f.variables[i]}`));
  // Over the common denominator q of the coordinates, f(a/q) = Σ c Π a^e q^(D − |e|) / q^D in integers.
  const q = values.reduce((common, { denominator }) => lcm(common, denominator), 1n);
  const scaled = values.map(({ numerator, denominator }) => numerator * (q / denominator));
  const powers = scaled.map((a) => [1n, a]);
  const denominatorPowers = [1n, q];
  const raise = (known: bigint[], exponent: number): bigint => {
    while (known.length <= exponent) known.push(known.at(-1)! * known[1]!);
    return known[exponent]!;
  };
  const { starts, variables, exponents } = f.monomials;
  let sum = 0n;
  let top = 0;
  for (let t = 0; t < f.length; t++) {
    let product = f.numerators[t]!;
    let degree = 0;
    for (let i = starts[t]!; i < starts[t + 1]!; i++) {
      product *= raise(powers[variables[i]!]!, exponents[i]!);
      degree += exponents[i]!;
    }
    if (t === 0) top = degree;
    sum += q === 1n ? product : product * raise(denominatorPowers, top - degree);
  }
  return rational(sum, f.denominator * raise(denominatorPowers, top));
}

/** f(x) to a number of significant digits, rounded once from the exact value (half up): every digit is right. */
export function evaluateDecimal(
  f: Polynomial,
  point: Readonly<Record<string, Coefficient | Decimal>> | readonly (Coefficient | Decimal)[],
  digits: number,
): Decimal {
  if (!Number.isSafeInteger(digits) || digits < 1)
    throw new InputError('evaluateDecimal', `expected a positive number of digits, got ${digits}`);
  const plain = (c: Coefficient | Decimal): Coefficient => (Decimal.isDecimal(c) ? c.toString() : (c as Coefficient));
  const exact = evaluate(
    f,
    Array.isArray(point)
      ? point.map(plain)
      : Object.fromEntries(Object.entries(point).map(([name, c]) => [name, plain(c)])),
  );
  const Precise = Decimal.clone({ precision: digits, rounding: Decimal.ROUND_HALF_UP });
  return new Precise(exact.numerator.toString()).div(exact.denominator.toString());
}

/** A float with a bound of its distance from the exact value. */
export interface FloatValue {
  readonly value: number;
  /** |value − f(x)| ≤ error. */
  readonly error: number;
}

const UNIT_ROUNDOFF = 2 ** -53;

/**
 * f(x) in doubles, term by term, with a bound from the number of roundings: a term of degree e takes one rounding for
 * its coefficient and e products, and then at most one for each addition, so that with γ_k = k u/(1 − k u)
 * |value − f(x)| ≤ γ_k Σ |c| |x|^e, k = degree + terms + 2 (Higham, Accuracy and Stability, §3.1 and §5.1).
 * Throws {@link InputError} when a coordinate is missing or the value overflows.
 */
export function evaluateFloat(f: Polynomial, point: readonly number[] | Readonly<Record<string, number>>): FloatValue {
  const x = coordinates(f, point) as readonly number[];
  x.forEach((value, i) => {
    if (typeof value !== 'number' || !Number.isFinite(value))
      throw new InputError(
        `evaluateFloat: ${f.variables[i]}`,
        `expected a finite number, got ${JSON.stringify(value) ?? value}`,
      );
  });
  const { starts, variables, exponents } = f.monomials;
  let value = 0;
  let magnitude = 0;
  let degree = 0;
  let underflow = 0;
  for (let t = 0; t < f.length; t++) {
    let product = numberFromRational(f.coefficient(t));
    let steps = 0;
    // Each operation whose result is subnormal loses at most half the smallest double, which later factors may enlarge.
    let lost = Number.MIN_VALUE;
    for (let i = starts[t]!; i < starts[t + 1]!; i++) {
      const factor = x[variables[i]!]!;
      for (let e = 0; e < exponents[i]!; e++) {
        product *= factor;
        lost = lost * Math.abs(factor) + Number.MIN_VALUE;
        steps++;
      }
    }
    degree = Math.max(degree, steps);
    value += product;
    magnitude += Math.abs(product);
    underflow += lost;
  }
  if (!Number.isFinite(value) || !Number.isFinite(magnitude))
    throw new InputError(
      'evaluateFloat',
      'the value overflows the range of doubles',
      'Evaluate exactly or with evaluateDecimal',
    );
  const k = degree + f.length + 2;
  // magnitude and underflow are themselves rounded: 1 − 3 k u in place of 1 − k u covers that.
  return { value, error: ((k * UNIT_ROUNDOFF) / (1 - 3 * k * UNIT_ROUNDOFF)) * magnitude + 2 * underflow };
}

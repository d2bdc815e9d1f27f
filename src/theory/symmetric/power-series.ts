/** Truncated power series with rational coefficients: [c_0, c_1, …], known to their length. */
import { InputError } from '../../base/errors.ts';
import { type Rational, rational } from '../../base/rational.ts';

export type Series = readonly Rational[];

const ZERO = rational(0n);
const ONE = rational(1n);
const plus = (a: Rational, b: Rational): Rational =>
  rational(a.numerator * b.denominator + b.numerator * a.denominator, a.denominator * b.denominator);
const times = (a: Rational, b: Rational): Rational =>
  rational(a.numerator * b.numerator, a.denominator * b.denominator);
const isZero = ({ numerator }: Rational): boolean => numerator === 0n;

export const constantSeries = (c: Rational, length: number): Series =>
  Array.from({ length }, (_, k) => (k === 0 ? c : ZERO));

export const variableSeries = (length: number): Series => Array.from({ length }, (_, k) => (k === 1 ? ONE : ZERO));

export const addSeries = (a: Series, b: Series): Series =>
  Array.from({ length: Math.min(a.length, b.length) }, (_, k) => plus(a[k]!, b[k]!));

export const scaleSeries = (c: Rational, a: Series): Series => a.map((x) => times(c, x));

export function multiplySeries(a: Series, b: Series): Series {
  return Array.from({ length: Math.min(a.length, b.length) }, (_, k) => {
    let sum = ZERO;
    for (let i = 0; i <= k; i++) if (!isZero(a[i]!) && !isZero(b[k - i]!)) sum = plus(sum, times(a[i]!, b[k - i]!));
    return sum;
  });
}

/** a/b; where b starts with zeros so must a, and as many coefficients at the end are not known. */
export function divideSeries(a: Series, b: Series): Series {
  const order = b.findIndex((c) => !isZero(c));
  if (order < 0) throw new InputError('link', 'it divides by a function that is 0 as far as is seen');
  if (a.slice(0, order).some((c) => !isZero(c))) throw new InputError('link', 'it has a pole at 0');
  const [upper, lower] = [a.slice(order), b.slice(order)];
  const inverse = rational(lower[0]!.denominator, lower[0]!.numerator);
  const quotient: Rational[] = [];
  for (let k = 0; k < Math.min(upper.length, lower.length); k++) {
    let rest = upper[k]!;
    for (let i = 0; i < k; i++) rest = plus(rest, times(rational(-1n), times(quotient[i]!, lower[k - i]!)));
    quotient.push(times(rest, inverse));
  }
  return quotient;
}

export const derivativeOfSeries = (a: Series): Series => a.slice(1).map((c, k) => times(c, rational(BigInt(k + 1))));

export const integralOfSeries = (a: Series, constant: Rational): Series => [
  constant,
  ...a.map((c, k) => times(c, rational(1n, BigInt(k + 1)))),
];

/** e^a for a(0) = 0, by y′ = a′ y. */
export function exponentialOfSeries(a: Series): Series {
  requireConstant(a, ZERO, 'exp');
  const y: Rational[] = [ONE];
  for (let k = 1; k < a.length; k++) {
    let sum = ZERO;
    for (let i = 1; i <= k; i++) sum = plus(sum, times(rational(BigInt(i)), times(a[i]!, y[k - i]!)));
    y.push(times(sum, rational(1n, BigInt(k))));
  }
  return y;
}

/** ln a for a(0) = 1. */
export function logarithmOfSeries(a: Series): Series {
  requireConstant(a, ONE, 'log');
  return integralOfSeries(divideSeries(derivativeOfSeries(a), a.slice(0, -1)), ZERO);
}

/** [cos a, sin a] for a(0) = 0, or [cosh a, sinh a] with sign 1 in place of −1. */
export function cosineAndSineOfSeries(a: Series, sign: 1 | -1): readonly [Series, Series] {
  requireConstant(a, ZERO, sign < 0 ? 'sin or cos' : 'sinh or cosh');
  const c: Rational[] = [ONE];
  const s: Rational[] = [ZERO];
  for (let k = 1; k < a.length; k++) {
    let [up, down] = [ZERO, ZERO];
    for (let i = 1; i <= k; i++) {
      const slope = times(rational(BigInt(i)), a[i]!);
      up = plus(up, times(slope, c[k - i]!));
      down = plus(down, times(slope, s[k - i]!));
    }
    s.push(times(up, rational(1n, BigInt(k))));
    c.push(times(down, rational(BigInt(sign), BigInt(k))));
  }
  return [c, s];
}

/** a^r for a rational r and a(0) = 1: e^{r ln a}. */
export const powerOfSeries = (a: Series, r: Rational): Series =>
  exponentialOfSeries(scaleSeries(r, logarithmOfSeries(a)));

function requireConstant(a: Series, value: Rational, what: string): void {
  const c = a[0]!;
  if (c.numerator !== value.numerator || c.denominator !== value.denominator)
    throw new InputError(
      'link',
      `${what} of a function that is not ${value.numerator} at z = 0 has Taylor coefficients that are not rational`,
      'Only links with rational Taylor coefficients at 0 are read',
    );
}

/** Polynomials in one variable over Q, the constant term first, no zero at the end: what arithmetic modulo another needs. */
import { type Rational, rational } from '../../base/rational.ts';
import { QQ } from '../rings/rationals.ts';

export type RationalPolynomial = readonly Rational[];

export const negative = ({ numerator, denominator }: Rational): Rational => ({ numerator: -numerator, denominator });
export const difference = (a: Rational, b: Rational): Rational => QQ.add(a, negative(b));
export const quotientOf = (a: Rational, b: Rational): Rational =>
  rational(a.numerator * b.denominator, a.denominator * b.numerator);

/** Whether a < b, a = b, a > b: −1, 0, 1. */
export function compareRationals(a: Rational, b: Rational): -1 | 0 | 1 {
  const [left, right] = [a.numerator * b.denominator, b.numerator * a.denominator];
  return left < right ? -1 : left > right ? 1 : 0;
}

export const trimZeros = (p: readonly Rational[]): RationalPolynomial =>
  p.slice(0, p.findLastIndex(({ numerator }) => numerator !== 0n) + 1);

export function plus(a: RationalPolynomial, b: RationalPolynomial): RationalPolynomial {
  return trimZeros(
    Array.from({ length: Math.max(a.length, b.length) }, (_, k) => QQ.add(a[k] ?? QQ.zero, b[k] ?? QQ.zero)),
  );
}

export const times = (p: RationalPolynomial, c: Rational): RationalPolynomial => trimZeros(p.map((a) => QQ.mul(a, c)));

export const minus = (a: RationalPolynomial, b: RationalPolynomial): RationalPolynomial => plus(a, b.map(negative));

export function productOf(a: RationalPolynomial, b: RationalPolynomial): RationalPolynomial {
  const sums: Rational[] = Array.from({ length: Math.max(0, a.length + b.length - 1) }, () => QQ.zero);
  a.forEach((x, i) => {
    if (x.numerator !== 0n)
      b.forEach((y, j) => {
        sums[i + j] = QQ.add(sums[i + j]!, QQ.mul(x, y));
      });
  });
  return trimZeros(sums);
}

export const derivativeOf = (p: RationalPolynomial): RationalPolynomial =>
  p.slice(1).map(({ numerator, denominator }, k) => rational(numerator * BigInt(k + 1), denominator));

/** Quotient and remainder of a by b ≠ 0. */
export function divide(a: RationalPolynomial, b: RationalPolynomial): [RationalPolynomial, RationalPolynomial] {
  const rest = [...a];
  const quotient: Rational[] = [];
  const lead = b.at(-1)!;
  for (let shift = a.length - b.length; shift >= 0; shift--) {
    const factor = quotientOf(rest[shift + b.length - 1]!, lead);
    quotient[shift] = factor;
    if (factor.numerator !== 0n)
      b.forEach((c, i) => {
        rest[shift + i] = difference(rest[shift + i]!, QQ.mul(factor, c));
      });
  }
  return [trimZeros(quotient), trimZeros(rest.slice(0, b.length - 1))];
}

/** u with u a ≡ 1 modulo p, for a prime to p: the extended Euclidean algorithm. */
export function inverseModulo(a: RationalPolynomial, p: RationalPolynomial): RationalPolynomial {
  let [r, s]: [RationalPolynomial, RationalPolynomial] = [p, divide(a, p)[1]];
  let [u, v]: [RationalPolynomial, RationalPolynomial] = [[], [QQ.one]];
  while (s.length > 1) {
    const [quotient, rest] = divide(r, s);
    [r, s] = [s, rest];
    [u, v] = [v, minus(u, productOf(quotient, v))];
  }
  if (s.length === 0) throw new RangeError('inverseModulo: the polynomials have a common factor');
  return times(v, quotientOf(QQ.one, s[0]!));
}

/** p(x) by Horner's rule. */
export const valueAt = (p: RationalPolynomial, x: Rational): Rational =>
  p.reduceRight((value, c) => QQ.add(QQ.mul(value, x), c), QQ.zero);

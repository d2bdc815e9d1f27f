/** What all printed forms share: signs, cut-off, and numbers too long to read. */
import { Decimal } from 'decimal.js';
import type { Rational } from '../../base/rational.ts';
import { type Factor, factorsOf, type Monomials } from '../monomials.ts';

/** What printing reads of a polynomial. */
export interface Printable {
  readonly variables: readonly string[];
  readonly length: number;
  readonly monomials: Monomials;
  coefficient(t: number): Rational;
}

export interface PrintOptions {
  /** Print so many terms, the highest, and say how many are hidden. All of them when left out. */
  readonly terms?: number;
  /** Cut coefficients of more than {@link LONGEST_COEFFICIENT} characters to so many digits, marked as cut. Exact when left out. */
  readonly digits?: number;
}

export const LONGEST_COEFFICIENT = 40;

/** How one notation writes the parts. Numbers are given without their sign. */
export interface Notation {
  readonly names: readonly string[];
  exact(magnitude: Rational): string;
  /** The leading digits of a number, cut; `mantissa` may be followed by a power of ten. */
  cut(mantissa: string, exponent: number): string;
  power(name: string, exponent: number): string;
  readonly times: string;
  hidden(count: number): string;
}

/** The terms of a polynomial in a notation, highest first: `3/7*x1^2 - x2`. */
export function layOut(f: Printable, notation: Notation, options: PrintOptions = {}): string {
  const shown = Math.min(options.terms ?? Infinity, f.length);
  if (f.length === 0) return '0';
  const parts: string[] = [];
  for (let t = 0; t < shown; t++) {
    const coefficient = f.coefficient(t);
    const negative = coefficient.numerator < 0n;
    const sign = t === 0 ? (negative ? '-' : '') : negative ? ' - ' : ' + ';
    parts.push(sign + term(coefficient, factorsOf(f.monomials, t), notation, options.digits));
  }
  if (shown < f.length) parts.push(notation.hidden(f.length - shown));
  return parts.join('');
}

function term(
  coefficient: Rational,
  factors: readonly Factor[],
  notation: Notation,
  digits: number | undefined,
): string {
  const powers = factors.map(([variable, exponent]) => notation.power(notation.names[variable]!, exponent));
  const magnitude = {
    ...coefficient,
    numerator: coefficient.numerator < 0n ? -coefficient.numerator : coefficient.numerator,
  };
  if (magnitude.numerator === 1n && magnitude.denominator === 1n && powers.length > 0)
    return powers.join(notation.times);
  return [number(magnitude, notation, digits), ...powers].join(notation.times);
}

function number(magnitude: Rational, notation: Notation, digits: number | undefined): string {
  const length = `${magnitude.numerator}`.length + `${magnitude.denominator}`.length;
  if (digits === undefined || length <= LONGEST_COEFFICIENT) return notation.exact(magnitude);
  const [mantissa, exponent] = leadingDigits(magnitude, digits);
  return notation.cut(mantissa, exponent);
}

/** The leading digits of a positive rational, truncated, not rounded: every digit shown is right. */
export function leadingDigits(
  { numerator, denominator }: Rational,
  digits: number,
): [mantissa: string, exponent: number] {
  const Precise = Decimal.clone({
    precision: digits + 3,
    rounding: Decimal.ROUND_DOWN,
    toExpNeg: -9e15,
    toExpPos: 9e15,
  });
  const quotient = new Precise(numerator.toString())
    .div(denominator.toString())
    .toSignificantDigits(digits, Decimal.ROUND_DOWN);
  const exponent = quotient.e;
  if (exponent >= -4 && exponent < digits) return [quotient.toFixed(), 0];
  return [quotient.div(new Precise(10).pow(exponent)).toFixed(), exponent];
}

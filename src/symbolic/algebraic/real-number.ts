/** Real numbers known by intervals as narrow as one asks for, and their decimals. */
import { Decimal } from 'decimal.js';
import { InputError } from '../../base/errors.ts';
import { bitLength, numberFromRational, type Rational, rational } from '../../base/rational.ts';
import type { DyadicInterval } from './real-root.ts';

/** low ≤ the number ≤ high. */
export interface Enclosure {
  readonly low: Rational;
  readonly high: Rational;
}

export interface RealNumber {
  /** Rational bounds that differ by 2^−bits at most. */
  enclosure(bits: number): Enclosure;
  /** So many significant digits, the last one rounded. */
  decimal(digits: number): string;
  /** A double within one unit in the last place; ±Infinity beyond the largest. */
  toNumber(): number;
  toString(): string;
}

const LARGEST_DIGITS = 100_000;

/** A rational to so many significant digits, rounded once, half away from zero: `0.333`, `4.6e+121`. */
export function decimalOf({ numerator, denominator }: Rational, digits: number): string {
  checkDigits(digits);
  const Precise = Decimal.clone({
    precision: digits,
    rounding: Decimal.ROUND_HALF_UP,
    toExpNeg: -7,
    toExpPos: 21,
    maxE: 9e15,
    minE: -9e15,
  });
  return shortDivision(numerator, denominator, digits, Precise).toString();
}

/** numerator / denominator, both cut to a few digits more than wanted when they are long: the quotient is then rounded the same way by a sticky digit. */
function shortDivision(numerator: bigint, denominator: bigint, digits: number, Precise: typeof Decimal): Decimal {
  const exponent = bitLength(numerator) - bitLength(denominator) - Math.ceil(3.33 * (digits + 6));
  const decimals = Math.floor(exponent * Math.log10(2));
  // scaled = ⌊numerator / (denominator · 10^decimals)⌋ has a few digits more than wanted; one more digit says if it is exact.
  const [above, below] =
    decimals > 0
      ? [numerator, denominator * 10n ** BigInt(decimals)]
      : [numerator * 10n ** BigInt(-decimals), denominator];
  const magnitude = above < 0n ? -above : above;
  const scaled = magnitude / below;
  const text = `${above < 0n ? '-' : ''}${scaled}${scaled * below === magnitude ? '0' : '1'}`;
  return new Precise(`${text}e${decimals - 1}`).toSignificantDigits(digits);
}

/** The decimals of a number that is not 0, from ever narrower enclosures. */
export function decimalFromEnclosures(enclosure: (bits: number) => Enclosure, digits: number): string {
  checkDigits(digits);
  let bits = Math.ceil(3.33 * digits) + 8;
  for (;;) {
    const { low, high } = enclosure(bits);
    // Zero inside says that the number is small: more bits until its first digit is known.
    const sameSign = low.numerator > 0n || high.numerator < 0n;
    if (sameSign) {
      const text = decimalOf(low, digits);
      if (text === decimalOf(high, digits)) return text;
      // Both ends are within 10^−digits² of a tie: either rounding is right to one unit in the last place.
      const size = bitLength(low.numerator) - bitLength(low.denominator);
      if (bits > 8 * digits + 256 - 2 * Math.min(0, size)) return text;
    }
    bits = sameSign ? bits + Math.ceil(bits / 4) + 64 : 2 * bits;
  }
}

export function numberFromEnclosures(enclosure: (bits: number) => Enclosure): number {
  for (let bits = 64; ; bits *= 2) {
    const { low, high } = enclosure(bits);
    const [a, b] = [numberFromRational(low), numberFromRational(high)];
    if (a === b || (bits > 1100 && b - a <= Math.abs(a) * 2 ** -51)) return a;
    if (bits > 4096) return a;
  }
}

function checkDigits(digits: number): void {
  if (!Number.isSafeInteger(digits) || digits < 1 || digits > LARGEST_DIGITS)
    throw new InputError('digits', `expected an integer from 1 to ${LARGEST_DIGITS}, got ${digits}`);
}

/**
 * The value of (1/denominator) Σ_k numerators[k] x^k for x in an interval, by Horner's rule on its ends in integers, then
 * rounded outwards to multiples of 2^−bits.
 */
export function hornerEnclosure(
  numerators: readonly bigint[],
  denominator: bigint,
  { low, high, shift }: DyadicInterval,
  bits: number,
): Enclosure {
  let [from, to] = [0n, 0n];
  let scale = 0n;
  for (let k = numerators.length - 1; k >= 0; k--) {
    const products = [from * low, from * high, to * low, to * high];
    const c = numerators[k]! << scale;
    from = products.reduce((a, b) => (b < a ? b : a)) + c;
    to = products.reduce((a, b) => (b > a ? b : a)) + c;
    scale += BigInt(shift);
  }
  const below = denominator << (scale === 0n ? 0n : scale - BigInt(shift));
  const unit = 1n << BigInt(bits);
  return {
    low: rational(floorDivide(from * unit, below), unit),
    high: rational(-floorDivide(-to * unit, below), unit),
  };
}

function floorDivide(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  return a < 0n && quotient * b !== a ? quotient - 1n : quotient;
}

/** Enclosures as decimals. */
import { Decimal } from 'decimal.js';
import type { Rational } from '../../base/rational.ts';
import { containsZero, type Enclosure, endOf, isBounded, pointOf } from './enclosure.ts';

/** A number as decimals: between `lower` and `upper` for certain. */
export interface EnclosedDecimal {
  /** The middle, to as many digits as asked for; 0 where the sign is not known. */
  readonly decimal: string;
  readonly lower: string;
  readonly upper: string;
  /** How many leading digits of `decimal` are those of the number rounded; 0 where none is known. */
  readonly digits: number;
}

const round = ({ numerator, denominator }: Rational, digits: number, rounding: Decimal.Rounding): Decimal => {
  const Precise = Decimal.clone({ precision: digits, rounding, toExpNeg: -7, toExpPos: 40, maxE: 9e15, minE: -9e15 });
  return new Precise(numerator.toString()).div(denominator.toString());
};

/** The lower end to `digits` significant digits, rounded down. Throws RangeError on an unbounded enclosure. */
export const lowerDecimal = (a: Enclosure, digits: number): Decimal =>
  round(endOf(a, 'lower'), digits, Decimal.ROUND_FLOOR);

/** The upper end to `digits` significant digits, rounded up. Throws RangeError on an unbounded enclosure. */
export const upperDecimal = (a: Enclosure, digits: number): Decimal =>
  round(endOf(a, 'upper'), digits, Decimal.ROUND_CEIL);

/**
 * Decimals of an enclosure. All digits of `decimal` are right where both ends round to it (half up); else fewer are, and
 * `lower` and `upper` say what is known. Throws RangeError on an unbounded enclosure.
 */
export function enclosedDecimal(a: Enclosure, digits: number): EnclosedDecimal {
  if (!isBounded(a)) throw new RangeError('enclosedDecimal: the enclosure is unbounded');
  const [low, high] = [endOf(a, 'lower'), endOf(a, 'upper')];
  const zero = containsZero(a);
  const agreed = zero ? (a.lower === a.upper ? digits : 0) : agreement(low, high, digits);
  return {
    decimal: zero
      ? '0'
      : written(round(endOf(pointOf(a), 'lower'), digits, Decimal.ROUND_HALF_UP), a.lower === a.upper, digits),
    lower: lowerDecimal(a, digits + 3).toString(),
    upper: upperDecimal(a, digits + 3).toString(),
    digits: agreed,
  };
}

/** Closing zeros are digits that are known, so they stay, but for a number that is exact. */
const written = (value: Decimal, exact: boolean, digits: number): string =>
  exact || value.e >= 40 || value.e < -7 ? value.toString() : value.toFixed(Math.max(0, digits - 1 - value.e));

/** The most digits, at most those asked for, to which both ends round to the same decimal. */
function agreement(low: Rational, high: Rational, digits: number): number {
  for (let d = digits; d > 0; d--) {
    const [a, b] = [low, high].map((end) => round(end, d, Decimal.ROUND_HALF_UP));
    if (a!.eq(b!)) return d;
  }
  return 0;
}

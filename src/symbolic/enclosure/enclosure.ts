/** Real intervals with dyadic ends: the plain values that enclosures compute with, and their outward rounding. */
import { absolute, type Rational } from '../../base/rational.ts';

/**
 * The real numbers from lower · 2^exponent to upper · 2^exponent, ends included. {@link UNBOUNDED}, with the exponent
 * Infinity, says that nothing is known: the value may be any real number, or undefined.
 */
export interface Enclosure {
  readonly lower: bigint;
  readonly upper: bigint;
  readonly exponent: number;
}

export const UNBOUNDED: Enclosure = { lower: -1n, upper: 1n, exponent: Infinity };

export const isBounded = (a: Enclosure): boolean => a.exponent !== Infinity;

/** Bits of |n|, or one more. */
export function sizeOf(n: bigint): number {
  const magnitude = Math.abs(Number(n));
  if (magnitude < 1) return 0;
  if (magnitude < 1e300) return Math.floor(Math.log2(magnitude)) + 2;
  // Beyond the doubles: from the leading bits, which is quicker than writing it out.
  let shift = 960;
  while (Math.abs(Number(n >> BigInt(shift))) > 1e300) shift *= 2;
  return shift + sizeOf(n >> BigInt(shift));
}

/** ⌊n / 2^shift⌋, for a negative shift n · 2^(−shift). */
export const shiftDown = (n: bigint, shift: number): bigint => (shift >= 0 ? n >> BigInt(shift) : n << BigInt(-shift));

/** ⌈n / 2^shift⌉, for a negative shift n · 2^(−shift). */
export const shiftUp = (n: bigint, shift: number): bigint => -shiftDown(-n, shift);

/** The same interval or one that holds it, its ends with at most `bits` + 2 bits. */
export function rounded(lower: bigint, upper: bigint, exponent: number, bits: number): Enclosure {
  const excess = Math.max(sizeOf(lower), sizeOf(upper)) - bits;
  return excess <= 0
    ? { lower, upper, exponent }
    : { lower: shiftDown(lower, excess), upper: shiftUp(upper, excess), exponent: exponent + excess };
}

/** An interval on the grid 2^exponent that holds a. */
export const onGrid = (a: Enclosure, exponent: number): Enclosure =>
  a.exponent === exponent
    ? a
    : {
        lower: shiftDown(a.lower, exponent - a.exponent),
        upper: shiftUp(a.upper, exponent - a.exponent),
        exponent,
      };

/** A bound e with |x| < 2^e for every x of a; −Infinity for the zero interval. */
export function magnitudeExponent(a: Enclosure): number {
  if (!isBounded(a)) return Infinity;
  const size = Math.max(sizeOf(a.lower), sizeOf(a.upper));
  return size === 0 ? -Infinity : size + a.exponent;
}

/** A bound e with upper − lower < 2^e; −Infinity for a point. */
export function widthExponent(a: Enclosure): number {
  if (!isBounded(a)) return Infinity;
  const size = sizeOf(a.upper - a.lower);
  return size === 0 ? -Infinity : size + a.exponent;
}

/** −1 or 1 where every x of a has that sign or is 0, 0 where a is the number 0, undefined where a holds both signs. */
export function signOf(a: Enclosure): -1 | 0 | 1 | undefined {
  if (!isBounded(a)) return undefined;
  if (a.lower >= 0n) return a.upper === 0n ? 0 : 1;
  return a.upper <= 0n ? -1 : undefined;
}

export const containsZero = (a: Enclosure): boolean => !isBounded(a) || (a.lower <= 0n && a.upper >= 0n);

/**
 * What two intervals have in common, for two enclosures of one number; ends over 2^8192 apart are rounded outwards. Throws
 * RangeError where they do not meet.
 */
export function intersection(a: Enclosure, b: Enclosure): Enclosure {
  if (!isBounded(a)) return b;
  if (!isBounded(b)) return a;
  const exponent = Math.max(Math.min(a.exponent, b.exponent), Math.max(a.exponent, b.exponent) - LARGEST_GAP);
  const [x, y] = [onGrid(a, exponent), onGrid(b, exponent)];
  const lower = x.lower > y.lower ? x.lower : y.lower;
  const upper = x.upper < y.upper ? x.upper : y.upper;
  if (lower > upper) throw new RangeError('intersection: the two intervals do not meet');
  return { lower, upper, exponent };
}

/** The least interval that holds both; ends over 2^8192 apart are rounded outwards. */
export function hull(a: Enclosure, b: Enclosure): Enclosure {
  if (!isBounded(a) || !isBounded(b)) return UNBOUNDED;
  const [finer, coarser] = a.exponent < b.exponent ? [a, b] : [b, a];
  const exponent = Math.max(finer.exponent, coarser.exponent - LARGEST_GAP);
  const [x, y] = [onGrid(a, exponent), onGrid(b, exponent)];
  return {
    lower: x.lower < y.lower ? x.lower : y.lower,
    upper: x.upper > y.upper ? x.upper : y.upper,
    exponent,
  };
}

const LARGEST_GAP = 8192;

/** A double near the middle; NaN where nothing is known. */
export function middleOf(a: Enclosure): number {
  if (!isBounded(a)) return Number.NaN;
  const sum = a.lower + a.upper;
  const excess = Math.max(0, sizeOf(sum) - 60);
  return Number(shiftDown(sum, excess)) * 2 ** Math.max(-1080, Math.min(1030, a.exponent - 1 + excess));
}

/** The lower or upper end, as an exact rational. Throws RangeError on {@link UNBOUNDED}. */
export function endOf(a: Enclosure, end: 'lower' | 'upper'): Rational {
  if (!isBounded(a)) throw new RangeError('endOf: the interval is unbounded');
  if (a.exponent >= 0) return { numerator: a[end] << BigInt(a.exponent), denominator: 1n };
  let numerator = a[end];
  let shift = -a.exponent;
  while (shift > 0 && (numerator & 1n) === 0n) {
    numerator >>= 1n;
    shift--;
    if (numerator === 0n) shift = 0;
  }
  return { numerator, denominator: 1n << BigInt(shift) };
}

/** Whether the rational q lies in a. */
export function contains(a: Enclosure, q: Rational): boolean {
  if (!isBounded(a)) return true;
  const [l, u] = [endOf(a, 'lower'), endOf(a, 'upper')];
  return (
    l.numerator * q.denominator <= q.numerator * l.denominator &&
    q.numerator * u.denominator <= u.numerator * q.denominator
  );
}

/** The point in the middle, exactly. */
export const pointOf = (a: Enclosure): Enclosure =>
  isBounded(a) ? { lower: a.lower + a.upper, upper: a.lower + a.upper, exponent: a.exponent - 1 } : UNBOUNDED;

/** The largest |x| of a, as a point. */
export function magnitude(a: Enclosure): Enclosure {
  if (!isBounded(a)) return UNBOUNDED;
  const [l, u] = [absolute(a.lower), absolute(a.upper)];
  const most = l > u ? l : u;
  return { lower: most, upper: most, exponent: a.exponent };
}

/** A double below the lower end, or above the upper end; ±Infinity on {@link UNBOUNDED}. */
export function endNumber(a: Enclosure, end: 'lower' | 'upper'): number {
  const sign = end === 'lower' ? -1 : 1;
  if (!isBounded(a)) return sign * Infinity;
  const n = a[end];
  const shift = Math.max(0, sizeOf(n) - 60);
  const exponent = a.exponent + shift;
  const value = Number(shiftDown(n, shift)) * 2 ** Math.max(-1000, Math.min(1000, exponent));
  if (exponent > 900) return sign * (value * sign > 0 ? Infinity : 2 ** 900);
  // Shifting and converting lose less than 2^-50 of it; below the smallest normal doubles, less than 2^-900.
  return value + sign * (Math.abs(value) * 2 ** -50 + (n === 0n ? 0 : 2 ** -900));
}

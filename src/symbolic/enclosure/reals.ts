/** Interval arithmetic over the reals at a chosen precision. */
import type { Rational } from '../../base/rational.ts';
import { rationalFromNumber } from '../../base/rational.ts';
import { piBits } from './constants.ts';
import {
  containsZero,
  type Enclosure,
  hull,
  isBounded,
  magnitudeExponent,
  onGrid,
  rounded,
  shiftUp,
  signOf,
  sizeOf,
  UNBOUNDED,
  widthExponent,
} from './enclosure.ts';
import { errorFunctionOfPoint } from './error-function.ts';
import { exponentialOfPoint } from './exponential.ts';
import { logarithmOfPoint } from './logarithm.ts';
import { integerSquareRoot } from './square-root.ts';
import { sineAndCosineOfPoint } from './trigonometric.ts';

/**
 * Operations on enclosures: each result holds f(x, y) for all x, y in the arguments, its ends rounded outwards to `bits`
 * significant bits. Where f is undefined or unbounded somewhere in the arguments the result is UNBOUNDED, never an error.
 */
export interface RealEnclosures {
  readonly bits: number;
  readonly zero: Enclosure;
  readonly one: Enclosure;
  readonly pi: Enclosure;
  from(value: Rational | number | bigint): Enclosure;
  add(a: Enclosure, b: Enclosure): Enclosure;
  sub(a: Enclosure, b: Enclosure): Enclosure;
  neg(a: Enclosure): Enclosure;
  mul(a: Enclosure, b: Enclosure): Enclosure;
  div(a: Enclosure, b: Enclosure): Enclosure;
  square(a: Enclosure): Enclosure;
  /** a^n for an integer n, tight for even n. */
  powerInteger(a: Enclosure, n: number): Enclosure;
  /** a · 2^n, exactly. */
  scale(a: Enclosure, n: number): Enclosure;
  abs(a: Enclosure): Enclosure;
  /** √x for x ≥ 0; an end that is negative by rounding alone cannot be told from one that is meant, so it is UNBOUNDED. */
  sqrt(a: Enclosure): Enclosure;
  exp(a: Enclosure): Enclosure;
  log(a: Enclosure): Enclosure;
  sin(a: Enclosure): Enclosure;
  cos(a: Enclosure): Enclosure;
  sinh(a: Enclosure): Enclosure;
  cosh(a: Enclosure): Enclosure;
  tanh(a: Enclosure): Enclosure;
  /** (2/√π) ∫₀^x e^(−t²) dt. */
  erf(a: Enclosure): Enclosure;
  /** The normal distribution function Φ(x) = (1 + erf(x/√2))/2. */
  normalDistribution(a: Enclosure): Enclosure;
}

const known = new Map<number, RealEnclosures>();

/** Enclosures with `bits` significant bits, 8 or more. */
export function realEnclosures(bits: number): RealEnclosures {
  const found = known.get(bits) ?? build(bits);
  known.set(bits, found);
  return found;
}

function build(bits: number): RealEnclosures {
  if (!Number.isSafeInteger(bits) || bits < 8)
    throw new RangeError(`realEnclosures: expected 8 bits or more, got ${bits}`);
  const zero: Enclosure = { lower: 0n, upper: 0n, exponent: 0 };
  const one: Enclosure = { lower: 1n, upper: 1n, exponent: 0 };
  const make = (lower: bigint, upper: bigint, exponent: number): Enclosure => rounded(lower, upper, exponent, bits);

  const from = (value: Rational | number | bigint): Enclosure => {
    if (typeof value === 'bigint') return make(value, value, 0);
    const q = typeof value === 'number' ? rationalFromNumber(value) : value;
    if (q.denominator === 1n) return make(q.numerator, q.numerator, 0);
    const shift = Math.max(0, bits + 2 + sizeOf(q.denominator) - sizeOf(q.numerator));
    const scaled = q.numerator << BigInt(shift);
    const floor = scaled >= 0n ? scaled / q.denominator : -((-scaled + q.denominator - 1n) / q.denominator);
    return make(floor, floor * q.denominator === scaled ? floor : floor + 1n, -shift);
  };

  const add = (a: Enclosure, b: Enclosure): Enclosure => {
    if (!isBounded(a) || !isBounded(b)) return UNBOUNDED;
    if (a.exponent === b.exponent) return make(a.lower + b.lower, a.upper + b.upper, a.exponent);
    const [fine, coarse] = a.exponent < b.exponent ? [a, b] : [b, a];
    let exponent = fine.exponent;
    if (coarse.exponent - exponent > 2 * bits) {
      // Far apart: what lies below the precision of the sum becomes one unit.
      const top = Math.max(magnitudeExponent(fine), magnitudeExponent(coarse));
      if (top === -Infinity) return zero;
      exponent = Math.max(exponent, Math.min(coarse.exponent, top - bits - 8));
      if (coarse.lower === 0n && coarse.upper === 0n) return make(fine.lower, fine.upper, fine.exponent);
    }
    const [x, y] = [onGrid(fine, exponent), onGrid(coarse, exponent)];
    return make(x.lower + y.lower, x.upper + y.upper, exponent);
  };
  const neg = (a: Enclosure): Enclosure =>
    isBounded(a) ? { lower: -a.upper, upper: -a.lower, exponent: a.exponent } : UNBOUNDED;
  const sub = (a: Enclosure, b: Enclosure): Enclosure => add(a, neg(b));

  const mul = (a: Enclosure, b: Enclosure): Enclosure => {
    if (!isBounded(a) || !isBounded(b)) return UNBOUNDED;
    const exponent = a.exponent + b.exponent;
    if (a.lower >= 0n) {
      if (b.lower >= 0n) return make(a.lower * b.lower, a.upper * b.upper, exponent);
      if (b.upper <= 0n) return make(a.upper * b.lower, a.lower * b.upper, exponent);
      return make(a.upper * b.lower, a.upper * b.upper, exponent);
    }
    if (a.upper <= 0n) {
      if (b.lower >= 0n) return make(a.lower * b.upper, a.upper * b.lower, exponent);
      if (b.upper <= 0n) return make(a.upper * b.upper, a.lower * b.lower, exponent);
      return make(a.lower * b.upper, a.lower * b.lower, exponent);
    }
    if (b.lower >= 0n) return make(a.lower * b.upper, a.upper * b.upper, exponent);
    if (b.upper <= 0n) return make(a.upper * b.lower, a.lower * b.lower, exponent);
    const [p, q, r, s] = [a.lower * b.upper, a.upper * b.lower, a.lower * b.lower, a.upper * b.upper];
    return make(p < q ? p : q, r > s ? r : s, exponent);
  };

  const square = (a: Enclosure): Enclosure => {
    if (!isBounded(a)) return UNBOUNDED;
    const [p, q] = [a.lower * a.lower, a.upper * a.upper];
    if (a.lower < 0n && a.upper > 0n) return make(0n, p > q ? p : q, 2 * a.exponent);
    return p < q ? make(p, q, 2 * a.exponent) : make(q, p, 2 * a.exponent);
  };

  const reciprocal = (a: Enclosure): Enclosure => {
    if (containsZero(a)) return UNBOUNDED;
    if (a.upper < 0n) return neg(reciprocal(neg(a)));
    // Enough bits for the smaller quotient, 1/upper.
    const shift = bits + 4 + sizeOf(a.upper);
    const numerator = 1n << BigInt(shift);
    return make(numerator / a.upper, (numerator + a.lower - 1n) / a.lower, -shift - a.exponent);
  };
  const div = (a: Enclosure, b: Enclosure): Enclosure => mul(a, reciprocal(b));

  const powerInteger = (a: Enclosure, n: number): Enclosure => {
    if (n < 0) return reciprocal(powerInteger(a, -n));
    if (n === 0) return one;
    if (n === 1) return a;
    if (n % 2 === 0) return powerInteger(square(a), n / 2);
    return a.lower < 0n && a.upper > 0n
      ? hull(powerOfEnd(a, 'lower', n), powerOfEnd(a, 'upper', n))
      : mul(a, powerInteger(square(a), (n - 1) / 2));
  };
  /** An odd power is monotone, so its ends come from the ends. */
  const powerOfEnd = (a: Enclosure, end: 'lower' | 'upper', n: number): Enclosure =>
    isBounded(a) ? powerInteger({ lower: a[end], upper: a[end], exponent: a.exponent }, n) : UNBOUNDED;

  const abs = (a: Enclosure): Enclosure => {
    if (!isBounded(a) || a.lower >= 0n) return a;
    if (a.upper <= 0n) return neg(a);
    return { lower: 0n, upper: -a.lower > a.upper ? -a.lower : a.upper, exponent: a.exponent };
  };

  const sqrt = (a: Enclosure): Enclosure => {
    if (!isBounded(a) || a.lower < 0n) return UNBOUNDED;
    let shift = Math.max(0, 2 * bits + 4 - sizeOf(a.upper));
    if ((a.exponent - shift) % 2 !== 0) shift++;
    const [low, high] = [a.lower << BigInt(shift), a.upper << BigInt(shift)];
    const root = integerSquareRoot(high);
    return make(integerSquareRoot(low), root * root === high ? root : root + 1n, (a.exponent - shift) / 2);
  };

  /** [f(lower).lower, f(upper).upper] for a rising f of dyadic points. */
  const rising = (f: (n: bigint, e: number) => Enclosure, a: Enclosure): Enclosure => {
    if (!isBounded(a)) return UNBOUNDED;
    const low = f(a.lower, a.exponent);
    const high = a.upper === a.lower ? low : f(a.upper, a.exponent);
    const both = hull(low, high);
    return make(both.lower, both.upper, both.exponent);
  };

  const exp = (a: Enclosure): Enclosure => {
    if (!isBounded(a)) return UNBOUNDED;
    const width = widthExponent(a);
    if (width === -Infinity || width > -16) {
      const low = exponentialOfPoint(a.lower, a.exponent, bits + 2);
      const high = a.upper === a.lower ? low : exponentialOfPoint(a.upper, a.exponent, bits + 2);
      if (!isBounded(high)) return UNBOUNDED;
      const both = hull(low, high);
      return make(both.lower, both.upper, both.exponent);
    }
    // e^w ≤ 1 + 2w for 0 ≤ w ≤ 1: one exponential is enough for a narrow interval.
    const low = exponentialOfPoint(a.lower, a.exponent, bits + 2);
    if (!isBounded(low)) return UNBOUNDED;
    const growth = shiftUp(low.upper, -(width + 1)) + 1n;
    return make(low.lower, low.upper + growth, low.exponent);
  };

  const log = (a: Enclosure): Enclosure =>
    !isBounded(a) || a.lower <= 0n ? UNBOUNDED : rising((n, e) => logarithmOfPoint(n, e, bits), a);

  /** The values of a 1-Lipschitz point function over an interval, from its left end. */
  const lipschitz = (value: Enclosure, a: Enclosure): Enclosure => {
    const width = a.upper - a.lower;
    if (width === 0n) return make(value.lower, value.upper, value.exponent);
    return add(value, { lower: -width, upper: width, exponent: a.exponent });
  };
  /** Cut to [−1, 1]. */
  const within = (a: Enclosure): Enclosure => {
    if (magnitudeExponent(a) < 0) return make(a.lower, a.upper, a.exponent);
    const grid = Math.min(a.exponent, 0);
    const { lower, upper } = onGrid(a, grid);
    const most = 1n << BigInt(-grid);
    const least = -most;
    return make(lower < least ? least : lower, upper > most ? most : upper, grid);
  };
  const trigonometric = (which: 0 | 1, a: Enclosure): Enclosure => {
    if (!isBounded(a) || widthExponent(a) > 2) return { lower: -1n, upper: 1n, exponent: 0 };
    const middle = { lower: (a.lower + a.upper) >> 1n, exponent: a.exponent };
    const value = sineAndCosineOfPoint(middle.lower, middle.exponent, bits + 2)[which];
    const half = { lower: 0n, upper: a.upper - middle.lower, exponent: a.exponent };
    return within(lipschitz(value, half));
  };

  const erf = (a: Enclosure): Enclosure => {
    if (!isBounded(a)) return { lower: -1n, upper: 1n, exponent: 0 };
    const width = widthExponent(a);
    if (width === -Infinity || width > -16) return rising((n, e) => errorFunctionOfPoint(n, e, bits + 2), a);
    const low = errorFunctionOfPoint(a.lower, a.exponent, bits + 2);
    // erf is rising with slope at most 2/√π < 2.
    return within(add(low, { lower: 0n, upper: 2n * (a.upper - a.lower), exponent: a.exponent }));
  };

  /** x + θ x³ with θ from 0 to 1, or from −1 to 0, for a small x = n 2^e of |x| < 2^size: sinh x and tanh x. */
  const nearlyLinear = (n: bigint, e: number, size: number, sign: 1 | -1): Enclosure => {
    const finer = n << BigInt(bits + 8);
    const bound = (finer < 0n ? -finer : finer) >> BigInt(-2 * size);
    const cube = BigInt(sign) * (n > 0n ? bound + 1n : -bound - 1n);
    const other = finer + cube;
    return make(finer < other ? finer : other, finer < other ? other : finer, e - bits - 8);
  };
  const tanhOfPoint = (n: bigint, e: number): Enclosure => {
    if (n === 0n) return zero;
    const size = sizeOf(n) + e;
    if (2 * size < -bits - 8) return nearlyLinear(n, e, size, -1);
    if (size > 24)
      return n > 0n
        ? { lower: (1n << BigInt(bits)) - 1n, upper: 1n << BigInt(bits), exponent: -bits }
        : neg(tanhOfPoint(-n, e));
    // tanh x = 1 − 2/(e^(2x) + 1); a small x asks for as many bits more as it has leading zeros.
    const finer = realEnclosures(bits + 8 + 32 * Math.ceil(Math.max(0, -size) / 32));
    const double = finer.exp({ lower: n, upper: n, exponent: e + 1 });
    return finer.sub(finer.one, finer.div({ lower: 2n, upper: 2n, exponent: 0 }, finer.add(double, finer.one)));
  };
  const tanh = (a: Enclosure): Enclosure => {
    if (!isBounded(a)) return { lower: -1n, upper: 1n, exponent: 0 };
    const width = widthExponent(a);
    const tight = width !== -Infinity && width < -16;
    if (!tight) return within(rising(tanhOfPoint, a));
    return within(add(tanhOfPoint(a.lower, a.exponent), { lower: 0n, upper: a.upper - a.lower, exponent: a.exponent }));
  };

  const half = (a: Enclosure): Enclosure => (isBounded(a) ? { ...a, exponent: a.exponent - 1 } : a);
  const sinhOfPoint = (n: bigint, e: number): Enclosure => {
    if (n === 0n) return zero;
    if (2 * (sizeOf(n) + e) < -bits - 8) return nearlyLinear(n, e, sizeOf(n) + e, 1);
    const finer = realEnclosures(bits + 8 + 32 * Math.ceil(Math.max(0, -sizeOf(n) - e) / 32));
    const [p, q] = [finer.exp({ lower: n, upper: n, exponent: e }), finer.exp({ lower: -n, upper: -n, exponent: e })];
    return half(finer.sub(p, q));
  };
  const cosh = (a: Enclosure): Enclosure => {
    if (!isBounded(a)) return UNBOUNDED;
    const magnitude = abs(a);
    return rising((n, e) => {
      const point = { lower: n, upper: n, exponent: e };
      return n === 0n ? one : half(add(exp(point), exp(neg(point))));
    }, magnitude);
  };

  let knownPi: Enclosure | undefined;
  const pi = (): Enclosure => {
    const value = piBits(bits + 2);
    return make(value - 1n, value + 2n, -bits - 2);
  };

  return {
    bits,
    zero,
    one,
    get pi() {
      knownPi ??= pi();
      return knownPi;
    },
    from,
    add,
    sub,
    neg,
    mul,
    div,
    square,
    powerInteger,
    scale: (a, n) => (isBounded(a) ? { ...a, exponent: a.exponent + n } : UNBOUNDED),
    abs,
    sqrt,
    exp,
    log,
    sin: (a) => trigonometric(0, a),
    cos: (a) => trigonometric(1, a),
    sinh: (a) => rising(sinhOfPoint, a),
    cosh,
    tanh,
    erf,
    normalDistribution: (a) => half(add(one, erf(div(a, sqrt({ lower: 2n, upper: 2n, exponent: 0 }))))),
  };
}

/** Whether every x of a is above every y of b. */
export function isAbove(K: RealEnclosures, a: Enclosure, b: Enclosure): boolean {
  const difference = K.sub(a, b);
  return signOf(difference) === 1 && difference.lower > 0n;
}

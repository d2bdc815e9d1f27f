/** Exact rational numbers as plain values, and their exchange with doubles and strings. */
import { InputError } from './errors.ts';

/** numerator / denominator in lowest terms, denominator > 0. */
export interface Rational {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

export const absolute = (a: bigint): bigint => (a < 0n ? -a : a);

/** Bits of |a|; 0 for 0. */
export function bitLength(a: bigint): number {
  const hex = absolute(a).toString(16);
  return hex === '0' ? 0 : 4 * hex.length - Math.clz32(Number.parseInt(hex[0]!, 16)) + 28;
}

const isPowerOfTwo = (a: bigint): boolean => a > 0n && (a & (a - 1n)) === 0n;

/** The number of times that 2 divides a ≠ 0. */
export function twoAdicValuation(a: bigint): number {
  let shift = 0;
  let rest = a;
  while (BigInt.asUintN(64, rest) === 0n) {
    rest >>= 64n;
    shift += 64;
  }
  let word = BigInt.asUintN(64, rest);
  for (let step = 32n; step > 0n; step >>= 1n) {
    if ((word & ((1n << step) - 1n)) === 0n) {
      word >>= step;
      shift += Number(step);
    }
  }
  return shift;
}

/** Greatest common divisor, ≥ 0; gcd(0, 0) = 0. Powers of two (the denominators of doubles) and divisors are quick. */
export function gcd(a: bigint, b: bigint): bigint {
  let x = absolute(a);
  let y = absolute(b);
  if (x === 0n) return y;
  if (y === 0n) return x;
  if (isPowerOfTwo(x) || isPowerOfTwo(y)) return 1n << BigInt(Math.min(twoAdicValuation(x), twoAdicValuation(y)));
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
}

/** Least common multiple of two positive integers. */
export function lcm(a: bigint, b: bigint): bigint {
  if (a === b || a % b === 0n) return a;
  if (b % a === 0n) return b;
  return (a / gcd(a, b)) * b;
}

/** numerator / denominator, reduced. Throws RangeError when the denominator is 0. */
export function rational(numerator: bigint, denominator = 1n): Rational {
  if (denominator === 0n) throw new RangeError(`rational: the denominator of ${numerator}/0 is zero`);
  if (denominator === 1n) return { numerator, denominator };
  const divisor = denominator < 0n ? -gcd(numerator, denominator) : gcd(numerator, denominator);
  return { numerator: numerator / divisor, denominator: denominator / divisor };
}

const view = new DataView(new ArrayBuffer(8));

/** The rational that a finite double is, exactly: 0.1 is 3602879701896397/36028797018963968. */
export function rationalFromNumber(x: number): Rational {
  if (!Number.isFinite(x)) throw new InputError('number', `expected a finite number, got ${x}`);
  if (Number.isInteger(x)) return { numerator: BigInt(x), denominator: 1n };
  view.setFloat64(0, x);
  const bits = view.getBigUint64(0);
  const biased = Number((bits >> 52n) & 0x7ffn);
  const fraction = bits & 0xfffffffffffffn;
  const significand = biased === 0 ? fraction : fraction | (1n << 52n);
  const exponent = Math.max(biased, 1) - 1075;
  // Not an integer, so the exponent is negative and what is left of it after cancelling twos is the denominator.
  const shift = BigInt(Math.min(twoAdicValuation(significand), -exponent));
  const numerator = significand >> shift;
  return { numerator: x < 0 ? -numerator : numerator, denominator: 1n << (BigInt(-exponent) - shift) };
}

/** The double nearest to a rational, ties to even; ±Infinity beyond the largest double. */
export function numberFromRational({ numerator, denominator }: Rational): number {
  if (numerator === 0n) return 0;
  const magnitude = absolute(numerator);
  const sign = numerator < 0n ? -1 : 1;
  // scale · quotient = magnitude / denominator with a quotient of 54 or 55 bits plus a sticky bit for the remainder
  const exponent = Math.max(bitLength(magnitude) - bitLength(denominator) - 54, -1075);
  const scaledNumerator = exponent < 0 ? magnitude << BigInt(-exponent) : magnitude;
  const scaledDenominator = exponent > 0 ? denominator << BigInt(exponent) : denominator;
  const quotient = scaledNumerator / scaledDenominator;
  const sticky = quotient * scaledDenominator === scaledNumerator ? 0n : 1n;
  return sign * scaleByPowerOfTwo((quotient << 1n) | sticky, exponent - 1);
}

/** value · 2^exponent rounded once, to nearest, ties to even; exponent ≥ −1076. */
function scaleByPowerOfTwo(value: bigint, exponent: number): number {
  const excess = Math.max(bitLength(value) - 53, -1074 - exponent, 0);
  const shift = BigInt(excess);
  let kept = value >> shift;
  const rest = value - (kept << shift);
  const half = excess === 0 ? 0n : 1n << (shift - 1n);
  if (excess > 0 && (rest > half || (rest === half && (kept & 1n) === 1n))) kept += 1n;
  const power = exponent + excess;
  if (power > 1023) return Infinity;
  // Two factors, since 2^power itself may be subnormal where the product is not; both products are exact.
  return power < -1000 ? Number(kept) * 2 ** (power + 500) * 2 ** -500 : Number(kept) * 2 ** power;
}

const NUMBER = /^([+-]?)(\d*)(?:\.(\d*))?(?:e([+-]?\d+))?$/i;
const LARGEST_EXPONENT = 10_000;

/**
 * Reads `3/7`, `-2`, `0.1` or `1.5e-3` exactly; `p/q` may have decimals on both sides.
 * Throws {@link InputError} at `where` on anything else, on a zero denominator, and on exponents over 10,000.
 */
export function parseRational(text: string, where = 'number'): Rational {
  const parts = text.trim().split('/');
  const [upper, lower] = parts.map((part) => parseDecimal(part.trim(), text, where));
  if (parts.length > 2 || upper === undefined) throw malformed(text, where);
  if (lower === undefined) return upper;
  if (lower.numerator === 0n) throw new InputError(where, `'${text}' has a zero denominator`);
  return rational(upper.numerator * lower.denominator, upper.denominator * lower.numerator);
}

function parseDecimal(part: string, whole: string, where: string): Rational {
  const match = NUMBER.exec(part);
  if (match === null || (match[2] === '' && (match[3] ?? '') === '')) throw malformed(whole, where);
  const decimals = match[3] ?? '';
  const exponent = Number(match[4] ?? 0) - decimals.length;
  if (Math.abs(exponent) > LARGEST_EXPONENT) {
    throw new InputError(where, `'${whole}' has an exponent beyond ±${LARGEST_EXPONENT}`);
  }
  const digits = BigInt(match[2] + decimals) * (match[1] === '-' ? -1n : 1n);
  return exponent >= 0 ? rational(digits * 10n ** BigInt(exponent)) : rational(digits, 10n ** BigInt(-exponent));
}

const malformed = (text: string, where: string): InputError =>
  new InputError(
    where,
    `cannot read the number '${text}'`,
    "Write an integer, a decimal or a fraction, such as '-2', '0.1', '1e-3' or '3/7'",
  );

/** `p/q` in lowest terms, an integer without `/1`. */
export const formatRational = ({ numerator, denominator }: Rational): string =>
  denominator === 1n ? `${numerator}` : `${numerator}/${denominator}`;

/** exp of a dyadic number, with a proved error. */
import { logTwoBits } from './constants.ts';
import { type Enclosure, shiftDown, sizeOf, UNBOUNDED } from './enclosure.ts';

/** Beyond e^(±2^40) exponents are no longer kept apart. */
const LARGEST_LOGARITHM = 40;

/**
 * exp(n 2^e) within a relative 2^-bits.
 *
 * With k = ⌊x / log 2⌋, r = x − k log 2 and ρ = r 2^-s, exp x = 2^k (exp ρ)^(2^s). In units of 2^-q, q = bits + s + 20:
 * ρ is off by at most 4 units; each Taylor term by at most 3 more, so that the sum of T terms is off by 3T + 4, its tail
 * below one; each of the s squarings of a number ≤ 2 doubles the relative error and adds one unit. Since exp r ≥ 1 the
 * final error is below (3T + 5 + s) 2^(s+2) units, which is under 2^-bits as 3T + 5 + s < 2^17.
 */
export function exponentialOfPoint(n: bigint, e: number, bits: number): Enclosure {
  if (n === 0n) return { lower: 1n, upper: 1n, exponent: 0 };
  const size = sizeOf(n) + e;
  if (size > LARGEST_LOGARITHM)
    return n > 0n ? UNBOUNDED : { lower: 0n, upper: 1n, exponent: -(2 ** LARGEST_LOGARITHM) };
  const s = Math.ceil(Math.sqrt(bits / 3));
  const q = bits + s + 20;
  const [unit, down] = [1n << BigInt(q), BigInt(q)];
  const logTwo = logTwoBits(q + Math.max(0, size) + 2);
  const finer = q + Math.max(0, size) + 2;
  const x = shiftDown(n, -(e + finer));
  const k = x / logTwo - (x < 0n ? 1n : 0n);
  const reduced = (x - k * logTwo) >> BigInt(finer - q + s);
  let sum = unit + reduced;
  let term = reduced;
  for (let j = 2n; term > 0n; j++) {
    term = ((term * reduced) >> down) / j;
    sum += term;
  }
  for (let i = 0; i < s; i++) sum = (sum * sum) >> down;
  const shift = BigInt(q - bits);
  const value = sum >> shift;
  // One unit for the error, one for the shift; exp r ≥ 1, so a unit is at most the relative 2^-bits.
  return { lower: value - 1n, upper: value + 2n, exponent: Number(k) - bits };
}

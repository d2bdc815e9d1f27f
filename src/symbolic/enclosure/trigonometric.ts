/** sin and cos of a dyadic number, with a proved error. */
import { piBits } from './constants.ts';
import { type Enclosure, shiftDown, sizeOf } from './enclosure.ts';

/** An argument over 2^4096 needs that many bits of π: nothing but [−1, 1] is said of it. */
const LARGEST_ARGUMENT = 4096;
const ANY: Enclosure = { lower: -1n, upper: 1n, exponent: 0 };

/**
 * [sin x, cos x] for x = n 2^e, off by at most 2^-bits.
 *
 * x = k π/2 + r with |r| ≤ π/4 + a little; in units of 2^-q, q = bits + 12, r is off by 2 and each Taylor term of either
 * series by at most 3, T < 2^9 of them.
 */
export function sineAndCosineOfPoint(n: bigint, e: number, bits: number): readonly [Enclosure, Enclosure] {
  if (n === 0n)
    return [
      { lower: 0n, upper: 0n, exponent: 0 },
      { lower: 1n, upper: 1n, exponent: 0 },
    ];
  const size = Math.max(0, sizeOf(n) + e);
  if (size > LARGEST_ARGUMENT) return [ANY, ANY];
  const q = bits + 12;
  const finer = q + size + 2;
  const x = shiftDown(n, -(e + finer));
  const halfPi = piBits(finer + 1) >> 2n;
  const quotient = (2n * x + halfPi) / (2n * halfPi);
  const k = 2n * x + halfPi < 0n ? quotient - 1n : quotient;
  const r = (x - k * halfPi) >> BigInt(finer - q);
  const square = (r * r) >> BigInt(q);
  const series = (first: bigint, from: bigint): Enclosure => {
    let [sum, term] = [first, first];
    for (let j = from; term !== 0n && term !== -1n; j += 2n) {
      term = -((term * square) >> BigInt(q)) / (j * (j + 1n));
      sum += term;
    }
    const value = sum >> 12n;
    return { lower: value - 1n, upper: value + 2n, exponent: -bits };
  };
  const [sine, cosine] = [series(r, 2n), series(1n << BigInt(q), 1n)];
  const negative = (a: Enclosure): Enclosure => ({ lower: -a.upper, upper: -a.lower, exponent: a.exponent });
  switch (Number(((k % 4n) + 4n) % 4n)) {
    case 0:
      return [sine, cosine];
    case 1:
      return [cosine, negative(sine)];
    case 2:
      return [negative(sine), negative(cosine)];
    default:
      return [negative(cosine), sine];
  }
}

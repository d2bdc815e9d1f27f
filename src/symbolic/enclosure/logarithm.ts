/** log of a dyadic number, with a proved error. */

import { logTwoBits } from './constants.ts';
import { type Enclosure, shiftDown, sizeOf } from './enclosure.ts';
import { exponentialOfPoint } from './exponential.ts';

/**
 * log(n 2^e) for n > 0, off by at most 2^-bits · max(1, |e| + size n).
 *
 * n 2^e = m 2^k with m in [1/2, 2). A double y near log m only steers: log m = y + log z with z = m exp(−y), and
 * log z = 2 artanh((z − 1)/(z + 1)), a series in w² with |w| < 1/8. In units of 2^-q, q = bits + 12, z is off by at most
 * 4 (its exponential by a relative 2^-q, m ≤ 2), w by 4, and the T terms of the series by 2 each.
 */
export function logarithmOfPoint(n: bigint, e: number, bits: number): Enclosure {
  const size = sizeOf(n);
  const k = e + size;
  const q = bits + 12;
  const unit = 1n << BigInt(q);
  const mantissa = shiftDown(n, size - q);
  const steer = Math.round(Math.log(Number(shiftDown(n, size - 60)) / 2 ** 60) * 2 ** 60);
  const y = BigInt(Number.isFinite(steer) ? steer : 0);
  const exponential = exponentialOfPoint(-y, -60, q);
  const z = shiftDown(mantissa * exponential.lower, -exponential.exponent);
  const w = ((z - unit) << BigInt(q)) / (z + unit);
  if (w * 8n > unit || w * 8n < -unit) throw new RangeError('logarithm: reduction failed');
  const square = (w * w) >> BigInt(q);
  let sum = 0n;
  let term = w;
  for (let j = 1n; term !== 0n && term !== -1n; j += 2n) {
    sum += term / j;
    term = (term * square) >> BigInt(q);
  }
  const total = 2n * sum + shiftDown(y, 60 - q) + BigInt(k) * logTwoBits(q);
  // |k| + 1 units for log 2, and below 2^11 for the rest: T ≤ 2^8 terms of 2 units, twice, and the errors of w.
  const value = total >> 12n;
  const slack = 2n + BigInt(Math.ceil((Math.abs(k) + 1) / 2 ** 12));
  return { lower: value - slack, upper: value + slack, exponent: -bits };
}

/** The natural logarithm by additions, multiplications and one division only, so that every engine gives the same bits. */

const bits = new Float64Array(1);
const words32 = new Uint32Array(bits.buffer);
bits[0] = 1;
/** Which 32-bit half of a double holds its exponent: the second where bytes are little-endian. */
const HIGH = words32[1] === 0 ? 0 : 1;

/** √½ as the high word of a double, and the words of 1. */
const HIGH_OF_ROOT_HALF = 0x3fe6a09e;
const HIGH_OF_ONE = 0x3ff00000;

/** ln 2 = LN2_HIGH + LN2_LOW; LN2_HIGH has 32 bits, so an exponent times it is exact. */
export const LN2_HIGH = 0.6931471803691238;
export const LN2_LOW = 1.9082149292705877e-10;

/**
 * Coefficients of R/z in log((1 + s)/(1 − s)) = 2 s + s R, z = s², |s| ≤ (√2 − 1)/(√2 + 1): the best polynomial of degree 6
 * in the supremum norm, from Remez' algorithm in 60 digits, relative error 1.3e-18.
 */
export const LOGARITHM: readonly number[] = [
  0.6666666666666734, 0.39999999999414676, 0.285714287423877, 0.2222219857316979, 0.18183564327076188,
  0.15314050524804626, 0.1479594999068836,
];

/**
 * log u for a normal positive double, within 1 ulp: u = 2^k (1 + f) with 1 + f in [√½, √2), s = f/(2 + f), and
 * log u = k ln 2 + f − (f²/2 − s (f²/2 + R)).
 */
export function logarithm(u: number): number {
  bits[0] = u;
  const high = words32[HIGH]! + (HIGH_OF_ONE - HIGH_OF_ROOT_HALF);
  const k = (high >>> 20) - 1023;
  words32[HIGH] = (high & 0xfffff) + HIGH_OF_ROOT_HALF;
  const f = bits[0]! - 1;
  const s = f / (2 + f);
  const z = s * s;
  let r = LOGARITHM[6]!;
  for (let i = 5; i >= 0; i--) r = r * z + LOGARITHM[i]!;
  r *= z;
  const half = 0.5 * f * f;
  return k * LN2_HIGH - (half - (s * (half + r) + k * LN2_LOW) - f);
}

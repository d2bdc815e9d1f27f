/** erf of a dyadic number, with a proved error. */
import { piBits } from './constants.ts';
import { type Enclosure, shiftDown, sizeOf } from './enclosure.ts';
import { exponentialOfPoint } from './exponential.ts';
import { integerSquareRoot } from './square-root.ts';

/**
 * erf(n 2^e), off by at most 2^-bits · min(1, 2|x|).
 *
 * erf x = (2/√π) e^(−x²) Σ 2^j x^(2j+1)/(2j+1)!!, all terms of one sign [DLMF 7.6.2]. In units of 2^-q the sum S ≤ √π/2 · e^(x²)
 * has T terms of relative error below 2^(3−q) T each; q grows with log₂ T. Beyond x² log₂ e > bits + 1 the complement is
 * below e^(−x²) ≤ 2^-bits, since erfc x ≤ e^(−x²) for x ≥ 0 [DLMF 7.8.3].
 */
export function errorFunctionOfPoint(n: bigint, e: number, bits: number): Enclosure {
  if (n === 0n) return { lower: 0n, upper: 0n, exponent: 0 };
  if (n < 0n) {
    const { lower, upper, exponent } = errorFunctionOfPoint(-n, e, bits);
    return { lower: -upper, upper: -lower, exponent };
  }
  const size = sizeOf(n) + e;
  const x = Number(shiftDown(n, sizeOf(n) - 40)) * 2 ** Math.max(-1000, size - 40);
  const one = 1n << BigInt(bits);
  if (size > 40 || x * x * 1.44 > bits + 2) return { lower: one - 1n, upper: one, exponent: -bits };
  // x = X 2^-q' in [2^-small, …): a small x keeps its relative precision, by a factor taken out.
  const small = Math.max(0, -size);
  const q = bits + 24 + 2 * Math.max(0, size);
  const down = BigInt(q);
  const scaled = shiftDown(n, -(e + q + small));
  const square = shiftDown(scaled * scaled, q + 2 * small - 1);
  let term = scaled;
  let sum = scaled;
  let terms = 0;
  for (let j = 3n; term > 0n; j += 2n) {
    term = ((term * square) >> down) / j;
    sum += term;
    terms++;
  }
  const point = shiftDown(n * n, 0);
  const exponential = exponentialOfPoint(-point, 2 * e, bits + 8);
  const rootOfPi = integerSquareRoot(piBits(2 * q));
  // (2/√π) S e^(−x²) in units of 2^-(q + small), then to 2^-(bits + small)
  const product = shiftDown(sum * 2n * exponential.lower, -exponential.exponent - q) / rootOfPi;
  const value = product >> BigInt(q - bits);
  // S: T + 2 units and x² off by 2 units, relative (T + 2)·4·2^-q·… < 2^(-bits-10) while T < 2^10; exponential 2^-(bits+7); √π 2^-q.
  const slack = BigInt(2 + Math.ceil(((terms + 2) * (terms + 8)) / 2 ** 22));
  const exponent = -bits - small;
  return value + slack > one << BigInt(0) && small === 0
    ? { lower: value - slack, upper: one, exponent }
    : { lower: value - slack, upper: value + slack, exponent };
}

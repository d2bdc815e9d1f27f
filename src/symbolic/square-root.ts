/** Square roots of rationals as doubles. */
import { bitLength, numberFromRational, type Rational } from '../base/rational.ts';

/** √value for a rational ≥ 0, within a few units in the last place, also where the value itself is beyond the doubles. */
export function squareRoot({ numerator, denominator }: Rational): number {
  if (numerator === 0n) return 0;
  // value = 4^k · scaled with scaled near 1.
  const k = Math.floor((bitLength(numerator) - bitLength(denominator)) / 2);
  const scaled =
    k >= 0
      ? { numerator, denominator: denominator << BigInt(2 * k) }
      : { numerator: numerator << BigInt(-2 * k), denominator };
  return Math.sqrt(numberFromRational(scaled)) * 2 ** k;
}

/** Depth scales from susceptibilities. */
import { Decimal } from 'decimal.js';
import type { RealNumber } from '../algebraic/real-number.ts';

/**
 * −1/ln|χ|, the number of layers in which a deviation shrinks by e: 0 for χ = 0, Infinity for |χ| = 1, undefined for |χ| > 1.
 * To about 15 digits, from 60 digits of χ.
 */
export function depthScale(susceptibility: RealNumber): number | undefined {
  const Precise = Decimal.clone({ precision: 60 });
  const size = new Precise(susceptibility.decimal(60)).abs();
  if (size.isZero()) return 0;
  if (size.greaterThan(1)) return undefined;
  return size.equals(1) ? Infinity : new Precise(-1).div(size.ln()).toNumber();
}

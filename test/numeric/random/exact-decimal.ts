import { Decimal } from 'decimal.js';
import { rationalFromNumber } from '../../../src/base/rational.ts';

const Precise = Decimal.clone({ precision: 60 });

/** The double itself: decimal.js reads numbers by their shortest text. */
export function exactDecimal(x: number): Decimal {
  const { numerator, denominator } = rationalFromNumber(x);
  return new Precise(`${numerator}`).div(new Precise(`${denominator}`));
}

/** π to 60 digits. */
export const PI: Decimal = Precise.acos(-1);

/** |computed − exact| in units of the last place of `computed`. */
export function ulps(computed: number, exact: Decimal): number {
  const exponent = Math.floor(Math.log2(Math.abs(computed)));
  return exact
    .minus(exactDecimal(computed))
    .abs()
    .div(new Precise(2).pow(exponent - 52))
    .toNumber();
}

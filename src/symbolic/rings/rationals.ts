import { exactValue } from '../../base/coefficient.ts';
import { type Rational, rational } from '../../base/rational.ts';
import type { Ring } from '../ring.ts';

/** The rational numbers, every element in lowest terms. */
export const QQ: Ring<Rational> = {
  name: 'Q',
  zero: rational(0n),
  one: rational(1n),
  from: (c) => exactValue(c),
  add: (a, b) =>
    a.denominator === b.denominator
      ? rational(a.numerator + b.numerator, a.denominator)
      : rational(a.numerator * b.denominator + b.numerator * a.denominator, a.denominator * b.denominator),
  mul: (a, b) => rational(a.numerator * b.numerator, a.denominator * b.denominator),
  equal: (a, b) => a.numerator === b.numerator && a.denominator === b.denominator,
};

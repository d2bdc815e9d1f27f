import { exactValue } from '../../base/coefficient.ts';
import { InputError } from '../../base/errors.ts';
import { formatRational } from '../../base/rational.ts';
import type { Ring } from '../ring.ts';

/**
 * Integers as doubles: exact as long as every sum and product stays within ±2^53, which is for the caller to prove.
 * Where that holds it is Z, several times quicker.
 */
export const SafeIntegers: Ring<number> = {
  name: 'Z, within 2^53',
  zero: 0,
  one: 1,
  from(c) {
    const value = exactValue(c);
    const double = Number(value.numerator);
    if (value.denominator !== 1n || !Number.isSafeInteger(double))
      throw new InputError('safe integers', `expected an integer within ±(2^53 − 1), got ${formatRational(value)}`);
    return double;
  },
  add: (a, b) => a + b,
  mul: (a, b) => a * b,
  equal: (a, b) => a === b,
};

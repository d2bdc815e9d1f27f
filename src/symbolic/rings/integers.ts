import { exactValue } from '../../base/coefficient.ts';
import { InputError } from '../../base/errors.ts';
import { formatRational } from '../../base/rational.ts';
import type { Ring } from '../ring.ts';

/** The integers. */
export const ZZ: Ring<bigint> = {
  name: 'Z',
  zero: 0n,
  one: 1n,
  from(c) {
    const value = exactValue(c);
    if (value.denominator !== 1n) throw new InputError('Z', `expected an integer, got ${formatRational(value)}`);
    return value.numerator;
  },
  add: (a, b) => a + b,
  mul: (a, b) => a * b,
  equal: (a, b) => a === b,
};

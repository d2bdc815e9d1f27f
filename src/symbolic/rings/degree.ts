import { exactValue } from '../../base/coefficient.ts';
import type { Ring } from '../ring.ts';

/**
 * (max, +): carries an upper bound of the degree of a polynomial in place of the polynomial; −∞ is the degree of 0.
 * An upper bound, since leading terms may cancel.
 */
export const Degree: Ring<number> = {
  name: '(max, +)',
  zero: -Infinity,
  one: 0,
  from: (c) => (exactValue(c).numerator === 0n ? -Infinity : 0),
  add: Math.max,
  mul: (a, b) => a + b,
  equal: Object.is,
};

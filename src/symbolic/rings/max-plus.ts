import { exactValue } from '../../base/coefficient.ts';
import { type Rational, rational } from '../../base/rational.ts';
import type { Ring } from '../ring.ts';
import { QQ } from './rationals.ts';

/** A rational number; undefined is −∞. */
export type TropicalNumber = Rational | undefined;

/**
 * The tropical semiring (Q ∪ {−∞}, max, +): its sum is the maximum, its product the sum, its zero −∞, its one 0.
 * `from(c)` is the number c itself. There are no negatives.
 */
export const MaxPlus: Ring<TropicalNumber> = {
  name: 'tropical (max, +)',
  zero: undefined,
  one: rational(0n),
  from: (c) => exactValue(c),
  add(a, b) {
    if (a === undefined) return b;
    if (b === undefined) return a;
    return a.numerator * b.denominator >= b.numerator * a.denominator ? a : b;
  },
  mul: (a, b) => (a === undefined || b === undefined ? undefined : QQ.add(a, b)),
  equal: (a, b) => (a === undefined || b === undefined ? a === b : QQ.equal(a, b)),
};

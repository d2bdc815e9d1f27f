/** Sums, products and powers. The result is in the union of the operands' variables, those of the first one first. */

import { type Coefficient, exactValue } from '../../base/coefficient.ts';
import { InputError } from '../../base/errors.ts';
import type { Polynomial } from '../polynomial.ts';
import { power as ringPower } from '../ring.ts';
import { commonRing } from './common-ring.ts';
import { checkPowerSize } from './operation-size.ts';

/** f + g. */
export function add(f: Polynomial, g: Polynomial): Polynomial {
  const { ring, lift, lower } = commonRing([f, g]);
  return lower(ring.add(lift(f), lift(g)));
}

/** f − g. */
export const subtract = (f: Polynomial, g: Polynomial): Polynomial => add(f, scale(-1, g));

/** f g. Throws {@link TooLargeError} when the product cannot fit in memory. */
export function multiply(f: Polynomial, g: Polynomial): Polynomial {
  checkPowerSize('multiply', [f, g]);
  const { ring, lift, lower } = commonRing([f, g]);
  const a = lift(f);
  return lower(ring.mul(a, f === g ? a : lift(g)));
}

/** c f. */
export function scale(c: Coefficient, f: Polynomial): Polynomial {
  const { ring, lift, lower } = commonRing([f]);
  return lower(ring.mul(ring.constant(exactValue(c)), lift(f)));
}

/** f^n. Throws {@link InputError} unless n is an integer ≥ 0, and {@link TooLargeError} when the power cannot fit. */
export function power(f: Polynomial, n: number): Polynomial {
  if (!Number.isSafeInteger(n) || n < 0) throw new InputError('power', `expected an integer exponent ≥ 0, got ${n}`);
  checkPowerSize('power', new Array<Polynomial>(Math.min(n, 100_000)).fill(f));
  const { ring, lift, lower } = commonRing([f]);
  return lower(ringPower(ring, lift(f), n));
}

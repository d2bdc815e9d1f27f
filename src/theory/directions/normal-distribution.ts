import mathjs from 'mathjs/lib/browser/math.js';
import { InputError } from '../../base/errors.ts';

const numbers = mathjs.create({});

/** P(N(0, 1) ≤ z), to 2⁻⁵² or so absolutely. */
export const normalCumulative = (z: number): number => 0.5 * (1 + numbers.erf(z / Math.SQRT2));

const STEPS = 60;

/** z with P(N(0, 1) > z) = p, for 1e−12 ≤ p ≤ 1 − 1e−12. Throws {@link InputError} on other p. */
export function normalUpperQuantile(p: number): number {
  if (!(p >= 1e-12 && p <= 1 - 1e-12))
    throw new InputError('probability', `expected a number from 1e-12 to 1 − 1e-12, got ${p}`);
  let [low, high] = [-8, 8];
  for (let step = 0; step < STEPS; step++) {
    const middle = (low + high) / 2;
    if (normalCumulative(-middle) > p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

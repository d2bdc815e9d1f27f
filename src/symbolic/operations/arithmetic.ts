/** Sums, products and powers. The result is in the union of the operands' variables, those of the first one first. */

import { type Coefficient, exactValue } from '../../base/coefficient.ts';
import { InputError } from '../../base/errors.ts';
import type { Polynomial } from '../polynomial.ts';
import { power as ringPower } from '../ring.ts';
import type { RingBounds } from '../sparse/sparse-ring.ts';
import { boundsOf, computeInRing, unionOfVariables } from './common-ring.ts';
import { checkPowerSize } from './operation-size.ts';

const combined = (f: RingBounds, g: RingBounds, operation: (a: number, b: number) => number): RingBounds => ({
  exponents: Array.from(f.exponents, (e, i) => operation(e, g.exponents[i]!)),
  degree: operation(f.degree, g.degree),
});

/** f + g. */
export function add(f: Polynomial, g: Polynomial): Polynomial {
  const variables = unionOfVariables([f, g]);
  const bounds = combined(boundsOf(f, variables), boundsOf(g, variables), Math.max);
  return computeInRing('add', variables, bounds, ({ ring, lift }) => ring.add(lift(f), lift(g)));
}

/** f − g. */
export const subtract = (f: Polynomial, g: Polynomial): Polynomial => add(f, scale(-1, g));

/** f g. Throws {@link TooLargeError} when the product cannot fit in memory. */
export function multiply(f: Polynomial, g: Polynomial): Polynomial {
  checkPowerSize('multiply', [f, g]);
  const variables = unionOfVariables([f, g]);
  const bounds = combined(boundsOf(f, variables), boundsOf(g, variables), (a, b) => a + b);
  return computeInRing('multiply', variables, bounds, ({ ring, lift }) => {
    const a = lift(f);
    return ring.mul(a, f === g ? a : lift(g));
  });
}

/** c f. */
export function scale(c: Coefficient, f: Polynomial): Polynomial {
  const factor = exactValue(c);
  return computeInRing('scale', f.variables, boundsOf(f, f.variables), ({ ring, lift }) =>
    ring.mul(ring.constant(factor), lift(f)),
  );
}

/** f^n. Throws {@link InputError} unless n is an integer ≥ 0, and {@link TooLargeError} when the power cannot fit. */
export function power(f: Polynomial, n: number): Polynomial {
  if (!Number.isSafeInteger(n) || n < 0) throw new InputError('power', `expected an integer exponent ≥ 0, got ${n}`);
  checkPowerSize('power', new Array<Polynomial>(Math.min(n, 100_000)).fill(f));
  const { exponents, degree } = boundsOf(f, f.variables);
  const bounds = { exponents: Array.from(exponents, (e) => e * n), degree: degree * n };
  return computeInRing('power', f.variables, bounds, ({ ring, lift }) => ringPower(ring, lift(f), n));
}

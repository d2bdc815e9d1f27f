import fc from 'fast-check';
import type { Coefficient } from '../../base/coefficient.ts';

/**
 * Numbers as users write them: zeros, small integers, fractions and decimals as strings, floats with the bits of a
 * 32-bit one (as trained weights have) or a 64-bit one, and now and then a tiny double. Shrinks to 0.
 */
export function coefficients(): fc.Arbitrary<Coefficient> {
  const fraction = fc.tuple(fc.integer({ min: -20, max: 20 }), fc.integer({ min: 1, max: 12 }));
  return fc.oneof(
    { withCrossShrink: true },
    { weight: 12, arbitrary: fc.integer({ min: -3, max: 3 }) },
    { weight: 8, arbitrary: fraction.map(([p, q]) => `${p}/${q}`) },
    { weight: 4, arbitrary: fc.integer({ min: -250, max: 250 }).map((hundredths) => (hundredths / 100).toFixed(2)) },
    { weight: 6, arbitrary: fc.integer({ min: -(2 ** 24), max: 2 ** 24 }).map((significand) => significand / 2 ** 22) },
    { weight: 3, arbitrary: fc.maxSafeInteger().map((significand) => significand / 2 ** 51) },
    { weight: 1, arbitrary: fc.double({ min: -4, max: 4, noNaN: true }) },
  );
}

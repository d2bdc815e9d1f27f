import fc from 'fast-check';
import { expect, test } from 'vitest';
import { erf } from '../../../src/numeric/propagation/error-function.ts';
import { middleOf } from '../../../src/symbolic/enclosure/enclosure.ts';
import { realEnclosures } from '../../../src/symbolic/enclosure/reals.ts';

test('is erf to a few units in the last place, by enclosures of 100 bits', () => {
  const K = realEnclosures(100);
  fc.assert(
    fc.property(fc.double({ min: -8, max: 8, noNaN: true }), (x) => {
      const exact = middleOf(K.erf(K.from(x)));
      // The sum has at most 120 terms, of one sign, and the products three roundings each; enclosures are absolute.
      expect(Math.abs(erf(x) - exact)).toBeLessThanOrEqual(480 * 2 ** -53 * Math.abs(exact) + 2 ** -95);
    }),
    { numRuns: 300 },
  );
  expect([erf(0), erf(Infinity), erf(-Infinity), erf(Number.NaN)]).toEqual([0, 1, -1, Number.NaN]);
});

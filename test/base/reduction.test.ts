import fc from 'fast-check';
import { expect, it } from 'vitest';
import { rational } from '../../src/base/rational.ts';
import { reduction } from '../../src/base/reduction.ts';

const smooth = fc
  .array(fc.tuple(fc.constantFrom(2n, 3n, 5n, 7n, 11n, 997n, 65521n, 65537n, 2n ** 61n - 1n), fc.bigInt(1n, 40n)), {
    minLength: 1,
    maxLength: 6,
  })
  .map((factors) => factors.reduce((product, [p, e]) => product * p ** e, 1n));

it('gives what a gcd gives, for numerators that share many factors with the denominator, few, or none', () => {
  fc.assert(
    fc.property(smooth, smooth, fc.bigInt(-(10n ** 60n), 10n ** 60n), (denominator, shared, other) => {
      const reduce = reduction(denominator);
      for (const n of [shared, -shared, other, shared * other, denominator, denominator * other, 0n, 1n])
        expect(reduce(n)).toEqual(rational(n, denominator));
    }),
    { numRuns: 300 },
  );
});

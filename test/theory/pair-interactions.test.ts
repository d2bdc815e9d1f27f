import { Polynomial } from 'isserlis/symbolic';
import { pairInteractions } from 'isserlis/theory';
import { expect, it } from 'vitest';
import { formatRational } from '../../src/base/rational.ts';

const shown = (f: string): string[] =>
  pairInteractions(Polynomial.parse(f)).map(
    ({ first, second, share }) => `${first} ${second} ${formatRational(share)}`,
  );

it('pairs have their exact shares of the variance, by hand', () => {
  // x1 x2 + x3: variances 1 and 1. x1² x2 = (He_2(x1) + 1) x2: 2 of 3 hold both.
  expect(shown('x1*x2 + x3')).toEqual(['x1 x2 1/2']);
  expect(shown('x1^2*x2')).toEqual(['x1 x2 2/3']);
  // x1 x2 x3 counts for every pair.
  expect(shown('x1*x2*x3 + 2*x1*x3 + 7')).toEqual(['x1 x3 1', 'x1 x2 1/5', 'x2 x3 1/5']);
  expect(shown('x1 + x2^3')).toEqual([]);
  expect(shown('5')).toEqual([]);
});

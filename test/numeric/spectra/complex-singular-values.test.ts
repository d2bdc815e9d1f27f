import { expect, test } from 'vitest';
import { complexSingularValues } from '../../../src/numeric/spectra/complex-singular-values.ts';
import { factorial } from '../../../src/symbolic/combinatorics.ts';
import { featureMatrix } from '../../../src/theory/symmetric/deep-sets.ts';

test('small singular values have all their digits: mpmath (test/golden/symmetric.py)', () => {
  const activation = Array.from({ length: 8 }, (_, i) => 1 / Number(factorial(i + 1)));
  const points = Float64Array.from({ length: 24 }, (_, i) => {
    const m = Math.floor(i / 2);
    const angle = (2 * Math.PI * ((m * m) % 41)) / 41;
    return i % 2 === 0 ? Math.cos(angle) : Math.sin(angle);
  });
  const values = complexSingularValues(featureMatrix({ activation, points }), 8, 12);
  const expected = [
    1.0335121905858875, 0.6699659438292118, 0.2612746568795075, 0.07165913261091664, 0.015193103333481705,
    0.002150296826740449, 0.0003280575346254607, 3.44451085844762e-5,
  ];
  expected.forEach((s, i) => {
    expect(Math.abs(values[i]! / s - 1)).toBeLessThan(1e-13);
  });
});

test('of diagonal, singular and zero matrices', () => {
  expect(Array.from(complexSingularValues(Float64Array.of(0, 3, 0, 0, 0, 0, -4, 0), 2, 2))).toEqual([4, 3]);
  const [first, second] = complexSingularValues(Float64Array.of(1, 0, 0, 1, 1, 0, 0, 1), 2, 2);
  expect(Math.abs(first! - 2)).toBeLessThan(1e-15);
  expect(second).toBeLessThan(1e-15);
  expect(Array.from(complexSingularValues(new Float64Array(4), 1, 2))).toEqual([0]);
});

test('refuses what does not fit', () => {
  expect(() => complexSingularValues(new Float64Array(4), 2, 1)).toThrow('1 ≤ rows ≤ columns');
  expect(() => complexSingularValues(Float64Array.of(Number.NaN, 0), 1, 1)).toThrow('finite');
});

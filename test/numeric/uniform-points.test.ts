import { key, uniformPoints } from 'isserlis/numeric';
import { expect, test } from 'vitest';

test('points depend on the key and their index only, and fill the box', () => {
  const all = uniformPoints(key(1, 'points'), 500, 3, -2, 5);
  expect(uniformPoints(key(1, 'points'), 100, 3, -2, 5)).toEqual(all.subarray(0, 300));
  expect(uniformPoints(key(2, 'points'), 100, 3, -2, 5)).not.toEqual(all.subarray(0, 300));
  expect(Math.min(...all)).toBeGreaterThanOrEqual(-2);
  expect(Math.max(...all)).toBeLessThanOrEqual(5);
  const mean = all.reduce((sum, x) => sum + x, 0) / all.length;
  // Seven standard deviations of the mean of 1,500 draws.
  expect(Math.abs(mean - 1.5)).toBeLessThan((7 * 7) / Math.sqrt(12 * all.length));
});

test('bounds must be finite and in order', () => {
  expect(() => uniformPoints(key(1, 'points'), 1, 1, 2, 2)).toThrow('expected finite bounds');
  expect(() => uniformPoints(key(1, 'points'), 1, 1, -Infinity, 2)).toThrow('expected finite bounds');
});

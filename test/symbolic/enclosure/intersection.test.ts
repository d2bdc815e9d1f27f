import { expect, test } from 'vitest';
import { intersection } from '../../../src/symbolic/enclosure/enclosure.ts';

test('holds what two intervals have in common', () => {
  const [a, b] = [
    { lower: -3n, upper: 5n, exponent: 0 },
    { lower: 1n, upper: 40n, exponent: -2 },
  ];
  expect(intersection(a, b)).toEqual({ lower: 1n, upper: 20n, exponent: -2 });
  expect(() => intersection(a, { lower: 6n, upper: 7n, exponent: 1 })).toThrow('do not meet');
});

test('takes ends that are very far apart, as those of exp(−10^36) at two precisions', () => {
  const coarse = { lower: 0n, upper: 2n ** 58n, exponent: -58 };
  const fine = { lower: 0n, upper: 3n, exponent: -(2 ** 40) };
  for (const [one, other] of [
    [coarse, fine],
    [fine, coarse],
  ] as const) {
    const { lower, upper, exponent } = intersection(one, other);
    // Rounded outwards to a grid 2^8192 below the coarser.
    expect([lower, upper, exponent]).toEqual([0n, 1n, -58 - 8192]);
  }
});

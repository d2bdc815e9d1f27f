import fc from 'fast-check';
import { coefficients } from 'isserlis/testing';
import { expect, test } from 'vitest';
import { type Coefficient, exactValue, nearestDouble } from '../../src/base/coefficient.ts';
import { numberFromRational } from '../../src/base/rational.ts';

test('a number is that double, a string the rational it says', () => {
  expect(exactValue(0.5)).toEqual({ numerator: 1n, denominator: 2n });
  expect(exactValue(0.1)).not.toEqual(exactValue('0.1'));
  expect(exactValue('0.1')).toEqual({ numerator: 1n, denominator: 10n });
});

test('the nearest double of a coefficient is that of its value', () => {
  fc.assert(fc.property(coefficients(), (c) => nearestDouble(c) === numberFromRational(exactValue(c))));
  expect(nearestDouble('1/3')).toBe(1 / 3);
});

test('what is no number is refused with the place', () => {
  for (const c of [null, undefined, true, [1], {}, 1n])
    expect(() => exactValue(c as unknown as Coefficient, 'b[2]')).toThrow(/^b\[2\]: expected a number/);
  expect(() => exactValue(NaN, 'b[2]')).toThrow('b[2]: expected a finite number, got NaN');
  expect(() => exactValue(-Infinity)).toThrow('coefficient: expected a finite number, got -Infinity');
  expect(() => nearestDouble('1e400', 'c')).toThrow("c: '1e400' is beyond the largest double");
});

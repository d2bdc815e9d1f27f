import { expect, test } from 'vitest';
import { dormandPrince } from '../../../src/numeric/ode/dormand-prince.ts';
import { statesAt } from '../../../src/numeric/ode/states-at.ts';

const oscillator = (y: Float64Array, out: Float64Array): void => {
  out[0] = y[1]!;
  out[1] = -y[0]!;
};

test('follows an oscillator, the more closely the smaller the tolerance', () => {
  const off = (tolerance: number): number => {
    const { state, ended } = dormandPrince(oscillator, Float64Array.of(1, 0), 10, { tolerance });
    expect(ended).toBe('end');
    return Math.abs(state[0]! - Math.cos(10)) + Math.abs(state[1]! + Math.sin(10));
  };
  expect(off(1e-6)).toBeLessThan(1e-4);
  expect(off(1e-12)).toBeLessThan(1e-9);
  expect(off(1e-12)).toBeLessThan(off(1e-6) / 1000);
});

test('is of order five: polynomials of degree five are exact in one step or many', () => {
  const slope = (y: Float64Array, out: Float64Array): void => {
    out[0] = 1;
    out[1] = 5 * y[0]! ** 4;
  };
  const { state } = dormandPrince(slope, Float64Array.of(0, 0), 2, { tolerance: 0.5 });
  expect(Math.abs(state[1]! - 32)).toBeLessThan(1e-13);
});

test('ends at events, where the observer says so, and when steps run out', () => {
  const event = dormandPrince(oscillator, Float64Array.of(0, 1), Infinity, {
    event: (y) => y[0]! - 0.5,
    tolerance: 1e-12,
  });
  expect(event.ended).toBe('event');
  expect(Math.abs(event.time - Math.PI / 6)).toBeLessThan(1e-11);
  const observed = dormandPrince(oscillator, Float64Array.of(0, 1), 10, { observe: (time) => time > 1 });
  expect(observed.ended).toBe('observed');
  expect(observed.time).toBeGreaterThan(1);
  expect(dormandPrince(oscillator, Float64Array.of(0, 1), 1e6, { maximumSteps: 5 })).toMatchObject({
    ended: 'steps',
    steps: 5,
  });
  expect(dormandPrince(oscillator, Float64Array.of(1, 0), 5, { event: (y) => y[0]! }).time).toBe(0);
});

test('refuses what has no solution', () => {
  const start = Float64Array.of(1);
  const blowUp = (y: Float64Array, out: Float64Array): void => {
    out[0] = y[0]! ** 2;
  };
  expect(() => dormandPrince(blowUp, start, 2)).toThrow(/no step from time (1|0\.99)/);
  expect(() => dormandPrince((_, out) => out.fill(Number.NaN), start, 1)).toThrow('not finite');
  expect(() => dormandPrince(blowUp, start, -1)).toThrow('expected a time ≥ 0');
  expect(() => dormandPrince(blowUp, start, 1, { tolerance: 0 })).toThrow('tolerance');
});

test('gives the states at several times, and refuses times that do not rise', () => {
  const states = statesAt(oscillator, [1, 0], [0, 1, 1, 3], { tolerance: 1e-12 });
  [0, 1, 1, 3].forEach((time, k) => {
    expect(Math.abs(states[k]![0]! - Math.cos(time))).toBeLessThan(1e-9);
  });
  expect(() => statesAt(oscillator, [1, 0], [2, 1])).toThrow('times: expected rising times from 0, got 1');
  expect(() => statesAt(oscillator, [1, 0], [1e9], { maximumSteps: 10 })).toThrow(/10 steps end at/);
});

import { lowerProbability, upperProbability } from 'isserlis/theory';
import { describe, expect, test } from 'vitest';

describe('the upper end for a probability', () => {
  test('is 1 − α^(1/n), rounded up, when the event was never seen', () => {
    for (const [n, level] of [
      [1, 0.95],
      [300, 0.95],
      [459, 0.99],
      [10_000, 0.999],
    ] as const) {
      const { value, lower, upper } = upperProbability(0, n, level);
      const exact = -Math.expm1(Math.log1p(-level) / n);
      expect([value, lower]).toEqual([0, 0]);
      expect(upper).toBeGreaterThanOrEqual(exact * (1 - 1e-14));
      expect(upper).toBeLessThan(exact * (1 + 1e-5));
    }
  });

  test('is the rule of three, about', () => {
    expect(upperProbability(0, 1000, 0.95).upper).toBeCloseTo(3 / 1000, 4);
  });

  // Clopper and Pearson's two-sided 95% intervals have 97.5% one-sided upper ends: tables give 0.4450 for 1 of 10,
  // 0.8129 for 5 of 10 and 0.1762 for 10 of 100.
  test('agrees with tables when it was seen', () => {
    expect(upperProbability(1, 10, 0.975).upper).toBeCloseTo(0.445, 4);
    expect(upperProbability(5, 10, 0.975).upper).toBeCloseTo(0.8129, 4);
    expect(upperProbability(10, 100, 0.975).upper).toBeCloseTo(0.1762, 4);
    expect(upperProbability(4, 4, 0.95)).toMatchObject({ value: 1, upper: 1, n: 4, level: 0.95 });
  });

  test('covers a known probability at least as often as its level says', () => {
    // P(upper < p) = P(Binomial(n, p) ≤ the largest count whose upper end is below p) must be at most 1 − level.
    const [n, p, level] = [20, 0.3, 0.9];
    let missed = 0;
    for (let events = 0; events <= n; events++) {
      if (upperProbability(events, n, level).upper < p)
        missed += binomial(n, events) * p ** events * (1 - p) ** (n - events);
    }
    expect(missed).toBeGreaterThan(0.01);
    expect(missed).toBeLessThanOrEqual(1 - level);
  });

  test('asks for counts and a level that make sense', () => {
    expect(() => upperProbability(-1, 10, 0.9)).toThrow('expected 0 ≤ events ≤ n');
    expect(() => upperProbability(11, 10, 0.9)).toThrow('expected 0 ≤ events ≤ n');
    expect(() => upperProbability(0, 0, 0.9)).toThrow('expected 0 ≤ events ≤ n');
    expect(() => upperProbability(0, 10, 1)).toThrow('level');
  });
});

function binomial(n: number, k: number): number {
  let product = 1;
  for (let i = 1; i <= k; i++) product = (product * (n - k + i)) / i;
  return product;
}

describe('the lower end for a probability', () => {
  test('is the upper end of what did not happen, and covers as often as its level says', () => {
    // The other ends of the two-sided intervals: 0.0025 for 1 of 10, 0.1871 for 5 of 10, 0.0490 for 10 of 100.
    expect(lowerProbability(1, 10, 0.975).lower).toBeCloseTo(0.0025, 4);
    expect(lowerProbability(5, 10, 0.975).lower).toBeCloseTo(0.1871, 4);
    expect(lowerProbability(10, 100, 0.975).lower).toBeCloseTo(0.049, 4);
    expect(lowerProbability(0, 10, 0.9)).toMatchObject({ value: 0, lower: 0, upper: 1, n: 10 });
    expect(() => lowerProbability(11, 10, 0.9)).toThrow('events');
    const [n, p, level] = [20, 0.3, 0.9];
    let missed = 0;
    for (let events = 0; events <= n; events++)
      if (lowerProbability(events, n, level).lower > p)
        missed += binomial(n, events) * p ** events * (1 - p) ** (n - events);
    expect(missed).toBeLessThanOrEqual(1 - level);
  });
});

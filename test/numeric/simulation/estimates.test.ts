import { describe, expect, it, test } from 'vitest';
import { fillGaussians } from '../../../src/numeric/index.ts';
import { fitSlope, meanEstimate, varianceEstimate } from '../../../src/numeric/simulation/estimates.ts';
import { normalQuantile, studentProbability, studentQuantile } from '../../../src/numeric/simulation/student.ts';

// SciPy: scipy.stats.t.ppf((1 + level) / 2, freedom), scipy.stats.norm.ppf.
test.each([
  [0.95, 1, 12.706204736174694],
  [0.95, 9, 2.262157162798205],
  [0.99, 2, 9.924843200918287],
  [0.9, 30, 1.697260886593957],
  [0.999, 255, 3.3290876552893325],
  [0.999, 3, 12.923978636687961],
])("Student's quantile at %f with %i degrees of freedom", (level, freedom, t) => {
  expect(Math.abs(studentQuantile(level, freedom) / t - 1)).toBeLessThan(1e-12);
  expect(studentProbability(studentQuantile(level, freedom), freedom)).toBeCloseTo(level, 12);
});
test('the normal quantile', () => {
  expect(normalQuantile(0.95)).toBeCloseTo(1.959963984540054, 12);
  expect(normalQuantile(0.999)).toBeCloseTo(3.2905267314919255, 12);
});

const samples = (experiment: number, n: number): number[] => [
  ...fillGaussians(new Float64Array(n), { seed: 11, stream: 'estimates' }, { layer: experiment }),
];

describe('intervals', () => {
  it("Student's covers the mean of Gaussians as often as it says, over 1000 keys", () => {
    const covered = Array.from({ length: 1000 }, (_, k) => meanEstimate(samples(k, 6), 0.9)).filter(
      ({ lower, upper }) => lower <= 0 && 0 <= upper,
    ).length;
    // Binomial(1000, 0.9): four standard deviations are 38.
    expect(Math.abs(covered - 900)).toBeLessThan(38);
  });
  it("the jackknife's covers the variance of 200 Gaussians nearly as often", () => {
    const covered = Array.from({ length: 400 }, (_, k) => varianceEstimate(samples(k, 200), 0.9)).filter(
      ({ lower, upper }) => lower <= 1 && 1 <= upper,
    ).length;
    expect(covered).toBeGreaterThan(0.85 * 400);
    expect(covered).toBeLessThan(0.94 * 400);
  });
  it('are of the mean and the unbiased variance', () => {
    const mean = meanEstimate([1, 2, 3, 6], 0.95);
    // s² = 14/3; 3.182446 is the quantile for 3 degrees of freedom.
    expect(mean).toMatchObject({ value: 3, n: 4, level: 0.95, method: 'mean, Student' });
    expect(mean.upper - 3).toBeCloseTo(3.182446305283709 * Math.sqrt(14 / 3 / 4), 9);
    expect(varianceEstimate([1, 2, 3, 6], 0.95).value).toBeCloseTo(14 / 3, 12);
  });
  it('hold numbers whose squares overflow', () => {
    const { value, upper } = meanEstimate([1e200, 3e200], 0.95);
    expect(value).toBe(2e200);
    expect(upper / 1e200).toBeCloseTo(2 + 12.706204736174694, 8);
    expect(() => varianceEstimate([1e200, 3e200, 2e200], 0.95)).toThrow('beyond the largest double');
  });
  it('see a heavy tail, and none where there is none', () => {
    expect(meanEstimate(samples(0, 500), 0.95)).toMatchObject({ heavyTailed: false });
    const heavy = meanEstimate(
      samples(0, 500).map((g) => g ** 12),
      0.95,
    );
    expect(heavy.heavyTailed).toBe(true);
    expect(heavy.largestShare).toBeGreaterThan(0.2);
    expect(meanEstimate([2, 2, 2], 0.95)).toMatchObject({ lower: 2, upper: 2, heavyTailed: false });
  });
  it('want enough draws and a level', () => {
    expect(() => meanEstimate([1], 0.95)).toThrow('expected at least 2, got 1');
    expect(() => varianceEstimate([1, 2], 0.95)).toThrow('expected at least 3');
    expect(() => meanEstimate([1, 2], 1)).toThrow('level');
  });
});

describe('slopes', () => {
  const point = (width: number, value: number, error: number) => ({
    width,
    estimate: meanEstimate([value - error, value + error], 0.95),
  });
  it('are those of a power', () => {
    const slope = fitSlope([point(16, 3 / 16, 1e-4), point(64, 3 / 64, 1e-4), point(1024, 3 / 1024, 1e-5)], 0.95)!;
    expect(slope.value).toBeCloseTo(-1, 12);
    expect(slope.lower).toBeLessThan(-1);
    expect(slope.upper).toBeGreaterThan(-1);
  });
  it('cover the truth as often as they say, over 500 keys', () => {
    const covered = Array.from({ length: 500 }, (_, k) => {
      const points = [16, 64, 256].map((width, i) => ({
        width,
        estimate: meanEstimate(
          samples(3 * k + i, 200).map((g) => (5 + 2 * g) / width),
          0.9,
        ),
      }));
      return fitSlope(points, 0.9)!;
    }).filter(({ lower, upper }) => lower <= -1 && -1 <= upper).length;
    // Widening by the misfit makes it more often, never less: at least 0.9 less four standard deviations.
    expect(covered).toBeGreaterThan(500 * 0.9 - 27);
  });
  it('are none where an interval has 0 in it, and for one width', () => {
    expect(fitSlope([point(16, 1, 0.1), point(64, 0.01, 1)], 0.95)).toBeUndefined();
    expect(fitSlope([point(16, 1, 0.01)], 0.95)).toBeUndefined();
  });
});

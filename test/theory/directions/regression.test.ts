import { describe, expect, test } from 'vitest';
import { key } from '../../../src/base/philox.ts';
import { fillGaussians } from '../../../src/numeric/random/fill.ts';
import { exponentFromSamples } from '../../../src/theory/directions/exponent-from-samples.ts';
import { type Projected, polynomialCoefficient } from '../../../src/theory/directions/regression.ts';
import type { Samples } from '../../../src/theory/directions/samples.ts';
import { hermiteValues } from '../../../src/theory/estimators/hermite-values.ts';

const gaussians = (n: number, run: number): Float64Array =>
  fillGaussians(new Float64Array(n), key(41, 'regression'), { layer: run });
const labelled = (n: number, run: number, f: (z: Float64Array) => Float64Array): Projected => {
  const z = gaussians(n, run);
  return { z, labels: f(z) };
};

describe('a coefficient by regression', () => {
  const cubic = (z: Float64Array): Float64Array => {
    const [h1, h3] = [hermiteValues(z, 1), hermiteValues(z, 3)];
    return z.map((_, i) => 0.5 - 2 * h1[i]! + 3 * h3[i]!);
  };
  test('is exact for polynomials, and allows for a misfit of a hundredth', () => {
    const [first, second] = [labelled(200, 0, cubic), labelled(200, 1, cubic)];
    for (const [order, u] of [
      [1, -2],
      [2, 0],
      [3, 3],
      [4, 0],
      [5, 0],
    ] as const) {
      const { value, lower, upper, degree } = polynomialCoefficient(first, second, order, 0.01)!;
      expect(degree).toBe(5);
      expect(Math.abs(value - u)).toBeLessThan(1e-10);
      const size = Math.sqrt(second.labels.reduce((sum, y) => sum + y * y, 0) / 200);
      expect(Math.abs(upper - lower - 0.02 * size)).toBeLessThan(1e-9);
    }
    expect(polynomialCoefficient(first, second, 6, 0.01)).toBeUndefined();
  });

  test('has an interval that covers with noise of unequal variance', () => {
    let [missed, none] = [0, 0];
    for (let run = 0; run < 100; run++) {
      const noisy = (z: Float64Array): Float64Array => {
        const noise = gaussians(z.length, 1000 + run);
        return cubic(z).map((y, i) => y + noise[i]! * (0.2 + 0.3 * Math.abs(z[i]!)));
      };
      const fit = polynomialCoefficient(labelled(300, 2 * run, noisy), labelled(300, 2 * run + 1, noisy), 3, 0.01);
      if (fit === undefined) none++;
      else if (fit.lower > 3 || fit.upper < 3) missed++;
    }
    // P(Binomial(100, 1/100) ≥ 6) = 5e−4.
    expect(missed).toBeLessThan(6);
    expect(none).toBeLessThan(20);
  });

  test('is not given where labels are no polynomial, nor for few samples', () => {
    const kink = (z: Float64Array): Float64Array => z.map(Math.abs);
    expect(polynomialCoefficient(labelled(400, 0, kink), labelled(400, 1, kink), 2, 0.01)).toBeUndefined();
    expect(polynomialCoefficient(labelled(199, 0, cubic), labelled(199, 1, cubic), 2, 0.01)).toBeUndefined();
  });
});

describe('orders of heavy-tailed labels, no direction known', () => {
  const drawn = (k: number, n: number, d: number, run: number): Samples => {
    const inputs = fillGaussians(new Float64Array(n * d), key(42, 'orders'), { layer: run });
    const labels = hermiteValues(
      Float64Array.from({ length: n }, (_, i) => inputs[i * d]!),
      k,
    );
    return { inputs, dimension: d, labels };
  };
  test('h₃ is found from 3,000 samples', async () => {
    const found = await exponentFromSamples(drawn(3, 3000, 5, 0), { permutations: 0, maximumOrder: 4 });
    expect(found.atMost).toBe(3);
    expect(found.findings[2]!.foundBy).toContain('regression');
    expect(found.assumptions.join()).toMatch(/found by the regression alone/);
  });

  test.each([
    [4, 450],
    [6, 500],
  ])('nothing below h_%i is stated more often than the level', async (k, n) => {
    let wrong = 0;
    for (let run = 0; run < 100; run++) {
      const found = await exponentFromSamples(drawn(k, n, 3, run), { permutations: 0, seed: run, maximumOrder: k - 1 });
      if (found.atMost !== undefined) wrong++;
    }
    // P(Binomial(100, 1/20) ≥ 14) = 5e−4.
    expect(wrong).toBeLessThan(14);
  });

  test('the number of samples needed is said', async () => {
    const samples = drawn(1, 300, 4, 0);
    const noise = gaussians(300, 77);
    const { atMost, remedy } = await exponentFromSamples(
      { ...samples, labels: noise.map((g, i) => g + 0.02 * samples.labels[i]!) },
      { permutations: 0, maximumOrder: 3 },
    );
    expect(atMost).toBeUndefined();
    expect(remedy).toMatch(/about \d[\d.e+, ]* samples/);
  });
});

import { describe, expect, test } from 'vitest';
import { key } from '../../../src/base/philox.ts';
import { circularUnitaryEigenvalues, paraorthogonalZeros } from '../../../src/numeric/random/circular-unitary.ts';
import { cosineAndSineOfTurns, turnsOf } from '../../../src/numeric/random/turns.ts';
import { partitions, powerSumInnerProducts } from '../../../src/theory/symmetric/power-sum-inner-products.ts';

const source = key(5, 'circular-unitary');

test('angles in turns agree with the engine’s', () => {
  for (let i = 0; i < 2000; i++) {
    const t = (i * 0.618033988749895) % 1;
    const [c, s] = cosineAndSineOfTurns(t - 3);
    expect(Math.abs(c - Math.cos(2 * Math.PI * t)) + Math.abs(s - Math.sin(2 * Math.PI * t))).toBeLessThan(1e-14);
    const [x, y] = [Math.cos(2 * Math.PI * t) * (i + 1), Math.sin(2 * Math.PI * t) * (i + 1)];
    expect(Math.abs(turnsOf(x, y) - Math.atan2(y, x) / (2 * Math.PI))).toBeLessThan(2 ** -51);
  }
  expect([turnsOf(1, 0), turnsOf(-1, 0), turnsOf(0, 1), turnsOf(0, -1), turnsOf(0, 0)]).toEqual([0, 0.5, 0.25, -0.25, 0]);
});

describe('zeros of paraorthogonal polynomials', () => {
  test('are those of mpmath (test/golden/symmetric.py)', () => {
    const zeros = paraorthogonalZeros(Float64Array.of(0.3, 0.2, -0.5, 0.1, 0.2, -0.7, 0.6, 0.8));
    [0.0213507070884730983, 0.179298047754988919, 0.360255691208797054, 0.791511936297307648].forEach((t, i) => {
      expect(Math.abs(zeros[i]! - t)).toBeLessThan(1e-15);
    });
  });
  test('are equispaced without coefficients but the last', () => {
    const zeros = paraorthogonalZeros(Float64Array.of(0, 0, 0, 0, 0, 0, 0, 0, 0, 1));
    zeros.forEach((t, j) => {
      expect(Math.abs(t - (j + 0.75) / 5)).toBeLessThan(1e-15);
    });
  });
});

describe('eigenvalues of Haar unitary matrices', () => {
  test('any draw can be had alone, on the circle and in order', () => {
    const all = circularUnitaryEigenvalues(source, 20, 7);
    expect(circularUnitaryEigenvalues(source, 3, 7, { start: 9 })).toEqual(all.subarray(9 * 14, 12 * 14));
    expect(circularUnitaryEigenvalues(source, 1, 7, { layer: 1 })).not.toEqual(all.subarray(0, 14));
    for (let p = 0; p < 20; p++) {
      const turns = Array.from({ length: 7 }, (_, i) => (turnsOf(all[14 * p + 2 * i]!, all[14 * p + 2 * i + 1]!) + 1) % 1);
      expect(turns).toEqual(turns.toSorted((a, b) => a - b));
    }
    for (let i = 0; i < all.length; i += 2) expect(Math.abs(Math.hypot(all[i]!, all[i + 1]!) - 1)).toBeLessThan(1e-15);
    expect(circularUnitaryEigenvalues(source, 4, 1)).toHaveLength(8);
  });

  test.each([1, 2, 3, 6])('have the exact moments of weights up to 4 at N = %d: fails with probability below 1e-7', (size) => {
    const n = 15_000;
    const points = circularUnitaryEigenvalues(source, n, size, { layer: 2 });
    const inner = powerSumInnerProducts(size);
    const all = [1, 2, 3, 4].map(partitions);
    // 1 + 3 + 6 + 15 pairs, real and imaginary parts.
    const logarithm = Math.log((2 * 50 * 4) / 1e-7);
    for (const parts of all)
      for (const [i, lambda] of parts.entries())
        for (const mu of parts.slice(i)) {
          const [re, im] = meanProduct(points, size, lambda, mu);
          const exact = Number(inner(lambda, mu));
          // Bernstein's inequality with the exact second moment.
          const variance = Number(inner([...lambda, ...mu], [...lambda, ...mu]));
          const bound = 2 * size ** (lambda.length + mu.length);
          const off = (bound * logarithm) / (3 * n) + Math.sqrt(((bound * logarithm) / (3 * n)) ** 2 + (2 * variance * logarithm) / n);
          expect(Math.abs(re - exact)).toBeLessThan(off);
          expect(Math.abs(im)).toBeLessThan(off);
        }
  });

  test('refuse bad sizes', () => {
    expect(() => circularUnitaryEigenvalues(source, 0, 3)).toThrow('count: expected a positive integer, got 0');
    expect(() => circularUnitaryEigenvalues(source, 1, 2.5)).toThrow('size');
    expect(() => circularUnitaryEigenvalues(source, 1e9, 100)).toThrow('over the limit');
  });
});

/** The sample mean of p_λ conj p_μ. */
function meanProduct(points: Float64Array, size: number, lambda: readonly number[], mu: readonly number[]): [number, number] {
  const n = points.length / (2 * size);
  let [re, im] = [0, 0];
  for (let p = 0; p < n; p++) {
    let [a, b] = [1, 0];
    for (const [parts, sign] of [
      [lambda, 1],
      [mu, -1],
    ] as const)
      for (const part of parts) {
        const [x, y] = powerSum(points, p, size, part);
        [a, b] = [a * x - sign * b * y, sign * a * y + b * x];
      }
    re += a / n;
    im += b / n;
  }
  return [re, im];
}

function powerSum(points: Float64Array, p: number, size: number, k: number): [number, number] {
  let [re, im] = [0, 0];
  for (let i = 0; i < size; i++) {
    const [x, y] = [points[2 * (p * size + i)]!, points[2 * (p * size + i) + 1]!];
    let [a, b] = [1, 0];
    for (let j = 0; j < k; j++) [a, b] = [a * x - b * y, a * y + b * x];
    re += a;
    im += b;
  }
  return [re, im];
}

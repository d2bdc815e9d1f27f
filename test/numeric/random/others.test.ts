import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { key, words } from '../../../src/base/philox.ts';
import { permutation } from '../../../src/numeric/random/permutation.ts';
import { fillRademacher, rademacher } from '../../../src/numeric/random/rademacher.ts';
import { spherePoints } from '../../../src/numeric/random/sphere.ts';

const source = key(11, 'others');

describe('signs', () => {
  test('are the bits of the words, singly and filled', () => {
    fc.assert(
      fc.property(fc.nat(5000), fc.nat(300), fc.nat(5), (start, count, layer) => {
        const bit = (i: number): number => (words(source, Math.floor(i / 128), layer)[(i >> 5) % 4]! >>> (i % 32)) & 1;
        const expected = Array.from({ length: count }, (_, i) => 2 * bit(start + i) - 1);
        expect(Array.from(fillRademacher(new Float32Array(count), source, { start, layer }))).toEqual(expected);
        expect(expected.map((_, i) => rademacher(source, start + i, layer))).toEqual(expected);
      }),
    );
    const whole = fillRademacher(new Int8Array(300_000), source);
    expect(fillRademacher(new Int8Array(1000), source, { start: 299_000 })).toEqual(whole.subarray(299_000));
    // Hoeffding: P(|mean| > t) ≤ 2 exp(−n t²/2) = 1e-8.
    const mean = whole.reduce((sum, sign) => sum + sign, 0) / whole.length;
    expect(Math.abs(mean)).toBeLessThan(Math.sqrt((2 * Math.log(2e8)) / whole.length));
  });
});

describe('points on the sphere', () => {
  test('have the radius, and any of them can be had alone', () => {
    const points = spherePoints(source, 50, 7, { radius: 3 });
    for (let p = 0; p < 50; p++) {
      const point = points.subarray(7 * p, 7 * p + 7);
      expect(Math.abs(Math.hypot(...point) - 3)).toBeLessThan(1e-14);
      expect(spherePoints(source, 1, 7, { radius: 3, start: p })).toEqual(point);
    }
    expect(new Set(spherePoints(source, 20, 1))).toEqual(new Set([-1, 1]));
  });

  test('have second moments 1/d: fails with probability below 1e-7', () => {
    // x_i² has variance 2 (d − 1)/(d² (d + 2)) [Dirichlet(½, …, ½)].
    const [n, d] = [20_000, 5];
    const points = spherePoints(source, n, d, { layer: 1 });
    const bound = 5.7 * Math.sqrt((2 * (d - 1)) / (d * d * (d + 2) * n));
    for (let i = 0; i < d; i++) {
      let sum = 0;
      for (let p = 0; p < n; p++) sum += points[p * d + i]! ** 2;
      expect(Math.abs(sum / n - 1 / d)).toBeLessThan(bound);
    }
  });

  test('refuse bad sizes', () => {
    expect(() => spherePoints(source, 0, 3)).toThrow('count: expected a positive integer, got 0');
    expect(() => spherePoints(source, 1, 1.5)).toThrow('dimension');
    expect(() => spherePoints(source, 1, 3, { radius: 0 })).toThrow('radius');
  });
});

describe('permutations', () => {
  test('are permutations that depend on every part of their place', () => {
    const identity = Array.from({ length: 100 }, (_, i) => i);
    const all = [
      permutation(source, 100),
      permutation(source, 100, 1),
      permutation(source, 100, 0, 1),
      permutation(key(12, 'others'), 100),
    ];
    for (const p of all) expect(Array.from(p).sort((a, b) => a - b)).toEqual(identity);
    expect(new Set(all.map(String)).size).toBe(4);
    expect(permutation(source, 0)).toEqual(new Uint32Array(0));
    expect(permutation(source, 1)).toEqual(Uint32Array.of(0));
    expect(() => permutation(source, -1)).toThrow('length');
  });

  test('of four things are equally likely: fails with probability below 1e-6', () => {
    const n = 24_000;
    const counts = new Map<string, number>();
    for (let i = 0; i < n; i++) {
      const p = permutation(source, 4, i).join('');
      counts.set(p, (counts.get(p) ?? 0) + 1);
    }
    expect(counts.size).toBe(24);
    // Each count is within 5.9 standard deviations but for 4e-9 (normal approximation), times 24.
    const deviation = Math.sqrt(n * (1 / 24) * (23 / 24));
    for (const count of counts.values()) expect(Math.abs(count - n / 24)).toBeLessThan(5.9 * deviation);
  });
});

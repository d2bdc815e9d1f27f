import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { key, uniform, words } from '../../../src/base/philox.ts';
import { fillGaussians, fillUniforms, fillWords } from '../../../src/numeric/random/fill.ts';
import { gaussian } from '../../../src/numeric/random/gaussian.ts';
import { ulps } from './exact-decimal.ts';

// A Philox and a Box–Muller transform of their own in Python with mpmath 1.3, 50 digits.
const golden: readonly [number, string, number, number, string][] = [
  [0, 'weights', 0, 0, '0.01612458815603413283022004'],
  [0, 'weights', 0, 1, '-0.8290915450431256112198399'],
  [0, 'weights', 0, 2, '0.5662413318370138985479459'],
  [0, 'weights', 0, 3, '0.4544740258839385900423906'],
  [12345678901234, 'Gewichte é', 4294967295, 2 ** 45 + 7, '-0.4854690405987256220589409'],
  // Of pairs whose radius takes 32 more bits.
  [0, 'weights', 0, 4766, '-3.704373936101965228357345'],
  [0, 'weights', 0, 4767, '-1.962812639867099227707779'],
  [0, 'weights', 0, 13642, '-1.598087215655657294394571'],
  [0, 'weights', 0, 13643, '3.756552391876921087649671'],
];

test.each(golden)('the Gaussian at seed %d, stream %s, layer %d, index %d', (seed, stream, layer, index, expected) => {
  const value = gaussian(key(seed, stream), index, layer);
  expect(ulps(value, new Decimal(expected))).toBeLessThan(3);
});

describe('a fill', () => {
  const place = fc.record({
    seed: fc.maxSafeNat(),
    stream: fc.string(),
    layer: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
    start: fc.oneof(fc.nat(1000), fc.constantFrom(2 ** 34 - 9, 2 ** 35 - 3, 2 ** 52 - 5)),
    count: fc.integer({ min: 0, max: 150 }),
  });

  test('has the bits of the single draws: doubles, floats, uniforms, words', () => {
    fc.assert(
      fc.property(place, fc.double({ min: -10, max: 10, noNaN: true }), ({ seed, stream, count, ...at }, scale) => {
        const source = key(seed, stream);
        const draws = (f: (index: number) => number): number[] =>
          Array.from({ length: count }, (_, i) => f(at.start + i));
        const g = draws((index) => scale * gaussian(source, index, at.layer));
        expect(fillGaussians(new Float64Array(count), source, { ...at, scale })).toEqual(Float64Array.from(g));
        expect(fillGaussians(new Float32Array(count), source, { ...at, scale })).toEqual(Float32Array.from(g));
        expect(fillUniforms(new Float64Array(count), source, at)).toEqual(
          Float64Array.from(draws((index) => uniform(source, index, at.layer))),
        );
        expect(fillWords(new Uint32Array(count), source, at)).toEqual(
          Uint32Array.from(draws((i) => words(source, Math.floor(i / 4), at.layer)[i % 4]!)),
        );
      }),
      { numRuns: 60 },
    );
  });

  test('has the bits of the single draws where radii take more bits', () => {
    const filled = fillGaussians(new Float64Array(14_000), key(0, 'weights'));
    for (const index of [4766, 4767, 5146, 5147, 13_642, 13_643])
      expect(filled[index]).toBe(gaussian(key(0, 'weights'), index));
  });

  test('does not depend on how it is divided', () => {
    const source = key(3, 'divided');
    const whole = fillGaussians(new Float64Array(5000), source);
    for (const start of [1, 33, 1023, 1025, 4999])
      expect(fillGaussians(new Float64Array(5000 - start), source, { start })).toEqual(whole.subarray(start));
  });

  test('refuses what is no place', () => {
    const out = new Float64Array(4);
    const source = key(1, 's');
    expect(() => fillGaussians(out, source, { start: -1 })).toThrow('start: expected an integer');
    expect(() => fillGaussians(out, source, { start: 0.5 })).toThrow('start: expected an integer');
    expect(() => fillGaussians(out, source, { layer: 2 ** 32 })).toThrow('layer: expected an integer');
    expect(() => fillGaussians(out, source, { scale: Number.NaN })).toThrow('scale: expected a finite number');
  });
});

// The draws are fixed by the seed, so these either always pass or always fail; the probability given is that of failing
// for a seed drawn at random.
describe('the law', () => {
  const count = 2 ** 18;
  const draws = fillGaussians(new Float64Array(count), key(2024, 'law'));
  const mean = (f: (x: number, i: number) => number): number => draws.reduce((sum, x, i) => sum + f(x, i), 0) / count;

  test('has the moments of N(0, 1): each fails with probability below 2e-8', () => {
    // A mean of n terms with standard deviation s is within 5.7 s/√n but for 1.2e-8, by the central limit theorem.
    const within = 5.7 / Math.sqrt(count);
    expect(Math.abs(mean((x) => x))).toBeLessThan(within);
    expect(Math.abs(mean((x) => x * x - 1))).toBeLessThan(within * Math.sqrt(2));
    expect(Math.abs(mean((x) => x ** 3))).toBeLessThan(within * Math.sqrt(15));
    expect(Math.abs(mean((x) => x ** 4 - 3))).toBeLessThan(within * Math.sqrt(96));
    for (const lag of [1, 2, 3, 4, 8])
      expect(Math.abs(mean((x, i) => x * draws[(i + lag) % count]!))).toBeLessThan(within);
    // Dependence that correlation does not see, as within a pair: squares.
    expect(Math.abs(mean((x, i) => (x * x - 1) * (draws[i ^ 1]! ** 2 - 1)))).toBeLessThan(within * 2);
  });

  test('has the radii of pairs exponential: fails with probability below 1e-8', () => {
    // Dvoretzky–Kiefer–Wolfowitz–Massart: P(sup |F_n − F| > ε) ≤ 2 exp(−2 n ε²), for exp(−r²/2), uniform on (0, 1).
    const n = count / 2;
    const u = Float64Array.from({ length: n }, (_, i) => Math.exp(-(draws[2 * i]! ** 2 + draws[2 * i + 1]! ** 2) / 2));
    u.sort();
    const distance = u.reduce((most, x, i) => Math.max(most, Math.abs(x - i / n), Math.abs(x - (i + 1) / n)), 0);
    expect(distance).toBeLessThan(Math.sqrt(Math.log(2 / 1e-8) / (2 * n)));
    // Radii with more bits are among them.
    expect(u[0]).toBeLessThan(2 ** -12);
  });
});

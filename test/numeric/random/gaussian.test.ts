import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { key, uniform, words } from '../../../src/base/philox.ts';
import { fillGaussians, fillUniforms, fillWords, type GaussianFillOptions } from '../../../src/numeric/random/fill.ts';
import { fillGaussiansInParallel } from '../../../src/numeric/random/fill-in-parallel.ts';
import { gaussian, gaussianSingle } from '../../../src/numeric/random/gaussian.ts';
import { LAYERS, ziggurat } from '../../../src/numeric/random/ziggurat.ts';
import { exactDecimal } from './exact-decimal.ts';

// A Philox, a SplitMix64 and a ziggurat of their own in Python with mpmath 1.3, 40 digits; the single draw before rounding.
const golden: readonly [number, string, number, number, string, string][] = [
  [0, 'weights', 0, 0, '-1.227992733930225697716', '-1.227992705933740561389'],
  [0, 'weights', 0, 1, '2.139892768329575790743', '2.139891929063957731186'],
  [0, 'weights', 0, 1023, '-0.5653631185830371272411', '-0.565362968694117556419'],
  [0, 'weights', 0, 1024, '-0.784561776568294996665', '-0.7845614754017640766401'],
  [12345678901234, 'Gewichte é', 4294967295, 2 ** 45 + 7, '-1.557491918791903871596', '-1.557492526735508795363'],
  // At a rim and under the curve; at a rim and drawn again; in the tail.
  [0, 'weights', 0, 1238, '0.4858783135138198146594', '0.485878441474801830659'],
  [0, 'weights', 0, 1651, '-4.137574608584449615019', '-4.137576038517719641623'],
  [0, 'weights', 0, 482, '-0.8929495551362148397212', '-0.8929495551362148397212'],
  [0, 'weights', 0, 617, '0.09549669864816494942939', '0.09549669864816494942939'],
  [0, 'weights', 0, 667, '4.317460660701450481679', '4.317460660701450481679'],
  [0, 'weights', 0, 23601, '-4.645393237129539156375', '-4.645393237129539156375'],
];

test.each(golden)(
  'the Gaussian at seed %d, stream %s, layer %d, index %d',
  (seed, stream, layer, index, fine, single) => {
    const relative = (value: number, expected: string): number =>
      new Decimal(value).div(expected).minus(1).abs().toNumber();
    // Edges are exact to 4e-13 of themselves, and as floats to 2⁻²⁴, as the product is.
    expect(relative(gaussian(key(seed, stream), index, layer), fine)).toBeLessThan(5e-13);
    const float = gaussianSingle(key(seed, stream), index, layer);
    expect(Math.fround(float)).toBe(float);
    expect(relative(float, single)).toBeLessThan(2 ** -23);
  },
);

test('a single draw is the double one to the 2⁻²⁰th of a layer', () => {
  const source = key(0, 'weights');
  for (let i = 0; i < 2000; i++)
    // Half a cell of 2⁻²⁰ at the widest edge, 4.45, and roundings of both.
    expect(Math.abs(gaussian(source, i) - gaussianSingle(source, i))).toBeLessThan(4.45 * 2 ** -21 + 4.45 * 2 ** -23);
});

describe('the layers', () => {
  const { edges, heights, singleEdges } = ziggurat();

  test('have one area, under the curve: to the errors that the docs give', () => {
    expect(edges.length).toBe(LAYERS + 1);
    expect(edges[LAYERS]).toBe(0);
    // The strip with the tail, ∫_R^∞ exp(−x²/2) = √(π/2) erfc(R/√2), from mpmath.
    const area = 0.0006126065176240461;
    expect(edges[0]! * heights[1]!).toBeCloseTo(area, 17);
    for (let i = 1; i < LAYERS; i++) {
      // A height is rounded to half an ulp, below 2⁻⁵⁴; the last is exactly 1, in place of 2,047 sums.
      const error = i === LAYERS - 1 ? 2047 * 2 ** -54 : 2 ** -53;
      expect(Math.abs(edges[i]! * (heights[i + 1]! - heights[i]!) - area)).toBeLessThan(error * edges[i]! + 1e-18);
      expect(singleEdges[i]).toBe(Math.fround(edges[i]!));
    }
    for (let i = 1; i < LAYERS; i += 97) {
      const curve = exactDecimal(edges[i]!).pow(2).div(-2).exp();
      expect(curve.minus(heights[i]!).abs().toNumber()).toBeLessThan(2 ** -52);
    }
  });
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
        expect(fillGaussians(new Float32Array(count), source, { ...at, scale })).toEqual(
          Float32Array.from(draws((index) => Math.fround(scale) * gaussianSingle(source, index, at.layer))),
        );
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

  test('has the bits of the single draws at rims and in the tail', () => {
    const source = key(0, 'weights');
    const filled = fillGaussians(new Float64Array(24_000), source);
    const floats = fillGaussians(new Float32Array(24_000), source);
    for (const index of [1238, 1651, 482, 617, 667, 23_601]) {
      expect(filled[index]).toBe(gaussian(source, index));
      expect(floats[index]).toBe(gaussianSingle(source, index));
    }
  });

  test('does not depend on how it is divided', () => {
    const source = key(3, 'divided');
    const whole = fillGaussians(new Float64Array(5000), source);
    const floats = fillGaussians(new Float32Array(5000), source);
    for (const start of [1, 33, 1023, 1025, 4999]) {
      expect(fillGaussians(new Float64Array(5000 - start), source, { start })).toEqual(whole.subarray(start));
      expect(fillGaussians(new Float32Array(5000 - start), source, { start })).toEqual(floats.subarray(start));
    }
  });

  test('refuses what is no place', () => {
    const out = new Float64Array(4);
    const source = key(1, 's');
    expect(() => fillGaussians(out, source, { start: -1 })).toThrow('start: expected an integer');
    expect(() => fillGaussians(out, source, { start: 0.5 })).toThrow('start: expected an integer');
    expect(() => fillGaussians(out, source, { layer: 2 ** 32 })).toThrow('layer: expected an integer');
    expect(() => fillGaussians(out, source, { scale: Number.NaN })).toThrow('scale: expected a finite number');
    expect(() => fillGaussians(new Float32Array(4), source, { scale: 1e39 })).toThrow(
      'scale: expected a finite number',
    );
  });
});

describe('on several threads', () => {
  const source = key(5, 'threads');
  const count = 300_001;

  test.each([
    ['doubles', (n: number) => new Float64Array(n)],
    ['floats', (n: number) => new Float32Array(n)],
    ['shared doubles', (n: number) => new Float64Array(new SharedArrayBuffer(8 * n))],
    ['shared floats', (n: number) => new Float32Array(new SharedArrayBuffer(4 * n))],
  ])('%s have the same bits', async (_, make) => {
    const where = { layer: 2, start: 77, scale: 0.3 };
    const expected = fillGaussians(make(count), source, where);
    for (const threads of [1, 2, 3]) {
      const out = make(count);
      expect(await fillGaussiansInParallel(out, source, where, { threads })).toBe(out);
      expect(out.every((x, i) => x === expected[i])).toBe(true);
    }
  });

  test('several jobs go on at once', async () => {
    const expected = fillGaussians(new Float64Array(count), source);
    const jobs = [0, 1, 2].map(() => fillGaussiansInParallel(new Float64Array(count), source, {}, { threads: 2 }));
    for (const out of await Promise.all(jobs)) expect(out.every((x, i) => x === expected[i])).toBe(true);
  });

  test('refuses what is no place or no count', async () => {
    const fill = (where: GaussianFillOptions, threads: number) =>
      fillGaussiansInParallel(new Float64Array(4), source, where, { threads });
    await expect(fill({}, 0)).rejects.toThrow('threads: expected a positive integer');
    await expect(fill({ start: -1 }, 2)).rejects.toThrow('start: expected an integer');
    await expect(fill({ layer: 0.5 }, 2)).rejects.toThrow('layer: expected an integer');
    await expect(fill({ scale: Number.NaN }, 2)).rejects.toThrow('scale: expected a finite number');
  });
});

// The draws are fixed by the seed, so these either always pass or always fail; the probability given is that of failing
// for a seed drawn at random.
describe.each([
  ['doubles', fillGaussians(new Float64Array(2 ** 19), key(2024, 'law'))],
  ['floats', Float64Array.from(fillGaussians(new Float32Array(2 ** 19), key(2025, 'law')))],
] as const)('the law of %s', (_, draws) => {
  const count = draws.length;
  const mean = (f: (x: number, i: number) => number): number => draws.reduce((sum, x, i) => sum + f(x, i), 0) / count;

  test('has the moments of N(0, 1): each fails with probability below 2e-8', () => {
    // A mean of n terms with standard deviation s is within 5.7 s/√n but for 1.2e-8, by the central limit theorem.
    const within = 5.7 / Math.sqrt(count);
    expect(Math.abs(mean((x) => x))).toBeLessThan(within);
    expect(Math.abs(mean((x) => x * x - 1))).toBeLessThan(within * Math.sqrt(2));
    expect(Math.abs(mean((x) => x ** 3))).toBeLessThan(within * Math.sqrt(15));
    expect(Math.abs(mean((x) => x ** 4 - 3))).toBeLessThan(within * Math.sqrt(96));
    // Draws that share a number, and draws whose numbers are half a chunk, or a chunk, apart.
    for (const lag of [1, 2, 3, 4, 8, 512, 1024]) {
      expect(Math.abs(mean((x, i) => x * draws[(i + lag) % count]!))).toBeLessThan(within);
      // Dependence that correlation does not see.
      expect(Math.abs(mean((x, i) => (x * x - 1) * (draws[(i + lag) % count]! ** 2 - 1)))).toBeLessThan(within * 2);
    }
  });

  test('has the distribution function of N(0, 1): fails with probability below 1e-8', () => {
    // Dvoretzky–Kiefer–Wolfowitz–Massart: P(sup |F_n − F| > ε) ≤ 2 exp(−2 n ε²); exp(−r²/2) of pairs is uniform on (0, 1).
    const n = count / 2;
    const u = Float64Array.from({ length: n }, (_, i) => Math.exp(-(draws[2 * i]! ** 2 + draws[2 * i + 1]! ** 2) / 2));
    u.sort();
    const distance = u.reduce((most, x, i) => Math.max(most, Math.abs(x - i / n), Math.abs(x - (i + 1) / n)), 0);
    expect(distance).toBeLessThan(Math.sqrt(Math.log(2 / 1e-8) / (2 * n)));
  });

  test('has the layers and the tail of their weight: each fails with probability below 2e-8', () => {
    // P(|x| > t) from mpmath: beyond the lowest layer's edge, in it, at 2, and in the topmost layers.
    for (const [t, p] of [
      [4.216370409511897, 2.482658477632278e-5],
      [4, 6.334248366623994e-5],
      [2, 0.04550026389635843],
      [0.1, 0.920344325445942],
    ] as const) {
      const found = mean((x) => (Math.abs(x) > t ? 1 : 0));
      // Bernstein: P(|mean − p| > ε) ≤ 2 exp(−n ε²/(2 p (1 − p) + 2 ε/3)).
      const l = Math.log(2 / 2e-8);
      const epsilon = l / (3 * count) + Math.sqrt((l / (3 * count)) ** 2 + (2 * p * (1 - p) * l) / count);
      expect(Math.abs(found - p)).toBeLessThan(epsilon);
    }
  });
});

import { learnFromSamples, normalisedPolynomialLink, onlineMethods, type Samples, samplesOf } from 'isserlis/theory';
import { describe, expect, it } from 'vitest';
import { key } from '../../../src/base/philox.ts';
import { fillGaussians } from '../../../src/numeric/random/fill.ts';

const link = (name: string, ...powers: number[]) =>
  normalisedPolynomialLink(
    name,
    powers.map((c) => ({ numerator: BigInt(c), denominator: 1n })),
  );
const cubic = link('He_3', 0, -3, 0, 1);
const square = link('He_2', -1, 0, 1);
const d = 8;
const w = Float64Array.from({ length: d }, (_, a) => (a % 2 === 0 ? 1 : -0.5));
const norm = Math.hypot(...w);
const project = (x: Float64Array): number => x.reduce((sum, value, a) => sum + (value * w[a]!) / norm, 0);
const draw = (f: (z: number) => number, count: number, seed = 3): Samples =>
  samplesOf((x) => f(project(x)), { dimension: d, count, seed });
const He3 = (z: number): number => z ** 3 - 3 * z;
const sgd = onlineMethods.find(({ name }) => name === 'sgd')!;

describe('learning from samples', () => {
  it.each(
    onlineMethods.flatMap((method) => (['partial-trace', 'random'] as const).map((start) => ({ method, start }))),
  )('$method.name from $start finds the direction, within its interval', async ({ method, start }) => {
    const found = await learnFromSamples(draw(He3, 4000), cubic, method, {
      seed: 5,
      start,
      runs: start === 'random' ? 4 : 1,
      direction: w,
    });
    expect(found.knownOverlap).toBeGreaterThan(0.9);
    expect(found.overlap.lower).toBeLessThanOrEqual(found.knownOverlap!);
    expect(found.overlap.upper).toBeGreaterThanOrEqual(found.knownOverlap!);
    expect(found.statistic.lower).toBeGreaterThan(0);
    expect(Math.hypot(...found.direction)).toBeCloseTo(1, 12);
    expect(found.samples + found.heldOut).toBe(4000);
    expect(found.runs[found.kept]!.known!.trace.at(-1)!.samples).toBe(3000);
  });

  it('is the same with the same seed, and for labels times 8 plus 0', async () => {
    const samples = draw(He3, 500);
    const run = (labels: Float64Array, seed = 1) => learnFromSamples({ ...samples, labels }, cubic, sgd, { seed });
    const found = await run(samples.labels);
    expect(await run(samples.labels)).toEqual(found);
    expect((await run(samples.labels.map((y) => 8 * y))).direction).toEqual(found.direction);
    expect((await run(samples.labels, 2)).direction).not.toEqual(found.direction);
  });

  it('takes the sign of an even link from the samples', async () => {
    const found = await learnFromSamples(
      draw((z) => 4 - 3 * z * z, 3000),
      square,
      sgd,
      { seed: 1, direction: w },
    );
    expect(found.knownOverlap).toBeGreaterThan(0.95);
    expect(found.statistic.upper).toBeLessThan(0);
  });

  it('whitens, and gives the direction in the coordinates of the samples', async () => {
    const white = draw((z) => z * z, 4000);
    // x = D g with D diagonal: labels (⟨w, g⟩)² are those of D⁻¹ w.
    const scale = (a: number): number => 1 + a;
    const inputs = white.inputs.map((x, i) => 5 + scale(i % d) * x);
    const direction = w.map((value, a) => value / scale(a));
    const raw = await learnFromSamples({ ...white, inputs }, square, sgd, { seed: 1, direction });
    expect(raw.warnings.join()).toMatch(/whiten/);
    const found = await learnFromSamples({ ...white, inputs }, square, sgd, { seed: 1, direction, whitened: true });
    expect(found.warnings).toEqual([]);
    expect(found.knownOverlap).toBeGreaterThan(0.98);
    expect(found.runs[0]!.known!.mean).toBeGreaterThan(0.98);
  });

  it('states no direction where there is none: the interval of the statistic holds 0 in 95 of 100 runs or so', async () => {
    let covered = 0;
    for (let seed = 0; seed < 40; seed++) {
      const inputs = fillGaussians(new Float64Array(200 * d), key(seed, 'null inputs'));
      const labels = fillGaussians(new Float64Array(200), key(seed, 'null labels'));
      const { statistic } = await learnFromSamples({ inputs, dimension: d, labels }, square, sgd, { seed });
      if (statistic.lower <= 0 && statistic.upper >= 0) covered++;
    }
    // P(Binomial(40, 0.93) ≤ 31) < 0.001; the normal interval of 50 products with heavy tails may miss a little more.
    expect(covered).toBeGreaterThan(31);
  });

  it.each([
    [{ seed: 1, passes: 0 }, /passes: expected a positive integer/],
    [{ seed: 1, heldOut: 1 }, /heldOut: expected a share/],
    [{ seed: 1, start: 'warm' as 'random' }, /start: expected 'partial-trace'/],
    [{ seed: 1, direction: [1, 2] }, /direction: expected 8 numbers/],
    [{ seed: 1, direction: new Float64Array(d) }, /not all 0/],
    [{ seed: 1, passes: 1e9 }, /over the limit/],
    [{ seed: 1, coefficient: 2 }, /coefficient/],
  ])('%j is refused', (options, message) =>
    expect(learnFromSamples(draw(He3, 200), cubic, sgd, options)).rejects.toThrow(message),
  );

  it('constant labels and too few samples are refused', async () => {
    await expect(
      learnFromSamples(
        draw(() => 2, 200),
        cubic,
        sgd,
        { seed: 1 },
      ),
    ).rejects.toThrow(/all of them are 2/);
    await expect(learnFromSamples(draw(He3, 20), cubic, sgd, { seed: 1 })).rejects.toThrow(/at least 80/);
  });
});

import { describe, expect, test } from 'vitest';
import { key } from '../../../src/base/philox.ts';
import { fillGaussians } from '../../../src/numeric/random/fill.ts';
import { contractedHermite, partialTrace } from '../../../src/theory/directions/partial-trace.ts';
import { hermiteContraction, recoverDirection } from '../../../src/theory/directions/recover-direction.ts';
import { type Samples, samplesFrom, samplesOf } from '../../../src/theory/directions/samples.ts';
import { addHermiteTensor, tensorUnfolding } from '../../../src/theory/directions/tensor-unfolding.ts';

const x = [0.5, -1.25, 2];
const tensorOf = (order: number): Float64Array => {
  const tensor = new Float64Array(3 ** order);
  addHermiteTensor(tensor, Float64Array.from(x), order, 1);
  return tensor;
};
const one: Samples = samplesFrom([x], [1]);

describe('Hermite tensors', () => {
  test('have the entries of He₃', () => {
    const he3 = tensorOf(3);
    const at = (a: number, b: number, c: number): number => he3[9 * a + 3 * b + c]!;
    expect(at(0, 0, 0)).toBe(0.5 ** 3 - 1.5);
    expect(at(2, 0, 2)).toBe(0.5 * (4 - 1));
    expect(at(0, 1, 2)).toBe(0.5 * -1.25 * 2);
  });

  test.each([1, 2, 3, 4, 5, 6])('of order %i have the partial traces that are used', (order) => {
    // Contract pairs of the last places until one or two are left.
    let tensor = tensorOf(order);
    let left = order;
    for (; left > 2; left -= 2)
      tensor = Float64Array.from({ length: tensor.length / 9 }, (_, j) =>
        [0, 4, 8].reduce((s, i) => s + tensor[9 * j + i]!, 0),
      );
    const [r, d] = [x.reduce((sum, v) => sum + v * v, 0), 3];
    const m = Math.floor((order - 1) / 2);
    const expected = Float64Array.from(tensor, (_, j) =>
      left === 1
        ? x[j]! * contractedHermite(m, d / 2, r)
        : x[Math.floor(j / 3)]! * x[j % 3]! * contractedHermite(m, d / 2 + 1, r) -
          (j % 4 === 0 ? contractedHermite(m, d / 2, r) : 0),
    );
    tensor.forEach((value, j) => {
      expect(value).toBeCloseTo(expected[j]!, 9);
    });
  });

  test('have the golden traces x(|x|² − d − 2) and xxᵀ(|x|² − d − 4) − I(|x|² − d − 2)', () => {
    expect(contractedHermite(1, 5, 7)).toBe(7 - 12);
    expect(contractedHermite(1, 6, 7)).toBe(7 - 14);
  });

  test.each([1, 2, 3, 4])('of order %i are contracted with a direction', (order) => {
    const w = Float64Array.of(2 / 3, -1 / 3, 2 / 3);
    let tensor = tensorOf(order);
    for (let left = order; left > 1; left--)
      tensor = Float64Array.from({ length: tensor.length / 3 }, (_, j) =>
        [0, 1, 2].reduce((s, i) => s + tensor[3 * j + i]! * w[i]!, 0),
      );
    hermiteContraction(one, order, w).forEach((value, a) => {
      expect(value).toBeCloseTo(tensor[a]!, 10);
    });
  });
});

describe('directions are recovered', () => {
  const d = 10;
  const g = fillGaussians(new Float64Array(d), key(4, 'direction'));
  const w = g.map((v) => v / Math.hypot(...g));
  const inner = (a: Float64Array): number => a.reduce((sum, v, i) => sum + v * w[i]!, 0);
  const links: readonly [order: number, count: number, f: (z: number) => number, u: number][] = [
    [1, 1000, (z) => Math.tanh(z), 0.6057],
    [2, 1500, (z) => z * z, Math.SQRT2],
    [3, 3000, (z) => z ** 3 - 3 * z, Math.sqrt(6)],
    [4, 6000, (z) => z ** 4 - 6 * z * z + 3, Math.sqrt(24)],
  ];

  test.each(links)('at order %i from %i samples', async (order, count, f, u) => {
    const samples = samplesOf((v) => f(inner(v)), { dimension: d, count, seed: 8 });
    for (const start of ['partial-trace', 'tensor-unfolding'] as const) {
      if (order === 1 && start === 'tensor-unfolding') continue;
      const { direction, warmStart, overlap } = await recoverDirection(samples, {
        order,
        start,
        coefficient: u,
        level: 0.999,
      });
      const found = Math.abs(inner(direction));
      expect(Math.hypot(...direction)).toBeCloseTo(1, 12);
      expect(Math.abs(inner(warmStart))).toBeGreaterThan(0.8);
      expect(found).toBeGreaterThan(0.9);
      expect(overlap.lower).toBeLessThanOrEqual(found);
      expect(overlap.upper).toBeGreaterThanOrEqual(found);
    }
  });

  test('with an interval that stays honest where the coefficient is not known', async () => {
    const samples = samplesOf((v) => inner(v) ** 2, { dimension: d, count: 3000, seed: 8 });
    const { direction, overlap } = await recoverDirection(samples, { order: 2 });
    expect(overlap.lower).toBeGreaterThan(0.5);
    expect(overlap.lower).toBeLessThanOrEqual(Math.abs(inner(direction)));
    expect(overlap.upper).toBe(1);
  });

  test('or say why not', async () => {
    const samples = samplesOf((v) => v[0]!, { dimension: 3, count: 50, seed: 1 });
    expect(() => tensorUnfolding(samples, 1)).toThrow(/order/);
    expect(() =>
      tensorUnfolding(
        samplesOf((v) => v[0]!, { dimension: 200, count: 5, seed: 1 }),
        4,
      ),
    ).toThrow(/over the limit/);
    expect(() => partialTrace(samples, 0)).toThrow(/order/);
    expect(() => partialTrace({ ...samples, labels: new Float64Array(50) }, 1)).toThrow(/is 0/);
    await expect(recoverDirection(one, { order: 1 })).rejects.toThrow(/at least 40/);
  });
});

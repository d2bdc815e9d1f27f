/** Intervals of overlaps cover as often as they say, also for labels with heavy tails. */
import { describe, expect, test } from 'vitest';
import { key } from '../../../src/base/philox.ts';
import { fillGaussians } from '../../../src/numeric/random/fill.ts';
import { heldOutOverlap } from '../../../src/theory/directions/held-out-overlap.ts';
import type { Samples } from '../../../src/theory/directions/samples.ts';

const he4 = (z: number): number => z ** 4 - 6 * z ** 2 + 3;

function drawn(f: (z: number) => number, n: number, d: number, run: number): Samples {
  const inputs = fillGaussians(new Float64Array(n * d), key(31, 'overlaps'), { layer: run });
  return { inputs, dimension: d, labels: Float64Array.from({ length: n }, (_, i) => f(inputs[i * d]!)) };
}

/** A direction at overlap m with the first axis. */
function at(m: number, d: number): Float64Array {
  const w = new Float64Array(d);
  [w[0], w[1]] = [m, Math.sqrt(1 - m * m)];
  return w;
}

describe('intervals of overlaps', () => {
  // P(Binomial(100, 1/20) ≥ 14) = 5e−4.
  const [RUNS, MOST] = [100, 13];

  test.each([
    ['tanh', 1, Math.tanh, 0.605706, 200, 5],
    ['z²', 2, (z: number) => z * z, Math.SQRT2, 200, 20],
    ['He₃', 3, (z: number) => z ** 3 - 3 * z, Math.sqrt(6), 300, 5],
    ['He₄', 4, he4, Math.sqrt(24), 300, 5],
  ] as const)('cover for %s', async (_, order, f, u, n, d) => {
    for (const coefficient of [undefined, u]) {
      let missed = 0;
      for (let run = 0; run < RUNS; run++) {
        const m = [0.995, 0.9, 0.6][run % 3]!;
        const { lower, upper } = await heldOutOverlap(drawn(f, n, d, run), order, at(m, d), coefficient, 0.95);
        if (lower > m || upper < m) missed++;
      }
      expect(missed).toBeLessThanOrEqual(MOST);
    }
  });

  test('are narrow where the samples suffice, whatever the size and sign of the labels', async () => {
    const samples = drawn((z) => -3 * he4(z) + 7, 2000, 5, 0);
    const { value, lower, upper } = await heldOutOverlap(samples, 4, at(0.98, 5), undefined, 0.95);
    expect([lower > 0.93, value > 0.96, upper >= 0.98]).toEqual([true, true, true]);
    const nothing = await heldOutOverlap(samples, 4, at(0, 5), undefined, 0.95);
    expect(nothing.lower).toBe(0);
    expect(nothing.upper).toBeLessThan(0.75);
  });
});

/** Statements of the exponent from samples hold as often as they say, whatever the tails of the labels. */
import { describe, expect, test } from 'vitest';
import { key } from '../../../src/base/philox.ts';
import { fillGaussians } from '../../../src/numeric/random/fill.ts';
import { exponentFromSamples } from '../../../src/theory/directions/exponent-from-samples.ts';
import { labelledTensorBounds, largestChaosVariance } from '../../../src/theory/directions/hermite-tensor-moments.ts';
import { symmetricDimension } from '../../../src/theory/directions/order-statistics.ts';
import type { Samples } from '../../../src/theory/directions/samples.ts';
import { hermiteFourthMoment, hermiteValues } from '../../../src/theory/estimators/hermite-values.ts';
import { estimateInformationExponent } from '../../../src/theory/estimators/information-exponent-estimate.ts';

const RUNS = 120;

/** h_k of the first coordinate, or another function of it. */
function drawn(label: (z: Float64Array) => Float64Array, n: number, d: number, run: number): Samples {
  const inputs = fillGaussians(new Float64Array(n * d), key(11, 'level'), { layer: run });
  return { inputs, dimension: d, labels: label(Float64Array.from({ length: n }, (_, i) => inputs[i * d]!)) };
}
const hermite =
  (k: number) =>
  (z: Float64Array): Float64Array =>
    hermiteValues(z, k);
const above = (z: Float64Array): Float64Array => z.map((x) => (Math.abs(x) > 1 ? 1 : -1));

describe('the probability of a wrong statement is at most 1/20', () => {
  // P(Binomial(120, 1/20) ≥ 17) = 1e−4.
  const MOST = 16;

  test.each([
    ['h_4, n = 100', hermite(4), 4, 100, 1],
    ['h_4, n = 100, four inputs', hermite(4), 4, 100, 4],
    ['h_2, n = 300', hermite(2), 2, 300, 2],
    ['two labels, n = 200', above, 2, 200, 2],
  ] as const)('no direction: %s', async (_, label, exponent, n, d) => {
    let [wrong, wrongBound] = [0, 0];
    for (let run = 0; run < RUNS; run++) {
      const samples = drawn(label, n, d, run);
      const found = await exponentFromSamples(samples, { permutations: 0, seed: run, maximumOrder: 4 });
      if (found.atMost !== undefined && found.atMost < exponent) wrong++;
      // Of orders below the exponent 0 is within any bound; h_k has ‖C_k‖²/k! = 1 at its own.
      const own = found.below.find(({ order }) => order === exponent);
      if (own !== undefined && label !== above && own.bound < 1) wrongBound++;
    }
    expect(wrong).toBeLessThanOrEqual(MOST);
    expect(wrongBound).toBeLessThanOrEqual(MOST);
  });

  test.each([
    ['h_4, n = 100', hermite(4), 4, 100],
    ['h_4, n = 1000', hermite(4), 4, 1000],
    ['two labels, n = 200', above, 2, 200],
  ] as const)('a direction: %s', (_, label, exponent, n) => {
    let wrong = 0;
    for (let run = 0; run < RUNS; run++) {
      const { inputs: projections, labels } = drawn(label, n, 1, run);
      const found = estimateInformationExponent({ projections, labels }, { seed: run });
      const truth = (k: number): number => (label !== above && k === exponent ? 1 : 0);
      const below = found.orders.filter(({ order }) => order <= exponent && (label !== above || order < exponent));
      if ((found.upperBound ?? Infinity) < exponent || below.some(({ order, within }) => truth(order) > within))
        wrong++;
    }
    expect(wrong).toBeLessThanOrEqual(MOST);
  });

  test('and statements are made where the samples suffice', async () => {
    const found = await exponentFromSamples(drawn(above, 1000, 3, 0), { permutations: 0 });
    expect([found.atMost, found.below.length]).toEqual([2, 1]);
    const none = await exponentFromSamples(drawn(hermite(4), 100, 3, 0), { permutations: 0 });
    expect([none.atMost, none.below, none.remedy]).toEqual([undefined, [], expect.stringMatching(/Use more than \d+/)]);
  });
});

describe('bounds of labelled Hermite tensors', () => {
  test('are the moments themselves in one dimension, and the dimension for labels ±1', () => {
    for (let k = 1; k <= 6; k++) {
      const variance = hermiteFourthMoment(k) - 1;
      expect(Math.abs(largestChaosVariance(k, 1) - variance)).toBeLessThan(1e-12 * variance);
      expect(labelledTensorBounds(k, 7, { square: 1, kurtosis: 1 }).norm).toBe(Math.sqrt(symmetricDimension(7, k)));
    }
  });

  test('of order 2 are not below the variance of any A, exactly', () => {
    // ⟨He₂, A He₂⟩/2 for A = Σ a_ij e_ij ⊗ e_ij over the orthonormal He_i He_j and (He₂ ⊗)/√2: Var Σ a_ij h_ij² by moments.
    const d = 3;
    const basis = Array.from({ length: d }, (_, i) => Array.from({ length: i + 1 }, (_, j) => [i, j] as const)).flat();
    // E h_a² h_b² − 1 from E x^2 = 1, E x^4 = 3, E h_2^4 = 15, E (h_2)² x² = 5.
    const covariance = ([i, j]: readonly [number, number], [k, l]: readonly [number, number]): number => {
      const factor = (v: number): number => {
        const count = (a: number, b: number): number => (a === v ? 1 : 0) + (b === v ? 1 : 0);
        const [p, q] = [count(i, j), count(k, l)];
        const moments: Record<string, number> = {
          '00': 1,
          '01': 1,
          '10': 1,
          '11': 3,
          '02': 1,
          '20': 1,
          '12': 5,
          '21': 5,
          '22': 15,
        };
        return moments[`${p}${q}`]!;
      };
      return Array.from({ length: d }, (_, v) => factor(v)).reduce((a, b) => a * b, 1) - 1;
    };
    // The largest eigenvalue of that covariance, by its row sums from above and by the constant vector from below.
    const rows = basis.map((a) => basis.map((b) => covariance(a, b)));
    const constant = rows.flat().reduce((sum, x) => sum + x, 0) / basis.length;
    expect(constant).toBeLessThanOrEqual(largestChaosVariance(2, d));
    for (const [at, row] of rows.entries()) expect(row[at]!).toBeLessThanOrEqual(largestChaosVariance(2, d));
  });
});

import { describe, expect, test } from 'vitest';
import { key, uniform } from '../../../src/base/philox.ts';
import { fillGaussians } from '../../../src/numeric/random/fill.ts';
import {
  type DetectionProblem,
  detectionPower,
  nullVariance,
  samplesNeeded,
} from '../../../src/theory/directions/detection-power.ts';
import { exponentFromSamples } from '../../../src/theory/directions/exponent-from-samples.ts';
import { normalCumulative, normalUpperQuantile } from '../../../src/theory/directions/normal-distribution.ts';
import { cantelli, orderStatistics } from '../../../src/theory/directions/order-statistics.ts';
import { type Samples, samplesFrom, samplesOf } from '../../../src/theory/directions/samples.ts';
import { addHermiteTensor } from '../../../src/theory/directions/tensor-unfolding.ts';
import { whiten } from '../../../src/theory/directions/whitening.ts';
import { golden } from '../../golden/read.ts';

const he3 = (z: number): number => z ** 3 - 3 * z;

describe('T_k over all samples of a discrete law', () => {
  // Three atoms in the plane with a label each; all 3⁵ samples of five, with their probabilities.
  const atoms = [
    { x: [1, -2], y: 3, p: 0.5 },
    { x: [0, 1], y: -1, p: 0.3 },
    { x: [-1, 0.5], y: 2, p: 0.2 },
  ];
  const n = 5;
  const tuples = Array.from({ length: 3 ** n }, (_, t) =>
    Array.from({ length: n }, (_, i) => atoms[Math.floor(t / 3 ** i) % 3]!),
  );

  test('has mean ‖E y He_k(x)‖²/k!, and its variance estimate has its variance for mean', async () => {
    const orders = 4;
    const moments = Array.from({ length: orders }, () => ({ mean: 0, square: 0, variance: 0 }));
    for (const tuple of tuples) {
      const probability = tuple.reduce((product, { p }) => product * p, 1);
      const samples = samplesFrom(
        tuple.map(({ x }) => x),
        tuple.map(({ y }) => y),
      );
      const options = { maximumOrder: orders, permutations: 0, centre: false };
      for (const { order, value, variance } of (await orderStatistics(samples, options)).statistics) {
        const moment = moments[order - 1]!;
        moment.mean += probability * value;
        moment.square += probability * value * value;
        moment.variance += probability * variance.variance;
      }
    }
    let factorial = 1;
    moments.forEach(({ mean, square, variance }, index) => {
      const k = index + 1;
      factorial *= k;
      const tensor = new Float64Array(2 ** k);
      for (const { x, y, p } of atoms) addHermiteTensor(tensor, Float64Array.from(x), k, p * y);
      const expected = tensor.reduce((sum, c) => sum + c * c, 0) / factorial;
      expect(Math.abs(mean - expected)).toBeLessThan(1e-11 * square);
      expect(Math.abs(variance - (square - mean * mean))).toBeLessThan(1e-11 * square);
    });
  });
});

describe('the tests of independence', () => {
  test('reject independent labels as often as they say', async () => {
    const [runs, n, d] = [200, 40, 3];
    const rejections = { permutation: [0, 0, 0], cantelli: [0, 0, 0] };
    for (let run = 0; run < runs; run++) {
      const inputs = fillGaussians(new Float64Array(n * d), key(7, 'null inputs'), { layer: run });
      // Labels with heavy tails.
      const labels = fillGaussians(new Float64Array(n), key(7, 'null labels'), { layer: run }).map((g) => g ** 3);
      for (const [test, permutations] of [
        ['permutation', 19],
        ['cantelli', 0],
      ] as const) {
        const { statistics, independenceTest } = await orderStatistics(
          { inputs, dimension: d, labels },
          { maximumOrder: 3, permutations, seed: run },
        );
        expect(independenceTest).toBe(test);
        statistics.forEach(({ independenceProbability }, k) => {
          if (independenceProbability <= 0.05) rejections[test][k]!++;
        });
      }
    }
    // P(Binomial(200, 1/20) ≥ 29) = 5e−7 and ≤ 0 is 3.5e−5: with three orders and two tests this fails wrongly below 1e−3.
    for (const count of rejections.permutation) {
      expect(count).toBeLessThan(29);
      expect(count).toBeGreaterThan(0);
    }
    for (const count of rejections.cantelli) expect(count).toBeLessThan(29);
  });

  test('find the order of a single index, and say what is left below', async () => {
    const samples = samplesOf((x) => he3(0.6 * x[0]! - 0.8 * x[2]!), { dimension: 5, count: 12_000, seed: 1 });
    // E h₃⁴ = 93.
    const { atMost, below, statement, orders } = await exponentFromSamples(samples, {
      maximumOrder: 3,
      kurtosis: 93,
      permutations: 0,
    });
    expect(atMost).toBe(3);
    expect(below.map(({ order }) => order)).toEqual([1, 2]);
    // The bound for order 2 is no less than E y², and not said.
    expect(statement).toMatch(/^IE ≤ 3 at level 0.05; \|C_1\|²\/1! ≤ \d+\.\d+$/);
    expect(orders.warnings).toEqual([]);
    const { value, variance } = orders.statistics[2]!;
    // u₃² = 6; T₃ is within five deviations of it.
    expect(Math.abs(value - 6)).toBeLessThan(5 * variance.deviation);
  });

  test('state nothing of noise', async () => {
    const samples = samplesOf((x) => uniform(key(9, 'noise'), Math.floor(Math.abs(x[0]!) * 1e15)), {
      dimension: 4,
      count: 300,
      seed: 2,
    });
    const { atMost, statement } = await exponentFromSamples(samples, { maximumOrder: 3 });
    expect(atMost).toBeUndefined();
    expect(statement).toMatch(/^no order up to 3 was found at level 0.05/);
  });

  test('refuse what cannot give an answer', async () => {
    const samples = samplesOf((x) => x[0]!, { dimension: 2, count: 20, seed: 1 });
    const constant: Samples = { ...samples, labels: new Float64Array(20).fill(2) };
    await expect(orderStatistics(constant)).rejects.toThrow('labels: are all 2');
    await expect(orderStatistics(samples, { maximumOrder: 0 })).rejects.toThrow(/maximumOrder/);
    await expect(exponentFromSamples(samples, { kurtosis: 0.5 })).rejects.toThrow(/kurtosis/);
    await expect(exponentFromSamples(samples, { labelBound: 0.1 })).rejects.toThrow(/beyond the bound/);
    await expect(exponentFromSamples(samples, { level: 0 })).rejects.toThrow(/level/);
    await expect(orderStatistics({ ...samples, labels: new Float64Array(19) })).rejects.toThrow(/one for each label/);
    await expect(orderStatistics(samplesFrom([[1], [2]], [1, 2]))).rejects.toThrow(/at least 5 samples/);
    const huge = { ...samples, labels: samples.labels.map((y) => 1e200 * y) };
    await expect(orderStatistics(huge)).rejects.toThrow(/beyond the range/);
    expect(() => samplesFrom([[1], [Number.NaN]], [1, 2])).toThrow(/samples\[1\]/);
    expect(() => samplesFrom([[1], [1, 2]], [1, 2])).toThrow(/expected 1 coordinates/);
  });
});

describe('inputs that are not N(0, I)', () => {
  const source = key(3, 'skewed inputs');
  const inputs = fillGaussians(new Float64Array(3 * 2000), source).map((_, i, all) => {
    const [a, b] = [all[i - (i % 3)]!, all[i]!];
    return 2 + 3 * (i % 3 === 0 ? b : b + 0.5 * a);
  });
  const labels = Float64Array.from({ length: 2000 }, (_, i) => inputs[3 * i]! - inputs[3 * i + 1]!);
  const samples: Samples = { inputs, dimension: 3, labels };

  test('are warned of', async () => {
    const { warnings } = await orderStatistics(samples, { maximumOrder: 2, permutations: 0 });
    const { atMost, below, statement } = await exponentFromSamples(samples, { maximumOrder: 2 });
    expect([atMost, below, statement]).toEqual([undefined, [], 'no exponent is stated: the inputs are not N(0, I)']);
    expect((await exponentFromSamples(samples, { maximumOrder: 2, whitened: true })).atMost).toBe(1);
    expect(warnings.join('\n')).toMatch(/their mean is not 0 .*whiten(.|\n)*their covariance is not the identity/);
  });

  test('are brought there by whitening, and the direction is taken back', async () => {
    const { samples: white, original } = whiten(samples);
    const { warnings, statistics } = await orderStatistics(white, { maximumOrder: 3, permutations: 0 });
    expect(warnings).toEqual([]);
    expect(statistics[0]!.independenceProbability).toBeLessThan(0.001);
    // The covariance of the labels and the white inputs is Σ^(1/2) v, v = (1, −1, 0).
    const sum = new Float64Array(3);
    white.inputs.forEach((x, i) => {
      sum[i % 3]! += x * white.labels[Math.floor(i / 3)]!;
    });
    const w = original(sum);
    [Math.SQRT1_2, -Math.SQRT1_2, 0].forEach((v, a) => {
      expect(Math.abs(w[a]! - v)).toBeLessThan(1e-10);
    });
  });

  test('have whitening refuse a singular covariance', () => {
    expect(() =>
      whiten(
        samplesFrom(
          [
            [1, 1],
            [2, 2],
            [4, 4],
          ],
          [1, 2, 3],
        ),
      ),
    ).toThrow(/singular/);
    expect(() =>
      whiten(
        samplesFrom(
          [
            [1, 1],
            [2, 1],
          ],
          [1, 2],
        ),
      ),
    ).toThrow(/more samples/);
  });

  test('are warned of where only higher orders are off', async () => {
    const cubes = inputs.map((x) => Math.sign(x - 2));
    const { warnings } = await orderStatistics({ inputs: cubes, dimension: 3, labels }, { permutations: 0 });
    expect(warnings.join()).toMatch(/Hermite moments of order 4/);
  });
});

describe('variance and power', () => {
  const { dimension, samples, secondMoment, values } = golden<{
    readonly nullVariance: {
      readonly dimension: number;
      readonly samples: number;
      readonly secondMoment: number;
      readonly values: readonly number[];
    };
  }>('directions.json').nullVariance;

  test('have the golden null variances', () => {
    values.forEach((value, index) => {
      expect(nullVariance(index + 1, dimension, secondMoment, samples)).toBeCloseTo(value, 14);
    });
  });

  test('of power: the level without a signal to speak of, monotone, and the least n that suffices', () => {
    const problem: DetectionProblem = { order: 3, dimension: 50, signal: 0.5, secondMoment: 1 };
    const n = samplesNeeded(problem, 0.8);
    expect(detectionPower(problem, n)).toBeGreaterThanOrEqual(0.8);
    expect(detectionPower(problem, n - 1)).toBeLessThan(0.8);
    expect(detectionPower({ ...problem, signal: 1e-9 }, n)).toBeCloseTo(0.05, 6);
    // n = C √(2 C(d+k−1, k)) σ_y²/u_k² with C = z_0.05 + z_0.2, to a unit.
    const scale = Math.sqrt(2 * ((52 * 51 * 50) / 6)) / 0.5;
    expect(Math.abs(n - (1.6448536 + 0.8416212) * scale)).toBeLessThan(1.5);
    expect(() => samplesNeeded({ ...problem, signal: 2 })).toThrow(/of which it is a part/);
    expect(() => samplesNeeded(problem, 0.01)).toThrow(/power/);
  });

  test('use the normal distribution', () => {
    // Φ^(−1)(0.975) = 1.959963984540054, from tables.
    expect(normalUpperQuantile(0.025)).toBeCloseTo(1.959963984540054, 12);
    expect(normalCumulative(normalUpperQuantile(0.3))).toBeCloseTo(0.7, 12);
    expect([cantelli(-1), cantelli(0), cantelli(3)]).toEqual([1, 1, 0.1]);
    expect(() => normalUpperQuantile(0)).toThrow(/probability/);
  });
});

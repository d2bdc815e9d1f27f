/** Trajectories that are known in closed form. */
import { bilinear, dense, network, polynomial, residual, trace } from 'isserlis/network';
import {
  infiniteWidth,
  initialKernelDrift,
  kernelMatrices,
  linearised,
  neuralTangentHierarchy,
  type Prediction,
  type TrainingData,
  train,
  withHiddenWidth,
} from 'isserlis/numeric';
import { describe, expect, test } from 'vitest';

const neuron =
  (...activation: number[]) =>
  (u: number, v: number) =>
    network({
      inputs: 1,
      layers: [
        dense({ weight: [[u]] }),
        ...(activation.length === 0 ? [] : [polynomial(activation)]),
        dense({ weight: [[v]] }),
      ],
    });
const one = (y: number, x = 1): TrainingData => ({ inputs: [[x]], targets: [[y]] });

describe('gradient flow of one neuron', () => {
  // d(u²)/dt = d(v²)/dt = −2 r f for f = v u x: Saxe, McClelland and Ganguli, arXiv:1312.6120, §1.
  test('f = v u x keeps u² − v², to the tolerance', async () => {
    const drift: number[] = [];
    for (const tolerance of [1e-5, 1e-8, 1e-11]) {
      const { weights, records } = await train(neuron()(0.3, -1.1), one(2, 0.7), {
        method: 'flow',
        time: 8,
        tolerance,
      });
      drift.push(Math.abs(weights.W1![0]! ** 2 - weights.W2![0]! ** 2 - (0.3 ** 2 - 1.1 ** 2)));
      expect(records.at(-1)!.loss).toBeLessThan(0.01 * records[0]!.loss);
    }
    // Some hundred steps at most, each off by the tolerance times 2 (|u| + |v|).
    [1e-5, 1e-8, 1e-11].forEach((tolerance, k) => {
      expect(drift[k]!).toBeLessThan(100 * 10 * tolerance);
    });
    expect(drift[0]! / drift[2]!).toBeGreaterThan(1e3);
  });

  test('f = v (u x)² keeps u² − 2 v²', async () => {
    const { weights } = await train(neuron(0, 0, 1)(0.8, 0.4), one(1.5), { method: 'flow', time: 5, tolerance: 1e-11 });
    expect(weights.W1![0]! ** 2 - 2 * weights.W2![0]! ** 2).toBeCloseTo(0.8 ** 2 - 2 * 0.4 ** 2, 9);
  });

  // With u = v, p = u v has dp/dt = 2 p (y − p): a logistic function. Saxe et al., eq. 7.
  test('f = v u x from u = v is the logistic function', async () => {
    const [y, p0] = [1.7, 0.01];
    const run = await train(neuron()(0.1, 0.1), one(y), {
      method: 'flow',
      time: 6,
      records: [1, 2, 3.5],
      tolerance: 1e-11,
    });
    expect(run.records.map(({ time }) => time)).toEqual([0, 1, 2, 3.5, 6]);
    for (const { time, outputs, kernel, loss, parameterNorm } of run.records) {
      const p = y / (1 + (y / p0 - 1) * Math.exp(-2 * y * time));
      expect(outputs[0]).toBeCloseTo(p, 9);
      expect(kernel![0]).toBeCloseTo(2 * p, 9);
      expect(loss).toBeCloseTo((p - y) ** 2 / 2, 9);
      expect(parameterNorm).toBeCloseTo(Math.sqrt(2 * p), 9);
    }
  });

  // One step of Newton's iteration by hand: W ← W − η (f − y) ∂f.
  test('and gradient descent is the map that it is', async () => {
    let [u, v] = [0.5, -0.25];
    for (let k = 0; k < 30; k++) {
      const r = u * v - 1;
      [u, v] = [u + 0.2 * -(r * v), v + 0.2 * -(r * u)];
    }
    const { weights } = await train(neuron()(0.5, -0.25), one(1), { learningRate: 0.2, steps: 30 });
    expect([weights.W1![0], weights.W2![0]]).toEqual([u, v]);
  });
});

describe('a network that is linear in its weights', () => {
  const linear = network({
    inputs: 2,
    layers: [
      dense({
        weight: [
          [0.5, -1],
          [2, 0.25],
        ],
        bias: [0.5, -0.5],
      }),
    ],
  });
  const data: TrainingData = {
    inputs: [
      [1, 2],
      [-1, 0.5],
      [0.25, 0.75],
    ],
    targets: [
      [1, 0],
      [0, 2],
      [-1, 1],
    ],
    testInputs: [[3, -1]],
    testTargets: [[0, 0]],
  };
  const rates = { biasVariance: 0.5 } as const;

  test.each([
    ['flow', { method: 'flow', time: 3, tolerance: 1e-11 }],
    ['gradient descent', { learningRate: 0.3, steps: 40 }],
    ['stochastic gradient descent', { method: 'sgd', learningRate: 0.3, steps: 40, batch: 2, seed: 4 }],
    ['the mean over inputs', { learningRate: 0.3, steps: 40, loss: 'mean' }],
  ] as const)('is its linearisation: %s', async (_, options) => {
    const { records } = await train(linear, data, { ...options, ...rates, compare: [linearised] });
    expect(records).toHaveLength(21);
    expect(records.at(-1)!.loss).toBeLessThan(0.5 * records[0]!.loss);
    for (const { predictions, loss, kernelDrift, testLoss, testOutputs } of records) {
      expect(predictions[0]!.deviation).toBeLessThan(1e-9);
      expect(predictions[0]!.loss).toBeCloseTo(loss, 9);
      expect(kernelDrift).toBeLessThan(1e-12);
      expect(testLoss).toBeCloseTo((testOutputs[0]! ** 2 + testOutputs[1]! ** 2) / (options === undefined ? 1 : 2), 10);
    }
  });

  // f(t) = y + e^(−Θt) (f₀ − y) with Θ = rate |x|²: one input, one output, rate σ_w²/2.
  test('and follows exp(−Θt) and (1 − ηΘ)^k', async () => {
    const net = network({ inputs: 2, layers: [dense({ weight: [[0.5, -1]] })] });
    const single = { inputs: [[3, 4]], targets: [[2]] };
    const theta = (1.5 * 25) / 2;
    const f0 = -2.5;
    const flow = await train(net, single, {
      method: 'flow',
      time: 0.1,
      records: [0.03],
      weightVariance: 1.5,
      tolerance: 1e-11,
    });
    for (const { time, outputs } of flow.records)
      expect(outputs[0]).toBeCloseTo(2 + (f0 - 2) * Math.exp(-theta * time), 9);
    const descent = await train(net, single, { learningRate: 0.1, steps: 7, weightVariance: 1.5 });
    for (const { step, outputs } of descent.records)
      expect(outputs[0]).toBeCloseTo(2 + (f0 - 2) * (1 - 0.1 * theta) ** step, 9);
    expect(descent.criticalLearningRate).toBeCloseTo(2 / theta, 12);
  });
});

const hidden = (coefficients: readonly number[], inputs = 2, outputs = 1) =>
  network({
    inputs,
    layers: [dense({ outputs: 1, symbolic: true }), polynomial(coefficients), dense({ outputs, symbolic: true })],
  });

/** Mean and standard error. */
function meanOf(values: readonly number[]): { mean: number; error: number } {
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
  const variance = values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (values.length - 1);
  return { mean, error: Math.sqrt(variance / values.length) };
}

describe('the kernel at initialisation', () => {
  // With one hidden layer E Θ is that of the limit at every width: only the spread over draws is left.
  const bilinearFirst = network({
    inputs: 2,
    layers: [
      bilinear({
        weight: [
          [
            [1, 0],
            [0, 1],
          ],
        ],
      }),
      residual([dense({ outputs: 1, symbolic: true })]),
      dense({ outputs: 1, symbolic: true, bias: true }),
    ],
  });
  const square = hidden([0.2, 1, 0.4]);

  test.each([
    ['ntk', square, 'mean'],
    ['ntk', bilinearFirst, 'sum'],
    ['standard', square, 'mean'],
    ['standard', bilinearFirst, 'mean'],
    ['mean-field', square, 'mean'],
    ['mup', square, 'mean'],
  ] as const)(
    'has the mean of the infinite-width kernel: %s, case %#',
    async (name, narrow, inputGram) => {
      const net = withHiddenWidth(narrow, 8);
      const limit = { weightVariance: 1.5, biasVariance: 0.25, parametrisation: name, inputGram };
      const inputs = [
        [1, 0.5],
        [-0.75, 1.25],
      ];
      const expected = kernelMatrices(net, inputs, limit).ntk;
      const draws: Float64Array[] = [];
      for (let seed = 0; seed < 800; seed++) {
        const { records } = await train(
          net,
          { inputs, targets: [[0], [0]] },
          { ...limit, seed, learningRate: 1, steps: 0 },
        );
        draws.push(records[0]!.kernel!);
      }
      expected.forEach((entry, i) => {
        const { mean, error } = meanOf(draws.map((kernel) => kernel[i]!));
        // 4.5 standard errors: below 10⁻⁵ an entry.
        expect(Math.abs(mean - entry)).toBeLessThan(4.5 * error);
        expect(error).toBeLessThan(0.08 * Math.abs(expected[0]!));
      });
    },
    20_000,
  );

  // E dΘ/dt of f = n^(−1/2) Σ V_i σ(U_i x), flow on ½ (f − y)²: −4k²/n for σ = z and −384k⁴/n for σ = z², k = x². Exact values
  // by coupling of Gaussian copies of the weights, checked by brute force at n = 1 to 4.
  test.each([
    [[0, 1], (k: number, n: number) => (-4 * k ** 2) / n, 2000],
    [[0, 0, 1], (k: number, n: number) => (-384 * k ** 4) / n, 5000],
  ] as const)('moves at first as its exact mean says: σ = %j', (coefficients, exact, draws) => {
    const [x, n] = [0.8, 6];
    const net = withHiddenWidth(hidden(coefficients, 1), n);
    const slopes = Array.from({ length: draws }, (_, seed) => {
      const { derivative } = initialKernelDrift(net, one(0.3, x), { seed, inputGram: 'sum' });
      return derivative[0]!;
    });
    const { mean, error } = meanOf(slopes);
    const expected = exact(x * x, n);
    expect(Math.abs(mean - expected)).toBeLessThan(4.5 * error);
    expect(error).toBeLessThan(0.2 * Math.abs(expected));
  });

  test('moves as its derivative says', async () => {
    const net = withHiddenWidth(hidden([0, 1, 0.5], 2, 2), 5);
    const data = {
      inputs: [
        [1, 0.5],
        [0.5, -1],
      ],
      targets: [
        [1, 0],
        [0, -1],
      ],
    };
    const { kernel, derivative } = initialKernelDrift(net, data, { seed: 3, loss: 'mean', parametrisation: 'mup' });
    const h = 1e-4;
    const options = { seed: 3, loss: 'mean', parametrisation: 'mup', method: 'flow', tolerance: 1e-12 } as const;
    const { records } = await train(net, data, { ...options, time: 2 * h, records: [h] });
    expect(records[0]!.kernel).toEqual(kernel);
    derivative.forEach((d, i) => {
      const [k0, k1, k2] = records.map((record) => record.kernel![i]!) as [number, number, number];
      // Forward difference of second order: its error is h²/3 · d³Θ/dt³.
      expect((4 * k1 - 3 * k0 - k2) / (2 * h)).toBeCloseTo(d, 5);
    });
  });
});

describe('wide networks', () => {
  const data: TrainingData = {
    inputs: [
      [1, 0.5],
      [-0.5, 1],
    ],
    targets: [[4], [-4]],
    testInputs: [[0.75, 0.75]],
  };

  // Means over keyed draws of log(squared deviation at the end): they have no heavy tails, and shift by the rate of the
  // deviation. They are s log n + c + b/n + …; three widths take b away, and 1/64² of the next term is below the errors.
  const widths = [64, 256, 2048];
  const predictions: readonly Prediction[] = [infiniteWidth, linearised, neuralTangentHierarchy];
  const draws = 150;

  /** [prediction][width] */
  const logDeviations = async (): Promise<{ mean: number; error: number }[][]> => {
    const logs = predictions.map(() => widths.map(() => [] as number[]));
    for (const [w, width] of widths.entries()) {
      const net = withHiddenWidth(hidden([0, 1, 0.25]), width);
      for (let draw = 0; draw < draws; draw++) {
        const { records } = await train(net, data, {
          learningRate: 0.1,
          steps: 10,
          records: [],
          seed: 1000 * w + draw,
          compare: predictions,
          kernel: false,
        });
        records.at(-1)!.predictions.forEach(({ deviation }, p) => {
          logs[p]![w]!.push(2 * Math.log(deviation));
        });
      }
    }
    return logs.map((rows) => rows.map(meanOf));
  };

  /** s of s log n + c + b/n, with its standard error. */
  function slopeOf(means: readonly { mean: number; error: number }[]) {
    const [l1, l2] = [1, 2].map((k) => Math.log(widths[k]! / widths[k - 1]!)) as [number, number];
    const [i1, i2] = [1, 2].map((k) => 1 / widths[k]! - 1 / widths[k - 1]!) as [number, number];
    const weights = [-i2, i1 + i2, -i1].map((x) => -x / (i1 * l2 - i2 * l1));
    return {
      slope: weights.reduce((sum, c, k) => sum + c * means[k]!.mean, 0),
      error: Math.hypot(...weights.map((c, k) => c * means[k]!.error)),
    };
  }

  test('come to the NTK prediction at the rate 1/n in mean square, to their linearisation at 1/n², to the hierarchy at 1/n⁴', async () => {
    const slopes = (await logDeviations()).map(slopeOf);
    [-1, -2, -4].forEach((expected, p) => {
      const { slope, error } = slopes[p]!;
      // 4.5 standard errors: below 10⁻⁵ each.
      expect(Math.abs(slope - expected)).toBeLessThan(4.5 * error);
      expect(4.5 * error).toBeLessThan(0.75);
    });
  }, 60_000);

  test('flow as the hierarchy says, more nearly than as their linearisation', async () => {
    const net = withHiddenWidth(hidden([0, 1, 0.25]), 1024);
    for (const seed of [1, 2, 3]) {
      const { records } = await train(net, data, {
        method: 'flow',
        time: 1,
        tolerance: 1e-9,
        records: [0.5],
        seed,
        compare: [linearised, neuralTangentHierarchy],
        kernel: false,
      });
      for (const { predictions: list } of records.slice(1))
        expect(list[1]!.deviation).toBeLessThan(list[0]!.deviation / 20);
    }
  });
});

test.each([
  ['batches', { method: 'sgd', batch: 2, seed: 5, learningRate: 0.05, steps: 30 }],
  [
    'other variances, a mean loss',
    { weightVariance: 1.5, biasVariance: 0.5, loss: 'mean', learningRate: 0.2, steps: 20 },
  ],
  ['a learning rate that catapults', { learningRate: 0.7, steps: 3, seed: 2 }],
] as const)('the hierarchy of two outputs, with test inputs: %s', async (_, options) => {
  const net = withHiddenWidth(hidden([0, 1, 0.25], 2, 2), 512);
  const inputs = Array.from({ length: 4 }, (__, i) => [Math.cos(i), Math.sin(2 * i)]);
  const data = { inputs, targets: inputs.map(([a, b]) => [a! * b!, a! - 1]), testInputs: [[0.3, -1]] };
  const { records } = await train(net, data, { ...options, compare: [linearised, neuralTangentHierarchy] });
  for (const { predictions, step } of records.slice(1)) {
    const [linear, hierarchy] = predictions.map(({ deviation }) => deviation);
    // A part of order 1/n of it, whose factor is below 100 here.
    expect(hierarchy! / linear!, `step ${step}`).toBeLessThan(100 / 512);
  }
});

test('parameters of one trace are those of another: names are stable', () =>
  expect(trace(withHiddenWidth(hidden([0, 1]), 3)).parameters.map(({ name, shape }) => [name, shape])).toEqual([
    ['W1', [3, 2]],
    ['W2', [1, 3]],
  ]));

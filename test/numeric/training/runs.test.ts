/** What runs promise besides their trajectories: bits, resuming, warnings, and refusals. */
import { dense, network, polynomial, product, residual, square } from 'isserlis/network';
import {
  InputError,
  infiniteWidth,
  linearised,
  type TrainingData,
  type TrainingOptions,
  train,
  withHiddenWidth,
} from 'isserlis/numeric';
import { describe, expect, test } from 'vitest';

const symbolic = (outputs: number, bias = false) => dense({ outputs, symbolic: true, bias });
const data: TrainingData = {
  inputs: Array.from({ length: 9 }, (_, i) => [Math.cos(i), Math.sin(2 * i)]),
  targets: Array.from({ length: 9 }, (_, i) => [Math.cos(i) * Math.sin(2 * i), Math.cos(3 * i)]),
  testInputs: [[0.5, 0.5]],
  testTargets: [[0.25, 0]],
};
const net = network({
  inputs: 2,
  layers: [symbolic(24, true), polynomial([0, 1, 0.25]), residual([symbolic(24)]), symbolic(2, true)],
});

const methods: readonly [string, TrainingOptions, TrainingOptions][] = [
  ['gd', { learningRate: 0.02, steps: 30 }, { steps: 12 }],
  ['sgd', { method: 'sgd', batch: 4, learningRate: 0.02, steps: 30 }, { steps: 12 }],
  ['flow', { method: 'flow', time: 1, records: [0.4] }, { time: 0.4 }],
];

describe('a run', () => {
  test.each(methods)('has the same bits each time, by plain loops, and when resumed: %s', async (_, options, part) => {
    const all: TrainingOptions = {
      ...options,
      seed: 7,
      biasVariance: 0.1,
      compare: [linearised, infiniteWidth],
    };
    const whole = await train(net, data, all);
    expect(whole.outcome).toEqual({ kind: 'finished' });
    expect(whole.records.at(-1)!.loss).toBeLessThan(whole.records[0]!.loss);
    expect(await train(net, data, all)).toEqual(whole);
    expect(await train(net, data, { ...all, path: 'plain', kernel: false })).toMatchObject({ weights: whole.weights });
    const { state } = await train(net, data, { ...all, ...part });
    const resumed = await train(net, data, {
      ...all,
      state: JSON.parse(JSON.stringify(state, (_k, x) => (x instanceof Float64Array ? [...x] : x))),
    });
    expect(resumed.weights).toEqual(whole.weights);
    expect(resumed.state).toEqual(whole.state);
    expect(resumed.records.at(-1)).toEqual(whole.records.at(-1));
    const other = await train(net, data, { ...all, seed: 8 });
    expect(other.weights).not.toEqual(whole.weights);
  });

  test('goes through more samples than go at once', async () => {
    const inputs = Array.from({ length: 300 }, (_, i) => [Math.cos(i), Math.sin(i * i)]);
    const many = { inputs, targets: inputs.map(([x]) => [x!, 0]) };
    const { records } = await train(net, many, { learningRate: 0.001, steps: 1, kernel: false });
    const halves = [0, 150].map((from) => ({
      inputs: many.inputs.slice(from, from + 150),
      targets: many.targets.slice(from, from + 150),
    }));
    const parts = await Promise.all(
      halves.map((half) => train(net, half, { learningRate: 0.001, steps: 0, kernel: false })),
    );
    expect(records[0]!.loss).toBeCloseTo(parts[0]!.records[0]!.loss + parts[1]!.records[0]!.loss, 9);
  });

  test('can be interrupted, and goes on from there', async () => {
    const abort = new AbortController();
    const seen: number[] = [];
    const options: TrainingOptions = { learningRate: 0.002, steps: 3000, kernel: false, records: [] };
    const stopped = await train(net, data, {
      ...options,
      signal: abort.signal,
      progress: (done, total) => {
        expect(total).toBe(3000);
        seen.push(done);
        abort.abort();
      },
    });
    expect(stopped.outcome).toEqual({ kind: 'interrupted' });
    expect(stopped.state.step).toBe(seen[0]);
    expect(seen).toHaveLength(1);
    const resumed = await train(net, data, { ...options, state: stopped.state });
    expect(resumed.weights).toEqual((await train(net, data, options)).weights);
  });

  test('trains every kind of layer, and given weights from where they are', async () => {
    const mixed = network({
      inputs: 2,
      layers: [
        dense({
          weight: [
            [1, '1/3'],
            [0.5, -1],
          ],
        }),
        product(
          [square()],
          [
            dense({
              weight: [
                [0.25, 1],
                [1, 0],
              ],
            }),
          ],
        ),
        dense({ weight: [[0.5, -0.5]] }),
      ],
    });
    const [x, y] = [data.inputs, data.targets.map(([t]) => [t!])];
    const run = await train(mixed, { inputs: x, targets: y }, { method: 'flow', time: 2, parametrisation: 'standard' });
    expect(run.records.at(-1)!.loss).toBeLessThan(0.5 * run.records[0]!.loss);
    const losses = run.records.map(({ loss }) => loss);
    expect([...losses].sort((a, b) => b - a)).toEqual(losses);
    const start = await train(mixed, { inputs: x, targets: y }, { learningRate: 1, steps: 0 });
    expect([...start.weights.W1!]).toEqual([1, 1 / 3, 0.5, -1]);
    const drawn = await train(mixed, { inputs: x, targets: y }, { learningRate: 1, steps: 0, initial: 'random' });
    expect([...drawn.weights.W1!]).not.toEqual([1, 1 / 3, 0.5, -1]);
  });
});

describe('the learning rate', () => {
  // Lewkowycz, Bahri, Dyer, Sohl-Dickstein and Gur-Ari, arXiv:2003.02218, §2: f = n^(−1/2) v u x, y = 0. Below 2/λ the loss
  // falls; between 2/λ and 4/λ it first rises to the order of n, λ falls below 2/η, and it converges; above, it diverges.
  const linear = withHiddenWidth(network({ inputs: 1, layers: [symbolic(1), symbolic(1)] }), 1024);
  const one: TrainingData = { inputs: [[1]], targets: [[0]] };

  test.each([3, 4, 5])('below, in and above the catapult phase, seed %i', async (seed) => {
    const { criticalLearningRate: critical } = await train(linear, one, { learningRate: 1, steps: 0, seed });
    const run = (factor: number) =>
      train(linear, one, { learningRate: factor * critical!, steps: 400, seed, records: [] });
    const lazy = await run(0.9);
    expect([lazy.outcome.kind, lazy.catapult, lazy.growth]).toEqual(['finished', undefined, undefined]);
    expect(lazy.records.at(-1)!.largestEigenvalue! / lazy.records[0]!.largestEigenvalue!).toBeCloseTo(1, 1);
    for (const factor of [1.25, 1.75]) {
      const caught = await run(factor);
      expect(caught.outcome.kind).toBe('finished');
      expect(caught.catapult!.peak.loss).toBeGreaterThan(10 * caught.catapult!.initialLoss);
      expect(caught.catapult!.finalLoss).toBeLessThan(1e-6 * caught.catapult!.initialLoss);
      // Where it ends is flat enough for the learning rate.
      expect(caught.records.at(-1)!.largestEigenvalue!).toBeLessThan(2 / (factor * critical!));
      expect(caught.growth!.layer).toBe('layers[1] (dense)');
    }
    const lost = await run(2.3);
    expect(lost.outcome).toMatchObject({ kind: 'diverged', layer: 'layers[1] (dense)' });
    expect(lost.catapult).toBeUndefined();
  });

  test('far above: the layer whose values are the first not to be finite is named, with the step', async () => {
    const cubes = network({
      inputs: 1,
      layers: [
        dense({ weight: [[1e3]] }),
        polynomial([0, 0, 0, 1]),
        dense({ weight: [[1]] }),
        polynomial([0, 0, 0, 1]),
      ],
    });
    const run = await train(cubes, one, { learningRate: 1e60, steps: 10, kernel: false });
    expect(run.outcome).toMatchObject({ kind: 'diverged', step: 1, layer: 'layers[1] (polynomial)', value: -Infinity });
    expect(run.records.every(({ loss }) => Number.isFinite(loss))).toBe(true);
    await expect(train(cubes, { inputs: [[1e90]], targets: [[0]] }, { learningRate: 1, steps: 1 })).rejects.toThrow(
      /^layers\[3\] \(polynomial\): the loss at initialisation is Infinity/,
    );
  });
});

describe("predictions of one's own", () => {
  test('get the network and its kernel, and stand beside the run', async () => {
    const { records } = await train(net, data, {
      learningRate: 0.01,
      steps: 2,
      compare: [
        {
          name: 'nothing moves',
          prepare: ({ initial, tangentKernel, outputs, data: { samples, testSamples } }) => {
            expect(tangentKernel()).toHaveLength(((samples + testSamples) * outputs) ** 2);
            return { outputsAt: () => initial };
          },
        },
      ],
    });
    const [start, , end] = records;
    expect(start!.predictions[0]).toMatchObject({ name: 'nothing moves', deviation: 0, loss: start!.loss });
    expect(end!.predictions[0]!.deviation).toBeGreaterThan(0);
  });
});

describe('a state of another run', () => {
  const own: TrainingOptions = { method: 'sgd', batch: 4, learningRate: 0.01, steps: 2, seed: 3 };
  const changed = (part: Partial<TrainingData>) => ({ ...data, ...part });
  const moved = (rows: TrainingData['inputs']) => rows.map((row, i) => (i === 4 ? [row[0]! + 2 ** -50, row[1]!] : row));
  const narrow = withHiddenWidth(net, 3);
  const cases: readonly [RegExp, () => Promise<unknown>, TrainingOptions?][] = [
    [/with the learning rate 0.01, and this run has 0.02/, () => resumed(net, data, { learningRate: 0.02 })],
    [/with the batch size 4, and this run has 3/, () => resumed(net, data, { batch: 3 })],
    [/with the seed 3, and this run has 4/, () => resumed(net, data, { seed: 4 })],
    [/with the loss "sum", and this run has "mean"/, () => resumed(net, data, { loss: 'mean' })],
    [/of a run on other inputs/, () => resumed(net, changed({ inputs: moved(data.inputs) }), {})],
    [/of a run on other targets/, () => resumed(net, changed({ targets: moved(data.targets) }), {})],
    [/another parametrisation or other variances/, () => resumed(net, data, { parametrisation: 'standard' })],
    [/of another network/, () => resumed(narrow, data, {})],
    [/of another network/, () => resumed({ ...net, layers: net.layers.with(1, polynomial([0, 1, 0.5])) }, data, {})],
    [/is beyond the end of this run, 1/, () => resumed(net, data, { steps: 1 })],
  ];
  async function resumed(other: typeof net, otherData: TrainingData, options: TrainingOptions) {
    const { state } = await train(net, data, own);
    return train(other, otherData, { ...own, steps: 3, ...options, state });
  }

  test.each(cases)('is refused: %s', async (message, run) => {
    await expect(run()).rejects.toThrow(message);
    await expect(run()).rejects.toBeInstanceOf(InputError);
  });

  test('is refused by another method, and from other weights of the same shapes', async () => {
    const { state } = await train(net, data, own);
    await expect(train(net, data, { learningRate: 0.01, steps: 3, seed: 3, state })).rejects.toThrow(
      /state: it is of a run with the method "sgd", and this run has "gd"/,
    );
    const given = (w: number) =>
      network({
        inputs: 2,
        layers: [
          dense({
            weight: [
              [w, 1],
              [0, 1],
            ],
          }),
        ],
      });
    const first = await train(given(1), data, own);
    await expect(train(given(2), data, { ...own, state: first.state })).rejects.toThrow(/from other weights/);
    await train(given(1), data, { ...own, steps: 3, state: first.state });
  });
});

describe('bad input', () => {
  const good = { learningRate: 0.1, steps: 1 };
  const rows = (...list: unknown[]): TrainingData => ({ inputs: list as number[][], targets: list.map(() => [0, 0]) });
  const cases: readonly [string, RegExp, () => Promise<unknown>][] = [
    [
      'NaN among inputs',
      /inputs\[1\]\[0\]: expected a finite number, got NaN/,
      () => train(net, rows([1, 2], [Number.NaN, 1]), good),
    ],
    ['text among inputs', /inputs\[0\]\[1\]: expected a finite number, got 2/, () => train(net, rows([1, '2']), good)],
    [
      'too few columns',
      /inputs\[0\]: expected 2 numbers, as many as the network has inputs, got 1/,
      () => train(net, rows([1]), good),
    ],
    ['no inputs', /inputs: expected at least one input/, () => train(net, rows(), good)],
    [
      'targets of another width',
      /targets\[0\]: expected 2 numbers/,
      () => train(net, { inputs: [[1, 2]], targets: [[1]] }, good),
    ],
    [
      'fewer targets than inputs',
      /targets: expected 2 rows/,
      () =>
        train(
          net,
          {
            inputs: [
              [1, 2],
              [1, 1],
            ],
            targets: [[1, 0]],
          },
          good,
        ),
    ],
    [
      'test targets without inputs',
      /testTargets: expected 0 rows/,
      () => train(net, { ...rows([1, 2]), testTargets: [[1, 1]] }, good),
    ],
    [
      'a negative rate',
      /learningRate: expected a positive number, got -1/,
      () => train(net, data, { ...good, learningRate: -1 }),
    ],
    ['no rate', /learningRate: expected a positive number, got undefined/, () => train(net, data, { steps: 1 })],
    ['half a step', /steps: expected an integer ≥ 0, got 0.5/, () => train(net, data, { ...good, steps: 0.5 })],
    [
      'a rate for the flow',
      /learningRate: is not for the method 'flow'/,
      () => train(net, data, { ...good, method: 'flow' }),
    ],
    ['a negative time', /time: expected a number ≥ 0, got -1/, () => train(net, data, { method: 'flow', time: -1 })],
    [
      'a batch beyond the data',
      /batch: expected an integer from 1 to 9, the number of inputs, got 10/,
      () => train(net, data, { ...good, method: 'sgd', batch: 10 }),
    ],
    ['a batch without sgd', /batch: is not for the method 'gd'/, () => train(net, data, { ...good, batch: 2 })],
    [
      'a tolerance of 0',
      /tolerance: expected a number/,
      () => train(net, data, { method: 'flow', time: 1, tolerance: 0 }),
    ],
    [
      'another method',
      /method: expected 'gd', 'sgd' or 'flow', got "adam"/,
      () => train(net, data, { method: 'adam' as 'gd' }),
    ],
    ['another loss', /loss: expected 'sum' or 'mean'/, () => train(net, data, { ...good, loss: 'huber' as 'sum' })],
    [
      'another start',
      /initial: expected 'given' or 'random'/,
      () => train(net, data, { ...good, initial: 'zero' as 'given' }),
    ],
    ['a seed that is no integer', /seed: expected an integer/, () => train(net, data, { ...good, seed: 1.5 })],
    [
      'a negative variance',
      /weightVariance: expected a variance ≥ 0, got -1/,
      () => train(net, data, { ...good, weightVariance: -1 }),
    ],
    [
      'another parametrisation',
      /They are mup, mean-field, ntk, standard/,
      () => train(net, data, { ...good, parametrisation: 'lecun' }),
    ],
    [
      'records beyond the end',
      /records\[0\]: expected a step from 0 to 1, got 2/,
      () => train(net, data, { ...good, records: [2] }),
    ],
    [
      'a state that is none',
      /state: it does not say what run it is of/,
      () => train(net, data, { ...good, state: {} as never }),
    ],
    [
      'a state in part',
      /state: it is not whole/,
      async () => {
        const { state } = await train(net, data, good);
        return train(net, data, { ...good, state: { ...state, watch: undefined } as never });
      },
    ],
    [
      'no weights',
      /network: it has no weights to train/,
      () => train(network({ inputs: 2, layers: [square()] }), data, good),
    ],
    [
      'no hidden layer to scale by',
      /'mup' needs a hidden layer/,
      () => train(network({ inputs: 2, layers: [symbolic(2)] }), data, { ...good, parametrisation: 'mup' }),
    ],
    ['too wide', /expected at most 33554432 weights/, () => train(withHiddenWidth(net, 8192), data, good)],
  ];
  test.each(cases)('%s', async (_, message, run) => {
    await expect(run()).rejects.toThrow(message);
    await expect(run()).rejects.toBeInstanceOf(InputError);
  });
});

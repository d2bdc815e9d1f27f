import { describe, expect, it } from 'vitest';
import { parseNetwork } from '../../../src/network/parse-network.ts';
import { train } from '../../../src/numeric/training/train.ts';
import { DenseTraining } from '../../../src/numeric/training-ensemble/dense-training.ts';
import { trainEnsemble } from '../../../src/numeric/training-ensemble/ensemble.ts';

const width = 5;
const inputs = [
  [1, 0.2],
  [-0.4, 0.9],
  [0.3, 0.5],
];
const targets = [0.7, -0.4];
const activation = [0.1, 1, 0.25];
const common = {
  activations: [activation, activation],
  width,
  weightDeviations: [1, 1, 1],
  biasDeviations: [0, 0, 0],
  inputs,
  targets,
  seed: 4,
};

const rows = (values: Float64Array, count: number, length: number): number[][] =>
  Array.from({ length: count }, (_, i) => [...values.subarray(i * length, (i + 1) * length)]);

/** The same network with W = ω/√fan-in for its weights. */
function networkOf(state: Float64Array) {
  const scaled = state.map((w, i) => (i < 2 * width ? w : w / Math.sqrt(width)));
  const polynomial = { type: 'polynomial', coefficients: activation };
  return parseNetwork({
    name: 'dense',
    inputs: 2,
    layers: [
      { type: 'dense', weight: rows(scaled, width, 2) },
      polynomial,
      { type: 'dense', weight: rows(scaled.subarray(2 * width), width, width) },
      polynomial,
      { type: 'dense', weight: rows(scaled.subarray(2 * width + width * width), 1, width) },
    ],
  } as never);
}

describe.each([
  [
    { method: 'flow' as const, times: [0, 0.1, 0.4] },
    { method: 'flow' as const, time: 0.4, tolerance: 1e-11 },
  ],
  [
    { method: 'gd' as const, learningRate: 0.02, steps: [1, 5, 9] },
    { method: 'gd' as const, learningRate: 0.02, steps: 9 },
  ],
  [
    { method: 'sgd' as const, learningRate: 0.02, steps: [1, 5, 9], batch: 1, seed: 4 },
    { method: 'sgd' as const, learningRate: 0.02, steps: 9, batch: 1, seed: 4 },
  ],
])('dense training, %j', (schedule, options) => {
  it('is that of train', async () => {
    const training = new DenseTraining({ ...common, schedule, tolerance: 1e-11 });
    const start = training.initial(3);
    const { records } = training.run(start);
    const at = schedule.method === 'flow' ? schedule.times : schedule.steps;
    const run = await train(
      networkOf(start),
      { inputs: inputs.slice(0, 2), targets: targets.map((y) => [y]), testInputs: inputs.slice(2) },
      { ...options, records: [...at], inputGram: 'sum', kernel: true },
    );
    const known = run.records.filter((record) => at.includes(schedule.method === 'flow' ? record.time : record.step));
    expect(known.length).toBe(at.length);
    known.forEach((record, k) => {
      const expected = [...record.outputs, ...record.testOutputs];
      // Steps of the flow have errors of 1e-11 each, of parameters of size 1; some hundred of them.
      expected.forEach((f, a) => {
        expect(records[k]!.outputs[a]).toBeCloseTo(f, 8);
      });
      const kernel = [...record.kernel!];
      kernel.forEach((value, ab) => {
        expect(records[k]!.kernel[ab]).toBeCloseTo(value, 7);
      });
    });
  });
});

it('refuses what it cannot run', async () => {
  const problem = { ...common, schedule: { method: 'flow' as const, times: [0.1] } };
  await expect(trainEnsemble({ problem, widths: [8, 4], draws: 4 })).rejects.toThrow(/rising/);
  await expect(trainEnsemble({ problem, widths: [8], draws: 1 })).rejects.toThrow(/draws/);
  await expect(trainEnsemble({ problem, widths: [100_000], draws: 4 })).rejects.toThrow(/over the limit/);
  const wild = { ...common, schedule: { method: 'gd' as const, learningRate: 50, steps: [60] } };
  await expect(trainEnsemble({ problem: wild, widths: [8], draws: 2, threads: 1 })).rejects.toThrow(/diverges/);
});

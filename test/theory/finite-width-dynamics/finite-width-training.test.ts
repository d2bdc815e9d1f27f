import { describe, expect, it } from 'vitest';
import { meanEstimate } from '../../../src/numeric/simulation/estimates.ts';
import { DenseTraining } from '../../../src/numeric/training-ensemble/dense-training.ts';
import { gramMatrix } from '../../../src/symbolic/width/gram.ts';
import { wideNetwork } from '../../../src/symbolic/width/wide-network.ts';
import { ControlVariates, exactMeans } from '../../../src/theory/finite-width-dynamics/control-variates.ts';
import {
  ensembleProblem,
  finiteWidthTraining,
} from '../../../src/theory/finite-width-dynamics/finite-width-training.ts';
import { initialMoments } from '../../../src/theory/finite-width-dynamics/initial-moments.ts';
import { tellingRecord } from '../../../src/theory/finite-width-dynamics/tables.ts';

const gram = gramMatrix([
  [1, '1/3'],
  ['1/3', 1],
]);
const network = wideNetwork({ depth: 1, activation: [0, 1, '1/4'] });
const problem = { network, gram, targets: [1], widths: [64, 256], level: 0.999 };

describe.each([
  ['flow', { method: 'flow' as const, times: [0.2, 0.6] }, 400],
  ['gd', { method: 'gd' as const, learningRate: 0.15, steps: [1, 4] }, 1500],
])('simulated %s', (_, schedule, draws) => {
  it('deviates from the limit as predicted', async () => {
    const { comparisons, prediction } = await finiteWidthTraining({ ...problem, schedule, draws, threads: 1 });
    for (const { quantity, expansion, byWidth } of comparisons) {
      const { lower, upper } = byWidth.at(-1)!.scaledDeviation;
      expect(lower, quantity).toBeLessThan(expansion.correction);
      expect(upper, quantity).toBeGreaterThan(expansion.correction);
    }
    const { at } = prediction.records[tellingRecord(prediction)]!;
    const loss = comparisons.find((one) => one.quantity === 'loss' && one.at === at)!;
    expect(loss.expansion.correction).not.toBe(0);
  });
});

it('batches are those of the seed', async () => {
  const schedule = { method: 'sgd' as const, learningRate: 0.1, steps: [3], batch: 1, seed: 5 };
  const { comparisons } = await finiteWidthTraining({
    ...problem,
    targets: [1, -1],
    schedule,
    draws: 2000,
    threads: 1,
    widths: [256],
  });
  for (const { quantity, expansion, byWidth } of comparisons) {
    const { lower, upper } = byWidth[0]!.scaledDeviation;
    expect(lower, quantity).toBeLessThan(expansion.correction);
    expect(upper, quantity).toBeGreaterThan(expansion.correction);
  }
});

it('has the same bits on two threads, and goes on from what was drawn', async () => {
  const options = { ...problem, widths: [8], schedule: { method: 'flow' as const, times: [0.3] }, draws: 12 };
  const drawn = new Map<number, readonly number[]>();
  const whole = await finiteWidthTraining({
    ...options,
    threads: 2,
    onDraw: (_, draw, values) => drawn.set(draw, values),
  });
  const finished = new Map([[8, new Map([...drawn].filter(([draw]) => draw < 7))]]);
  const again: number[] = [];
  const rest = await finiteWidthTraining({ ...options, threads: 1, finished, onDraw: (_, draw) => again.push(draw) });
  expect(again.sort((a, b) => a - b)).toEqual([7, 8, 9, 10, 11]);
  expect(rest.comparisons).toEqual(whole.comparisons);
});

it('control variates have their means', () => {
  const schedule = { method: 'flow' as const, times: [0.3] };
  const moments = initialMoments(network, gram, 1);
  const controls = new ControlVariates(moments, [1, 0], schedule);
  const means = controls.means(exactMeans(network, gram, 1)(6));
  const training = new DenseTraining({
    ...ensembleProblem(network, gram, { targets: [1], schedule, seed: 3 }),
    width: 6,
  });
  const draws = Array.from({ length: 20_000 }, (_, draw) => {
    const { outputs, kernel } = training.network.observe(training.initial(draw), 1);
    return controls.ofDraw(outputs, kernel);
  });
  means.forEach((mean, q) => {
    const { lower, upper } = meanEstimate(
      draws.map((values) => values[q]!),
      0.9999,
    );
    expect(lower, `${q}`).toBeLessThan(mean);
    expect(upper, `${q}`).toBeGreaterThan(mean);
  });
});

/** A training run as people and programs read it. */
import type { TrainingRun } from '../numeric/training/training-run.ts';
import { table } from './output.ts';

export interface TrainingFacts {
  readonly network: string;
  readonly method: string;
  readonly learningRate?: number;
  readonly samples: number;
  readonly weights: number;
  readonly seed: number;
  readonly parametrisation: string;
  readonly loss: string;
}

const short = (x: number | undefined): string =>
  x === undefined ? '' : x === 0 ? '0' : Number(x.toPrecision(6)).toString();

export function trainingText(facts: TrainingFacts, run: TrainingRun): string {
  const { records } = run;
  const rate = facts.learningRate === undefined ? '' : `, learning rate ${facts.learningRate}`;
  const title = `${facts.network}: ${facts.weights} weights, ${facts.samples} inputs, ${facts.method}${rate}, ${facts.parametrisation} parametrisation, seed ${facts.seed}`;
  const names = records[0]?.predictions.map(({ name }) => name) ?? [];
  const has = (field: 'testLoss' | 'kernelDrift'): boolean => records.some((record) => record[field] !== undefined);
  const header = [
    'step',
    'time',
    'loss',
    ...(has('testLoss') ? ['test loss'] : []),
    '|W|',
    ...(has('kernelDrift') ? ['λ_max(Θ)', '|Θ-Θ₀|/|Θ₀|'] : []),
    ...names.map((name) => `f - ${name}`),
  ];
  const rows = records.map((record) => [
    `${record.step}`,
    short(record.time),
    short(record.loss),
    ...(has('testLoss') ? [short(record.testLoss)] : []),
    short(record.parameterNorm),
    ...(has('kernelDrift') ? [short(record.largestEigenvalue), short(record.kernelDrift)] : []),
    ...record.predictions.map(({ deviation }) => short(deviation)),
  ]);
  return [title, '', table([header, ...rows]), '', ...conclusions(facts, run)].join('\n').concat('\n');
}

function conclusions({ method, learningRate }: TrainingFacts, run: TrainingRun): readonly string[] {
  const { outcome, catapult, growth, criticalLearningRate, records } = run;
  const lines: string[] = [];
  if (records.some(({ predictions }) => predictions.length > 0))
    lines.push('f - …: root mean square of the outputs on training and test inputs less those predicted');
  if (criticalLearningRate !== undefined && method !== 'flow') {
    const ratio = learningRate! / criticalLearningRate;
    lines.push(
      `2/λ_max at initialisation: ${short(criticalLearningRate)}; the learning rate is ${short(ratio)} times that${method === 'sgd' ? ' (of the full batch)' : ''}`,
    );
  }
  if (catapult !== undefined)
    lines.push(
      `warning: catapult: the loss rose from ${short(catapult.initialLoss)} to ${short(catapult.peak.loss)} at step ${catapult.peak.step} before it fell to ${short(catapult.finalLoss)}`,
    );
  if (growth !== undefined)
    lines.push(
      `${catapult === undefined && outcome.kind !== 'diverged' ? 'note' : 'warning'}: ${growth.layer} was the first layer whose values doubled: ${short(growth.ratio)} times their size at initialisation, at step ${growth.step}`,
    );
  if (outcome.kind === 'diverged')
    lines.push(
      `failed: diverged at step ${outcome.step}, time ${short(outcome.time)}: values of ${outcome.layer} came to ${outcome.value.toPrecision(4)}, the loss to ${outcome.loss.toPrecision(4)}`,
    );
  if (outcome.kind === 'interrupted') lines.push(`interrupted at step ${run.state.step}`);
  return lines;
}

/** One JSON document; matrices as rows are left to `kernel` as one list, row after row. */
export function trainingJson(facts: TrainingFacts, run: TrainingRun): string {
  const { outcome, criticalLearningRate, catapult, growth, layers, records } = run;
  const document = {
    ...facts,
    tier: 'observed',
    outcome,
    criticalLearningRate,
    catapult,
    growth,
    layers,
    records,
  };
  return `${JSON.stringify(document, plainNumbers, 2)}\n`;
}

/** For JSON: arrays as lists, numbers that are not finite as text. */
export const plainNumbers = (_: string, value: unknown): unknown =>
  value instanceof Float64Array ? [...value] : nonFinite(value);

const nonFinite = (value: unknown): unknown =>
  typeof value === 'number' && !Number.isFinite(value) ? `${value}` : value;

/** For {@link JSON.parse}: numbers that are not finite, written as text, as numbers again. */
export const anyNumbers = (_: string, value: unknown): unknown =>
  value === 'Infinity' || value === '-Infinity' || value === 'NaN' ? Number(value) : value;

/** Outputs at every record: step, time, input number from 1, then the outputs; test inputs follow the training inputs. */
export function outputsTable(run: TrainingRun, names: readonly string[]): string {
  const lines = [['step', 'time', 'input', ...names].join(',')];
  for (const { step, time, outputs, testOutputs } of run.records) {
    const all = [...outputs, ...testOutputs];
    for (let i = 0; i * names.length < all.length; i++)
      lines.push([step, time, i + 1, ...all.slice(i * names.length, (i + 1) * names.length)].join(','));
  }
  return `${lines.join('\n')}\n`;
}

import type { Coefficient } from '../../base/coefficient.ts';
import { InputError } from '../../base/errors.ts';
import type { Network } from '../../network/network.ts';
import type { LossKind } from '../../numeric/training/objective.ts';
import type { Method } from '../../numeric/training/prediction.ts';
import type { TrainingData } from '../../numeric/training/training-data.ts';
import type { TrainingOptions } from '../../numeric/training/training-options.ts';
import type { TrainingRecord, TrainingRun, TrainingState } from '../../numeric/training/training-run.ts';
import type { Command } from '../command.ts';
import { positiveInteger, positiveNumber, seedOption } from '../options.ts';
import { note, writeResult } from '../output.ts';
import { progressBar } from '../progress-bar.ts';

interface Options {
  readonly data: string;
  readonly test?: string;
  readonly width?: number;
  readonly method: string;
  readonly learningRate?: number;
  readonly steps?: number;
  readonly time?: number;
  readonly batch?: number;
  readonly seed: number;
  readonly initial: string;
  readonly loss: string;
  readonly tolerance?: number;
  readonly records: number;
  readonly kernel?: true;
  readonly compare?: readonly string[];
  readonly weightVariance: string;
  readonly biasVariance: string;
  readonly parametrisation: string;
  readonly inputGram: string;
  readonly figure?: string;
  readonly out?: string;
  readonly resume?: string;
  readonly json?: true;
}

const FAILED = 1;
const INTERRUPTED = 130;

export const command: Command = {
  register(program) {
    program
      .command('train')
      .summary('train the network, beside its linearisation, the infinite-width prediction and the tangent hierarchy')
      .description(
        'Gradient descent, stochastic gradient descent or gradient flow on ½ Σ (f − y)², all weights at the rates of the parametrisation. Weights that the network has are where it starts; others are drawn, W ~ N(0, σ_w²/fan-in), b ~ N(0, σ_b²).',
      )
      .argument('<NET>', 'a folder that holds network.json, or the JSON file')
      .requiredOption('--data <FILE>', 'one input a row, its numbers, then those of its target: CSV, Parquet or Arrow')
      .option('--test <FILE>', 'the same, or inputs alone: followed, not trained on')
      .option('--width <N>', 'every hidden width; all weights are drawn then', positiveInteger('--width'))
      .option('--method <gd|sgd|flow>', 'gradient descent, with batches, or gradient flow', 'gd')
      .option('--learning-rate <NUMBER>', 'of gd and sgd', positiveNumber('--learning-rate'))
      .option('--steps <N>', 'of gd and sgd', positiveInteger('--steps'))
      .option('--time <NUMBER>', 'of the flow', positiveNumber('--time'))
      .option('--batch <N>', 'inputs of one step of sgd', positiveInteger('--batch'))
      .option('--seed <N>', 'of the weights that are drawn and of the batches', seedOption, 0)
      .option('--initial <given|random>', 'whether weights that the network has are kept or drawn', 'given')
      .option('--loss <sum|mean>', '½ Σ (f − y)², or that over the number of inputs', 'sum')
      .option('--tolerance <NUMBER>', 'of the flow, of each step (10⁻⁸)', positiveNumber('--tolerance'))
      .option('--records <N>', 'lines of the table after the first', positiveInteger('--records'), 20)
      .option('--kernel', 'follow Θ also where inputs × outputs is above 128')
      .option(
        '--compare <NAMES>',
        'predictions, between commas: linearised; ntk, of infinite width; nth, the neural tangent hierarchy: with the correction of order 1/n of this network, for smooth activations',
        (text: string) => text.split(','),
      )
      .option('--weight-variance <V>', 'σ_w²', '1')
      .option('--bias-variance <V>', 'σ_b²; biases do not learn in the ntk parametrisation when it is 0', '0')
      .option('--parametrisation <NAME>', 'ntk, standard, mean-field or mup', 'ntk')
      .option('--input-gram <mean|sum>', "K of two inputs is x·x'/d, or x·x'", 'mean')
      .option('--figure <FILE.svg>', 'draw losses and the drift of Θ')
      .option(
        '--out <DIR>',
        'keep run.json, outputs.csv and state.json, from which a run goes on; also when interrupted',
      )
      .option('--resume <DIR>', 'go on from the run kept there, with the same network, data and options')
      .option('--json', 'as JSON')
      .addHelpText(
        'after',
        `
Exits with 1 when training diverges, naming the layer.

Examples:
  isserlis train net.json --data points.csv --width 1024 --learning-rate 0.1 --steps 200 --compare linearised,ntk,nth
  isserlis train net.json --data points.csv --width 256 --method flow --time 5 --compare ntk --figure run.svg
  isserlis train net.json --data points.csv --method sgd --batch 16 --learning-rate 0.01 --steps 1000 --out run`,
      )
      .action(run);
  },
};

async function run(path: string, options: Options): Promise<void> {
  const { readNetwork } = await import('../../network/read-network.ts');
  const { outputNames, trace } = await import('../../network/network.ts');
  const given = await readNetwork(path);
  const network = options.width === undefined ? given : await atWidth(given, options.width);
  const names = outputNames(network, trace(network));
  const data = await readData(options, network.inputs.length, names.length);
  const state = options.resume === undefined ? undefined : await readState(options.resume);
  if (options.out !== undefined) await makeFolder(options.out);
  const abort = new AbortController();
  const stop = (): void => abort.abort();
  if (options.out !== undefined) process.once('SIGINT', stop).once('SIGTERM', stop);
  const bar = progressBar('training');
  let result: TrainingRun;
  try {
    const { train } = await import('../../numeric/training/train.ts');
    const { predictionNamed } = await import('../../numeric/training/predictions.ts');
    result = await train(network, data, {
      ...trainingOptions(options),
      compare: (options.compare ?? []).map((name) => predictionNamed(name.trim())),
      ...(state === undefined ? {} : { state }),
      progress: bar.progress,
      signal: abort.signal,
    });
  } finally {
    bar.stop();
    process.off('SIGINT', stop).off('SIGTERM', stop);
  }
  const earlier = options.resume === undefined ? [] : await readRecords(options.resume);
  const records = [...before(earlier, result.records[0]), ...result.records];
  await writeAll(network, options, names, data.inputs.length, { ...result, records });
  if (result.outcome.kind === 'diverged') process.exitCode = FAILED;
  if (result.outcome.kind === 'interrupted') process.exitCode = INTERRUPTED;
}

async function atWidth(network: Network, width: number): Promise<Network> {
  const { withHiddenWidth } = await import('../../numeric/training/hidden-width.ts');
  return withHiddenWidth(network, width);
}

function trainingOptions(options: Options): TrainingOptions {
  const { method, learningRate, steps, time, batch, seed, initial, loss, tolerance, records, kernel } = options;
  const flows = method === 'flow';
  if (flows && time === undefined) throw new InputError('--time', 'missing', 'Say how long the flow runs');
  if (!flows && learningRate === undefined) throw new InputError('--learning-rate', 'missing', 'Give it, such as 0.1');
  if (!flows && steps === undefined) throw new InputError('--steps', 'missing', 'Say how many steps to take');
  if (method === 'sgd' && batch === undefined) throw new InputError('--batch', 'missing', 'Give the size of a batch');
  const end = flows ? time! : steps!;
  const at = Array.from({ length: records }, (_, k) => (end * (k + 1)) / records);
  return {
    method: method as Method,
    ...(learningRate === undefined ? {} : { learningRate }),
    ...(steps === undefined ? {} : { steps }),
    ...(time === undefined ? {} : { time }),
    ...(batch === undefined ? {} : { batch }),
    ...(tolerance === undefined ? {} : { tolerance }),
    ...(kernel === undefined ? {} : { kernel }),
    seed,
    initial: initial as 'given' | 'random',
    loss: loss as LossKind,
    records: flows ? at : at.map(Math.round),
    weightVariance: options.weightVariance,
    biasVariance: options.biasVariance,
    parametrisation: options.parametrisation,
    inputGram: options.inputGram as 'mean' | 'sum',
  };
}

async function readData({ data, test }: Options, inputs: number, outputs: number): Promise<TrainingData> {
  const { countColumns, readInputs } = await import('../read-inputs.ts');
  const { nearestDouble } = await import('../../base/coefficient.ts');
  const reason = `${inputs} for the network's inputs and ${outputs} for its outputs`;
  const doubles = (rows: readonly (readonly Coefficient[])[], where: string): number[][] =>
    rows.map((row) => row.map((c) => nearestDouble(c, where)));
  const rows = doubles(await readInputs(data, inputs + outputs, reason), data);
  const trained = { inputs: rows.map((row) => row.slice(0, inputs)), targets: rows.map((row) => row.slice(inputs)) };
  if (test === undefined) return trained;
  // Files of inputs alone are told by their columns.
  const alone = (await countColumns(test)) === inputs;
  const others = doubles(await readInputs(test, alone ? inputs : inputs + outputs, alone ? undefined : reason), test);
  return {
    ...trained,
    testInputs: others.map((row) => row.slice(0, inputs)),
    ...(alone ? {} : { testTargets: others.map((row) => row.slice(inputs)) }),
  };
}

async function readState(folder: string): Promise<TrainingState> {
  const state = await readJson(folder, 'state.json');
  if (state !== undefined) return state as TrainingState;
  throw new InputError(
    `${folder}/state.json`,
    'there is no such file',
    'Give the folder that an earlier run had as --out',
  );
}

/** Those before a record that has the same predictions. */
function before(records: readonly TrainingRecord[], next: TrainingRecord | undefined): readonly TrainingRecord[] {
  if (next === undefined) return records;
  const columns = ({ predictions }: TrainingRecord): string => predictions.map(({ name }) => name).join();
  const earlier = records.filter(({ time }) => time < next.time);
  const kept = earlier.filter((record) => columns(record) === columns(next));
  if (kept.length < earlier.length)
    note(`left out ${earlier.length - kept.length} earlier records, which are compared with other predictions`);
  return kept;
}

/** The records of the run that is gone on from, as far as they were kept. */
async function readRecords(folder: string): Promise<readonly TrainingRecord[]> {
  const run = await readJson(folder, 'run.json');
  return (run as { readonly records?: readonly TrainingRecord[] } | undefined)?.records ?? [];
}

/** Undefined where there is no such file. */
async function readJson(folder: string, name: string): Promise<unknown> {
  const { readFile } = await import('node:fs/promises');
  const { join } = await import('node:path');
  const file = join(folder, name);
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const { anyNumbers } = await import('../training-text.ts');
  try {
    return JSON.parse(text, anyNumbers);
  } catch {
    throw new InputError(file, 'is not JSON', 'Give the folder that an earlier run had as --out');
  }
}

async function makeFolder(folder: string): Promise<void> {
  const { mkdir } = await import('node:fs/promises');
  await mkdir(folder, { recursive: true }).catch((error: unknown) => {
    throw new InputError(folder, `cannot be made: ${error instanceof Error ? error.message : error}`);
  });
}

async function writeAll(
  network: Network,
  options: Options,
  names: readonly string[],
  samples: number,
  result: TrainingRun,
): Promise<void> {
  const { outputsTable, plainNumbers, trainingJson, trainingText } = await import('../training-text.ts');
  const facts = {
    network: network.name,
    method: options.method,
    ...(options.learningRate === undefined ? {} : { learningRate: options.learningRate }),
    samples,
    weights: Object.values(result.weights).reduce((sum, { length }) => sum + length, 0),
    seed: options.seed,
    parametrisation: options.parametrisation,
    loss: options.loss,
  };
  await writeResult([options.json === true ? trainingJson(facts, result) : trainingText(facts, result)]);
  if (options.figure !== undefined && result.records.length > 0) {
    const { trainingFigure } = await import('../../theory/figures/training-figure.ts');
    const axis = options.method === 'flow' ? 'time' : 'step';
    const { svg } = await trainingFigure({
      axis,
      points: result.records.map((record) => ({ ...record, at: record[axis] })),
    });
    await writeResult([svg], options.figure);
    note(`wrote ${options.figure}`);
  }
  if (options.out !== undefined) {
    const { join } = await import('node:path');
    await writeResult([trainingJson(facts, result)], join(options.out, 'run.json'));
    await writeResult([outputsTable(result, names)], join(options.out, 'outputs.csv'));
    await writeResult([`${JSON.stringify(result.state, plainNumbers)}\n`], join(options.out, 'state.json'));
    note(`wrote ${options.out}`);
  }
}

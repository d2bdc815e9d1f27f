import { InputError } from '../../base/errors.ts';
import type { FiniteWidthTraining } from '../../theory/finite-width-dynamics/finite-width-training.ts';
import type { MeanDynamics } from '../../theory/finite-width-dynamics/mean-dynamics.ts';
import type { Command } from '../command.ts';
import { positiveInteger, positiveNumber, seedOption } from '../options.ts';
import { note, table, writeResult } from '../output.ts';
import { progressBar } from '../progress-bar.ts';
import { readList, readMatrix } from '../read-matrix.ts';
import type { SimulationFolder } from '../simulation-folder.ts';

interface Options {
  readonly depth: number;
  readonly targets: string;
  readonly gram?: string;
  readonly method: string;
  readonly time?: number;
  readonly learningRate?: number;
  readonly steps?: number;
  readonly batch?: number;
  readonly records: number;
  readonly weightVariance: string;
  readonly biasVariance: string;
  readonly widths?: string;
  readonly draws: number;
  readonly level: string;
  readonly seed: number;
  readonly threads?: number;
  readonly figure?: string;
  readonly out?: string;
  readonly json?: true;
}

const INTERRUPTED = 130;
const METHODS = ['flow', 'gd', 'sgd'];

export const command: Command = {
  register(program) {
    program
      .command('dynamics')
      .summary('mean training dynamics of wide networks to order 1/n, beside simulations')
      .description(
        'Means over the initialisation of the loss, of f and of the tangent kernel Θ while a dense network trains on ½ Σ (f − y)²: the limit of infinite width and the coefficient of 1/n, from exact correlation functions. With --widths, networks of these widths are drawn and trained, and the deviation from the limit is set beside the prediction.\nThe network is that of correlation: z¹ = s U x + t b, z^{l+1} = s n^(−1/2) W σ(z^l) + t b, all parameters N(0, 1) and trained.',
      )
      .argument('<ACTIVATION>', "σ as a polynomial in x, such as 'x^2', 'x + x^2/2' or He3")
      .requiredOption('--depth <N>', 'hidden layers', positiveInteger('--depth'))
      .requiredOption('--targets <LIST>', "y of the training inputs, '1,-1/2'")
      .option('--gram <ROWS>', "inner products, '[[1,1/2],[1/2,1]]', training inputs first; orthonormal inputs without")
      .option('--method <flow|gd|sgd>', 'gradient flow, gradient descent, or that with batches', 'flow')
      .option('--time <T>', 'of the flow (default: 4 over the smallest eigenvalue of Θ)', positiveNumber('--time'))
      .option('--learning-rate <H>', 'of gd and sgd (default: 1/λ of Θ)', positiveNumber('--learning-rate'))
      .option('--steps <N>', 'of gd and sgd (default: 20)', positiveInteger('--steps'))
      .option('--batch <N>', 'inputs of one step of sgd (default: 1)', positiveInteger('--batch'))
      .option('--records <N>', 'how often to look', positiveInteger('--records'), 8)
      .option('--weight-variance <S2>', 's²', '1')
      .option('--bias-variance <T2>', 't²; biases are trained where it is not 0', '0')
      .option('--widths <N,N,…>', 'simulate networks of these widths')
      .option('--draws <N>', 'networks of each width', positiveInteger('--draws'), 1000)
      .option('--level <P>', 'of the intervals', '0.95')
      .option('--seed <N>', 'of the networks and the batches', seedOption, 0)
      .option('--threads <N>', 'worker threads', positiveInteger('--threads'))
      .option('--figure <FILE.svg>', 'draw deviations times n beside the prediction, and by width')
      .option('--out <DIR>', 'keep draws, tables and the figure; run again, it goes on, with more --draws too')
      .option('--json', 'as JSON')
      .addHelpText(
        'after',
        `
The means of gd and sgd are for the finite learning rate, not that of the flow; batches are those of the seed.
Simulated means have control variates whose means are exact: the dynamics linearised about the limit.

Examples:
  isserlis dynamics "x^2" --depth 1 --targets 1
  isserlis dynamics "x + x^2/2" --depth 2 --targets 1,-1 --gram "[[1,1/2,0],[1/2,1,0],[0,0,1]]" --json
  isserlis dynamics "x^2" --depth 1 --targets 2 --widths 16,64,256 --draws 2000 --out x2-flow
  isserlis dynamics "x + x^2/2" --depth 1 --targets 1,-1 --method sgd --widths 32,128 --figure sgd.svg`,
      )
      .action(run);
  },
};

async function run(activation: string, options: Options): Promise<void> {
  const { activationFromText } = await import('../../symbolic/width/read-activation.ts');
  const { wideNetwork } = await import('../../symbolic/width/wide-network.ts');
  const { gramMatrix } = await import('../../symbolic/width/gram.ts');
  const { formatRational } = await import('../../base/rational.ts');
  const { nearestDouble } = await import('../../base/coefficient.ts');
  const { initialMoments } = await import('../../theory/finite-width-dynamics/initial-moments.ts');
  const { chosenSchedule } = await import('../../theory/finite-width-dynamics/default-schedule.ts');
  const { meanDynamics } = await import('../../theory/finite-width-dynamics/mean-dynamics.ts');

  const method = methodOf(options);
  const list = options.targets.trim().startsWith('[') ? options.targets : `[${options.targets}]`;
  const targets = readList(list, '--targets', '1,-1/2').map((text) => nearestDouble(text, '--targets'));
  const network = wideNetwork({
    depth: options.depth,
    activation: activationFromText(activation).map(formatRational),
    weightVariance: options.weightVariance,
    biasVariance: options.biasVariance,
  });
  const rows = options.gram === undefined ? identity(targets.length) : readMatrix(options.gram, '--gram');
  const gram = gramMatrix(rows, '--gram');
  const level = Number(options.level);
  const widths = options.widths?.split(',').map((part) => positiveInteger('--widths')(part.trim() || 'nothing'));
  if (widths === undefined && options.figure !== undefined)
    throw new InputError('--figure', 'there is nothing to draw without simulations', 'Give --widths');

  const bar = progressBar('Averaging');
  let dynamics: MeanDynamics;
  try {
    const moments = initialMoments(network, gram, targets.length, { progress: bar.progress });
    const { time, learningRate, steps, batch, records, seed } = options;
    const given = Object.fromEntries(
      Object.entries({ time, learningRate, steps, batch }).filter(([, value]) => value !== undefined),
    );
    const schedule = chosenSchedule({ method, records, seed, ...given }, moments);
    dynamics = meanDynamics({ network, gram, targets, schedule, moments });
  } finally {
    bar.stop();
  }
  if (widths === undefined) {
    await reportDynamics(dynamics, options);
    return;
  }
  const { schedule } = dynamics;
  const settings = { experiment: 'dynamics', activation, network, gram, targets, schedule, seed: options.seed };
  const text = (_: string, value: unknown): unknown => (typeof value === 'bigint' ? `${value}` : value);
  const folder = await folderOf(options.out, JSON.parse(JSON.stringify(settings, text)) as object);
  const result = await simulated(
    { network, gram, targets, schedule, moments: dynamics.moments, level, widths },
    options,
    folder,
  );
  if (result !== undefined) await reportTraining(result, options, folder);
}

function methodOf({ method, time, learningRate, steps, batch }: Options): 'flow' | 'gd' | 'sgd' {
  if (!METHODS.includes(method)) throw new InputError('--method', `expected ${METHODS.join(', ')}, got '${method}'`);
  const refuse = (option: string, value: unknown, of: string): void => {
    if (value !== undefined) throw new InputError(option, `${method} has none`, `It belongs to ${of}`);
  };
  if (method !== 'flow') refuse('--time', time, 'flow');
  if (method === 'flow') {
    refuse('--learning-rate', learningRate, 'gd and sgd');
    refuse('--steps', steps, 'gd and sgd');
  }
  if (method !== 'sgd') refuse('--batch', batch, 'sgd');
  return method as 'flow';
}

const identity = (size: number): readonly (readonly number[])[] =>
  Array.from({ length: size }, (_, a) => Array.from({ length: size }, (_unused, b) => (a === b ? 1 : 0)));

async function folderOf(out: string | undefined, settings: object): Promise<SimulationFolder | undefined> {
  if (out === undefined) return undefined;
  const { openSimulationFolder } = await import('../simulation-folder.ts');
  return openSimulationFolder(out, settings);
}

type Problem = Omit<
  import('../../theory/finite-width-dynamics/finite-width-training.ts').FiniteWidthTrainingOptions,
  'draws'
>;

/** Undefined when it was interrupted. */
async function simulated(
  problem: Problem,
  { draws, seed, threads, out }: Options,
  folder: SimulationFolder | undefined,
): Promise<FiniteWidthTraining | undefined> {
  const { finiteWidthTraining } = await import('../../theory/finite-width-dynamics/finite-width-training.ts');
  const controller = new AbortController();
  const interrupt = (): void => controller.abort();
  const bar = progressBar('Training');
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
  try {
    return await finiteWidthTraining({
      ...problem,
      draws,
      seed,
      ...(threads === undefined ? {} : { threads }),
      ...(folder === undefined ? {} : { finished: folder.finished, onDraw: folder.keep }),
      signal: controller.signal,
      progress: bar.progress,
    });
  } catch (error) {
    if (!controller.signal.aborted) throw error;
    bar.stop();
    note(
      out === undefined
        ? 'interrupted: nothing is kept without --out'
        : `interrupted: what was drawn is in ${out}; run the command again to go on`,
    );
    process.exitCode = INTERRUPTED;
    return undefined;
  } finally {
    bar.stop();
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
  }
}

async function reportDynamics(dynamics: MeanDynamics, { json, out }: Options): Promise<void> {
  const { meanDynamicsTable, meanDynamicsText } = await import('../../theory/finite-width-dynamics/tables.ts');
  const { toCsv } = await import('../../theory/tables/table.ts');
  if (out !== undefined) {
    const { mkdir } = await import('node:fs/promises');
    await mkdir(out, { recursive: true });
    await writeResult([toCsv(meanDynamicsTable(dynamics))], `${out}/mean-dynamics.csv`);
    note(`${out}: mean-dynamics.csv`);
  }
  const { schedule, records } = dynamics;
  await writeResult([
    json === true
      ? `${JSON.stringify({ schedule, records }, null, 2)}\n`
      : `${table(meanDynamicsText(dynamics))}\n\n${scheduleText(dynamics)}; columns 1/n: the coefficient of 1/n. All outputs: --json.\n`,
  ]);
}

async function reportTraining(
  result: FiniteWidthTraining,
  { json, figure, out }: Options,
  folder: SimulationFolder | undefined,
): Promise<void> {
  const { comparisonText, finiteWidthTable, meanDynamicsTable, tellingRecord } = await import(
    '../../theory/finite-width-dynamics/tables.ts'
  );
  const { prediction, widths, draws, level, comparisons, varianceReduction } = result;
  if (figure !== undefined || folder !== undefined) {
    const { finiteWidthTrainingFigure } = await import('../../theory/figures/finite-width-training-figure.ts');
    const { svg } = await finiteWidthTrainingFigure(result);
    if (figure !== undefined) await writeResult([svg], figure);
    folder?.write('figure.svg', svg);
  }
  if (folder !== undefined) {
    const { toCsv } = await import('../../theory/tables/table.ts');
    folder.write('mean-dynamics.csv', toCsv(meanDynamicsTable(prediction)));
    folder.write('finite-width-training.csv', toCsv(finiteWidthTable(result)));
    note(`${out}: draws.jsonl, mean-dynamics.csv, finite-width-training.csv, figure.svg`);
  }
  if (json === true) {
    const { schedule, records } = prediction;
    await writeResult([
      `${JSON.stringify({ schedule, widths, draws, level, varianceReduction, records, comparisons }, null, 2)}\n`,
    ]);
    return;
  }
  const record = tellingRecord(prediction);
  const unit = prediction.schedule.method === 'flow' ? 'time' : 'step';
  await writeResult([
    `At ${unit} ${Number(prediction.records[record]!.at.toPrecision(5))}, where the correction to the loss is largest:\n\n`,
    `${table(comparisonText(result, record))}\n\n`,
    `${scheduleText(prediction)}; ${draws} draws at each width. Intervals (${comparisons[0]!.byWidth[0]!.simulated.method}): tested; slopes: observed fits.\n`,
  ]);
}

function scheduleText({ schedule }: MeanDynamics): string {
  if (schedule.method === 'flow') return 'Gradient flow';
  const rate = `learning rate ${schedule.learningRate}`;
  return schedule.method === 'gd'
    ? `Gradient descent, ${rate}`
    : `Stochastic gradient descent, ${rate}, batches of ${schedule.batch}`;
}

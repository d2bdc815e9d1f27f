import { InputError } from '../../base/errors.ts';
import type { LearningExperiment } from '../../theory/dynamics/learning-experiment.ts';
import type { Link } from '../../theory/dynamics/link.ts';
import type { OnlineMethod } from '../../theory/dynamics/online-method.ts';
import type { Command } from '../command.ts';
import type { DataOptions } from '../learn-from-data.ts';
import type { NetworkOptions } from '../learn-network.ts';
import { positiveInteger, positiveNumber, seedOption } from '../options.ts';
import { note, table, writeResult } from '../output.ts';

interface Options extends DataOptions, NetworkOptions {
  readonly method?: string;
}

/** Which options go with which question; the others go with all. */
const ONLY: Readonly<Record<'--data' | '--student' | 'simulated runs', readonly (keyof Options)[]>> = {
  '--data': [
    'method',
    'label',
    'direction',
    'order',
    'start',
    'passes',
    'heldOut',
    'coefficient',
    'level',
    'whiten',
    'out',
  ],
  '--student': [
    ...(['activation', 'width', 'loss', 'batch', 'steps', 'overlap', 'out'] as const),
    ...(['dimension', 'threshold', 'budget', 'noise', 'figure'] as const),
  ],
  'simulated runs': ['method', 'dimension', 'threshold', 'budget', 'noise', 'figure'],
};

const DIMENSIONS = [16, 32, 64, 128];

export const command: Command = {
  register(program) {
    program
      .command('learn')
      .summary('online learning of a single-index function: samples until the direction is found; or from your samples')
      .description(
        'Learns y = f(⟨w*, x⟩), x ~ N(0, I), one sample at a time, over many runs and dimensions; the law of the overlap is simulated exactly, so that large dimensions cost no more than small ones.',
      )
      .option('--link <FORMULA>', "f, such as 'x^3 - 3x' or relu; it is brought to mean 0 and variance 1")
      .option('--dimension <D,D,…>', `dimensions (default: ${DIMENSIONS.join(',')})`, dimensionList)
      .option('--method <NAME>', 'sgd, smoothed or batch-reuse (default: sgd)')
      .option(
        '--runs <N>',
        'runs for each dimension (default: 16); of --data 1, or 8 with --start random',
        positiveInteger('--runs'),
      )
      .option('--seed <N>', 'seed of the runs', seedOption, 0)
      .option('--threshold <M>', 'the overlap that counts as found (default: 0.5)', positiveNumber('--threshold'))
      .option(
        '--budget <C>',
        'give a run up after C d^p samples (default: 500; of a student 400)',
        positiveNumber('--budget'),
      )
      .option('--step <C>', "a factor of the method's step size", positiveNumber('--step'), 1)
      .option('--noise <S>', 'deviation of noise in the labels (default: 0)', nonNegative('--noise'))
      .option('--figure <FILE.svg>', 'draw overlaps and hitting times')
      .option('--data <FILE>', 'learn from these samples, inputs and a label a row: CSV, Parquet or Arrow')
      .option('--label <COLUMN>', 'of --data, the label, by name or number from 1 (default: y, or else the last)')
      .option('--direction <FILE>', 'of --data, the true direction where it is known: the overlap is shown with it')
      .option('--order <K>', 'of --data, the information exponent where no --link is known', positiveInteger('--order'))
      .option('--start <NAME>', 'of --data: partial-trace, tensor-unfolding or random (default: partial-trace)')
      .option('--passes <N>', 'over --data (default: 1)', positiveInteger('--passes'))
      .option(
        '--held-out <SHARE>',
        'of --data, held out for the intervals (default: 0.25)',
        positiveNumber('--held-out'),
      )
      .option(
        '--coefficient <U>',
        'of --data, |u_k| where it is known, at label variance 1',
        positiveNumber('--coefficient'),
      )
      .option('--level <L>', 'of the intervals of --data (default: 0.95)', positiveNumber('--level'))
      .option('--whiten', 'bring the inputs of --data to mean 0 and covariance I first')
      .option('--student <NET|two-layer>', 'train a network on the link, and set its first layer beside the flow')
      .option('--activation <POLYNOMIAL>', 'of the two-layer student (default: the link)')
      .option('--width <N>', 'neurons of the two-layer student (default: 1)', positiveInteger('--width'))
      .option('--loss <NAME>', 'correlation: first layer, on the sphere; square: all weights (default: correlation)')
      .option('--batch <N>', 'fresh samples a step of the student (default: 16)', positiveInteger('--batch'))
      .option('--steps <N>', "of the student (default: twice the flow's time, or --budget)", positiveInteger('--steps'))
      .option(
        '--overlap <M>',
        'of the student at the start (default: d^(−1/2); square loss: drawn)',
        nonNegative('--overlap'),
      )
      .option(
        '--out <FILE>',
        'write the direction found from --data, as CSV, or the trained two-layer student, as JSON',
      )
      .option('--json', 'as JSON')
      .addHelpText(
        'after',
        `
Runs start at overlap d^(−1/2). Slopes are observations in these dimensions; theory has d^max(1, k−1) for sgd, d^(k/2) for
smoothed, k the information exponent, and d for batch-reuse where the generative exponent is at most 2, logarithms apart.

Examples:
  isserlis learn --link "x^3 - 3x" --dimension 16,32,64
  isserlis learn --link "x^3 - 3x" --method batch-reuse --dimension 64,256,1024 --figure reuse.svg
  isserlis learn --link tanh --runs 64 --json
  isserlis learn --link "x^3 - 3x" --student two-layer --dimension 16,32,64 --figure student.svg
  isserlis learn --link "x^3 - 3x" --student two-layer --width 32 --loss square --dimension 8 --out trained.json
  isserlis learn --data samples.parquet --order 3 --passes 2 --out w.csv
  isserlis learn --data samples.csv --link "x^3 - 3x" --start random --direction true-w.csv`,
      )
      .action(run);
  },
};

function dimensionList(text: string): readonly number[] {
  return text.split(',').map(positiveInteger('--dimension'));
}

function nonNegative(option: string): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() === '' || !(value >= 0 && value < Infinity))
      throw new InputError(option, `expected a number from 0, got '${text}'`);
    return value;
  };
}

async function run(options: Options): Promise<void> {
  checkOptions(options);
  const method = await methodNamed(options.method ?? 'sgd');
  if (options.data !== undefined) {
    const { learnFromData } = await import('../learn-from-data.ts');
    return learnFromData(options.link === undefined ? undefined : await linkOf(options.link), method, options);
  }
  if (options.link === undefined)
    throw new InputError('learn', 'expected --link', 'Write, for instance, isserlis learn --link "x^3 - 3x"');
  if (options.student === undefined) return simulate(await linkOf(options.link), method, options);
  const { learnNetwork } = await import('../learn-network.ts');
  return learnNetwork(await linkOf(options.link), options);
}

function checkOptions(options: Options): void {
  if (options.data !== undefined && options.student !== undefined)
    throw new InputError('--student', 'is trained on simulated samples', 'Leave out --data or --student');
  const question =
    options.data !== undefined ? '--data' : options.student !== undefined ? '--student' : 'simulated runs';
  for (const [other, names] of Object.entries(ONLY))
    for (const name of names)
      if (options[name] !== undefined && !ONLY[question].includes(name))
        throw new InputError(`--${name.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`)}`, `is for ${other}`);
}

async function methodNamed(wanted: string): Promise<OnlineMethod> {
  const { onlineMethods } = await import('../../theory/dynamics/online-methods.generated.ts');
  const { suggestion } = await import('../../network/suggestion.ts');
  const method = onlineMethods.find(({ name }) => name === wanted);
  if (method !== undefined) return method;
  const names = onlineMethods.map(({ name }) => name);
  throw new InputError(
    '--method',
    `there is no method '${wanted}'`,
    `${suggestion(wanted, names)}Use one of ${names.join(', ')}`,
  );
}

async function linkOf(text: string): Promise<Link> {
  const { univariateFormula } = await import('../univariate-formula.ts');
  const { normalisedFunctionLink, normalisedPolynomialLink } = await import('../../theory/dynamics/link.ts');
  const formula = await univariateFormula(text, '--link');
  return formula.coefficients === undefined
    ? normalisedFunctionLink({ ...formula.function, name: text })
    : normalisedPolynomialLink(text, formula.coefficients);
}

async function simulate(link: Link, method: OnlineMethod, options: Options): Promise<void> {
  const { learningExperiment } = await import('../../theory/dynamics/learning-experiment.ts');
  const { progressBar } = await import('../progress-bar.ts');
  const bar = progressBar('learning');
  const experiment = await learningExperiment(link, method, {
    dimensions: options.dimension ?? DIMENSIONS,
    runs: options.runs ?? 16,
    seed: options.seed,
    threshold: options.threshold ?? 0.5,
    budget: options.budget ?? 500,
    stepFactor: options.step,
    noise: options.noise ?? 0,
    progress: bar.progress,
  }).finally(() => bar.stop());
  if (options.figure !== undefined) {
    const { learningFigure } = await import('../../theory/figures/learning-figure.ts');
    await writeResult([(await learningFigure(experiment)).svg], options.figure);
    note(`wrote ${options.figure}`);
  }
  const { version } = await import('../../theory/version.ts');
  await writeResult([
    options.json === true
      ? `${JSON.stringify({ ...json(experiment), version }, null, 2)}\n`
      : text(experiment, method.source),
  ]);
}

const finite = (x: number): number | null => (Number.isFinite(x) ? x : null);

function json({ link, method, sampleExponent, threshold, seed, dimensions, slope }: LearningExperiment): object {
  return {
    link: link.name,
    informationExponent: link.informationExponent,
    informationExponentTier: link.tier,
    method,
    sampleExponent,
    threshold,
    seed,
    generator: 'Philox4x32-10',
    tier: 'observed',
    dimensions: dimensions.map(
      ({ dimension, stepSize, maximumSamples, reached, median, lowerQuartile, upperQuartile, runs }) => ({
        dimension,
        stepSize,
        maximumSamples,
        reached,
        median: finite(median),
        lowerQuartile: finite(lowerQuartile),
        upperQuartile: finite(upperQuartile),
        hittingTimes: runs.map(({ hittingTime }) => hittingTime ?? null),
      }),
    ),
    slope: slope ?? null,
  };
}

function text(
  { link, method, sampleExponent, threshold, dimensions, slope }: LearningExperiment,
  source: string,
): string {
  const shown = (x: number): string => (Number.isFinite(x) ? `${Math.round(x)}` : 'not reached');
  const rows = dimensions.map(({ dimension, runs, reached, median, lowerQuartile, upperQuartile }) => [
    `${dimension}`,
    `${reached}/${runs.length}`,
    shown(median),
    `${shown(lowerQuartile)} to ${shown(upperQuartile)}`,
    Number.isFinite(median) ? (median / dimension ** sampleExponent).toPrecision(3) : '',
  ]);
  const p = sampleExponent === 1 ? 'd' : `d^${sampleExponent}`;
  const lines = [
    `f = ${link.name}, information exponent ${link.informationExponent} (${link.tier}); ${method}: ${source}`,
    `samples until |overlap| ≥ ${threshold}:`,
    table([['d', 'found', 'median', 'middle half', `median/${p}`], ...rows]),
    slope === undefined
      ? 'no slope: it takes two dimensions in which more than half of the runs arrive'
      : `slope of log samples by log d: ${slope.value.toFixed(2)}, ${100 * slope.level}% interval [${slope.lower.toFixed(2)}, ${slope.upper.toFixed(2)}] (observed; ${slope.method})`,
  ];
  return `${lines.join('\n')}\n`;
}

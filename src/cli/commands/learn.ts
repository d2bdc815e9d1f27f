import { InputError } from '../../base/errors.ts';
import type { LearningExperiment } from '../../theory/dynamics/learning-experiment.ts';
import type { Command } from '../command.ts';
import { positiveInteger, positiveNumber, seedOption } from '../options.ts';
import { note, table, writeResult } from '../output.ts';

interface Options {
  readonly link: string;
  readonly dimension: readonly number[];
  readonly method: string;
  readonly runs: number;
  readonly seed: number;
  readonly threshold: number;
  readonly budget: number;
  readonly step: number;
  readonly noise: number;
  readonly figure?: string;
  readonly json?: true;
}

const DIMENSIONS = [16, 32, 64, 128];

export const command: Command = {
  register(program) {
    program
      .command('learn')
      .summary('simulates online learning of a single-index function: samples until the direction is found')
      .description(
        'Learns y = f(⟨w*, x⟩), x ~ N(0, I), one sample at a time, over many runs and dimensions; the law of the overlap is simulated exactly, so that large dimensions cost no more than small ones.',
      )
      .requiredOption('--link <FORMULA>', "f, such as 'x^3 - 3x' or relu; it is brought to mean 0 and variance 1")
      .option('--dimension <D,D,…>', 'dimensions', dimensionList, DIMENSIONS)
      .option('--method <NAME>', 'sgd, smoothed or batch-reuse', 'sgd')
      .option('--runs <N>', 'runs for each dimension', positiveInteger('--runs'), 16)
      .option('--seed <N>', 'seed of the runs', seedOption, 0)
      .option('--threshold <M>', 'the overlap that counts as found', positiveNumber('--threshold'), 0.5)
      .option('--budget <C>', 'give a run up after C d^p samples', positiveNumber('--budget'), 500)
      .option('--step <C>', "a factor of the method's step size", positiveNumber('--step'), 1)
      .option('--noise <S>', 'deviation of noise in the labels', nonNegative('--noise'), 0)
      .option('--figure <FILE.svg>', 'draw overlaps and hitting times')
      .option('--json', 'as JSON')
      .addHelpText(
        'after',
        `
Runs start at overlap d^(−1/2). Slopes are observations in these dimensions; theory has d^max(1, k−1) for sgd, d^(k/2) for
smoothed, k the information exponent, and d for batch-reuse where the generative exponent is at most 2, logarithms apart.

Examples:
  isserlis learn --link "x^3 - 3x" --dimension 16,32,64
  isserlis learn --link "x^3 - 3x" --method batch-reuse --dimension 64,256,1024 --figure reuse.svg
  isserlis learn --link tanh --runs 64 --json`,
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
  const { onlineMethods } = await import('../../theory/dynamics/online-methods.generated.ts');
  const { suggestion } = await import('../../network/suggestion.ts');
  const method = onlineMethods.find(({ name }) => name === options.method);
  if (method === undefined) {
    const names = onlineMethods.map(({ name }) => name);
    throw new InputError(
      '--method',
      `there is no method '${options.method}'`,
      `${suggestion(options.method, names)}Use one of ${names.join(', ')}`,
    );
  }
  const { univariateFormula } = await import('../univariate-formula.ts');
  const { normalisedFunctionLink, normalisedPolynomialLink } = await import('../../theory/dynamics/link.ts');
  const { learningExperiment } = await import('../../theory/dynamics/learning-experiment.ts');
  const { progressBar } = await import('../progress-bar.ts');
  const formula = await univariateFormula(options.link, '--link');
  const link =
    formula.coefficients === undefined
      ? normalisedFunctionLink({ ...formula.function, name: options.link })
      : normalisedPolynomialLink(options.link, formula.coefficients);
  const bar = progressBar('learning');
  const experiment = await learningExperiment(link, method, {
    dimensions: options.dimension,
    runs: options.runs,
    seed: options.seed,
    threshold: options.threshold,
    budget: options.budget,
    stepFactor: options.step,
    noise: options.noise,
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

import { InputError } from '../../base/errors.ts';
import type { Command } from '../command.ts';
import { collect, positiveInteger, positiveNumber, seedOption } from '../options.ts';
import { writeResult } from '../output.ts';
import { progressBar } from '../progress-bar.ts';

interface Options {
  readonly link?: string;
  readonly function?: string;
  readonly output?: readonly string[];
  readonly data?: string;
  readonly direction?: string;
  readonly label?: string;
  readonly level?: number;
  readonly order?: number;
  readonly margin?: number;
  readonly kurtosis?: number;
  readonly labelBound?: number;
  readonly seed?: number;
  readonly whiten?: true;
  readonly recover?: true | number;
  readonly json?: true;
}

/** Which options go with which question. */
const ONLY_DATA = [
  'direction',
  'label',
  'level',
  'margin',
  'kurtosis',
  'labelBound',
  'seed',
  'whiten',
  'recover',
] as const;
const ONLY_DIRECTION = ['margin'] as const;

export const command: Command = {
  register(program) {
    program
      .command('exponent')
      .summary('how hard a direction is to learn: information and generative exponent, leap')
      .description(
        'The information exponent, generative exponent and leap of a function of standard Gaussians, with the proof; or a bound of the information exponent from samples.',
      )
      .argument('[NET]', 'a network, whose outputs are expanded and taken as functions of N(0, I) inputs')
      .option('--link <FORMULA>', "a function of x ~ N(0, 1): 'x^3 - 3x', 'relu(x)', 'x^2*exp(-x^2)'")
      .option(
        '--function <FORMULA>',
        "of several variables, all N(0, 1): a polynomial, 'x1 + x1*x2', or a sum of products of functions of one, 'tanh(x1)*x2 + x3'",
      )
      .option('--output <NAME|INDEX>', 'of NET, which output; may be repeated (default: all)', collect)
      .option('--data <FILE>', 'samples, inputs and a label a row: CSV, Parquet or Arrow (Feather)')
      .option('--direction <FILE>', 'the direction w, one number an input; without it no direction is used')
      .option('--label <COLUMN>', 'the column of the label, by name or number from 1 (default: y, or else the last)')
      .option(
        '--level <ALPHA>',
        'the probability that something stated of --data is wrong (default: 0.05)',
        numberOption,
      )
      .option(
        '--order <K>',
        'look at orders up to K (default: 12 for --link, 6 for --function and --data)',
        positiveInteger('--order'),
      )
      .option(
        '--margin <EPSILON>',
        'call an order of --data absent where |u_k| ≤ ε is shown',
        positiveNumber('--margin'),
      )
      .option(
        '--kurtosis <K>',
        'of the labels, an upper bound (default: three times the sample’s)',
        positiveNumber('--kurtosis'),
      )
      .option('--label-bound <B>', 'where |y| ≤ B is known', positiveNumber('--label-bound'))
      .option('--seed <N>', 'of the order in which samples are taken, and of permutations (default: 0)', seedOption)
      .option('--whiten', 'without --direction: bring the inputs to mean 0 and covariance I first')
      .option(
        '--recover [K]',
        'without --direction: the direction of order K (default: the order found), with its overlap from held-out samples',
        positiveInteger('--recover'),
      )
      .option('--json', 'as JSON')
      .addHelpText(
        'after',
        `
c_k = E[f He_k], u_k = c_k/√k! under N(0, 1). IE: the least k ≥ 1 with c_k ≠ 0. GE: the least IE of a function of the label.
Leap: in the given coordinates. Isotropic leap: the largest over rotations. Generative leap: with functions of the label.
Tiers: proved (exact arithmetic or an argument), enclosed (interval arithmetic), unknown (only the bounds are certain), tested (at a level).

Examples:
  isserlis exponent --link "x^3 - 3x"
  isserlis exponent --function "x1 + x1*x2"
  isserlis exponent --function "tanh(x1)*abs(x2) + x3"
  isserlis exponent examples/networks/iris-cubic --json
  isserlis exponent --data samples.csv --direction w.csv --level 0.05
  isserlis exponent --data samples.csv --whiten --label-bound 1
  isserlis exponent --data samples.csv --recover 3
  isserlis exponent --data samples.parquet --label target --whiten`,
      )
      .action(run);
  },
};

function numberOption(text: string): number {
  const value = Number(text);
  if (!(value > 0 && value < 1)) throw new InputError('--level', `expected a number between 0 and 1, got '${text}'`);
  return value;
}

async function run(net: string | undefined, options: Options): Promise<void> {
  const { link, function: text, data } = options;
  const asked = [net, link, text, data].filter((value) => value !== undefined).length;
  if (asked !== 1)
    throw new InputError(
      'exponent',
      asked === 0 ? 'expected NET, --link, --function or --data' : 'expected one of NET, --link, --function and --data',
      'Write, for instance, isserlis exponent --link "x^3 - 3x"',
    );
  checkOptions(net, options);
  const { linkReport, functionReport } = await import('../exponent-report.ts');
  const show = async (report: { readonly json: unknown; readonly text: string }): Promise<void> =>
    writeResult([options.json === true ? `${JSON.stringify(report.json, null, 2)}\n` : report.text]);
  if (link !== undefined) return show(linkReport(link, options.order));
  if (text !== undefined) {
    const { ifPolynomial } = await import('../univariate-formula.ts');
    const { parsePolynomial } = await import('../../symbolic/interop/mathjs.ts');
    const polynomial = ifPolynomial(() => parsePolynomial(text));
    if (polynomial !== undefined) {
      if (options.order !== undefined) throw new InputError('--order', 'is for functions that are no polynomials');
      return show(functionReport([{ name: '', polynomial }]));
    }
    const { separableReport } = await import('../separable-report.ts');
    return show(separableReport(text, options.order));
  }
  return show(data !== undefined ? await fromData(data, options) : await ofNetwork(net!, options.output));
}

function checkOptions(net: string | undefined, options: Options): void {
  const refuse = (name: string, of: string): InputError =>
    new InputError(`--${name.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`)}`, `is for ${of}`);
  if (options.data === undefined)
    for (const name of ONLY_DATA) if (options[name] !== undefined) throw refuse(name, '--data');
  if (net === undefined && options.output !== undefined) throw refuse('output', 'NET');
  if (options.order !== undefined && net !== undefined) throw refuse('order', '--link, --function and --data');
  if (options.data !== undefined && options.direction === undefined)
    for (const name of ONLY_DIRECTION) if (options[name] !== undefined) throw refuse(name, '--data with --direction');
  for (const name of ['whiten', 'recover'] as const)
    if (options.direction !== undefined && options[name] !== undefined)
      throw refuse(name, '--data without --direction');
}

type Shown = { readonly json: unknown; readonly text: string };

async function ofNetwork(path: string, wanted: readonly string[] | undefined): Promise<Shown> {
  const { readNetwork } = await import('../../network/read-network.ts');
  const { expandInParallel } = await import('../../symbolic/expand-in-parallel.ts');
  const { outputIndex } = await import('../../symbolic/polynomial-map.ts');
  const { functionReport } = await import('../exponent-report.ts');
  const network = await readNetwork(path);
  const bar = progressBar('exponent');
  try {
    const { outputs } = await expandInParallel(network, { progress: bar.progress });
    const names = outputs.map(({ name }) => name);
    const chosen = wanted === undefined ? outputs : wanted.map((which) => outputs[outputIndex(names, which)]!);
    return functionReport(chosen, bar.progress);
  } finally {
    bar.stop();
  }
}

async function fromData(file: string, options: Options): Promise<Shown> {
  const { directionFromFile, samplesFromFile } = await import('../../theory/estimators/samples-from-table.ts');
  const { projections } = await import('../../theory/estimators/labelled-samples.ts');
  const { estimateInformationExponent } = await import('../../theory/estimators/information-exponent-estimate.ts');
  const { estimateReport } = await import('../exponent-report.ts');
  const { inputs, labels } = await samplesFromFile(file, options);
  if (options.direction === undefined) {
    const { withoutDirection } = await import('../unknown-direction-report.ts');
    return withoutDirection(file, inputs, labels, options);
  }
  const direction = await directionFromFile(options.direction);
  if (direction.length !== inputs[0]!.length)
    throw new InputError(
      options.direction,
      `expected ${inputs[0]!.length} numbers, as many as ${file} has inputs, got ${direction.length}`,
    );
  const { level, order, margin, kurtosis, labelBound, seed } = options;
  const estimate = estimateInformationExponent(
    { projections: projections(inputs, direction), labels },
    {
      ...(level === undefined ? {} : { level }),
      ...(order === undefined ? {} : { maximumOrder: order }),
      ...(margin === undefined ? {} : { margin }),
      ...(kurtosis === undefined ? {} : { kurtosis }),
      ...(labelBound === undefined ? {} : { labelBound }),
      ...(seed === undefined ? {} : { seed }),
    },
  );
  return estimateReport(file, estimate);
}

import { InputError, TooLargeError } from '../../base/errors.ts';
import type { CorrelationFunction } from '../../theory/correlation-functions/correlation-function.ts';
import type { CorrelationReport } from '../../theory/correlation-functions/mean.ts';
import type { SimulatedCorrelation } from '../../theory/correlation-functions/simulate-correlations.ts';
import type { Command } from '../command.ts';
import { simulationText, widthsOption } from '../correlation-simulation.ts';
import { positiveInteger, seedOption } from '../options.ts';
import { writeResult } from '../output.ts';
import { progressBar } from '../progress-bar.ts';
import { readMatrix } from '../read-matrix.ts';

interface Options {
  readonly activation: string;
  readonly depth: number;
  readonly gram?: string;
  readonly width?: string;
  readonly weightVariance?: string;
  readonly biasVariance?: string;
  readonly orders?: number;
  readonly figure?: string;
  readonly maximumProducts?: number;
  readonly simulate?: true;
  readonly widths?: string;
  readonly draws?: number;
  readonly seed?: number;
  readonly level?: string;
  readonly probes?: number;
  readonly threads?: number;
  readonly latex?: true;
  readonly json?: true;
}

const WIDTHS = '16,64,256';
const DRAWS = 1000;

export const command: Command = {
  register(program) {
    program
      .command('correlation')
      .summary('correlation functions of wide networks, exactly in the width')
      .description(
        'The mean over the initialisation of a product of derivative tensors of f, with all parameter indices contracted, as an exact polynomial in 1/n, beside the bound n^s of its cluster graph.\nThe network is dense, z¹ = s U x + t b, z^{l+1} = s n^(−1/2) W σ(z^l) + t b, with all parameters N(0, 1).',
      )
      .argument('<NOTATION>', "'f[m,n](1) f[m](2) f[n](3) f(4)': letters for contracted indices, numbers for inputs")
      .requiredOption(
        '--activation <POLYNOMIAL>',
        "σ as a polynomial in x, such as 'x^2', 'x + x^2/2' or He3; with --simulate, relu, tanh or sigmoid too",
      )
      .requiredOption('--depth <N>', 'hidden layers', positiveInteger('--depth'))
      .option('--gram <ROWS>', "inner products of the inputs, '[[1,1/2],[1/2,1]]', names for symbols; all 1 without")
      .option(
        '--width <N>',
        'one for all hidden layers, or a list: names or numbers; numbers only give the value there',
        'n',
      )
      .option('--weight-variance <S2>', 's², or a list with one for each layer of weights', '1')
      .option('--bias-variance <T2>', 't², or such a list', '0')
      .option('--orders <N>', 'only the first N powers of 1/n, which is quicker', positiveInteger('--orders'))
      .option('--maximum-products <N>', 'the limit of work for the exact mean', positiveInteger('--maximum-products'))
      .option('--simulate', 'draw networks too, and put their means beside the exact ones')
      .option('--widths <N,N,…>', `widths to simulate at; ${WIDTHS} without`)
      .option('--draws <N>', `networks drawn at each width; ${DRAWS} without`, positiveInteger('--draws'))
      .option('--seed <N>', 'of the draws, an integer; 0 without', seedOption)
      .option('--level <P>', 'of the intervals; 0.95 without')
      .option('--probes <N>', 'random vectors a draw for indices on cycles; 1 without', positiveInteger('--probes'))
      .option('--threads <N>', 'worker threads of the simulation', positiveInteger('--threads'))
      .option('--figure <FILE.svg>', 'draw the cluster graph; with --simulate, means by width')
      .option('--latex', 'print the correlation function as LaTeX too')
      .option('--json', 'as JSON')
      .addHelpText(
        'after',
        `
Examples:
  isserlis correlation "f[m,n](1) f[m](2) f[n](3) f(4)" --activation "x^2" --depth 2
  isserlis correlation "f[m](1) f[m](2)" --activation He3 --depth 1 --gram "[[1,1/2],[1/2,1]]"
  isserlis correlation "f(1) f(1) f(1) f(1)" --activation "x^2" --depth 2 --width 8
  isserlis correlation "f(1) f(1) f(2) f(2)" --activation "x + x^2/2" --depth 1 --gram "[[K11,K12],[K12,K22]]" --json
  isserlis correlation "f[m,n](1) f[m](1) f[n](1) f(1)" --activation "x^2" --depth 1 --simulate --widths 16,64,256
  isserlis correlation "f[m,n,r](1) f[m](1) f[n](1) f[r](1)" --activation relu --depth 2 --simulate`,
      )
      .action(run);
  },
};

async function run(notation: string, options: Options): Promise<void> {
  const { parseCorrelationFunction } = await import('../../theory/correlation-functions/parse.ts');
  const correlation = parseCorrelationFunction(notation);
  checkSimulationOptions(options);
  const exact = await exactPart(correlation, options);
  const simulated = options.simulate === true ? await simulatedPart(correlation, options, exact) : undefined;
  if (options.figure !== undefined)
    await writeResult([await figureOf(correlation, options, exact, simulated)], options.figure);
  if (options.json === true) {
    const { predictedExponent } = await import('../../theory/correlation-functions/cluster-graph.ts');
    const report = exact.report ?? { predictedExponent: predictedExponent(correlation) };
    const all = simulated === undefined ? report : { ...report, simulation: simulated };
    await writeResult([`${JSON.stringify(all, null, 2)}\n`]);
    return;
  }
  const lines = await exactText(correlation, options, exact);
  const kept = options.orders === undefined ? 'exact' : `first ${options.orders} powers`;
  await writeResult([
    `${[...lines, ...(simulated === undefined ? [] : ['', simulationText(simulated, kept)])].join('\n')}\n`,
  ]);
}

const SIMULATION_ONLY = ['widths', 'draws', 'seed', 'level', 'probes', 'threads'] as const;

function checkSimulationOptions(options: Options): void {
  const unused = SIMULATION_ONLY.find((name) => options[name] !== undefined);
  if (options.simulate !== true && unused !== undefined)
    throw new InputError(`--${unused}`, 'it is for simulations', 'Add --simulate');
  // Said before the exact mean is computed.
  widthsOption(options.widths ?? WIDTHS);
}

interface Exact {
  /** None where `missing` says why. */
  readonly report?: CorrelationReport;
  readonly missing?: string;
  readonly network: import('../../symbolic/width/wide-network.ts').WideNetwork;
}

async function wideNetworkOf(
  options: Options,
  activation: readonly string[],
): Promise<import('../../symbolic/width/wide-network.ts').WideNetwork> {
  const { wideNetwork } = await import('../../symbolic/width/wide-network.ts');
  return wideNetwork({
    depth: options.depth,
    activation,
    widths: oneOrList(options.width ?? 'n', (text) => (/^\d+$/.test(text) ? Number(text) : text)),
    weightVariance: oneOrList(options.weightVariance ?? '1', String),
    biasVariance: oneOrList(options.biasVariance ?? '0', String),
  });
}

async function gramOf({ gram }: Options): Promise<import('../../symbolic/width/gram.ts').GramMatrix | undefined> {
  if (gram === undefined) return undefined;
  const { gramMatrix } = await import('../../symbolic/width/gram.ts');
  return gramMatrix(readMatrix(gram, '--gram'), '--gram');
}

/** With a simulation to fall back upon, an exact mean that there is not, or that takes too much work, is no error. */
async function exactPart(correlation: CorrelationFunction, options: Options): Promise<Exact> {
  const { correlationReport } = await import('../../theory/correlation-functions/mean.ts');
  const { activationFromText } = await import('../../symbolic/width/read-activation.ts');
  const { isNamedActivation } = await import('../../theory/correlation-functions/simulated-network.ts');
  const { formatRational } = await import('../../base/rational.ts');
  const { orders, maximumProducts, activation, simulate } = options;
  if (simulate === true && isNamedActivation(activation))
    return { missing: `${activation} is no polynomial`, network: await wideNetworkOf(options, ['0', '1']) };
  if (isNamedActivation(activation))
    throw new InputError('--activation', `${activation} is no polynomial, so there is no exact mean`, 'Add --simulate');
  const network = await wideNetworkOf(options, activationFromText(activation).map(formatRational));
  const gram = await gramOf(options);
  const bar = progressBar('Averaging');
  try {
    const report = correlationReport(correlation, network, {
      progress: bar.progress,
      ...(gram === undefined ? {} : { gram }),
      ...(orders === undefined ? {} : { orders }),
      ...(maximumProducts === undefined ? {} : { maximumProducts }),
    });
    return { report, network };
  } catch (error) {
    if (simulate !== true || !(error instanceof TooLargeError)) throw error;
    return { missing: error.problem, network };
  } finally {
    bar.stop();
  }
}

async function simulatedPart(
  correlation: CorrelationFunction,
  options: Options,
  exact: Exact,
): Promise<SimulatedCorrelation> {
  const { simulateCorrelations } = await import('../../theory/correlation-functions/simulate-correlations.ts');
  const { activationLayer, simulatedNetwork } = await import('../../theory/correlation-functions/simulated-network.ts');
  const network = simulatedNetwork(exact.network);
  const layer = activationLayer(options.activation);
  const gram = await gramOf(options);
  const { seed, level, probes, threads } = options;
  const bar = progressBar('Drawing');
  try {
    const [simulated] = await simulateCorrelations(
      [correlation],
      { ...network, activations: network.activations.map(() => layer) },
      {
        widths: widthsOption(options.widths ?? WIDTHS),
        draws: options.draws ?? DRAWS,
        progress: bar.progress,
        ...(gram === undefined ? {} : { gram }),
        ...(seed === undefined ? {} : { seed }),
        ...(level === undefined ? {} : { level: Number(level) }),
        ...(probes === undefined ? {} : { probes }),
        ...(threads === undefined ? {} : { threads }),
      },
      [exact.report],
    );
    return simulated!;
  } finally {
    bar.stop();
  }
}

async function figureOf(
  correlation: CorrelationFunction,
  { activation, depth }: Options,
  { report }: Exact,
  simulated: SimulatedCorrelation | undefined,
): Promise<string> {
  if (simulated === undefined) {
    const { clusterGraphSvg } = await import('../../theory/correlation-functions/cluster-graph-figure.ts');
    return clusterGraphSvg(correlation);
  }
  const { simulatedCorrelationFigure } = await import('../../theory/figures/simulated-correlation-figure.ts');
  const { predictedExponent } = await import('../../theory/correlation-functions/cluster-graph.ts');
  const label = `${activation}, depth ${depth}`;
  const series = { label, simulated, ...(report === undefined ? {} : { exact: report }) };
  return (await simulatedCorrelationFigure([series], predictedExponent(correlation))).svg;
}

async function exactText(
  correlation: CorrelationFunction,
  options: Options,
  { report, network, missing }: Exact,
): Promise<readonly string[]> {
  const { correlationLatex, correlationText } = await import('../../theory/correlation-functions/print.ts');
  const { clusterGraph, predictedExponent } = await import('../../theory/correlation-functions/cluster-graph.ts');
  const { even, odd } = clusterGraph(correlation);
  const first = [
    correlationText(correlation),
    ...(options.latex === true ? [correlationLatex(correlation)] : []),
    `bound      n^${predictedExponent(correlation)} (${even} even and ${odd} odd components)`,
  ];
  if (report === undefined) return [...first, `exact      –: ${missing}`];
  return [
    ...first,
    exponentLine(report, options),
    ...(report.exactExponent === null
      ? []
      : [`value      ${inInverseWidths(report.polynomialInInverseWidth, network.widths)}${remainder(options)}`]),
    ...(report.value === null ? [] : [`value      ${valueText(report)}`]),
    ...(report.crossoverWidth === null ? [] : [crossoverLine(report, report.crossoverWidth)]),
  ];
}

/** What `--orders` leaves out. */
const remainder = ({ orders }: Options): string =>
  orders === undefined ? '' : ` + O(1/n${orders === 1 ? '' : `^${orders}`})`;

function exponentLine(
  { exactExponent, noExponent, predictedExponent, tight, value }: CorrelationReport,
  { orders }: Options,
): string {
  if (value !== null) return `exact      no exponent: ${noExponent}`;
  if (exactExponent === null) return `exact      ${orders === undefined ? '0: ' : ''}${noExponent}`;
  return `exact      n^${exactExponent}, ${tight ? 'the bound is attained' : `below the bound by ${predictedExponent - exactExponent}`}`;
}

const valueText = ({ value, decimal: number }: CorrelationReport): string =>
  number === null || Number.isSafeInteger(number) ? `${value}` : `${value} ≈ ${Number(number.toPrecision(8))}`;

const crossoverLine = ({ polynomialInInverseWidth }: CorrelationReport, crossover: string): string =>
  crossover === '0' && Object.keys(polynomialInInverseWidth).length === 1
    ? 'n* = c₁/c₀ 0: there are no further powers'
    : `n* = c₁/c₀ ${decimal(crossover)}: the expansion means something for n ≫ |n*|`;

/** `27 + 288/n`; coefficients that are sums in parentheses. */
function inInverseWidths(coefficients: Readonly<Record<string, string>>, widths: readonly (string | number)[]): string {
  const names = [...new Set(widths.filter((width) => typeof width === 'string'))];
  // The coefficients of several inverse widths have these in them.
  if (names.length > 1) return Object.values(coefficients).join(' + ').replace(/\+ -/g, '- ');
  const [n = 'n'] = names;
  return Object.entries(coefficients)
    .map(([power, text], i) => {
      const sum = /[^-] [+-] /.test(text);
      const minus = !sum && text.startsWith('-');
      const shown = sum ? `(${text})` : minus ? text.slice(1) : text;
      const sign = i === 0 ? (minus ? '-' : '') : minus ? ' - ' : ' + ';
      if (power === '0') return `${sign}${shown}`;
      const by = power === '1' ? n : `${n}^${power}`;
      return `${sign}${shown.includes('/') && !sum ? `(${shown})` : shown}/${by}`;
    })
    .join('');
}

function decimal(fraction: string): string {
  const [numerator = '', denominator = '1'] = fraction.split('/');
  return denominator === '1' ? numerator : `≈ ${Number((Number(numerator) / Number(denominator)).toPrecision(4))}`;
}

const listOf = (text: string): string[] =>
  text
    .replace(/^\s*\[|\]\s*$/g, '')
    .split(',')
    .map((entry) => entry.trim().replace(/^"(.*)"$/, '$1'));

function oneOrList<T>(text: string, read: (entry: string) => T): T | readonly T[] {
  const entries = listOf(text).map(read);
  return entries.length === 1 ? entries[0]! : entries;
}

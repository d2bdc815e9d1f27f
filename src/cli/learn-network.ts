/** `isserlis learn --student`: a network trained on a single-index target, beside theory. */
import type { Coefficient } from '../base/coefficient.ts';
import { InputError } from '../base/errors.ts';
import { formatRational, numberFromRational } from '../base/rational.ts';
import type { Network } from '../network/network.ts';
import type { Link } from '../theory/dynamics/link.ts';
import type { ExpandedStudent } from '../theory/teacher-student/expanded-student.ts';
import type { StudentExperiment, StudentExperimentOptions } from '../theory/teacher-student/student-experiment.ts';
import type { StudentLoss } from '../theory/teacher-student/train-student.ts';
import { note, table, writeResult } from './output.ts';
import { progressBar } from './progress-bar.ts';

export interface NetworkOptions {
  readonly student?: string;
  readonly link?: string;
  readonly activation?: string;
  readonly width?: number;
  readonly loss?: string;
  readonly batch?: number;
  readonly steps?: number;
  readonly overlap?: number;
  readonly dimension?: readonly number[];
  readonly runs?: number;
  readonly seed: number;
  readonly step: number;
  readonly threshold?: number;
  readonly budget?: number;
  readonly noise?: number;
  readonly figure?: string;
  readonly out?: string;
  readonly json?: true;
}

const DIMENSIONS = [16, 32];
const RUNS = 8;
/** Of the expanded student, shown. */
const LINES = 12;
const NEGLIGIBLE = 1e-9;

export async function learnNetwork(link: Link, options: NetworkOptions): Promise<void> {
  const { studentExperiment } = await import('../theory/teacher-student/student-experiment.ts');
  const { expandedStudent } = await import('../theory/teacher-student/expanded-student.ts');
  const bar = progressBar('training');
  let experiment: StudentExperiment;
  let expanded: ExpandedStudent;
  try {
    experiment = await studentExperiment(link, { ...(await experimentOptions(options)), progress: bar.progress });
    expanded = await expandedStudent(trained(experiment), { progress: bar.progress });
  } finally {
    bar.stop();
  }
  if (options.figure !== undefined) {
    const { studentFigure } = await import('../theory/figures/student-figure.ts');
    await writeResult([(await studentFigure(experiment)).svg], options.figure);
    note(`wrote ${options.figure}`);
  }
  if (options.out !== undefined) {
    const { networkToJson } = await import('../network/network.ts');
    await writeResult([`${JSON.stringify(networkToJson(trained(experiment)))}\n`], options.out);
    note(`wrote ${options.out}`);
  }
  const { version } = await import('../theory/version.ts');
  await writeResult([
    options.json === true
      ? `${JSON.stringify({ ...json(experiment, expanded), version }, null, 2)}\n`
      : text(experiment, expanded),
  ]);
}

/** The first run in the highest dimension. */
const trained = ({ dimensions }: StudentExperiment): Network => dimensions.at(-1)!.runs[0]!.network;

async function experimentOptions(options: NetworkOptions): Promise<StudentExperimentOptions> {
  const { student, width = 1, activation, dimension, loss = 'correlation', out } = options;
  const { batch, steps, overlap, threshold, budget, noise } = options;
  const ofFile = student !== 'two-layer';
  if (ofFile)
    for (const [name, value] of Object.entries({ width: options.width, activation, dimension, out }))
      if (value !== undefined) throw new InputError(`--${name}`, 'is for --student two-layer: a network has its own');
  return {
    student: ofFile
      ? await networkIn(student!)
      : {
          width,
          activation: await activationOf(activation ?? options.link!, activation === undefined),
          dimensions: dimension ?? DIMENSIONS,
        },
    loss: loss as StudentLoss,
    seed: options.seed,
    runs: options.runs ?? RUNS,
    stepFactor: options.step,
    ...(batch === undefined ? {} : { batch }),
    ...(steps === undefined ? {} : { steps }),
    ...(overlap === undefined ? {} : { start: overlap }),
    ...(threshold === undefined ? {} : { threshold }),
    ...(budget === undefined ? {} : { budget }),
    ...(noise === undefined ? {} : { noise }),
  };
}

async function networkIn(path: string): Promise<Network> {
  const { readNetwork } = await import('../network/read-network.ts');
  return readNetwork(path);
}

async function activationOf(formula: string, isLink: boolean): Promise<readonly Coefficient[]> {
  const { univariateFormula } = await import('./univariate-formula.ts');
  const { coefficients } = await univariateFormula(formula, '--activation');
  if (coefficients === undefined)
    throw new InputError(
      '--activation',
      `'${formula}' is no polynomial`,
      isLink ? 'Give a polynomial activation: the link is taken when left out' : 'Give a polynomial, such as x^3 - 3x',
    );
  return coefficients.map(formatRational);
}

const finite = (x: number): number | null => (Number.isFinite(x) ? x : null);

function json(experiment: StudentExperiment, { informationExponent, orders }: ExpandedStudent): object {
  const { link, dimensions, slope, ...facts } = experiment;
  return {
    link: link.name,
    informationExponent: link.informationExponent,
    ...facts,
    generator: 'Philox4x32-10',
    tier: 'observed',
    dimensions: dimensions.map(({ runs, median, lowerQuartile, upperQuartile, flowSamples, ...rest }) => ({
      ...rest,
      median: finite(median),
      lowerQuartile: finite(lowerQuartile),
      upperQuartile: finite(upperQuartile),
      flowSamples: flowSamples === undefined ? null : finite(flowSamples),
      hittingTimes: runs.map(({ hittingTime }) => hittingTime ?? null),
      finalOverlaps: runs.map(({ records }) => [...records.at(-1)!.overlaps]),
    })),
    slope: slope ?? null,
    expanded: {
      informationExponent: informationExponent.value,
      tier: informationExponent.tier,
      orders: orders.map(({ power, squaredOverlap, ...rest }) => ({
        ...rest,
        power: formatRational(power),
        squaredOverlap: formatRational(squaredOverlap),
      })),
    },
  };
}

const short = (x: number): string => `${Number(x.toPrecision(4))}`;

function text(experiment: StudentExperiment, expanded: ExpandedStudent): string {
  const { link, loss, width, batch, threshold, measure, dimensions, slope, level } = experiment;
  const shown = (x: number): string => (Number.isFinite(x) ? `${Math.round(x)}` : 'not reached');
  const hits = dimensions.map(({ dimension, runs, reached, median, lowerQuartile, upperQuartile, flowSamples }) => [
    `${dimension}`,
    `${reached}/${runs.length}`,
    shown(median),
    `${shown(lowerQuartile)} to ${shown(upperQuartile)}`,
    flowSamples === undefined ? 'none' : shown(flowSamples),
  ]);
  const last = dimensions.at(-1)!;
  const stride = Math.max(1, Math.floor((last.table.length - 1) / 10));
  const rows = last.table
    .filter((_, i) => i % stride === 0 || i === last.table.length - 1)
    .map(({ time, samples, overlap, singular, flow }) => [
      short(time),
      `${samples}`,
      short(overlap.value),
      `[${short(overlap.lower)}, ${short(overlap.upper)}]`,
      ...(width === 1 ? [] : [short(singular)]),
      flow === undefined ? 'none' : short(flow),
    ]);
  const lines = [
    `f = ${link.name}, information exponent ${link.informationExponent} (${link.tier}); ${loss} loss, ${width} ${width === 1 ? 'neuron' : 'neurons'}, batches of ${batch}`,
    `samples until |overlap| ≥ ${threshold}, of the ${measure}:`,
    table([['d', 'found', 'median', 'middle half', 'by the flow'], ...hits]),
    ...(slope === undefined
      ? []
      : [
          `slope of log samples by log d: ${slope.value.toFixed(2)}, ${100 * slope.level}% interval [${slope.lower.toFixed(2)}, ${slope.upper.toFixed(2)}] (observed; ${slope.method})`,
        ]),
    '',
    `d = ${last.dimension}, the mean over ${last.runs.length} runs with its ${100 * level}% interval:`,
    table([['time', 'samples', 'overlap', 'interval', ...(width === 1 ? [] : ['singular vector']), 'flow'], ...rows]),
    '',
    ...expandedText(expanded, last.dimension, link),
  ];
  return `${lines.join('\n')}\n`;
}

function expandedText(
  { polynomial, informationExponent, orders }: ExpandedStudent,
  dimension: number,
  link: Link,
): readonly string[] {
  return [
    `The first of them expanded: ${polynomial.length} terms in ${dimension} variables, information exponent ${informationExponent.value ?? 'unknown'} (${informationExponent.tier}, of its weights as they are)`,
    table([
      ['order k', '|C_k|²/k!', 'overlap of C_k', 'E[f h_k]', 'u_k of the link'],
      ...orders
        .slice(0, LINES)
        .map(({ order, power, overlap, coefficient }) => [
          `${order}`,
          `≈ ${short(numberFromRational(power))}`,
          order === 0 ? '' : short(overlap),
          short(coefficient),
          short(link.coefficients[order] ?? 0),
        ]),
    ]),
    `the least order with more than 10⁻⁹ of Var f: ${leastOrder(orders) ?? 'none'}`,
    'overlap of C_k: |C_k[w*, …, w*]|/|C_k|, 1 where the tensor is w* alone.',
  ];
}

/** Weights in doubles leave parts of every order: the least of those that are more. */
function leastOrder(orders: ExpandedStudent['orders']): number | undefined {
  const powers = orders.filter(({ order }) => order > 0).map(({ power }) => numberFromRational(power));
  const all = powers.reduce((sum, power) => sum + power, 0);
  return orders.filter(({ order }) => order > 0)[powers.findIndex((power) => power > NEGLIGIBLE * all)]?.order;
}

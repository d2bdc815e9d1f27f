/** Trained networks of several widths beside the means that theory gives to order 1/n. */
import { InputError } from '../../base/errors.ts';
import { numberFromRational } from '../../base/rational.ts';
import { fitSlope, meanEstimate, type SampleEstimate, type Slope } from '../../numeric/simulation/estimates.ts';
import type { DenseTrainingProblem } from '../../numeric/training-ensemble/dense-training.ts';
import { type EnsembleOptions, trainEnsemble } from '../../numeric/training-ensemble/ensemble.ts';
import { recordsOf } from '../../numeric/training-ensemble/schedule.ts';
import type { GramMatrix } from '../../symbolic/width/gram.ts';
import type { WideNetwork } from '../../symbolic/width/wide-network.ts';
import { inputsOfGram } from '../correlation-functions/inputs-of-gram.ts';
import { ControlVariates, exactMeans } from './control-variates.ts';
import { atWidth, type Expansion, type MeanDynamics, type MeanDynamicsOptions, meanDynamics } from './mean-dynamics.ts';

export interface FiniteWidthTrainingOptions
  extends MeanDynamicsOptions,
    Pick<EnsembleOptions, 'widths' | 'draws' | 'threads' | 'finished' | 'onDraw' | 'signal'> {
  /** 0 when left out. */
  readonly seed?: number;
  /** Of the intervals; 0.95 when left out. */
  readonly level?: number;
  /** Of the simulated flow: the error estimate of one step, relative to the largest parameter; 10⁻⁸ when left out. */
  readonly simulationTolerance?: number;
}

/** One mean at one time and width. */
export interface WidthComparison {
  readonly width: number;
  readonly simulated: SampleEstimate;
  /** limit + correction/n. */
  readonly predicted: number;
  /** n (simulated − limit), to be compared with the correction. */
  readonly scaledDeviation: SampleEstimate;
  /** simulated − limit − correction/n. */
  readonly remainder: SampleEstimate;
}

export interface QuantityComparison {
  /** `loss`, `f(1)`, `Θ(1,1)`, … */
  readonly quantity: string;
  readonly at: number;
  readonly expansion: Expansion;
  readonly byWidth: readonly WidthComparison[];
  /** d log |simulated − limit| / d log n: −1 to leading order; undefined where an interval contains 0. */
  readonly deviationSlope: Slope | undefined;
  /** The same of the remainder: −2 to leading order. */
  readonly remainderSlope: Slope | undefined;
}

export interface FiniteWidthTraining {
  readonly prediction: MeanDynamics;
  readonly widths: readonly number[];
  readonly draws: number;
  readonly level: number;
  /** For each time or step the loss, f of every input, Θ of every input with every training input. */
  readonly comparisons: readonly QuantityComparison[];
  /** The variance of a draw of the loss over that with what is known in the mean taken off, at the last record and largest width. */
  readonly varianceReduction: number;
}

/**
 * Trains networks drawn at each width and compares the means over the initialisation with {@link meanDynamics}. The means are
 * those of the draws with control variates: the dynamics linearised in Θ − Θ∞, whose mean is exact at every width, is
 * taken off each draw, so the interval of n · deviation hardly grows with n. Draws are keyed by (seed, width, number).
 *
 * Throws as {@link meanDynamics} and `trainEnsemble` do.
 */
export async function finiteWidthTraining(options: FiniteWidthTrainingOptions): Promise<FiniteWidthTraining> {
  const { network, gram, targets, schedule, widths, draws, level = 0.95, seed = 0 } = options;
  if (!(level > 0 && level < 1)) throw new InputError('level', `expected a number between 0 and 1, got ${level}`);
  const prediction = meanDynamics(options);
  const { maximumProducts, maximumBytes } = options;
  const exact = exactMeans(network, gram, targets.length, {
    ...(maximumProducts === undefined ? {} : { maximumProducts }),
    ...(maximumBytes === undefined ? {} : { maximumBytes }),
  });
  const results = await trainEnsemble({
    problem: ensembleProblem(network, gram, { targets, schedule, seed }, options.simulationTolerance),
    widths,
    draws,
    ...given(options, 'threads'),
    ...given(options, 'finished'),
    ...given(options, 'onDraw'),
    ...given(options, 'signal'),
    ...given(options, 'progress'),
  });
  const { moments } = prediction;
  const [t, n] = [moments.inputs, moments.training];
  const padded = Array.from({ length: t }, (_, a) => targets[a] ?? 0);
  const controls = new ControlVariates(moments, padded, schedule);
  const size = t + t * n;
  const perRecord = 1 + size;
  const columns = widths.map((width, k) => {
    const means = controls.means(exact(width));
    const plain: Float64Array[] = means.map(() => new Float64Array(draws));
    const controlled: Float64Array[] = means.map(() => new Float64Array(draws));
    results[k]!.forEach((values, draw) => {
      const known = controls.ofDraw(values.slice(0, t), values.slice(t, size));
      means.forEach((mean, at) => {
        const record = Math.floor(at / perRecord);
        const value = quantityOf(values, (record + 1) * size, at % perRecord, padded, n);
        plain[at]![draw] = value;
        controlled[at]![draw] = value - known[at]! + mean;
      });
    });
    return { plain, controlled };
  });
  const names = ['loss', ...padded.map((_, a) => `f(${a + 1})`), ...pairs(t, n).map(([a, b]) => `Θ(${a},${b})`)];
  const comparisons = recordsOf(schedule).flatMap((at, record) => {
    const { loss, outputs, kernel } = prediction.records[record]!;
    return [loss, ...outputs, ...kernel.flat()].map((expansion, q) =>
      compare(
        names[q]!,
        at,
        expansion,
        widths.map((width, k) => ({ width, draws: columns[k]!.controlled[record * perRecord + q]! })),
        level,
      ),
    );
  });
  const last = columns.at(-1)!;
  const place = (recordsOf(schedule).length - 1) * perRecord;
  return {
    prediction,
    widths,
    draws,
    level,
    comparisons,
    varianceReduction: variance(last.plain[place]!) / variance(last.controlled[place]!),
  };
}

/** The networks that `finiteWidthTraining` draws: inputs are realised by a Cholesky factor of their Gram matrix. */
export function ensembleProblem(
  network: WideNetwork,
  gram: GramMatrix,
  rest: Pick<DenseTrainingProblem, 'targets' | 'schedule' | 'seed'>,
  tolerance?: number,
): Omit<DenseTrainingProblem, 'width'> {
  return {
    ...rest,
    ...(tolerance === undefined ? {} : { tolerance }),
    activations: network.activations.map((c) => c.map(numberFromRational)),
    weightDeviations: network.weightVariances.map((v) => Math.sqrt(numberFromRational(v))),
    biasDeviations: network.biasVariances.map((v) => Math.sqrt(numberFromRational(v))),
    inputs: inputsOfGram(gram),
  };
}

function compare(
  quantity: string,
  at: number,
  expansion: Expansion,
  columns: readonly { readonly width: number; readonly draws: Float64Array }[],
  level: number,
): QuantityComparison {
  const estimates = columns.map(({ width, draws }) => {
    const shifted = (by: number, factor = 1): SampleEstimate =>
      meanEstimate(
        draws.map((x) => factor * (x - by)),
        level,
      );
    const predicted = atWidth(expansion, width);
    return {
      width,
      simulated: shifted(0),
      predicted,
      scaledDeviation: shifted(expansion.limit, width),
      remainder: shifted(predicted),
      deviation: shifted(expansion.limit),
    };
  });
  return {
    quantity,
    at,
    expansion,
    byWidth: estimates.map(({ deviation: _, ...rest }) => rest),
    deviationSlope: fitSlope(
      estimates.map(({ width, deviation: estimate }) => ({ width, estimate })),
      level,
    ),
    remainderSlope: fitSlope(
      estimates.map(({ width, remainder: estimate }) => ({ width, estimate })),
      level,
    ),
  };
}

/** The loss, then outputs, then the kernel of one record of a draw. */
function quantityOf(
  values: readonly number[],
  from: number,
  quantity: number,
  targets: readonly number[],
  training: number,
): number {
  if (quantity > 0) return values[from + quantity - 1]!;
  let loss = 0;
  for (let c = 0; c < training; c++) loss += (values[from + c]! - targets[c]!) ** 2 / 2;
  return loss;
}

const pairs = (t: number, n: number): readonly (readonly [number, number])[] =>
  Array.from({ length: t * n }, (_, at) => [Math.floor(at / n) + 1, (at % n) + 1] as const);

function variance(draws: Float64Array): number {
  const mean = draws.reduce((sum, x) => sum + x, 0) / draws.length;
  return draws.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (draws.length - 1);
}

/** The named option, unless it is left out. */
const given = <T extends object, K extends keyof T>(options: T, name: K): Partial<Pick<T, K>> =>
  options[name] === undefined ? {} : ({ [name]: options[name] } as Pick<T, K>);

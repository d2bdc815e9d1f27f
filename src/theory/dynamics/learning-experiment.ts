/** Hitting times over dimensions and runs, and the exponent they show. */
import { InputError } from '../../base/errors.ts';
import { type Progress, silent } from '../../base/progress.ts';
import { quantile, type Slope, slopeOf, timesOf } from './hitting-times.ts';
import type { Link } from './link.ts';
import type { OnlineMethod } from './online-method.ts';
import { type OnlineRun, type OnlineRunOptions, onlineRun } from './online-simulation.ts';

export interface LearningOptions extends Omit<OnlineRunOptions, 'dimension' | 'run' | 'maximumSamples'> {
  readonly dimensions: readonly number[];
  /** 16 when left out. */
  readonly runs?: number;
  /** Samples at which a run is given up, over d^p of the method; 500 when left out, times (log d)² at k = 2. */
  readonly budget?: number;
  /** Of intervals; 0.95 when left out. */
  readonly level?: number;
  readonly progress?: Progress;
  readonly signal?: AbortSignal;
}

export interface DimensionResult {
  readonly dimension: number;
  readonly maximumSamples: number;
  readonly stepSize: number;
  readonly runs: readonly OnlineRun[];
  readonly reached: number;
  /** Of hitting times, runs that did not arrive counting as infinite. */
  readonly median: number;
  readonly lowerQuartile: number;
  readonly upperQuartile: number;
}

export interface LearningExperiment {
  readonly link: Link;
  readonly method: string;
  readonly sampleExponent: number;
  readonly threshold: number;
  readonly seed: number;
  readonly dimensions: readonly DimensionResult[];
  /** Of log median hitting time by log dimension; undefined with one dimension or where half the runs did not arrive. */
  readonly slope: Slope | undefined;
}

const RUNS = 16;
const BUDGET = 500;
const LEVEL = 0.95;
const LARGEST_WORK = 2e10;

/**
 * {@link onlineRun} for each dimension and run. The slope is that of least squares through the log medians, its interval the
 * percentile bootstrap over runs (999 keyed resamples): an observation of these dimensions, no limit of large d.
 * Throws {@link InputError} on options out of range and when the runs could take more than 2·10¹⁰ steps; the signal's
 * reason when aborted.
 */
export async function learningExperiment(
  link: Link,
  method: OnlineMethod,
  options: LearningOptions,
): Promise<LearningExperiment> {
  const { dimensions, runs = RUNS, budget = BUDGET, level = LEVEL, progress = silent, signal, ...rest } = options;
  if (dimensions.length === 0) throw new InputError('dimensions', 'expected at least one');
  if (new Set(dimensions).size < dimensions.length) throw new InputError('dimensions', 'expected each one once');
  if (!Number.isSafeInteger(runs) || runs < 1) throw new InputError('runs', `expected a positive integer, got ${runs}`);
  if (!(budget > 0)) throw new InputError('budget', `expected a positive number, got ${budget}`);
  if (!(level > 0 && level < 1)) throw new InputError('level', `expected a number between 0 and 1, got ${level}`);
  const plans = dimensions.map((dimension) => {
    if (!Number.isSafeInteger(dimension) || dimension < 2)
      throw new InputError('dimension', `expected an integer from 2, got ${dimension}`);
    const { stepSize, sampleExponent } = method.prepare(link, dimension);
    const logarithms = link.informationExponent === 2 ? Math.max(1, Math.log(dimension)) ** 2 : 1;
    return {
      dimension,
      stepSize,
      sampleExponent,
      maximumSamples: Math.ceil(budget * dimension ** sampleExponent * logarithms),
    };
  });
  const work = runs * plans.reduce((sum, { maximumSamples }) => sum + maximumSamples, 0);
  if (!(work <= LARGEST_WORK))
    throw new InputError(
      'dimensions',
      `${runs} runs could take ${work.toPrecision(2)} steps, over the limit of ${LARGEST_WORK}`,
      'Use smaller dimensions, fewer runs or a smaller budget',
    );
  const results: DimensionResult[] = [];
  for (const { dimension, stepSize, maximumSamples } of plans) {
    const all: OnlineRun[] = [];
    for (let run = 0; run < runs; run++) {
      all.push(onlineRun(link, method, { ...rest, dimension, run, maximumSamples }));
      progress(results.length * runs + run + 1, runs * dimensions.length, `d = ${dimension}`);
      await new Promise((resolve) => setTimeout(resolve));
      signal?.throwIfAborted();
    }
    const times = timesOf(all);
    results.push({
      dimension,
      maximumSamples,
      stepSize,
      runs: all,
      reached: times.filter(Number.isFinite).length,
      median: quantile(times, 0.5),
      lowerQuartile: quantile(times, 0.25),
      upperQuartile: quantile(times, 0.75),
    });
  }
  const { threshold = 0.5, seed } = rest;
  const { sampleExponent } = plans[0]!;
  return {
    link,
    method: method.name,
    sampleExponent,
    threshold,
    seed,
    dimensions: results,
    slope: slopeOf(results, seed, level),
  };
}

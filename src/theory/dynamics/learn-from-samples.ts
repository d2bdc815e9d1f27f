/** Online methods on samples that are given: a direction learnt in passes over them, and how good it is by rows held out. */
import { InputError, TooLargeError } from '../../base/errors.ts';
import { key } from '../../base/philox.ts';
import { type Progress, silent } from '../../base/progress.ts';
import { fillGaussians } from '../../numeric/random/fill.ts';
import { permutation } from '../../numeric/random/permutation.ts';
import { heldOutOverlap, hermiteCorrelation, inner } from '../directions/held-out-overlap.ts';
import { normalised } from '../directions/leading-eigenvector.ts';
import { orderStatistics } from '../directions/order-statistics.ts';
import { partialTrace } from '../directions/partial-trace.ts';
import { checkedSamples, type Samples, sliceOf } from '../directions/samples.ts';
import { tensorUnfolding } from '../directions/tensor-unfolding.ts';
import { type Whitening, whiten } from '../directions/whitening.ts';
import type { Estimate } from '../estimate.ts';
import type { Link } from './link.ts';
import type { OnlineMethod, PreparedMethod } from './online-method.ts';

export type Start = 'partial-trace' | 'tensor-unfolding' | 'random';

export interface SampleLearningOptions {
  /** Of the orders of the rows, of random starts, and of which rows are held out. */
  readonly seed: number;
  /** 'partial-trace' when left out. */
  readonly start?: Start;
  /** Over the rows that are not held out, each in an order of its own; 1 when left out. */
  readonly passes?: number;
  /** Runs, each with its own orders and, where it is random, its own start; 1 when left out. The one that fits best is kept. */
  readonly runs?: number;
  /** The share of rows held out; ¼ when left out. */
  readonly heldOut?: number;
  /** A factor of the method's step; 1 when left out. */
  readonly stepFactor?: number;
  /** w*, where it is known, in the coordinates of the samples. */
  readonly direction?: ArrayLike<number>;
  /** |u_k| of the labels at variance 1, where it is known. */
  readonly coefficient?: number;
  /** Bring the inputs to mean 0 and covariance I first; false when left out. */
  readonly whitened?: boolean;
  /** Of intervals; 0.95 when left out. */
  readonly level?: number;
  readonly progress?: Progress;
  readonly signal?: AbortSignal;
}

export interface SampleRun {
  /** mean y h_k(⟨ŵ, x⟩) over the rows learnt from. */
  readonly correlation: number;
  /** |⟨w, w*⟩| where w* is known. */
  readonly known: KnownOverlap | undefined;
}

export interface KnownOverlap {
  readonly start: number;
  /** Of the last step. */
  readonly end: number;
  /** Of the mean over the later half of the steps, which is ŵ. */
  readonly mean: number;
  readonly trace: readonly { readonly samples: number; readonly overlap: number }[];
}

export interface LearntDirection {
  /** ŵ in the coordinates of the samples, norm 1. */
  readonly direction: Float64Array;
  /** Where the run that is kept began. */
  readonly start: Float64Array;
  readonly order: number;
  readonly method: string;
  readonly startedFrom: Start;
  readonly samples: number;
  readonly heldOut: number;
  readonly passes: number;
  /** η; from a spectral start the step at sample t is η/(1 + η t). */
  readonly stepSize: number;
  readonly runs: readonly SampleRun[];
  readonly kept: number;
  /** mean y h_k(⟨ŵ, x⟩) of held-out rows, u_k m^k on average. */
  readonly statistic: Estimate;
  /** |⟨ŵ, w*⟩| from held-out rows, if labels are a function of one direction. */
  readonly overlap: Estimate;
  /** |⟨ŵ, w*⟩| itself, in the coordinates of the samples. */
  readonly knownOverlap: number | undefined;
  readonly warnings: readonly string[];
}

const LARGEST_WORK = 2e10;
const RATIO = 1.05;
const CHECKED = 2000;
const PAUSE = 4096;

/**
 * Learns a direction by an online method, w ← (w + η s (x − z w))/|·|, from samples given: labels are brought to mean 0 and variance
 * 1, rows shuffled by a key, a share held out, the rest passed over one by one. It starts at a spectral estimate of
 * order k = the link's exponent from the same rows, or anywhere. The step η is the method's; from a spectral start, which is near, it is η/(1 + η t) at sample t. w keeps moving about w*, and ŵ is the mean of w over the
 * later half of the steps, normalised [Polyak and Juditsky, SIAM J. Control Optim. 30 (1992)]. After the second pass samples are no
 * longer fresh: what theory says of online learning is of the first.
 *
 * Held-out rows say how good ŵ is: mean y h_k(⟨ŵ, x⟩) with its interval, and |m| by {@link heldOutOverlap}.
 * Throws {@link InputError} on fewer than 80 samples, a direction of another length, options out of range, and steps that are not finite;
 * {@link TooLargeError} above 2·10¹⁰ multiplications; the signal's reason when aborted.
 */
export async function learnFromSamples(
  given: Samples,
  link: Link,
  method: OnlineMethod,
  options: SampleLearningOptions,
): Promise<LearntDirection> {
  const { seed, start = 'partial-trace', passes = 1, runs = 1, stepFactor = 1, level = 0.95, coefficient } = options;
  const { progress = silent, signal, whitened = false } = options;
  const held = checkedOptions(checkedSamples(given, SMALLEST), options);
  const white = whitened ? whiten(given) : undefined;
  const all = shuffled(standardised(white?.samples ?? given), seed);
  const n = all.labels.length - held;
  const d = all.dimension;
  const [training, rest] = [sliceOf(all, 0, n), sliceOf(all, n, n + held)];
  const order = link.informationExponent;
  const target = targetOf(given, white, options.direction);
  const warm = start === 'random' ? undefined : warmStart(training, order, start);
  const prepared = preparedMethod(link, method, d, training, warm);
  const eta = stepFactor * prepared.stepSize;
  const found: { readonly first: Float64Array; readonly last: Float64Array; readonly run: SampleRun }[] = [];
  for (let run = 0; run < runs; run++) {
    const first = warm ?? normalised(fillGaussians(new Float64Array(d), key(seed, 'starts'), { layer: run }))!;
    const w = Float64Array.from(first);
    const sum = new Float64Array(d);
    const trace: { samples: number; overlap: number }[] = [];
    let next = 1;
    for (let pass = 0; pass < passes; pass++) {
      const rows = permutation(key(seed, 'orders of rows'), n, pass, run);
      for (let i = 0; i < n; i++) {
        const at = pass * n + i + 1;
        step(w, training, rows[i]!, warm === undefined ? eta : eta / (1 + eta * at), prepared);
        if (2 * at > passes * n) for (let a = 0; a < d; a++) sum[a]! += w[a]!;
        if (target !== undefined && (at >= next || at === passes * n)) {
          trace.push({ samples: at, overlap: Math.abs(inner(w, target)) });
          next = Math.max(at + 1, at * RATIO);
        }
        if (at % PAUSE === 0) {
          progress(run * passes * n + at, runs * passes * n, `run ${run + 1}`);
          await new Promise((resolve) => setTimeout(resolve));
          signal?.throwIfAborted();
        }
      }
    }
    const mean = normalised(sum) ?? w;
    const known =
      target === undefined
        ? undefined
        : {
            start: Math.abs(inner(first, target)),
            end: trace.at(-1)!.overlap,
            mean: Math.abs(inner(mean, target)),
            trace,
          };
    const correlation = hermiteCorrelation(training, order, mean, level).value;
    found.push({ first, last: mean, run: { correlation, known } });
  }
  // Chosen by the rows learnt from, so that the rows held out stay so.
  const kept = found.reduce(
    (best, { run }, i) => (Math.abs(run.correlation) > Math.abs(found[best]!.run.correlation) ? i : best),
    0,
  );
  const { first, last } = found[kept]!;
  const original = (w: Float64Array): Float64Array => white?.original(w) ?? w;
  const direction = original(last);
  const checked = await orderStatistics(sliceOf(rest, 0, Math.min(held, CHECKED)), {
    maximumOrder: 2,
    permutations: 0,
    centre: false,
  });
  const statistic = hermiteCorrelation(rest, order, last, level);
  return {
    direction,
    start: original(first),
    order,
    method: method.name,
    startedFrom: start,
    samples: n,
    heldOut: held,
    passes,
    stepSize: eta,
    runs: found.map(({ run }) => run),
    kept,
    statistic: {
      value: statistic.value,
      lower: statistic.lower,
      upper: statistic.upper,
      level,
      n: held,
      method: `Student and Hall, of the mean of y h_${order} on held-out samples${statistic.heavyTailed ? '; too short, since less than 10 of them carry the spread' : ''}`,
    },
    overlap: await heldOutOverlap(rest, order, last, coefficient, level),
    knownOverlap:
      options.direction === undefined
        ? undefined
        : Math.abs(inner(direction, normalised(Float64Array.from(options.direction))!)),
    warnings: checked.warnings,
  };
}

const SMALLEST = 80;
const FEWEST_HELD_OUT = 20;

/** How many rows are held out. */
function checkedOptions({ labels, dimension }: Samples, options: SampleLearningOptions): number {
  const { start = 'partial-trace', passes = 1, runs = 1, heldOut = 0.25, stepFactor = 1, level = 0.95 } = options;
  const { coefficient, direction } = options;
  if (!['partial-trace', 'tensor-unfolding', 'random'].includes(start))
    throw new InputError('start', `expected 'partial-trace', 'tensor-unfolding' or 'random', got '${start}'`);
  for (const [name, value] of Object.entries({ passes, runs }))
    if (!Number.isSafeInteger(value) || value < 1)
      throw new InputError(name, `expected a positive integer, got ${value}`);
  if (!(heldOut > 0 && heldOut < 1))
    throw new InputError('heldOut', `expected a share between 0 and 1, got ${heldOut}`);
  if (!(level > 0 && level < 1)) throw new InputError('level', `expected a number between 0 and 1, got ${level}`);
  if (!(stepFactor > 0 && stepFactor < Infinity))
    throw new InputError('step', `expected a positive number, got ${stepFactor}`);
  if (coefficient !== undefined && !(coefficient > 0 && coefficient <= 1))
    throw new InputError('coefficient', `expected a number between 0 and 1, got ${coefficient}`);
  if (direction !== undefined && direction.length !== dimension)
    throw new InputError(
      'direction',
      `expected ${dimension} numbers, as many as a sample has inputs, got ${direction.length}`,
    );
  if (direction !== undefined && normalised(Float64Array.from(direction)) === undefined)
    throw new InputError('direction', 'expected finite numbers, not all 0');
  if (labels.every((y) => y === labels[0]))
    throw new InputError('labels', `all of them are ${labels[0]}`, 'A constant says nothing of a direction');
  const held = Math.max(FEWEST_HELD_OUT, Math.round(labels.length * heldOut));
  if (labels.length - held < FEWEST_HELD_OUT)
    throw new InputError('heldOut', `${held} rows of ${labels.length} leave too few to learn from`);
  const work = 4 * runs * passes * (labels.length - held) * dimension;
  if (work > LARGEST_WORK)
    throw new TooLargeError(
      'learnFromSamples',
      `${runs} runs of ${passes} passes take ${work.toPrecision(2)} multiplications, over the limit of ${LARGEST_WORK}`,
      'Take fewer runs, passes or rows',
    );
  return held;
}

function standardised({ inputs, dimension, labels }: Samples): Samples {
  const n = labels.length;
  const mean = labels.reduce((sum, y) => sum + y / n, 0);
  const deviation = Math.sqrt(labels.reduce((sum, y) => sum + (y - mean) ** 2 / n, 0));
  if (!(deviation > 0 && Number.isFinite(deviation)))
    throw new InputError('labels', `have the deviation ${deviation}`, 'Divide them by their size');
  return { inputs, dimension, labels: labels.map((y) => (y - mean) / deviation) };
}

function shuffled({ inputs, dimension: d, labels }: Samples, seed: number): Samples {
  const order = permutation(key(seed, 'rows held out'), labels.length);
  const moved = new Float64Array(inputs.length);
  order.forEach((from, to) => {
    moved.set(inputs.subarray(from * d, (from + 1) * d), to * d);
  });
  return { inputs: moved, dimension: d, labels: Float64Array.from(order, (from) => labels[from]!) };
}

const warmStart = (samples: Samples, order: number, start: Start): Float64Array =>
  start === 'tensor-unfolding' ? tensorUnfolding(samples, order) : partialTrace(samples, order);

/** A link known by its order alone may have u_k < 0, which an even h_k does not forgive: the samples tell the sign. */
function preparedMethod(
  link: Link,
  method: OnlineMethod,
  dimension: number,
  training: Samples,
  warm: Float64Array | undefined,
): PreparedMethod {
  const order = link.informationExponent;
  if (order % 2 === 1) return method.prepare(link, dimension);
  const first = warm ?? partialTrace(training, order);
  const sign = hermiteCorrelation(training, order, first, 0.95).value * (link.coefficients[order] ?? 1) < 0 ? -1 : 1;
  if (sign === 1) return method.prepare(link, dimension);
  return method.prepare(
    {
      ...link,
      f: (x) => -link.f(x),
      df: (x) => -link.df(x),
      coefficients: link.coefficients.map((u) => -u),
      ...(link.powers === undefined ? {} : { powers: link.powers.map((p) => -p) }),
    },
    dimension,
  );
}

/** w* in the coordinates that are learnt in: Σ^(1/2) w* ∝ mean x̃ ⟨x, w*⟩ for whitened x̃. */
function targetOf(
  given: Samples,
  white: Whitening | undefined,
  direction: ArrayLike<number> | undefined,
): Float64Array | undefined {
  if (direction === undefined) return undefined;
  const w = Float64Array.from(direction);
  if (white === undefined) return normalised(w);
  const d = given.dimension;
  const sum = new Float64Array(d);
  for (let i = 0; i < given.labels.length; i++) {
    const z = inner(w, given.inputs.subarray(i * d, (i + 1) * d)) - inner(w, white.mean);
    for (let a = 0; a < d; a++) sum[a]! += z * white.samples.inputs[i * d + a]!;
  }
  return normalised(sum);
}

function step(w: Float64Array, samples: Samples, row: number, eta: number, prepared: PreparedMethod): void {
  const d = w.length;
  const x = samples.inputs.subarray(row * d, (row + 1) * d);
  let [z, squaredNorm] = [0, 0];
  for (let a = 0; a < d; a++) {
    z += w[a]! * x[a]!;
    squaredNorm += x[a]! * x[a]!;
  }
  const size = eta * prepared.slope({ z, y: samples.labels[row]!, squaredNorm });
  let norm = 0;
  for (let a = 0; a < d; a++) {
    w[a]! += size * (x[a]! - z * w[a]!);
    norm += w[a]! * w[a]!;
  }
  if (!(norm > 0 && norm < Infinity))
    throw new InputError(
      'samples',
      `the step at sample ${row + 1} is not finite`,
      'Use a smaller step or another link',
    );
  const scale = 1 / Math.sqrt(norm);
  for (let a = 0; a < d; a++) w[a]! *= scale;
}

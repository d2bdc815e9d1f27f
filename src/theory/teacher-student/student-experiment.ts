/** Students trained over dimensions and runs, beside the flow that theory has. */
import type { Coefficient } from '../../base/coefficient.ts';
import { InputError, TooLargeError } from '../../base/errors.ts';
import { type Progress, silent } from '../../base/progress.ts';
import type { Network } from '../../network/network.ts';
import { studentQuantile } from '../../numeric/simulation/student.ts';
import { quantile, type Slope, slopeOf, timesOf } from '../dynamics/hitting-times.ts';
import type { Link } from '../dynamics/link.ts';
import type { Estimate } from '../estimate.ts';
import { type Student, studentOf, twoLayerNetwork } from './student.ts';
import { type NeuronFlow, neuronFlow, normalisedCoefficients } from './student-flow.ts';
import { arrivesBySingular, type StudentLoss, type StudentRun, trainStudent } from './train-student.ts';

export interface StudentExperimentOptions {
  /** The student: a network, of one dimension, or a two-layer network of this width and activation in each of the dimensions. */
  readonly student:
    | Network
    | { readonly width: number; readonly activation: readonly Coefficient[]; readonly dimensions: readonly number[] };
  readonly loss: StudentLoss;
  readonly seed: number;
  /** 8 when left out. */
  readonly runs?: number;
  /** Fresh samples a step; 16 when left out. */
  readonly batch?: number;
  /** A factor of the step size; 1 when left out. */
  readonly stepFactor?: number;
  /** Steps of each run; twice the flow's time to the threshold when left out, where there is a flow, else as many as `budget` d^max(1, k−1) samples make. */
  readonly steps?: number;
  /** 400 when left out. */
  readonly budget?: number;
  /** The overlap at the start; d^(−1/2) in the correlation loss when left out, drawn in the square loss. */
  readonly start?: number;
  readonly threshold?: number;
  readonly noise?: number;
  readonly records?: number;
  /** Of intervals; 0.95 when left out. */
  readonly level?: number;
  readonly progress?: Progress;
  readonly signal?: AbortSignal;
}

/** The median |overlap| of the neurons at one time, over runs, beside the flow. */
export interface OverlapAtTime {
  readonly step: number;
  readonly time: number;
  readonly samples: number;
  /** Its mean over the runs, with Student's interval. */
  readonly overlap: Estimate;
  readonly singular: number;
  /** The flow's overlap; undefined without a flow. */
  readonly flow: number | undefined;
}

export interface StudentDimension {
  readonly dimension: number;
  readonly stepSize: number;
  readonly steps: number;
  readonly runs: readonly StudentRun[];
  readonly table: readonly OverlapAtTime[];
  readonly reached: number;
  /** Of samples until the overlap reaches the threshold, runs that did not arrive counting as infinite. */
  readonly median: number;
  readonly lowerQuartile: number;
  readonly upperQuartile: number;
  /** The same of the flow: time over η times the batch; undefined without a flow. */
  readonly flowSamples: number | undefined;
}

export interface StudentExperiment {
  readonly link: Link;
  readonly loss: StudentLoss;
  readonly width: number;
  readonly batch: number;
  readonly threshold: number;
  /** Whose overlap arrives at the threshold. */
  readonly measure: 'median neuron' | 'singular vector';
  readonly seed: number;
  readonly sampleExponent: number;
  readonly dimensions: readonly StudentDimension[];
  readonly slope: Slope | undefined;
  readonly level: number;
}

const STEP = 0.05;
/** Of a step in the square loss, over d E σ'²: beyond 2 it diverges. */
const STABLE = 0.1;
const LARGEST_WORK = 2e11;

/**
 * Trains students on y = f(⟨w*, x⟩) and sets the overlap of their neurons beside theory. In the correlation loss every neuron of a two-layer student follows
 * the flow of `neuronFlow` as η → 0; its step is η = B d^(−max(1, k/2))/20 over the deviation of σ (log d more at k = 2), at which the
 * noise of m stays a part of m. No flow is known here of other networks and of the square loss.
 * Throws {@link InputError} on options out of range, and where the flow does not reach the threshold; {@link TooLargeError} above
 * 2·10¹¹ multiplications; the signal's reason when aborted.
 */
export async function studentExperiment(link: Link, options: StudentExperimentOptions): Promise<StudentExperiment> {
  const { loss, seed, runs = 8, batch = 16, threshold = 0.5, level = 0.95, progress = silent, signal } = options;
  const { noise = 0, records = 40 } = options;
  if (!Number.isSafeInteger(runs) || runs < 1) throw new InputError('runs', `expected a positive integer, got ${runs}`);
  if (!(level > 0 && level < 1)) throw new InputError('level', `expected a number between 0 and 1, got ${level}`);
  const plans = studentsOf(options).map((student) => planOf(student, link, options));
  const work = plans.reduce((sum, { student, steps }) => sum + 6 * runs * steps * batch * weightsOf(student), 0);
  if (work > LARGEST_WORK)
    throw new TooLargeError(
      'dimensions',
      `training takes ${work.toPrecision(2)} multiplications, over the limit of ${LARGEST_WORK}`,
      'Use smaller dimensions, fewer runs or a smaller budget',
    );
  const results: StudentDimension[] = [];
  for (const { student, stepSize, steps, start, flow, flowTime } of plans) {
    const all: StudentRun[] = [];
    for (let run = 0; run < runs; run++) {
      progress(results.length * runs + run, runs * plans.length, `d = ${student.dimension}`);
      all.push(
        await trainStudent(student, link, {
          loss,
          stepSize,
          batch,
          steps,
          seed,
          run,
          threshold,
          noise,
          records,
          ...(start === undefined ? {} : { start }),
          ...(signal === undefined ? {} : { signal }),
        }),
      );
    }
    const times = timesOf(all);
    results.push({
      dimension: student.dimension,
      stepSize,
      steps,
      runs: all,
      table: tableOf(all, batch, flow, start, level),
      reached: times.filter(Number.isFinite).length,
      median: quantile(times, 0.5),
      lowerQuartile: quantile(times, 0.25),
      upperQuartile: quantile(times, 0.75),
      flowSamples: flowTime === undefined ? undefined : (flowTime / stepSize) * batch,
    });
  }
  return {
    link,
    loss,
    width: plans[0]!.student.width,
    batch,
    threshold,
    measure: arrivesBySingular(plans[0]!.student, loss) ? 'singular vector' : 'median neuron',
    seed,
    sampleExponent: Math.max(1, link.informationExponent - 1),
    dimensions: results,
    slope: slopeOf(results, seed, level),
    level,
  };
}

function studentsOf({ student }: StudentExperimentOptions): readonly Student[] {
  if ('layers' in student) return [studentOf(student)];
  const { dimensions, width, activation } = student;
  if (dimensions.length === 0) throw new InputError('dimensions', 'expected at least one');
  if (new Set(dimensions).size < dimensions.length) throw new InputError('dimensions', 'expected each one once');
  return dimensions.map((dimension) => {
    if (!Number.isSafeInteger(dimension) || dimension < 2)
      throw new InputError('dimension', `expected an integer from 2, got ${dimension}`);
    return studentOf(twoLayerNetwork({ dimension, width, activation }));
  });
}

interface Plan {
  readonly student: Student;
  readonly stepSize: number;
  readonly steps: number;
  readonly start: number | undefined;
  readonly flow: NeuronFlow | undefined;
  readonly flowTime: number | undefined;
}

function planOf(student: Student, link: Link, options: StudentExperimentOptions): Plan {
  const { loss, batch = 16, stepFactor = 1, budget = 400, threshold = 0.5 } = options;
  const { dimension: d, twoLayer } = student;
  const k = link.informationExponent;
  const start = options.start ?? (loss === 'correlation' && twoLayer !== undefined ? d ** -0.5 : undefined);
  const coefficients = twoLayer === undefined ? [0, 1] : normalisedCoefficients(twoLayer.activation);
  const variance = coefficients.slice(1).reduce((sum, s) => sum + s * s, 0);
  if (variance === 0) throw new InputError('activation', 'is constant', 'Give one that depends on its argument');
  const slope = coefficients.reduce((sum, s, j) => sum + j * s * s, 0);
  const logarithm = k === 2 ? Math.log(Math.max(3, d)) : 1;
  const natural = (STEP * batch * d ** -Math.max(1, k / 2)) / logarithm / Math.sqrt(variance);
  const stepSize = stepFactor * (loss === 'square' ? Math.min(natural, STABLE / (d * slope)) : natural);
  if (!(budget > 0)) throw new InputError('budget', `expected a positive number, got ${budget}`);
  const byBudget = Math.ceil((budget * d ** Math.max(1, k - 1) * logarithm) / batch);
  if (loss !== 'correlation' || twoLayer === undefined || start === undefined)
    return { student, stepSize, start, steps: options.steps ?? byBudget, flow: undefined, flowTime: undefined };
  if (!(start > 0 && start < threshold))
    throw new InputError(
      'start',
      `expected an overlap between 0 and the threshold of ${threshold}, got ${start.toPrecision(3)} at d = ${d}`,
      'Use another start, a larger threshold or a larger dimension',
    );
  const flow = neuronFlow(link, twoLayer.activation);
  const flowTime = flow.time(start, threshold);
  if (flowTime === Infinity && options.steps === undefined)
    throw new InputError(
      'activation',
      `the flow from overlap ${start.toPrecision(3)} does not reach ${threshold}: E[f σ] falls or stands still on the way`,
      'Choose an activation whose Hermite coefficient of the order of the link has the sign of the link’s',
    );
  return {
    student,
    stepSize,
    start,
    steps: options.steps ?? Math.max(1, Math.ceil((2 * flowTime) / stepSize)),
    flow,
    flowTime,
  };
}

const weightsOf = ({ program }: Student): number =>
  program.layout.program.parameters.reduce((sum, { shape }) => sum + shape.reduce((n, length) => n * length, 1), 0);

function tableOf(
  runs: readonly StudentRun[],
  batch: number,
  flow: NeuronFlow | undefined,
  start: number | undefined,
  level: number,
): readonly OverlapAtTime[] {
  const { records } = runs[0]!;
  const times = records.map(({ time }) => time);
  const theory = flow === undefined || start === undefined ? undefined : flow.overlaps(start, times);
  return records.map(({ step, time }, i) => {
    // The flow is of the overlap with its sign where there is one neuron.
    const values = runs.map((run) => {
      const { overlaps, median } = run.records[i]!;
      return overlaps.length === 1 && theory !== undefined ? overlaps[0]! : median;
    });
    return {
      step,
      time,
      samples: step * batch,
      overlap: meanOf(values, level),
      singular: runs.reduce((sum, run) => sum + run.records[i]!.singular / runs.length, 0),
      flow: theory?.[i],
    };
  });
}

function meanOf(values: readonly number[], level: number): Estimate {
  const n = values.length;
  const value = values.reduce((sum, v) => sum + v / n, 0);
  const deviation = Math.sqrt(values.reduce((sum, v) => sum + (v - value) ** 2, 0) / Math.max(1, n - 1) / n);
  const half = n === 1 ? Infinity : studentQuantile(level, n - 1) * deviation;
  return {
    value,
    lower: Math.max(-1, value - half),
    upper: Math.min(1, value + half),
    level,
    n,
    method: "Student's interval of the mean over runs",
  };
}

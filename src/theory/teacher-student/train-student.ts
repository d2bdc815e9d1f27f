/** A student trained on fresh Gaussian samples of a single-index teacher, its first-layer directions followed. */
import { InputError } from '../../base/errors.ts';
import { key } from '../../base/philox.ts';
import type { Network } from '../../network/network.ts';
import { sizeOf } from '../../network/tensor.ts';
import { fillGaussians } from '../../numeric/random/fill.ts';
import { knownValues } from '../../numeric/run-arguments.ts';
import { leadingEigenvector } from '../directions/leading-eigenvector.ts';
import type { Link } from '../dynamics/link.ts';
import { type Student, trainedNetwork } from './student.ts';

/**
 * - `correlation`: −E[y f(x)], the first layer alone moves, its rows on the unit sphere;
 * - `square`: ½ E[(f(x) − y)²], all weights move, freely.
 */
export type StudentLoss = 'correlation' | 'square';

export interface StudentOptions {
  readonly loss: StudentLoss;
  /** η: see {@link trainStudent}. */
  readonly stepSize: number;
  /** Fresh samples a step. */
  readonly batch: number;
  readonly steps: number;
  readonly seed: number;
  /** Which of the runs of this seed; 0 when left out. */
  readonly run?: number;
  /** The overlap at which each row of the first layer starts; rows are drawn, or those given, when left out. */
  readonly start?: number;
  /** |overlap| that counts as found; 0.5 when left out. */
  readonly threshold?: number;
  /** The deviation of Gaussian noise in labels; 0 when left out. */
  readonly noise?: number;
  /** Records, equally far apart, after the one at the start; 40 when left out. */
  readonly records?: number;
  readonly signal?: AbortSignal;
}

export interface StudentRecord {
  readonly step: number;
  /** η times the steps: the time of the flow. */
  readonly time: number;
  /** ⟨w_i, w*⟩/|w_i| of each row. */
  readonly overlaps: Float64Array;
  /** The median of their sizes. */
  readonly median: number;
  /** |⟨v, w*⟩| of the leading right singular vector v of the first layer. */
  readonly singular: number;
  /** The mean of the loss over the steps since the record before, on samples not seen by then. */
  readonly loss: number | undefined;
}

export interface StudentRun {
  readonly records: readonly StudentRecord[];
  /**
   * Samples until the threshold was reached, by the median |overlap| or, in the square loss with several neurons, of which few may
   * turn, by the leading singular vector's, looked at in the records. Undefined where it was not.
   */
  readonly hittingTime: number | undefined;
  /** The student at the end, weights as doubles. */
  readonly network: Network;
  readonly weights: Readonly<Record<string, Float64Array>>;
}

/** Steps after which other work has its turn. */
const PAUSE = 256;

/**
 * Stochastic gradient descent on fresh samples x ~ N(0, I), y = f(⟨w*, x⟩) + noise, w* the first coordinate (the law of x knows no other).
 * For f(x) = Σ_i a_i σ(⟨w_i, x⟩) of N neurons a step is w_i ← w_i − η N ∂L/∂w_i and a_i ← a_i − (η/N) ∂L/∂a_i, so that nothing
 * depends on N as it grows; other networks move by η alone. In the correlation loss each w_i then goes back to norm 1. Weights that the network has are where it starts; else
 * w_i ~ N(0, I/d), of norm 1 in the correlation loss, a_i = 1/N in the correlation loss and (−1)^i/N in the square loss, others N(0, 1/fan-in).
 * Throws {@link InputError} on options out of range and where a weight is not finite any more; the signal's reason when aborted.
 */
export async function trainStudent(student: Student, link: Link, options: StudentOptions): Promise<StudentRun> {
  const {
    loss,
    stepSize,
    batch,
    steps,
    seed,
    run = 0,
    threshold = 0.5,
    noise = 0,
    records: count = 40,
    signal,
  } = options;
  checkStudentOptions(options);
  const { program, dimension: d, width, firstLayer } = student;
  const { parameters } = program.layout.program;
  const weights = initialWeights(student, options);
  const first = weights[firstLayer]!;
  const rates = parameters.map((_, k) => ratesOf(student, loss, k) * stepSize);
  const source = key(seed, 'student samples');
  const noises = key(seed, 'student noise');
  const inputs = new Float64Array(batch * d);
  const disturbances = new Float64Array(noise === 0 ? 0 : batch);
  const records: StudentRecord[] = [recordOf(student, first, 0, stepSize, undefined)];
  const bySingular = arrivesBySingular(student, loss);
  let hittingTime: number | undefined;
  let [sum, since] = [0, 0];
  for (let step = 1; step <= steps; step++) {
    fillGaussians(inputs, source, { layer: run, start: (step - 1) * inputs.length });
    if (noise > 0) fillGaussians(disturbances, noises, { layer: run, start: (step - 1) * batch, scale: noise });
    const values = program.forward(inputs, weights);
    const outputs = program.outputsOf(values);
    const cotangent = outputs.map((f, i) => {
      const y = link.f(inputs[i * d]!) + (noise > 0 ? disturbances[i]! : 0);
      sum += (loss === 'square' ? (f - y) ** 2 / 2 : -y * f) / batch;
      return (loss === 'square' ? f - y : -y) / batch;
    });
    since++;
    const gradients = program.backward(values, cotangent);
    if (loss === 'correlation') moveOnSphere(first, gradients[firstLayer]!, rates[firstLayer]!, d);
    else
      weights.forEach((weight, k) => {
        const gradient = gradients[k]!;
        for (let i = 0; i < weight.length; i++) weight[i]! -= rates[k]! * gradient[i]!;
      });
    if (!Number.isFinite(sum) || !Number.isFinite(first[0]!))
      throw new InputError('student', `diverges at step ${step}`, 'Use a smaller step or a larger batch');
    if (hittingTime === undefined && !bySingular && medianOverlap(first, width, d) >= threshold)
      hittingTime = step * batch;
    if (step === Math.round((records.length * steps) / count) || step === steps) {
      records.push(recordOf(student, first, step, stepSize, sum / since));
      [sum, since] = [0, 0];
      if (bySingular && records.at(-1)!.singular >= threshold) hittingTime ??= step * batch;
    }
    if (step % PAUSE === 0) {
      await new Promise((resolve) => setTimeout(resolve));
      signal?.throwIfAborted();
    }
  }
  const named = Object.fromEntries(parameters.map(({ name }, k) => [name, weights[k]!]));
  return { records, hittingTime, weights: named, network: trainedNetwork(student, named) };
}

/** Whether {@link StudentRun.hittingTime} is that of the leading singular vector. */
export const arrivesBySingular = ({ width }: Student, loss: StudentLoss): boolean => loss === 'square' && width > 1;

/** Throws {@link InputError} on options out of range. */
export function checkStudentOptions({
  loss,
  stepSize,
  batch,
  steps,
  start,
  threshold = 0.5,
  noise = 0,
  records = 40,
}: StudentOptions): void {
  if (loss !== 'correlation' && loss !== 'square')
    throw new InputError('loss', `expected 'correlation' or 'square', got ${JSON.stringify(loss)}`);
  for (const [name, value] of Object.entries({ batch, steps, records }))
    if (!Number.isSafeInteger(value) || value < 1)
      throw new InputError(name, `expected a positive integer, got ${value}`);
  if (!(stepSize > 0 && stepSize < Infinity))
    throw new InputError('step', `expected a positive number, got ${stepSize}`);
  if (start !== undefined && !(Math.abs(start) < 1))
    throw new InputError('start', `expected a number between −1 and 1, got ${start}`);
  if (!(threshold > 0 && threshold < 1))
    throw new InputError('threshold', `expected a number between 0 and 1, got ${threshold}`);
  if (!(noise >= 0 && noise < Infinity)) throw new InputError('noise', `expected a number from 0, got ${noise}`);
}

function ratesOf({ twoLayer, width, firstLayer }: Student, loss: StudentLoss, parameter: number): number {
  if (parameter === firstLayer) return twoLayer === undefined ? 1 : width;
  if (loss === 'correlation') return 0;
  return twoLayer?.outer === parameter ? 1 / width : 1;
}

function initialWeights(student: Student, { loss, seed, run = 0, start }: StudentOptions): readonly Float64Array[] {
  const { program, dimension: d, width, firstLayer, twoLayer } = student;
  const { parameters } = program.layout.program;
  return parameters.map((parameter, k) => {
    const size = sizeOf(parameter.shape);
    if (parameter.tensor !== undefined && !(k === firstLayer && start !== undefined)) {
      const given = Float64Array.from(knownValues(parameter));
      if (k === firstLayer && loss === 'correlation') normaliseRows(given, d);
      return given;
    }
    if (k === twoLayer?.outer)
      return Float64Array.from({ length: size }, (_, i) => (loss === 'square' && i % 2 === 1 ? -1 : 1) / width);
    const columns = parameter.shape.at(-1)!;
    const drawn = fillGaussians(new Float64Array(size), key(seed, `student weights ${run}`), {
      layer: k,
      scale: Math.sqrt(1 / (parameter.shape.length === 1 ? 1 : columns)),
    });
    if (k !== firstLayer) return parameter.shape.length === 1 ? drawn.fill(0) : drawn;
    if (start !== undefined) startAt(drawn, d, start);
    else if (loss === 'correlation') normaliseRows(drawn, d);
    return drawn;
  });
}

/** Rows of norm 1 and overlap m with the first coordinate, the rest in the direction drawn. */
function startAt(rows: Float64Array, d: number, m: number): void {
  for (let at = 0; at < rows.length; at += d) {
    rows[at] = 0;
    const norm = Math.hypot(...rows.subarray(at, at + d));
    for (let a = 1; a < d; a++) rows[at + a]! *= Math.sqrt(1 - m * m) / norm;
    rows[at] = m;
  }
}

function normaliseRows(rows: Float64Array, d: number): void {
  for (let at = 0; at < rows.length; at += d) {
    const norm = Math.hypot(...rows.subarray(at, at + d));
    for (let a = 0; a < d; a++) rows[at + a]! /= norm;
  }
}

/** w ← (w − η (g − ⟨g, w⟩ w))/|·|, row by row. */
function moveOnSphere(rows: Float64Array, gradient: Float64Array, eta: number, d: number): void {
  for (let at = 0; at < rows.length; at += d) {
    let radial = 0;
    for (let a = at; a < at + d; a++) radial += gradient[a]! * rows[a]!;
    let squares = 0;
    for (let a = at; a < at + d; a++) {
      rows[a]! -= eta * (gradient[a]! - radial * rows[a]!);
      squares += rows[a]! * rows[a]!;
    }
    const scale = 1 / Math.sqrt(squares);
    for (let a = at; a < at + d; a++) rows[a]! *= scale;
  }
}

function overlapsOf(rows: Float64Array, width: number, d: number): Float64Array {
  return Float64Array.from({ length: width }, (_, i) => {
    let squares = 0;
    for (let a = i * d; a < (i + 1) * d; a++) squares += rows[a]! * rows[a]!;
    return squares === 0 ? 0 : rows[i * d]! / Math.sqrt(squares);
  });
}

function median(sizes: Float64Array): number {
  const sorted = sizes.map(Math.abs).sort();
  const middle = (sorted.length - 1) / 2;
  return (sorted[Math.floor(middle)]! + sorted[Math.ceil(middle)]!) / 2;
}

const medianOverlap = (rows: Float64Array, width: number, d: number): number => median(overlapsOf(rows, width, d));

function recordOf(
  { dimension: d, width }: Student,
  rows: Float64Array,
  step: number,
  stepSize: number,
  loss: number | undefined,
): StudentRecord {
  const overlaps = overlapsOf(rows, width, d);
  const middle = median(overlaps);
  return {
    step,
    time: step * stepSize,
    overlaps,
    median: middle,
    singular: singularOverlap(rows, width, d, middle),
    loss,
  };
}

function singularOverlap(rows: Float64Array, width: number, d: number, only: number): number {
  if (width === 1) return only;
  const gram = new Float64Array(d * d);
  for (let at = 0; at < rows.length; at += d)
    for (let a = 0; a < d; a++) for (let b = 0; b <= a; b++) gram[a * d + b]! += rows[at + a]! * rows[at + b]!;
  for (let a = 0; a < d; a++) for (let b = 0; b < a; b++) gram[b * d + a] = gram[a * d + b]!;
  return Math.abs(leadingEigenvector(gram, d)[0]!);
}

/** Gradient flow by an adaptive Runge–Kutta method. */
import { sizeOf } from '../../network/tensor.ts';
import type { FlatWeights, Objective, Pass } from './objective.ts';

export interface FlowPoint {
  readonly time: number;
  /** The step to try next. */
  readonly step: number;
  readonly weights: FlatWeights;
  /** dW/dt and the pass that gave it. */
  readonly slope: Float64Array;
  readonly pass: Pass;
}

// Dormand and Prince, "A family of embedded Runge–Kutta formulae", J. Comp. Appl. Math. 6 (1980), table 2 (5(4)7M).
const STAGES: readonly (readonly number[])[] = [
  [1 / 5],
  [3 / 40, 9 / 40],
  [44 / 45, -56 / 15, 32 / 9],
  [19372 / 6561, -25360 / 2187, 64448 / 6561, -212 / 729],
  [9017 / 3168, -355 / 33, 46732 / 5247, 49 / 176, -5103 / 18656],
  [35 / 384, 0, 500 / 1113, 125 / 192, -2187 / 6784, 11 / 84],
];
/** Fifth-order less fourth-order weights. */
const ERROR = [71 / 57600, 0, -71 / 16695, 71 / 1920, -17253 / 339200, 22 / 525, -1 / 40];
const SAFETY = 0.9;
const LARGEST_GROWTH = 5;
const LARGEST_SHRINKAGE = 0.2;
const ORDER = 5;

/** A point to start from; without `step`, the first one is guessed from the size of the slope. */
export function flowStart(
  objective: Objective,
  weights: FlatWeights,
  { time = 0, step }: { readonly time?: number; readonly step?: number } = {},
): FlowPoint {
  const slope = new Float64Array(weights.all.length);
  const pass = objective.descend(weights, slope);
  const [size, speed] = [norm(weights.all), norm(slope)];
  return { time, step: step ?? (speed > 0 ? (0.01 * (1 + size)) / speed : 1), weights, slope, pass };
}

/**
 * One accepted step, not beyond `until`: weights with |error estimate| ≤ tolerance · (1 + |W|) in root mean square over all of them.
 * Undefined when the step would have to be shorter than the resolution of the time.
 */
export function flowStep(
  objective: Objective,
  point: FlowPoint,
  until: number,
  tolerance: number,
): FlowPoint | undefined {
  let { step } = point;
  const count = point.slope.length;
  const slopes = [point.slope, ...STAGES.map(() => new Float64Array(count))];
  for (;;) {
    const last = point.time + step >= until;
    const h = last ? until - point.time : step;
    if (!(point.time + h > point.time)) return undefined;
    let weights = point.weights;
    let pass = point.pass;
    for (const [stage, row] of STAGES.entries()) {
      const next = Float64Array.from(point.weights.all);
      row.forEach((a, k) => {
        if (a === 0) return;
        const slope = slopes[k]!;
        for (let i = 0; i < count; i++) next[i]! += h * a * slope[i]!;
      });
      weights = cut(objective, next);
      pass = objective.descend(weights, slopes[stage + 1]!);
      if (!Number.isFinite(pass.loss)) break;
    }
    const error = Number.isFinite(pass.loss) ? errorOf(point.weights.all, weights.all, slopes, h, tolerance) : Infinity;
    const factor = SAFETY * error ** (-1 / ORDER);
    if (error <= 1) {
      const grown = h * Math.min(LARGEST_GROWTH, Math.max(LARGEST_SHRINKAGE, factor));
      return {
        time: last ? until : point.time + h,
        step: last ? Math.max(step, grown) : grown,
        weights,
        slope: slopes.at(-1)!,
        pass,
      };
    }
    step = h * Math.max(LARGEST_SHRINKAGE, Number.isNaN(factor) ? 0 : factor);
  }
}

function errorOf(
  before: Float64Array,
  after: Float64Array,
  slopes: readonly Float64Array[],
  h: number,
  tolerance: number,
): number {
  let sum = 0;
  for (let i = 0; i < before.length; i++) {
    let error = 0;
    for (const [k, c] of ERROR.entries()) if (c !== 0) error += c * slopes[k]![i]!;
    const scale = tolerance * (1 + Math.max(Math.abs(before[i]!), Math.abs(after[i]!)));
    sum += ((h * error) / scale) ** 2;
  }
  const result = Math.sqrt(sum / before.length);
  return Number.isNaN(result) ? Infinity : result;
}

function cut({ flat, program }: Objective, all: Float64Array): FlatWeights {
  let at = 0;
  return flat(
    program.layout.program.parameters.map(({ shape }) => {
      const size = sizeOf(shape);
      at += size;
      return all.subarray(at - size, at);
    }),
  );
}

const norm = (x: Float64Array): number => Math.sqrt(x.reduce((sum, a) => sum + a * a, 0));

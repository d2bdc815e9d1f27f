/** Ordinary differential equations in doubles, with the step chosen by an estimate of its error. */
import { InputError } from '../../base/errors.ts';

export interface OdeOptions {
  /** Of each step's error, relative to the largest |y_i| of the step; 1e-10 when left out. */
  readonly tolerance?: number;
  /** 200,000 when left out. */
  readonly maximumSteps?: number;
  /** Called after each accepted step; the integration ends where it returns true. */
  readonly observe?: (time: number, state: Float64Array) => boolean;
  /** Its first zero, from below, ends the integration, with the state there. */
  readonly event?: (state: Float64Array) => number;
}

export interface OdeResult {
  readonly time: number;
  readonly state: Float64Array;
  /** `event` and `observed`: as asked for; `end`: the end of the time; `steps`: the steps ran out. */
  readonly ended: 'event' | 'observed' | 'end' | 'steps';
  readonly steps: number;
}

/** Rows of the method: stage i uses earlier slopes with these weights. [Dormand and Prince, J. Comput. Appl. Math. 6 (1980), table 2, RK5(4)7M] */
const STAGES: readonly (readonly number[])[] = [
  [],
  [1 / 5],
  [3 / 40, 9 / 40],
  [44 / 45, -56 / 15, 32 / 9],
  [19372 / 6561, -25360 / 2187, 64448 / 6561, -212 / 729],
  [9017 / 3168, -355 / 33, 46732 / 5247, 49 / 176, -5103 / 18656],
  [35 / 384, 0, 500 / 1113, 125 / 192, -2187 / 6784, 11 / 84],
];
/** The fifth order weights less the fourth order ones. */
const ERROR = [71 / 57600, 0, -71 / 16695, 71 / 1920, -17253 / 339200, 22 / 525, -1 / 40];

/**
 * y′ = f(y) from y(0) = start up to `end` (Infinity where an event or observer ends it), by Dormand and Prince's method of
 * order 5 with the step controlled by that of order 4. The tolerance is of each step; the error of the result is not bounded.
 * Throws {@link InputError} when the slope at the start is not finite or no step is small enough.
 */
export function dormandPrince(
  slope: (state: Float64Array, out: Float64Array) => void,
  start: Float64Array,
  end: number,
  { tolerance = 1e-10, maximumSteps = 200_000, observe, event }: OdeOptions = {},
): OdeResult {
  if (!(end >= 0)) throw new InputError('dormandPrince', `expected a time ≥ 0, got ${end}`);
  if (!(tolerance > 0 && tolerance < 1)) throw new InputError('tolerance', `expected one in (0, 1), got ${tolerance}`);
  const n = start.length;
  const slopes = STAGES.map(() => new Float64Array(n));
  let state = Float64Array.from(start);
  let next = new Float64Array(n);
  let time = 0;
  slope(state, slopes[0]!);
  if (slopes[0]!.some((x) => !Number.isFinite(x)))
    throw new InputError('dormandPrince', 'the slope at the start is not finite');
  let before = event?.(state) ?? -1;
  if (before >= 0) return { time, state, ended: 'event', steps: 0 };
  let size = firstStep(state, slopes[0]!, end);
  for (let steps = 1; steps <= maximumSteps; steps++) {
    if (time >= end) return { time, state, ended: 'end', steps: steps - 1 };
    size = Math.min(size, end - time);
    let error = advance(slope, state, slopes, size, next, tolerance);
    while (!(error <= 1)) {
      size *= Number.isFinite(error) ? Math.max(0.1, 0.9 * error ** -0.2) : 0.1;
      if (time + size === time) throw new InputError('dormandPrince', `no step from time ${time} is small enough`);
      error = advance(slope, state, slopes, size, next, tolerance);
    }
    const after = event?.(next) ?? -1;
    if (after >= 0) {
      const part = eventWithin(slope, state, slopes, size, event!, before, after);
      return { time: time + part.size, state: part.state, ended: 'event', steps };
    }
    before = after;
    time = time + size >= end ? end : time + size;
    [state, next] = [next, state];
    // The last stage is the slope at the new state.
    slopes[0]!.set(slopes[6]!);
    if (observe?.(time, state) === true) return { time, state, ended: 'observed', steps };
    size *= Math.min(5, 0.9 * Math.max(error, 1e-10) ** -0.2);
  }
  return { time, state, ended: 'steps', steps: maximumSteps };
}

function firstStep(state: Float64Array, slope: Float64Array, end: number): number {
  const [y, f] = [largest(state), largest(slope)];
  const guess = f > 0 ? (0.01 * Math.max(y, 1e-6)) / f : 1e-3;
  return Math.min(guess, end);
}

const largest = (a: Float64Array): number => a.reduce((most, x) => Math.max(most, Math.abs(x)), 0);

/** The state after one step in `out`; returns its error over what is allowed. slopes[0] must be the slope at the state. */
function advance(
  slope: (state: Float64Array, out: Float64Array) => void,
  state: Float64Array,
  slopes: readonly Float64Array[],
  size: number,
  out: Float64Array,
  tolerance: number,
): number {
  const n = state.length;
  for (let stage = 1; stage < STAGES.length; stage++) {
    combine(STAGES[stage]!, slopes, out);
    for (let i = 0; i < n; i++) out[i] = state[i]! + size * out[i]!;
    slope(out, slopes[stage]!);
  }
  // The second slope has no part in what follows, nor in the error.
  const errors = slopes[1]!;
  combine(ERROR, slopes, errors);
  let worst = 0;
  for (let i = 0; i < n; i++) {
    const off = Math.abs(size * errors[i]!);
    if (!(off <= worst)) worst = off;
  }
  const scale = Math.max(largest(state), largest(out));
  return scale === 0 ? 0 : worst / (tolerance * scale);
}

/** out = Σ_s weights[s] slopes[s], one slope after another; `out` may be a slope of weight 0. */
function combine(weights: readonly number[], slopes: readonly Float64Array[], out: Float64Array): void {
  const n = out.length;
  const [first, w] = [slopes[0]!, weights[0]!];
  for (let i = 0; i < n; i++) out[i] = w * first[i]!;
  for (let s = 1; s < weights.length; s++) {
    const [weight, slope] = [weights[s]!, slopes[s]!];
    if (weight === 0) continue;
    for (let i = 0; i < n; i++) out[i]! += weight * slope[i]!;
  }
}

/** The zero of the event within a step, by the secant method with bisection on the length of the step. */
function eventWithin(
  slope: (state: Float64Array, out: Float64Array) => void,
  state: Float64Array,
  slopes: readonly Float64Array[],
  size: number,
  event: (state: Float64Array) => number,
  before: number,
  after: number,
): { readonly size: number; readonly state: Float64Array } {
  let [low, high, atLow, atHigh] = [0, size, before, after];
  const out = new Float64Array(state.length);
  let middle = size;
  for (let step = 0; step < 100 && high - low > 1e-15 * size; step++) {
    const secant = low - (atLow * (high - low)) / (atHigh - atLow);
    // Every third step halves, so that the bracket shrinks whatever the shape.
    middle = step % 3 < 2 && secant > low && secant < high ? secant : (low + high) / 2;
    advance(slope, state, slopes, middle, out, 1);
    const at = event(out);
    if (at === 0) break;
    if (at < 0) [low, atLow] = [middle, at];
    else [high, atHigh] = [middle, at];
  }
  return { size: middle, state: out };
}

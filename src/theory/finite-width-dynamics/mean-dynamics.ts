/** Means over the initialisation of a wide network that trains, in the limit of infinite width and to order 1/n. */
import { InputError, TooLargeError } from '../../base/errors.ts';
import type { Progress } from '../../base/progress.ts';
import { dormandPrince } from '../../numeric/ode/dormand-prince.ts';
import { checkSchedule, recordsOf, type Schedule, stepsOf } from '../../numeric/training-ensemble/schedule.ts';
import type { GramMatrix } from '../../symbolic/width/gram.ts';
import type { WideNetwork } from '../../symbolic/width/wide-network.ts';
import type { MeanOptions } from '../correlation-functions/mean.ts';
import { type InitialMoments, initialMoments, numbersOf } from './initial-moments.ts';
import { MomentSystem } from './moment-rates.ts';

/** limit + correction/n + O(1/n²). */
export interface Expansion {
  readonly limit: number;
  readonly correction: number;
}

export const atWidth = ({ limit, correction }: Expansion, width: number): number => limit + correction / width;

export interface MeanRecord {
  /** The time of the flow, or the number of steps. */
  readonly at: number;
  /** E ½ Σ_c (f_c − y_c)² over the training inputs. */
  readonly loss: Expansion;
  /** E f_a of every input, training inputs first. */
  readonly outputs: readonly Expansion[];
  /** Var f_a. */
  readonly variances: readonly Expansion[];
  /** E Θ_ab of every input with every training input. */
  readonly kernel: readonly (readonly Expansion[])[];
}

export interface MeanDynamics {
  /** The exact moments at initialisation that it rests on. */
  readonly moments: InitialMoments;
  readonly schedule: Schedule;
  readonly records: readonly MeanRecord[];
}

export interface MeanDynamicsOptions extends Pick<MeanOptions, 'maximumProducts' | 'maximumBytes'> {
  /** With one indeterminate width. */
  readonly network: WideNetwork;
  /** Inner products of the inputs, numbers, training inputs first. */
  readonly gram: GramMatrix;
  /** Of the training inputs. */
  readonly targets: readonly number[];
  readonly schedule: Schedule;
  /** Of the flow: the error estimate of one step of the solver, relative to the largest moment of its kind; 10⁻¹¹ when left out. */
  readonly tolerance?: number;
  readonly progress?: Progress;
  /** Moments known already, of the same network, Gram matrix and number of targets. */
  readonly moments?: InitialMoments;
}

/**
 * E f, Var f, E Θ and the mean loss along gradient flow on ½ Σ_c (f(x_c) − y_c)², or along gradient descent with a finite
 * learning rate, to order 1/n: correlation functions at initialisation, exact rationals, and a closed system of moments.
 * The tangent hierarchy ends with O₄ at this order, since E[O₅ f] and E O₆ are O(1/n²). With batches, those of
 * `batches(seed, …)`: the mean is over the initialisation alone. docs/finite-width-dynamics.md derives the system.
 *
 * The expansion is asymptotic in n for each time; the error of the doubles is the solver's.
 * Throws `InputError` and `TooLargeError` as {@link initialMoments} does, and on schedules that cannot be followed.
 * Sources: Dyer and Gur-Ari, arXiv:1909.11304 (the method, for flow); Huang and Yau, arXiv:1909.08156 (the hierarchy).
 */
export function meanDynamics(options: MeanDynamicsOptions): MeanDynamics {
  const { network, gram, targets, schedule, tolerance = 1e-11, ...limits } = options;
  const wrong = targets.find((y) => !Number.isFinite(y));
  if (wrong !== undefined) throw new InputError('targets', `expected finite numbers, got ${wrong}`);
  checkSchedule(schedule, targets.length);
  const moments = options.moments ?? initialMoments(network, gram, targets.length, limits);
  const padded = Array.from({ length: moments.inputs }, (_, a) => targets[a] ?? 0);
  const system = new MomentSystem(moments, padded);
  const kernel = numbersOf(moments.kernel);
  const states =
    schedule.method === 'flow' ? flow(system, moments, schedule.times, tolerance) : descent(system, moments, schedule);
  const records = states.map((state, k) => recordOf(system, moments, kernel, padded, recordsOf(schedule)[k]!, state));
  return { moments, schedule, records };
}

const MOST_WORK = 3e10;

function descent(
  system: MomentSystem,
  { inputs, training }: InitialMoments,
  schedule: Exclude<Schedule, { readonly method: 'flow' }>,
): readonly Float64Array[] {
  const step = stepsOf(schedule, training);
  const work = schedule.steps.at(-1)! * 20 * inputs ** 2 * training ** 4;
  if (work > MOST_WORK)
    throw new TooLargeError(
      'steps',
      `${schedule.steps.at(-1)} steps of the moments of ${inputs} inputs take about ${work.toExponential(1)} operations, over the limit of ${MOST_WORK.toExponential(1)}`,
      'Use fewer steps or fewer inputs',
    );
  const state = Float64Array.from(system.initial);
  const rate = new Float64Array(state.length);
  const states: Float64Array[] = [];
  let done = 0;
  for (const until of schedule.steps) {
    for (; done < until; done++) {
      const { batch, eta } = step(done);
      system.rate(state, rate, eta, batch);
      for (let i = 0; i < state.length; i++) state[i]! += eta * rate[i]!;
    }
    states.push(state.slice());
  }
  return states;
}

function flow(
  system: MomentSystem,
  { training }: InitialMoments,
  times: readonly number[],
  tolerance: number,
): readonly Float64Array[] {
  const all = Array.from({ length: training }, (_, c) => c);
  const scales = scalesOf(system, all);
  const scratch = new Float64Array(scales.length);
  // Every kind of moment in its own unit, so that one tolerance fits all.
  const slope = (state: Float64Array, out: Float64Array): void => {
    for (let i = 0; i < scales.length; i++) scratch[i] = state[i]! * scales[i]!;
    system.rate(scratch, out, 0, all);
    for (let i = 0; i < scales.length; i++) out[i]! /= scales[i]!;
  };
  let state = system.initial.map((value, i) => value / scales[i]!);
  let time = 0;
  return times.map((until) => {
    if (until > time) {
      const result = dormandPrince(slope, state, until - time, { tolerance });
      if (result.ended !== 'end')
        throw new TooLargeError(
          'times',
          `the flow does not reach ${until} in ${result.steps} steps`,
          'Use earlier times',
        );
      state = Float64Array.from(result.state);
    }
    time = until;
    return state.map((value, i) => value * scales[i]!);
  });
}

/** For each kind of moment the largest at the start, or what it becomes in the time 1/‖Θ‖ where that is more. */
function scalesOf(system: MomentSystem, batch: readonly number[]): Float64Array {
  const rate = new Float64Array(system.initial.length);
  system.rate(system.initial, rate, 0, batch);
  const scales = new Float64Array(rate.length).fill(1);
  const [at, slopes, out] = [system.initial, rate, scales].map(
    (x) => Object.values(system.moments(x)) as Float64Array[],
  );
  const size = (x: Float64Array): number => x.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const speed = size(slopes![1]!) / (size(at![1]!) || 1);
  out!.forEach((part, k) => {
    const scale = Math.max(size(at![k]!), speed > 0 ? size(slopes![k]!) / speed : 0);
    if (scale > 0) part.fill(scale);
  });
  return scales;
}

function recordOf(
  system: MomentSystem,
  { inputs, training }: InitialMoments,
  kernel: Float64Array,
  targets: readonly number[],
  at: number,
  state: Float64Array,
): MeanRecord {
  const m = system.moments(state);
  const second = (a: number): number => m.covariance[a * inputs + a]! + m.mean[a]! ** 2;
  let [limit, correction] = [0, 0];
  for (let c = 0; c < training; c++) {
    limit += second(c) / 2;
    correction += m.secondCorrection[c * inputs + c]! / 2;
  }
  return {
    at,
    loss: { limit, correction },
    outputs: targets.map((y, a) => ({ limit: y + m.mean[a]!, correction: m.meanCorrection[a]! })),
    variances: targets.map((_, a) => ({
      limit: m.covariance[a * inputs + a]!,
      correction: m.secondCorrection[a * inputs + a]! - 2 * m.mean[a]! * m.meanCorrection[a]!,
    })),
    kernel: targets.map((_, a) =>
      Array.from({ length: training }, (_unused, b) => ({
        limit: kernel[a * training + b]!,
        correction: m.kernelCorrection[a * training + b]!,
      })),
    ),
  };
}

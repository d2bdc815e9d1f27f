/** What a simulation is, checked and made ready: plain data that workers can be sent. */
import { InputError, TooLargeError } from '../../base/errors.ts';
import { key } from '../../base/philox.ts';
import type { Activation } from '../../network/activation.ts';
import { type Network, trace } from '../../network/network.ts';
import type { Program } from '../../network/program.ts';
import { registeredActivation } from '../../network/registered-activation.ts';
import { sizeOf } from '../../network/tensor.ts';
import { strideOf } from '../empirical-kernels/lane-arena.ts';
import { double, single } from '../wasm/precision.ts';
import type { WeightLaw } from '../weight-laws.ts';
import { type CorrelationMeasurement, correlationObservable } from './contractions/correlation-observable.ts';
import type { Sampling } from './drawn-kernels.ts';
import { DrawnNetworks } from './drawn-networks.ts';
import { type InitialisationOptions, initialisation } from './initialisation.ts';
import type { DrawnNetwork, Observable } from './observable.ts';
import { observables } from './observables.generated.ts';
import { programAtWidth } from './program-at-width.ts';

export interface SimulationSettings extends InitialisationOptions {
  /** In place of every hidden width. */
  readonly widths: readonly number[];
  /** Networks drawn at each width. */
  readonly draws: number;
  /** The name of one of `observables`: ntk, nngp, output-moments, …; or any correlation functions. */
  readonly observable: string | CorrelationMeasurement;
  /** One input after another, or a list of inputs. */
  readonly inputs: Float64Array | readonly (readonly number[])[];
  /** 0 unless given. */
  readonly seed?: number;
  /** `auto` unless given: weights are drawn explicitly only where that takes fewer numbers. */
  readonly sampling?: Sampling;
  /** `double` unless given. Derivatives beyond Θ are always in doubles. */
  readonly precision?: 'double' | 'single';
}

/** One width's part. */
export interface WidthPlan {
  readonly width: number;
  readonly program: Program;
  readonly laws: readonly WeightLaw[];
}

export interface SimulationPlan {
  readonly observable: string | CorrelationMeasurement;
  readonly inputs: Float64Array;
  readonly samples: number;
  readonly seed: number;
  readonly sampling: Sampling;
  readonly precision: 'double' | 'single';
  readonly draws: number;
  readonly widths: readonly WidthPlan[];
}

const MOST_BYTES = 2 ** 31;

/** Throws InputError on settings that cannot be used, TooLargeError when one draw takes more than 2 GiB. */
export function planSimulation(net: Network, settings: SimulationSettings): SimulationPlan {
  const { widths, draws, sampling = 'auto', precision = 'double' } = settings;
  const { seed } = key(settings.seed ?? 0, 'simulation');
  const observable = observableOf(settings.observable);
  if (widths.length === 0) throw new InputError('widths', 'expected at least one, got none');
  const repeated = widths.find((width, k) => widths.indexOf(width) !== k);
  if (repeated !== undefined) throw new InputError('widths', `${repeated} is given twice`);
  if (!Number.isSafeInteger(draws) || draws < 2 || draws > 2 ** 32)
    throw new InputError('draws', `expected an integer from 2 to 2^32, got ${draws}`);
  if (!['auto', 'conditional', 'explicit'].includes(sampling))
    throw new InputError('sampling', `expected auto, conditional or explicit, got '${sampling}'`);
  if (precision !== 'double' && precision !== 'single')
    throw new InputError('precision', `expected double or single, got '${precision}'`);
  const program = trace(net);
  const { inputs, samples } = inputsOf(settings.inputs, program);
  const { leastInputs = 1 } = observable;
  if (samples < leastInputs)
    throw new InputError(
      'inputs',
      `${observable.name} are at inputs 1 to ${leastInputs}, and ${samples === 1 ? 'one is' : `${samples} are`} given`,
      'Give as many inputs, or number them from 1',
    );
  const plans = widths.map((width): WidthPlan & { inputFactor: number } => {
    const at = programAtWidth(program, width);
    return { width, program: at, ...initialisation(at, settings) };
  });
  for (const plan of plans) checkSize(plan, samples, precision === 'double' ? 8 : 4);
  const scaled = inputs.map((x) => x * plans[0]!.inputFactor);
  return {
    observable: settings.observable,
    inputs: scaled,
    samples,
    seed,
    sampling,
    precision,
    draws,
    widths: plans.map(({ inputFactor, ...plan }) => plan),
  };
}

const measurements = new WeakMap<CorrelationMeasurement, Observable>();

/** Throws {@link InputError} listing what there is when there is none of the name. */
export function observableOf(name: string | CorrelationMeasurement): Observable {
  if (typeof name !== 'string') {
    const known = measurements.get(name) ?? correlationObservable(name);
    measurements.set(name, known);
    return known;
  }
  const found = observables.find((observable) => observable.name === name);
  if (found !== undefined) return found;
  throw new InputError(
    'observable',
    `expected one of ${observables.map((observable) => observable.name).join(', ')}, got '${name}'`,
  );
}

function inputsOf(
  given: Float64Array | readonly (readonly number[])[],
  program: Program,
): { readonly inputs: Float64Array; readonly samples: number } {
  const width = program.inputs.length;
  if (!(given instanceof Float64Array)) {
    const wrong = given.findIndex((x) => x.length !== width);
    if (wrong >= 0) throw new InputError(`inputs[${wrong}]`, `expected ${width} numbers, got ${given[wrong]!.length}`);
  }
  const inputs = given instanceof Float64Array ? given : Float64Array.from(given.flat());
  if (inputs.length === 0 || inputs.length % width !== 0)
    throw new InputError('inputs', `expected ${width} numbers for each input, got ${inputs.length}`);
  const bad = inputs.findIndex((x) => !Number.isFinite(x));
  if (bad >= 0) throw new InputError(`inputs[${bad}]`, `expected a finite number, got ${inputs[bad]}`);
  return { inputs, samples: inputs.length / width };
}

/** Values and adjoints of all inputs, the Gaussians of conditional sampling, and two Gram matrices are in memory at once. */
function checkSize({ program, width }: WidthPlan, samples: number, bytes: number): void {
  const rows = program.nodes.reduce((sum, { shape, operation }) => {
    return sum + (operation === 'parameter' || operation === 'constant' ? 0 : strideOf(sizeOf(shape)));
  }, 0);
  const need = (inputs: number): number => 4 * rows * Math.ceil((inputs * bytes) / 32) + 2 * inputs * inputs * bytes;
  if (need(samples) <= MOST_BYTES) return;
  // The most inputs that fit are at least `fit` and fewer than `tooMany`.
  let [fit, tooMany] = [0, samples];
  while (tooMany - fit > 1) {
    const middle = Math.floor((fit + tooMany) / 2);
    if (need(middle) <= MOST_BYTES) fit = middle;
    else tooMany = middle;
  }
  throw new TooLargeError(
    `width ${width}`,
    `one draw at ${samples} inputs takes about ${Math.ceil(need(samples) / 2 ** 20)} MiB, and 2048 MiB is the limit`,
    fit < 1 ? 'Take a narrower network' : `Take ${fit} inputs or fewer, or a narrower network`,
  );
}

/** Whether functions of activations can be found again by name in another thread. */
export const canBeSent = (plan: SimulationPlan): boolean =>
  plan.widths.every(({ program }) =>
    program.nodes.every(
      (node) =>
        node.operation !== 'map' ||
        node.activation.coefficients !== undefined ||
        registeredActivation(node.activation.kind)?.f === node.activation.f,
    ),
  );

/** The plan with activations as names. */
export const sendable = (plan: SimulationPlan): SimulationPlan => ({
  ...plan,
  widths: plan.widths.map((part) => ({
    ...part,
    program: withActivations(part.program, ({ kind, coefficients }) =>
      coefficients === undefined ? { kind } : { kind, coefficients },
    ),
  })),
});

/** Names of activations as their functions again. */
export const restored = (program: Program): Program =>
  withActivations(program, (activation) =>
    activation.coefficients === undefined && activation.f === undefined
      ? (registeredActivation(activation.kind) ?? activation)
      : activation,
  );

const withActivations = (program: Program, change: (activation: Activation) => Activation): Program => ({
  ...program,
  nodes: program.nodes.map((node) =>
    node.operation === 'map' ? { ...node, activation: change(node.activation) } : node,
  ),
});

/**
 * What the plan's observable measures in one draw. Throws {@link InputError} when that, or a value on the way, leaves the
 * range of the arithmetic, and names the width, the draw and the layer.
 */
export function measured(
  plan: SimulationPlan,
  width: WidthPlan,
  network: DrawnNetwork,
  draw: number,
): readonly number[] {
  const { name: observed, measure, statistics } = observableOf(plan.observable);
  const place = `width ${width.width}, draw ${draw}`;
  const values = atPlace(place, () => measure(network));
  const bad = firstBad(values);
  if (bad < 0) return values;
  const name = statistics(plan.samples).find(({ quantity }) => quantity === bad)?.name ?? observed;
  throw new InputError(
    place,
    `${name} is a mean over ${values[bad]}: the range of doubles does not hold it`,
    'Use a smaller weight variance, smaller inputs or fewer layers',
  );
}

/** The action's result; its {@link InputError} says the width and the draw too. */
function atPlace<T>(place: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    throw error instanceof InputError ? errorAt(place, error) : error;
  }
}

/** The error with the place in front of its own. */
export function errorAt(place: string, error: InputError): InputError {
  const Kind = error instanceof TooLargeError ? TooLargeError : InputError;
  return new Kind(`${place}: ${error.where.replace(/^(simulation|derivatives): /, '')}`, error.problem, error.remedy);
}

/** Networks drawn at one of the plan's widths. */
export function drawnNetworks(plan: SimulationPlan, width: WidthPlan): DrawnNetworks {
  const { inputs, samples, sampling, seed } = plan;
  return new DrawnNetworks(restored(width.program), {
    laws: width.laws,
    inputs,
    samples,
    sampling,
    seed,
    precision: plan.precision === 'double' ? double : single,
    label: `${width.width}`,
  });
}

/** Position of the first number that is not finite, −1 when there is none. A loop: there are thousands in each draw. */
function firstBad(values: readonly number[]): number {
  for (let i = 0; i < values.length; i++) if (!Number.isFinite(values[i]!)) return i;
  return -1;
}

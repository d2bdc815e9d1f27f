/** What a run is of, kept in its state, so that no other goes on from there. */
import { InputError } from '../../base/errors.ts';
import { fingerprint } from '../../base/fingerprint.ts';
import type { Program } from '../../network/program.ts';
import type { FlatWeights, Objective } from './objective.ts';
import type { Settings } from './training-options.ts';
import type { RunIdentity, TrainingState } from './training-run.ts';

export function runIdentity(
  { program, data, scaling }: Objective,
  start: FlatWeights,
  settings: Settings,
): RunIdentity {
  const { method, learningRate, batch, seed, loss, tolerance } = settings;
  return {
    method,
    learningRate,
    batch,
    seed,
    loss,
    tolerance,
    network: fingerprint(structure(program.layout.program)),
    start: fingerprint(start.all),
    scaling: fingerprint(Float64Array.of(scaling.outputFactor, ...scaling.rates)),
    inputs: fingerprint(data.inputs),
    targets: fingerprint(data.targets),
  };
}

const NAMES: readonly (readonly [keyof RunIdentity, string])[] = [
  ['method', 'method'],
  ['learningRate', 'learning rate'],
  ['batch', 'batch size'],
  ['seed', 'seed'],
  ['loss', 'loss'],
  ['tolerance', 'tolerance'],
];
const OTHERS: readonly (readonly [keyof RunIdentity, string])[] = [
  ['network', 'of another network'],
  ['inputs', 'of a run on other inputs'],
  ['targets', 'of a run on other targets'],
  ['scaling', 'of a run with another parametrisation or other variances'],
  ['start', 'of a run from other weights'],
];

/**
 * Throws {@link InputError} unless the state is whole, and of a run of the same network from the same weights, on the same
 * data, by the same method, learning rate, batch, seed, loss and tolerance, that this one prolongs.
 */
export function checkState(state: TrainingState, own: RunIdentity, sizes: readonly number[], end: number): void {
  const refuse = (what: string, remedy = 'Give the state that a run of this network returned'): never => {
    throw new InputError('state', what, remedy);
  };
  const { weights, identity, watch, step, time } = state ?? {};
  if (typeof identity !== 'object' || identity === null)
    throw new InputError('state', 'it does not say what run it is of', 'Give the state that a run returned');
  for (const [field, name] of NAMES)
    if (identity[field] !== own[field])
      refuse(
        `it is of a run with the ${name} ${JSON.stringify(identity[field])}, and this run has ${JSON.stringify(own[field])}`,
        'Go on with the options of that run, or start anew',
      );
  for (const [field, what] of OTHERS)
    if (identity[field] !== own[field])
      refuse(`it is ${what}`, 'Go on with the network, data and options of that run, or start anew');
  const fits =
    Array.isArray(weights) &&
    weights.length === sizes.length &&
    weights.every((w, k) => w?.length === sizes[k] && Array.prototype.every.call(w, Number.isFinite));
  if (!fits) refuse('its weights are not those of this network');
  if (!(step >= 0 && time >= 0) || !Array.isArray(watch?.initialSizes) || watch.peak === undefined)
    refuse('it is not whole');
  if ((own.method === 'flow' ? time : step) > end) refuse(`it is beyond the end of this run, ${end}`, 'Run for longer');
}

/** Operations and their numbers; functions by their names alone. */
const structure = ({ nodes, inputs, output }: Program): string =>
  JSON.stringify([inputs.length, nodes, output], (_, value) => (typeof value === 'bigint' ? `${value}` : value));

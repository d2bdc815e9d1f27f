/** How a training run moves and when it is looked at. */
import { InputError, TooLargeError } from '../../base/errors.ts';
import { batches } from '../training/batches.ts';

/** Gradient flow looked at at the given times, or steps of gradient descent, with or without batches. */
export type Schedule =
  | { readonly method: 'flow'; readonly times: readonly number[] }
  | { readonly method: 'gd'; readonly learningRate: number; readonly steps: readonly number[] }
  | {
      readonly method: 'sgd';
      readonly learningRate: number;
      readonly steps: readonly number[];
      readonly batch: number;
      readonly seed: number;
    };

const MOST_RECORDS = 1000;
const MOST_STEPS = 1e6;

/** The times or steps of a schedule. */
export const recordsOf = (schedule: Schedule): readonly number[] =>
  schedule.method === 'flow' ? schedule.times : schedule.steps;

/** Throws {@link InputError} or {@link TooLargeError} on what cannot be followed with so many training inputs. */
export function checkSchedule(schedule: Schedule, samples: number): void {
  const records = recordsOf(schedule);
  const where = schedule.method === 'flow' ? 'times' : 'steps';
  if (!['flow', 'gd', 'sgd'].includes(schedule.method))
    throw new InputError('method', `expected 'flow', 'gd' or 'sgd', got ${JSON.stringify(schedule.method)}`);
  if (records.length === 0) throw new InputError(where, 'expected at least one to look at');
  if (records.length > MOST_RECORDS)
    throw new TooLargeError(where, `there are ${records.length}, over the limit of ${MOST_RECORDS}`, 'Look less often');
  records.forEach((at, k) => {
    const fits = schedule.method === 'flow' ? Number.isFinite(at) : Number.isSafeInteger(at);
    if (!fits || at < 0 || (k > 0 && at <= records[k - 1]!))
      throw new InputError(
        where,
        `expected rising ${schedule.method === 'flow' ? 'times' : 'whole numbers'} from 0 on, got ${at}${k > 0 ? ` after ${records[k - 1]}` : ''}`,
      );
  });
  if (schedule.method === 'flow') return;
  if (records.at(-1)! > MOST_STEPS)
    throw new TooLargeError(where, `${records.at(-1)} steps are over the limit of ${MOST_STEPS}`, 'Use fewer steps');
  if (!(schedule.learningRate > 0 && schedule.learningRate < Infinity))
    throw new InputError('learningRate', `expected a positive number, got ${schedule.learningRate}`);
  if (
    schedule.method === 'sgd' &&
    !(Number.isSafeInteger(schedule.batch) && schedule.batch >= 1 && schedule.batch <= samples)
  )
    throw new InputError(
      'batch',
      `expected a number from 1 to ${samples}, that of the training inputs, got ${schedule.batch}`,
    );
}

/** The inputs and the factor η of step k: f ← f(θ − η Σ_c r_c ∇f_c), η the learning rate times samples over batch. */
export function stepsOf(
  schedule: Exclude<Schedule, { readonly method: 'flow' }>,
  samples: number,
): (step: number) => { readonly batch: readonly number[]; readonly eta: number } {
  const all = Array.from({ length: samples }, (_, c) => c);
  if (schedule.method === 'gd') return () => ({ batch: all, eta: schedule.learningRate });
  const batchOf = batches(schedule.seed, samples, schedule.batch);
  return (step) => {
    const batch = [...batchOf(step)].sort((a, b) => a - b);
    return { batch, eta: (schedule.learningRate * samples) / batch.length };
  };
}

/** How long to train when nobody says. */
import { InputError } from '../../base/errors.ts';
import { symmetricSpectrum } from '../../numeric/spectra/symmetric-eigen.ts';
import type { Schedule } from '../../numeric/training-ensemble/schedule.ts';
import { type InitialMoments, numbersOf } from './initial-moments.ts';

export interface ScheduleChoice {
  readonly method: 'flow' | 'gd' | 'sgd';
  /** Of the flow; 4 over the smallest eigenvalue of Θ∞ on the training inputs that is not 0 when left out. */
  readonly time?: number;
  /** Of the others; 1 over the largest eigenvalue, for batches that over the samples per batch, when left out. */
  readonly learningRate?: number;
  /** 20 when left out. */
  readonly steps?: number;
  /** Of `sgd`; 1 when left out. */
  readonly batch?: number;
  readonly seed?: number;
  /** How often to look, at equal distances; 8 when left out. */
  readonly records?: number;
}

const NEGLIGIBLE = 1e-9;

/** A schedule for a network with these moments. Throws {@link InputError} when Θ∞ vanishes and no time or rate is given. */
export function chosenSchedule(choice: ScheduleChoice, moments: InitialMoments): Schedule {
  const { method, records = 8, batch = 1, seed = 0 } = choice;
  const { training: n } = moments;
  const spectrum = (): { readonly smallest: number; readonly largest: number } => {
    const { values } = symmetricSpectrum({ size: n, entries: numbersOf(moments.kernel).slice(0, n * n) });
    const largest = Math.max(...values);
    if (!(largest > 0))
      throw new InputError('gram', 'the limit of the tangent kernel is 0: nothing is learned', 'Use other inputs');
    return { smallest: Math.min(...values.filter((value) => value > NEGLIGIBLE * largest)), largest };
  };
  if (method === 'flow') {
    const time = choice.time ?? Number((4 / spectrum().smallest).toPrecision(2));
    return { method, times: Array.from({ length: records }, (_, k) => (time * (k + 1)) / records) };
  }
  const { steps = 20 } = choice;
  const rate = (): number => Number(((method === 'sgd' ? batch / n : 1) / spectrum().largest).toPrecision(2));
  const learningRate = choice.learningRate ?? rate();
  const at = [...new Set(Array.from({ length: records }, (_, k) => Math.round((steps * (k + 1)) / records)))];
  const rising = at.filter((step) => step > 0);
  return method === 'gd'
    ? { method, learningRate, steps: rising }
    : { method, learningRate, steps: rising, batch, seed };
}

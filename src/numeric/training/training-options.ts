/** What a training run can be told, checked. */
import { InputError } from '../../base/errors.ts';
import { key } from '../../base/philox.ts';
import type { Progress } from '../../base/progress.ts';
import type { LimitOptions } from '../../symbolic/kernels/limit-of-program.ts';
import type { LossKind } from './objective.ts';
import type { Method, Prediction } from './prediction.ts';
import type { TrainingState } from './training-run.ts';

export interface TrainingOptions extends LimitOptions {
  /** `gd` when left out. */
  readonly method?: Method;
  /** η, of `gd` and `sgd`. */
  readonly learningRate?: number;
  /** How many steps of `gd` and `sgd`, those of an earlier run that is resumed included. */
  readonly steps?: number;
  /** How long the flow runs, an earlier run that is resumed included. */
  readonly time?: number;
  /** Inputs of one step of `sgd`. */
  readonly batch?: number;
  /** 0 when left out. */
  readonly seed?: number;
  /** `given` (when left out) starts from the weights that the network has and draws the others; `random` draws all. */
  readonly initial?: 'given' | 'random';
  /** L = ½ Σ (f − y)² (`sum`, when left out), or that over the number of inputs (`mean`). */
  readonly loss?: LossKind;
  /** Of the flow: the error estimate of one step, over 1 + |W|; 10⁻⁸ when left out. The error at the end may be larger. */
  readonly tolerance?: number;
  /** Steps, or times of the flow, at which the run is recorded, beside its start and end; 20 at equal distances when left out. The flow steps onto these times. */
  readonly records?: readonly number[];
  /** Whether records have Θ on the training inputs: when left out, where inputs × outputs ≤ 128. */
  readonly kernel?: boolean;
  /** Predictions to set beside the run. */
  readonly compare?: readonly Prediction[];
  readonly path?: 'fastest' | 'plain';
  readonly progress?: Progress;
  /** When it fires, the run ends with what it has and the outcome `interrupted`. */
  readonly signal?: AbortSignal;
  /** Where to go on: the state that an earlier run with the same network, data and options returned. */
  readonly state?: TrainingState;
}

export interface Settings {
  readonly method: Method;
  readonly learningRate: number;
  /** Steps or time. */
  readonly end: number;
  readonly batch: number;
  readonly seed: number;
  readonly loss: LossKind;
  readonly tolerance: number;
  /** Rising, 0 first, the end last. */
  readonly records: readonly number[];
}

const RECORDS = 20;
const TOLERANCE = 1e-8;

/** Throws {@link InputError} on what is out of range, missing, or of another method. */
export function settingsOf(options: TrainingOptions, samples: number): Settings {
  const { method = 'gd', learningRate, steps, time, batch, seed = 0, loss = 'sum', tolerance, records } = options;
  if (method !== 'gd' && method !== 'sgd' && method !== 'flow')
    throw new InputError('method', `expected 'gd', 'sgd' or 'flow', got ${JSON.stringify(method)}`);
  key(seed, '');
  const flows = method === 'flow';
  const refuse = (name: string, value: unknown): void => {
    if (value !== undefined) throw new InputError(name, `is not for the method '${method}'`, 'Leave it out');
  };
  refuse(flows ? 'learningRate' : 'time', flows ? learningRate : time);
  refuse(flows ? 'steps' : 'tolerance', flows ? steps : tolerance);
  if (method !== 'sgd') refuse('batch', batch);
  if (!flows && !(learningRate !== undefined && learningRate > 0 && learningRate < Infinity))
    throw new InputError('learningRate', `expected a positive number, got ${learningRate}`);
  if (!flows && !(Number.isSafeInteger(steps) && steps! >= 0))
    throw new InputError('steps', `expected an integer ≥ 0, got ${steps}`);
  if (flows && !(time !== undefined && time >= 0 && time < Infinity))
    throw new InputError('time', `expected a number ≥ 0, got ${time}`);
  if (tolerance !== undefined && !(tolerance >= 1e-14 && tolerance < 1))
    throw new InputError('tolerance', `expected a number from 1e-14 to 1, got ${tolerance}`);
  if (method === 'sgd' && !(Number.isSafeInteger(batch) && batch! >= 1 && batch! <= samples))
    throw new InputError('batch', `expected an integer from 1 to ${samples}, the number of inputs, got ${batch}`);
  const end = (flows ? time : steps)!;
  records?.forEach((at, k) => {
    if (!(at >= 0 && at <= end) || (!flows && !Number.isInteger(at)))
      throw new InputError(`records[${k}]`, `expected ${flows ? 'a time' : 'a step'} from 0 to ${end}, got ${at}`);
  });
  const spaced = Array.from({ length: RECORDS }, (_, k) => (end * k) / RECORDS);
  const chosen = records ?? (flows ? spaced : spaced.map(Math.round));
  return {
    method,
    learningRate: flows ? 1 : learningRate!,
    end,
    batch: batch ?? samples,
    seed,
    loss,
    tolerance: tolerance ?? TOLERANCE,
    records: [...new Set([0, ...chosen, end])].sort((a, b) => a - b),
  };
}

/** Many runs of dense networks drawn at several widths, on worker threads. */
import { InputError, TooLargeError } from '../../base/errors.ts';
import { type Progress, silent } from '../../base/progress.ts';
import type { WebWorker } from '../../base/threads/channel.ts';
import { availableThreads, ThreadPool } from '../../base/threads/pool.ts';
import type { WorkerModule } from '../../base/threads/thread.ts';
import { DenseTraining, type DenseTrainingProblem } from './dense-training.ts';
import type { RunAnswer, RunRequest } from './ensemble-worker.ts';
import { checkSchedule } from './schedule.ts';
import { valuesOf } from './values.ts';

declare const Worker: new (url: URL, options: { readonly type: 'module' }) => WebWorker;

// From sources, where files end in .ts, bundlers are not involved.
const SOURCE = './ensemble-worker.ts';
const worker: WorkerModule = {
  url: import.meta.url.endsWith('.ts')
    ? new URL(SOURCE, import.meta.url)
    : new URL('./ensemble-worker.js', import.meta.url),
  start: () => new Worker(new URL('./ensemble-worker.js', import.meta.url), { type: 'module' }),
};
const pool = new ThreadPool(worker);

export interface EnsembleOptions {
  readonly problem: Omit<DenseTrainingProblem, 'width'>;
  readonly widths: readonly number[];
  /** Networks at each width. */
  readonly draws: number;
  /** As many as the machine runs at once when left out. */
  readonly threads?: number;
  /** Of an earlier run of the same problem, by width and number of the draw: not drawn again. */
  readonly finished?: ReadonlyMap<number, ReadonlyMap<number, readonly number[]>>;
  /** Told of every draw as it is finished, in no particular order. */
  readonly onDraw?: (width: number, draw: number, values: readonly number[]) => void;
  /** Aborted, it ends the work. */
  readonly signal?: AbortSignal;
  readonly progress?: Progress;
}

const MOST_NUMBERS = 2e8;
const MOST_PARAMETERS = 2 ** 24;
/** Seconds of work that a thread takes at once. */
const PATIENCE = 0.25;

/**
 * What each draw shows, by width and number of the draw: outputs, then kernel, at initialisation and at each record. Each draw depends on
 * (seed, width, number) only: the same bits for any number of threads and for a run that goes on from another.
 * Throws {@link InputError} and {@link TooLargeError} on what cannot be run, and the signal's reason when aborted.
 */
export async function trainEnsemble(options: EnsembleOptions): Promise<readonly (readonly (readonly number[])[])[]> {
  const { problem, widths, draws, threads = availableThreads(), finished, onDraw, signal, progress = silent } = options;
  checkOptions(options, threads);
  signal?.throwIfAborted();
  const results = widths.map((width) => Array.from({ length: draws }, (_, draw) => finished?.get(width)?.get(draw)));
  const missing = results.map((row) => row.flatMap((values, draw) => (values === undefined ? [draw] : [])));
  const left = (): number => missing.reduce((sum, { length }) => sum + length, 0);
  const total = widths.length * draws;
  let done = total - left();
  const seconds = widths.map(() => 0);
  const count = Math.min(threads, left());
  const take = (): { readonly at: number; readonly draws: readonly number[] } | undefined => {
    // The widest take longest, so they come first.
    const at = missing.findLastIndex(({ length }) => length > 0);
    if (at < 0) return undefined;
    const fitting = seconds[at] === 0 ? 1 : Math.floor(PATIENCE / seconds[at]!);
    const share = Math.ceil(missing[at]!.length / count);
    return { at, draws: missing[at]!.splice(0, Math.max(1, Math.min(fitting, share))) };
  };
  const give = (
    at: number,
    numbers: readonly number[],
    values: readonly (readonly number[])[],
    started: number,
  ): void => {
    numbers.forEach((draw, k) => {
      results[at]![draw] = values[k]!;
      onDraw?.(widths[at]!, draw, values[k]!);
    });
    seconds[at] = Math.max((performance.now() - started) / 1000 / numbers.length, 1e-6);
    done += numbers.length;
    progress(done, total, `width ${widths[at]}`);
  };
  if (count > 1)
    await pool.run(count, signal, (workers) =>
      Promise.all(
        workers.map(async (one) => {
          for (let task = take(); task !== undefined; task = take()) {
            const started = performance.now();
            const request: RunRequest = { problem: { ...problem, width: widths[task.at]! }, draws: task.draws };
            const answer = await one.call<RunAnswer>('runs', request);
            if ('refused' in answer) {
              const { where, problem: what, remedy } = answer.refused;
              throw new InputError(where, what, remedy);
            }
            give(task.at, task.draws, answer.values, started);
          }
        }),
      ),
    );
  else {
    let held: { readonly at: number; readonly training: DenseTraining } | undefined;
    for (let task = take(); task !== undefined; task = take()) {
      const started = performance.now();
      if (held?.at !== task.at)
        held = { at: task.at, training: new DenseTraining({ ...problem, width: widths[task.at]! }) };
      const { training } = held;
      give(
        task.at,
        task.draws,
        task.draws.map((draw) => valuesOf(training, draw)),
        started,
      );
      await new Promise((resolve) => setTimeout(resolve, 0));
      signal?.throwIfAborted();
    }
  }
  return results as readonly (readonly (readonly number[])[])[];
}

function checkOptions({ problem, widths, draws }: EnsembleOptions, threads: number): void {
  const { targets, schedule, inputs, activations } = problem;
  checkSchedule(schedule, targets.length);
  if (!Number.isSafeInteger(draws) || draws < 2)
    throw new InputError('draws', `expected an integer from 2 on, got ${draws}`);
  if (!Number.isSafeInteger(threads) || threads < 1)
    throw new InputError('threads', `expected a positive integer, got ${threads}`);
  if (widths.length === 0) throw new InputError('widths', 'expected at least one');
  widths.forEach((width, k) => {
    if (!Number.isSafeInteger(width) || width < 1 || (k > 0 && width <= widths[k - 1]!))
      throw new InputError('widths', `expected rising positive integers, got ${widths.join(', ')}`);
  });
  const largest = widths.at(-1)!;
  const parameters = largest * (inputs[0]!.length + 2) + (activations.length - 1) * largest * (largest + 1);
  if (parameters > MOST_PARAMETERS)
    throw new TooLargeError(
      'widths',
      `a network of width ${largest} has ${parameters.toLocaleString('en')} parameters, over the limit of ${MOST_PARAMETERS.toLocaleString('en')}`,
      'Use narrower networks',
    );
  const records = schedule.method === 'flow' ? schedule.times.length : schedule.steps.length;
  const numbers = draws * widths.length * (records + 1) * inputs.length * (1 + targets.length);
  if (numbers > MOST_NUMBERS)
    throw new TooLargeError(
      'draws',
      `${draws} draws at ${widths.length} widths are ${numbers.toExponential(1)} numbers, over the limit of ${MOST_NUMBERS.toExponential(1)}`,
      'Use fewer draws, or look less often',
    );
}

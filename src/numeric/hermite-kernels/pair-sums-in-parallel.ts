/** Sums over pairs, on several threads. */
import { InputError } from '../../base/errors.ts';
import { type Progress, silent } from '../../base/progress.ts';
import type { WebWorker } from '../../base/threads/channel.ts';
import { availableThreads, ThreadPool } from '../../base/threads/pool.ts';
import type { WorkerModule } from '../../base/threads/thread.ts';
import { sharedMemoryAvailable } from '../kernels/tiled-kernels.ts';
import { type PairProblem, type PairSums, plainPairSums } from './pair-sums.ts';
import { addGroup, pairJob, totalsOf } from './tiled-pair-sums.ts';

declare const Worker: new (url: URL, options: { readonly type: 'module' }) => WebWorker;

// From sources, where files end in .ts, bundlers are not involved.
const SOURCE = './pair-sum-worker.ts';
const worker: WorkerModule = {
  url: import.meta.url.endsWith('.ts')
    ? new URL(SOURCE, import.meta.url)
    : new URL('./pair-sum-worker.js', import.meta.url),
  start: () => new Worker(new URL('./pair-sum-worker.js', import.meta.url), { type: 'module' }),
};

const pool = new ThreadPool(worker);
/** Multiplications below which starting a thread does not pay. */
const SMALL = 5e7;
const GIBIBYTE = 2 ** 30;

export interface PairSumOptions {
  /** How many worker threads; as many as the machine runs at once when left out. */
  readonly threads?: number;
  /** Memory that the tiled path may take; 1 GiB when left out. */
  readonly maximumBytes?: number;
  readonly signal?: AbortSignal;
  readonly progress?: Progress;
}

/**
 * Σ over pairs of inputs of ⟨He_k(x_i), He_k(x_j)⟩/k! times labels, k ≤ K: n²/2 · (d + …) multiplications, the same bits for any
 * number of threads. Throws {@link InputError} on a number of threads that is no positive integer, {@link TooLargeError}
 * when the memory does not suffice, and the signal's reason when aborted.
 */
export async function pairSums(problem: PairProblem, options: PairSumOptions = {}): Promise<PairSums> {
  const { signal, progress = silent, maximumBytes = GIBIBYTE } = options;
  const n = problem.labels.length;
  const work = (n * n * (problem.dimension + problem.orders * (8 + problem.labellings.length))) / 2;
  const threads = options.threads ?? (work < SMALL ? 0 : availableThreads());
  if (options.threads !== undefined && (!Number.isInteger(threads) || threads < 1))
    throw new InputError('threads', `expected a positive integer, got ${threads}`);
  signal?.throwIfAborted();
  if (!sharedMemoryAvailable()) return plainPairSums(problem);
  const job = pairJob(problem, maximumBytes);
  if (threads === 0) for (let group = 0; group < job.groups; group++) addGroup(job, group);
  else {
    let next = 0;
    let done = 0;
    await pool.run(Math.min(threads, job.groups), signal, (workers) =>
      Promise.all(
        workers.map(async (one) => {
          while (next < job.groups) {
            await one.call('group', { job, group: next++ });
            progress(++done, job.groups, 'pairs of samples');
          }
        }),
      ),
    );
  }
  return totalsOf(job, problem.labellings.length);
}

/** NNGP and NTK in floats, on several threads. */
import { InputError } from '../../base/errors.ts';
import { silent } from '../../base/progress.ts';
import type { WebWorker } from '../../base/threads/channel.ts';
import { availableThreads, ThreadPool } from '../../base/threads/pool.ts';
import type { WorkerModule } from '../../base/threads/thread.ts';
import type { Network } from '../../network/network.ts';
import {
  jobOf,
  type KernelMatrices,
  type KernelMatrixOptions,
  plainMatrices,
  planKernels,
  tiledMatrices,
} from './kernel-matrices.ts';
import type { TileRange } from './kernel-worker.ts';

declare const Worker: new (url: URL, options: { readonly type: 'module' }) => WebWorker;

// From sources, where files end in .ts, bundlers are not involved.
const SOURCE = './kernel-worker.ts';
const worker: WorkerModule = {
  url: import.meta.url.endsWith('.ts')
    ? new URL(SOURCE, import.meta.url)
    : new URL('./kernel-worker.js', import.meta.url),
  start: () => new Worker(new URL('./kernel-worker.js', import.meta.url), { type: 'module' }),
};

const pool = new ThreadPool(worker);

export interface ParallelKernelOptions extends KernelMatrixOptions {
  /** How many worker threads; as many as the machine runs at once when left out. */
  readonly threads?: number;
  /** Aborted, it ends the work at once. */
  readonly signal?: AbortSignal;
}

/** Shares that each thread is handed, so that a slow one does not keep the others waiting. */
const SHARES = 8;

/**
 * {@link kernelMatrices} on worker threads (Node's, or a browser's), the same floats to the last bit for any number of
 * them. Only the tiled path is shared out; what takes the plain one is done on the calling thread.
 *
 * Throws as `kernelMatrices` does; {@link InputError} when `threads` is not a positive integer; the signal's reason when
 * aborted.
 */
export async function kernelMatricesInParallel(
  net: Network,
  inputs: Float64Array | readonly (readonly number[])[],
  options: ParallelKernelOptions = {},
): Promise<KernelMatrices> {
  const { threads = availableThreads(), signal, progress = silent } = options;
  if (!Number.isInteger(threads) || threads < 1)
    throw new InputError('threads', `expected a positive integer, got ${threads}`);
  signal?.throwIfAborted();
  const plan = planKernels(net, inputs, options);
  const job = jobOf(plan, threads);
  if (job === undefined) return plainMatrices(plan, progress);
  const { memory, precision, tiles } = job;
  const share = Math.ceil(tiles / (threads * SHARES));
  let next = 0;
  await pool.run(threads, signal, (workers) =>
    Promise.all(
      workers.map(async (one, thread) => {
        while (next < tiles) {
          const [from, to] = [next, Math.min(tiles, next + share)];
          next = to;
          const range: TileRange = { job: { memory, precision, arguments: job.arguments }, thread, from, to };
          await one.call('tiles', range);
          progress(to, tiles, 'tiles');
        }
      }),
    ),
  );
  return tiledMatrices(plan, job);
}

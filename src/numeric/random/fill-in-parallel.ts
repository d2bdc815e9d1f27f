/** Gaussians on several threads. */
import { InputError } from '../../base/errors.ts';
import type { Key } from '../../base/philox.ts';
import type { WebWorker } from '../../base/threads/channel.ts';
import { availableThreads, ThreadPool } from '../../base/threads/pool.ts';
import type { Thread, WorkerModule } from '../../base/threads/thread.ts';
import { checkLayer, checkScale, checkStart, fillGaussians, type GaussianFillOptions } from './fill.ts';
import type { FillTask } from './fill-worker.ts';
import { Board } from './share-board.ts';

declare const Worker: new (url: URL, options: { readonly type: 'module' }) => WebWorker;

// From sources, where files end in .ts, bundlers are not involved.
const SOURCE = './fill-worker.ts';
const worker: WorkerModule = {
  url: import.meta.url.endsWith('.ts')
    ? new URL(SOURCE, import.meta.url)
    : new URL('./fill-worker.js', import.meta.url),
  start: () => new Worker(new URL('./fill-worker.js', import.meta.url), { type: 'module' }),
};

const pool = new ThreadPool(worker);
const rooms = new WeakMap<Thread, SharedArrayBuffer>();

/** Draws that a thread makes at a time: a few hundred kilobytes, which stay in its cache until they are copied. */
const SHARE = 2 ** 15;

type Numbers = Float64Array | Float32Array;

/**
 * As {@link fillGaussians}, the same bits, on `threads` threads (as many as the machine runs at once unless given): the
 * calling one, which is busy meanwhile, and workers of Node or of a browser. They write into `out` where its memory is
 * shared (`new Float64Array(new SharedArrayBuffer(bytes))`); otherwise the calling thread copies what they made. Arrays
 * of fewer than 2¹⁶ draws, and all where memory cannot be shared (a page that is not cross-origin isolated), are filled
 * by the calling thread alone. Throws {@link InputError} as `fillGaussians` does, and when `threads` is not a positive
 * integer.
 */
export async function fillGaussiansInParallel<T extends Numbers>(
  out: T,
  source: Key,
  options: GaussianFillOptions = {},
  { threads = availableThreads() }: { readonly threads?: number } = {},
): Promise<T> {
  const { layer = 0, start = 0, scale = 1 } = options;
  if (!Number.isInteger(threads) || threads < 1)
    throw new InputError('threads', `expected a positive integer, got ${threads}`);
  checkScale(scale, out instanceof Float32Array);
  checkStart(start, out.length);
  checkLayer(layer);
  const shares = Math.ceil(out.length / SHARE);
  const workers = Math.min(threads, shares) - 1;
  if (workers < 1 || typeof SharedArrayBuffer === 'undefined') return fillGaussians(out, source, options);
  const direct = isShared(out);
  const cells = Board.cells(direct ? 0 : 2 * workers);
  const board = new Board(cells, shares);
  await pool.run(workers, undefined, async (ready) => {
    const targets = ready.map((one) => (direct ? out : roomOf(one, out)));
    const fetchAll = (): void => {
      if (direct) return;
      for (let place = 0; place < 2 * workers; place++)
        board.fetch(place, (share) => {
          const from = share * SHARE;
          const at = (place % 2) * SHARE;
          out.set(targets[place >> 1]!.subarray(at, at + Math.min(SHARE, out.length - from)), from);
        });
    };
    const calls = Promise.all(
      ready.map((one, w) => {
        const places = direct ? undefined : ([2 * w, 2 * w + 1] as const);
        const target = targets[w] as FillTask['target'];
        const task = { board: cells, target, places, count: out.length, perShare: SHARE, source, layer, start, scale };
        return one.call<undefined>('fill', task satisfies FillTask);
      }),
    );
    // What fails in a worker that is not waited for concerns nobody.
    calls.catch(() => {});
    for (let share = board.take(); share !== undefined; share = board.take()) {
      const from = share * SHARE;
      fillGaussians(out.subarray(from, from + SHARE) as Numbers, source, { layer, start: start + from, scale });
      board.finish();
      fetchAll();
    }
    fetchAll();
    // A worker that still starts has nothing left to do.
    if (board.allFinished) return;
    await calls;
    fetchAll();
  });
  return out;
}

const isShared = (out: Numbers): boolean => out.buffer instanceof SharedArrayBuffer;

/** Room for two shares, kept with the thread, which has one job at a time. */
function roomOf(thread: Thread, out: Numbers): Numbers {
  let room = rooms.get(thread);
  if (room === undefined) {
    room = new SharedArrayBuffer(2 * SHARE * 8);
    rooms.set(thread, room);
  }
  return out instanceof Float32Array ? new Float32Array(room, 0, 2 * SHARE) : new Float64Array(room);
}

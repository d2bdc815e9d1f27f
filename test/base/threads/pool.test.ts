import { describe, expect, it } from 'vitest';
import { availableThreads, ThreadPool } from '../../../src/base/threads/pool.ts';
import type { WorkerModule } from '../../../src/base/threads/thread.ts';

const module = (file: string): WorkerModule => ({
  url: new URL(file, import.meta.url),
  start() {
    throw new Error('not in a browser');
  },
});

describe('ThreadPool', () => {
  it('calls functions of the module, in order, on each thread', async () => {
    const pool = new ThreadPool(module('./echo-worker.ts'));
    const results = await pool.run(2, undefined, (threads) =>
      Promise.all(threads.flatMap((thread, t) => [1, 2, 3].map((k) => thread.call('double', Float64Array.of(k + t))))),
    );
    expect(results).toEqual([2, 4, 6, 4, 6, 8].map((x) => Float64Array.of(x)));
  });

  it('hands buffers over', async () => {
    const pool = new ThreadPool(module('./echo-worker.ts'));
    const x = Float64Array.of(1, 2, 3);
    const back = await pool.run(1, undefined, ([thread]) => thread!.call('hand', x, [x.buffer]));
    expect(x.length).toBe(0);
    expect(back).toEqual(Float64Array.of(1, 2, 3));
  });

  it('keeps its threads for the next job', async () => {
    const pool = new ThreadPool(module('./echo-worker.ts'));
    const [[first], [second]] = [
      await pool.run(1, undefined, async (threads) => threads),
      await pool.run(1, undefined, async (threads) => threads),
    ];
    expect(second).toBe(first);
  });

  it('passes on what a function throws, and ends the threads of a job that failed', async () => {
    const pool = new ThreadPool(module('./echo-worker.ts'));
    let used: readonly { readonly ended: boolean }[] = [];
    const job = pool.run(1, undefined, (threads) => {
      used = threads;
      return threads[0]!.call('fail', undefined);
    });
    await expect(job).rejects.toThrow('out of range');
    expect(used[0]!.ended).toBe(true);
    expect(await pool.run(1, undefined, ([thread]) => thread!.call('double', Float64Array.of(1)))).toEqual(
      Float64Array.of(2),
    );
  });

  it('tells of a worker that ends by itself, and of a module that is not there', async () => {
    const leaving = new ThreadPool(module('./echo-worker.ts'));
    await expect(leaving.run(1, undefined, ([thread]) => thread!.call('leave', undefined))).rejects.toThrow(
      'a worker ended before its work was done',
    );
    const missing = new ThreadPool(module('./no-such-worker.ts'));
    await expect(missing.run(1, undefined, ([thread]) => thread!.call('double', 1))).rejects.toThrow('no-such-worker');
  });

  it('ends work that never comes back when the signal is aborted', async () => {
    const pool = new ThreadPool(module('./echo-worker.ts'));
    const controller = new AbortController();
    const job = pool.run(1, controller.signal, ([thread]) => thread!.call('wait', undefined));
    controller.abort(new Error('enough'));
    await expect(job).rejects.toThrow('enough');
    await expect(pool.run(1, controller.signal, async () => 1)).rejects.toThrow('enough');
  });

  it('knows how many threads the machine runs', () => {
    expect(availableThreads()).toBeGreaterThanOrEqual(1);
  });
});

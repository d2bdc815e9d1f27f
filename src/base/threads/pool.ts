import { startThread, type Thread, type WorkerModule } from './thread.ts';

/** Workers of one module, kept for the next job: starting one takes tens of milliseconds. */
export class ThreadPool {
  readonly #module: WorkerModule;
  readonly #idle: Thread[] = [];

  constructor(module: WorkerModule) {
    this.#module = module;
  }

  /** How many threads wait for work. */
  get waiting(): number {
    return this.#idle.length;
  }

  /**
   * Runs a job on `count` threads of its own. When it fails, or `signal` is aborted, they are ended at once and the
   * reason is thrown.
   */
  async run<T>(
    count: number,
    signal: AbortSignal | undefined,
    job: (threads: readonly Thread[]) => Promise<T>,
  ): Promise<T> {
    signal?.throwIfAborted();
    const threads = Array.from({ length: count }, () => this.#take());
    const end = (reason: unknown): void => {
      for (const thread of threads) thread.terminate(reason);
    };
    const abort = (): void => end(signal!.reason);
    signal?.addEventListener('abort', abort);
    try {
      const result = await job(threads);
      signal?.throwIfAborted();
      this.#idle.push(...threads.filter(({ ended }) => !ended));
      return result;
    } catch (error) {
      end(error);
      throw error;
    } finally {
      signal?.removeEventListener('abort', abort);
    }
  }

  #take(): Thread {
    for (let thread = this.#idle.pop(); thread !== undefined; thread = this.#idle.pop())
      if (!thread.ended) return thread;
    return startThread(this.#module);
  }
}

/** How many threads run at once on this machine; 1 where that is not known. */
export const availableThreads = (): number =>
  (globalThis as { readonly navigator?: { readonly hardwareConcurrency?: number } }).navigator?.hardwareConcurrency ??
  1;

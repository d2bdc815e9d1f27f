import { nodeThreads, type Port, type Request, type Response, type WebWorker } from './channel.ts';

/** A worker that waits for calls. A call that is under way keeps a process alive; a worker that only waits does not. */
export interface Thread {
  /** Calls a function of the worker's module. Buffers in `transfer` are handed over rather than copied. */
  call<T>(name: string, argument: unknown, transfer?: readonly ArrayBuffer[]): Promise<T>;
  /** Ends the worker at once; calls under way fail with `reason`. */
  terminate(reason: unknown): void;
  readonly ended: boolean;
}

/** Starts workers of one module: by Node's threads, or the web's. */
export interface WorkerModule {
  /** The module's address, for Node. */
  readonly url: URL;
  /** `new Worker(new URL('./module.js', import.meta.url), { type: 'module' })` as bundlers look for it. */
  start(): WebWorker;
}

interface Waiting {
  resolve(value: never): void;
  reject(reason: unknown): void;
}

/** Starts a worker. Errors of starting it reach the first call. */
export function startThread(module: WorkerModule): Thread {
  const waiting = new Map<number, Waiting>();
  let failed: { readonly reason: unknown } | undefined;
  let last = 0;
  let held: (busy: boolean) => void = () => {};
  const fail = (reason: unknown): void => {
    failed ??= { reason };
    for (const { reject } of waiting.values()) reject(failed.reason);
    waiting.clear();
    held(false);
  };
  const settle = (response: Response): void => {
    const call = waiting.get(response.id);
    waiting.delete(response.id);
    if (waiting.size === 0) held(false);
    if ('failure' in response) call?.reject(new Error(response.failure, { cause: response.stack }));
    else call?.resolve(response.value as never);
  };
  let port: Port & { terminate(): void };
  const node = nodeThreads();
  if (node === undefined) {
    const worker = module.start();
    worker.onmessage = ({ data }) => settle(data as Response);
    worker.onerror = (event) => {
      event.preventDefault?.();
      fail(new Error(`a worker failed: ${event.message ?? 'its module could not be loaded'}`));
    };
    port = worker;
  } else {
    const worker = new node.Worker(module.url);
    worker.on('message', settle);
    worker.on('error', fail);
    worker.on('exit', () => fail(new Error('a worker ended before its work was done')));
    worker.unref();
    held = (busy) => (busy ? worker.ref() : worker.unref());
    port = worker;
  }
  return {
    get ended() {
      return failed !== undefined;
    },
    call: (name, argument, transfer = []) =>
      new Promise((resolve, reject) => {
        if (failed !== undefined) {
          reject(failed.reason);
          return;
        }
        const id = last++;
        waiting.set(id, { resolve, reject });
        held(true);
        const request: Request = { id, name, argument };
        port.postMessage(request, transfer);
      }),
    terminate(reason) {
      fail(reason);
      port.terminate();
    },
  };
}

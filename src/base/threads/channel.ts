/** What a caller and its worker say to each other, and how to reach workers where the library runs. */

/** A call of one of a worker's functions. */
export interface Request {
  readonly id: number;
  readonly name: string;
  readonly argument: unknown;
}

export type Response =
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly failure: string; readonly stack: string | undefined };

/** One end of a line to another thread. */
export interface Port {
  postMessage(message: unknown, transfer: readonly ArrayBuffer[]): void;
}

interface NodeEmitter {
  on(event: string, listener: (value: never) => void): void;
}

/** The part of `node:worker_threads` that is used. */
export interface NodeThreads {
  readonly Worker: new (url: URL) => Port & NodeEmitter & { ref(): void; unref(): void; terminate(): void };
  readonly parentPort: (Port & NodeEmitter) | null;
}

/** The part of the web's workers that is used. */
export interface WebWorker extends Port {
  onmessage: ((event: { readonly data: unknown }) => void) | null;
  onerror: ((event: { readonly message?: string; preventDefault?(): void }) => void) | null;
  terminate(): void;
}

const environment = globalThis as unknown as {
  readonly process?: { getBuiltinModule?(name: string): unknown };
};

/** Node's threads (and those of what follows Node); undefined in a browser. No import, so that bundlers need not know of Node. */
export const nodeThreads = (): NodeThreads | undefined =>
  environment.process?.getBuiltinModule?.('node:worker_threads') as NodeThreads | undefined;

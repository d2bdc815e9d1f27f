import { messageOf } from '../errors.ts';
import { nodeThreads, type Port, type Request, type Response, type WebWorker } from './channel.ts';

/** What a worker's function returns, and the buffers in it to hand over rather than copy. */
export interface Answer {
  readonly value?: unknown;
  readonly transfer?: readonly ArrayBuffer[];
}

/** For the module that a worker runs: answers its caller's calls by these functions, one after another. */
export function serve(functions: Readonly<Record<string, (argument: never) => Answer>>): void {
  const parent = nodeThreads()?.parentPort;
  const answer = (port: Port, { id, name, argument }: Request): void => {
    let response: Response;
    let transfer: readonly ArrayBuffer[] = [];
    try {
      const result = functions[name]!(argument as never);
      response = { id, value: result.value };
      transfer = result.transfer ?? [];
    } catch (error) {
      response = { id, failure: messageOf(error), stack: error instanceof Error ? error.stack : undefined };
    }
    port.postMessage(response, transfer);
  };
  if (parent !== undefined && parent !== null) {
    parent.on('message', (request: Request) => answer(parent, request));
    return;
  }
  const self = globalThis as unknown as WebWorker;
  self.onmessage = ({ data }) => answer(self, data as Request);
}

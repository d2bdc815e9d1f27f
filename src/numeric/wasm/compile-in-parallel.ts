/** Programs over floats on several threads. */
import { InputError } from '../../base/errors.ts';
import type { WebWorker } from '../../base/threads/channel.ts';
import { availableThreads, ThreadPool } from '../../base/threads/pool.ts';
import type { Thread, WorkerModule } from '../../base/threads/thread.ts';
import type { Program } from '../../network/program.ts';
import { sizeOf } from '../../network/tensor.ts';
import type { ParameterValues, SynchronousExecutable } from '../backend.ts';
import { checkRun } from '../run-arguments.ts';
import { compileLanes } from './lane-program.ts';
import type { LaneProgram, LaneRun } from './lane-worker.ts';
import { double, single } from './precision.ts';

declare const Worker: new (url: URL, options: { readonly type: 'module' }) => WebWorker;

// From sources, where files end in .ts, bundlers are not involved.
const SOURCE = './lane-worker.ts';
const worker: WorkerModule = {
  url: import.meta.url.endsWith('.ts')
    ? new URL(SOURCE, import.meta.url)
    : new URL('./lane-worker.js', import.meta.url),
  start: () => new Worker(new URL('./lane-worker.js', import.meta.url), { type: 'module' }),
};

const pool = new ThreadPool(worker);
/** What each worker compiled last. */
const compiledBy = new WeakMap<Thread, LaneProgram>();

export interface ParallelOptions {
  /** Of numbers and roundings; doubles unless given. */
  readonly precision?: 'f64' | 'f32';
  /** How many worker threads; as many as the machine runs at once when left out. */
  readonly threads?: number;
}

export interface ParallelExecutable {
  /** As {@link SynchronousExecutable.run}. Aborted by `signal`, it ends at once with the signal's reason. */
  run(inputs: Float64Array, parameters?: ParameterValues, draws?: number, signal?: AbortSignal): Promise<Float64Array>;
  /** Threads that a run uses: 1, the caller's own, where activations are functions, which no thread can be sent. */
  readonly threads: number;
}

/** Shares that each thread is handed, so that a slow one does not keep the others waiting. */
const SHARES = 4;

/** Draws [from, to) when there are several, samples [from, to) otherwise. */
interface Share {
  readonly from: number;
  readonly to: number;
}

/**
 * A program on worker threads (Node's, or a browser's) with the `wasm` backend's kernels: the same numbers to the last bit
 * for any number of threads. Each keeps a copy of the weights. Draws are shared out, or samples where there is one draw.
 * Throws {@link InputError} when `threads` is not a positive integer.
 */
export function compileInParallel(program: Program, options: ParallelOptions = {}): ParallelExecutable {
  const { precision = 'f64', threads: asked = availableThreads() } = options;
  if (!Number.isInteger(asked) || asked < 1)
    throw new InputError('threads', `expected a positive integer, got ${asked}`);
  const { lanes } = precision === 'f64' ? double : single;
  const sent = withoutFunctions(program);
  const threads = sent === undefined ? 1 : asked;
  const task: LaneProgram = { program: sent ?? program, precision };
  let own: SynchronousExecutable | undefined;
  const alone = (): SynchronousExecutable => {
    own ??= compileLanes(program, precision === 'f64' ? double : single, precision === 'f64' ? 'wasm' : 'wasm-f32');
    return own;
  };
  return {
    threads,
    async run(inputs, parameters = {}, draws = 1, signal) {
      signal?.throwIfAborted();
      const { samples } = checkRun(program, inputs, parameters, draws);
      if (threads === 1 || samples === 0) return alone().run(inputs, parameters, draws);
      const outputs = sizeOf(program.nodes[program.output]!.shape);
      const shares = draws > 1 ? divided(draws, 1, threads) : divided(samples, lanes, threads);
      const each = draws > 1 ? samples * outputs : outputs;
      const results = new Float64Array(draws * samples * outputs);
      let next = 0;
      let overflow = false;
      await pool.run(Math.min(threads, shares.length), signal, (workers) =>
        Promise.all(
          workers.map(async (one) => {
            if (compiledBy.get(one) !== task) {
              await one.call('compile', task);
              compiledBy.set(one, task);
            }
            for (let share = shares[next++]; share !== undefined && !overflow; share = shares[next++]) {
              const run =
                draws > 1
                  ? ofDraws(program, inputs, parameters, draws, share)
                  : ofSamples(program, inputs, parameters, share);
              const values = await one.call<Float64Array | undefined>('run', run);
              if (values === undefined) overflow = true;
              else results.set(values, share.from * each);
            }
          }),
        ),
      );
      // The calling thread says where it first happens.
      return overflow ? alone().run(inputs, parameters, draws) : results;
    },
  };
}

/** The program as data: activations that have coefficients keep only those; undefined where one is a function alone. */
function withoutFunctions(program: Program): Program | undefined {
  if (program.nodes.some((node) => node.operation === 'map' && node.activation.coefficients === undefined))
    return undefined;
  const nodes = program.nodes.map((node) =>
    node.operation === 'map'
      ? { ...node, activation: { kind: node.activation.kind, coefficients: node.activation.coefficients! } }
      : node,
  );
  return { ...program, nodes };
}

function divided(count: number, step: number, threads: number): Share[] {
  const length = Math.ceil(count / (threads * SHARES) / step) * step;
  return Array.from({ length: Math.ceil(count / length) }, (_, k) => ({
    from: k * length,
    to: Math.min(count, (k + 1) * length),
  }));
}

const ofSamples = (program: Program, inputs: Float64Array, parameters: ParameterValues, share: Share): LaneRun => {
  const width = program.inputs.length;
  return { inputs: inputs.slice(share.from * width, share.to * width), parameters, draws: 1 };
};

function ofDraws(
  program: Program,
  inputs: Float64Array,
  parameters: ParameterValues,
  draws: number,
  { from, to }: Share,
): LaneRun {
  const symbolic = program.parameters.filter(({ tensor }) => tensor === undefined);
  const values = symbolic.map(({ name, shape }) => {
    const [given, size] = [parameters[name]!, sizeOf(shape)];
    return [name, given.length === size * draws && draws > 1 ? given.slice(from * size, to * size) : given] as const;
  });
  return { inputs, parameters: Object.fromEntries(values), draws: to - from };
}

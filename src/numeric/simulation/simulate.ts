/** Random networks at several widths: what is measured of them, with intervals. */
import { InputError } from '../../base/errors.ts';
import { type Progress, silent } from '../../base/progress.ts';
import type { WebWorker } from '../../base/threads/channel.ts';
import { availableThreads, ThreadPool } from '../../base/threads/pool.ts';
import type { Thread, WorkerModule } from '../../base/threads/thread.ts';
import type { Network } from '../../network/network.ts';
import type { Backend } from '../backend.ts';
import { fitSlope, meanEstimate, type SampleEstimate, type Slope, varianceEstimate } from './estimates.ts';
import { measureOnBackend } from './outputs-on-backend.ts';
import {
  canBeSent,
  drawnNetworks,
  measured,
  observableOf,
  planSimulation,
  type SimulationPlan,
  type SimulationSettings,
  sendable,
} from './plan.ts';
import type { DrawAnswer, DrawRequest } from './simulation-worker.ts';

declare const Worker: new (url: URL, options: { readonly type: 'module' }) => WebWorker;

// From sources, where files end in .ts, bundlers are not involved.
const SOURCE = './simulation-worker.ts';
const worker: WorkerModule = {
  url: import.meta.url.endsWith('.ts')
    ? new URL(SOURCE, import.meta.url)
    : new URL('./simulation-worker.js', import.meta.url),
  start: () => new Worker(new URL('./simulation-worker.js', import.meta.url), { type: 'module' }),
};
const pool = new ThreadPool(worker);
let plans = 0;

/** What draws gave, by width and number of the draw. */
export type FinishedDraws = ReadonlyMap<number, ReadonlyMap<number, readonly number[]>>;

export interface SimulationOptions extends SimulationSettings {
  /** Of the intervals; 0.95 unless given. */
  readonly level?: number;
  /** Worker threads; as many as the machine runs at once when left out. */
  readonly threads?: number;
  /** Computes outputs from explicit weights, for observables that need no more. */
  readonly backend?: Backend;
  /** Of an earlier run with the same settings: not drawn again. */
  readonly finished?: FinishedDraws;
  /** Told of every draw as it is finished, in no particular order. */
  readonly onDraw?: (width: number, draw: number, values: readonly number[]) => void;
  /** Aborted, it ends the work; `onDraw` has been told what was finished. */
  readonly signal?: AbortSignal;
  readonly progress?: Progress;
}

export interface SimulationResult {
  readonly observable: string;
  readonly draws: number;
  readonly statistics: readonly StatisticResult[];
}

export interface StatisticResult {
  readonly name: string;
  readonly byWidth: readonly { readonly width: number; readonly estimate: SampleEstimate }[];
  /** d log |value| / d log width; undefined where an interval contains 0, and for one width. */
  readonly slope: Slope | undefined;
}

/**
 * Draws networks of the given architecture with every hidden width replaced, and estimates what `observable` measures, with
 * intervals; W ~ N(0, σ_w²/fan-in), b ~ N(0, σ_b²). A weight that multiplies one value is by default never drawn: products
 * with it are sampled given what earlier products say of it, exact in law (see `ConditionalWeights`, `RevealedGaussian`).
 *
 * Each draw depends on its key (seed, width, draw) only: the same bits for any number of threads. Throws
 * {@link InputError} on settings that cannot be used and on values that overflow, naming the layer; the signal's reason
 * when aborted.
 */
export async function simulate(net: Network, options: SimulationOptions): Promise<SimulationResult> {
  const { level = 0.95, threads = availableThreads(), finished, onDraw, signal, progress = silent, backend } = options;
  if (!(level > 0 && level < 1)) throw new InputError('level', `expected a number between 0 and 1, got ${level}`);
  if (!Number.isInteger(threads) || threads < 1)
    throw new InputError('threads', `expected a positive integer, got ${threads}`);
  const plan = planSimulation(net, options);
  signal?.throwIfAborted();
  const results: (Values | undefined)[][] = plan.widths.map(({ width }) => {
    const known = finished?.get(width);
    return Array.from({ length: plan.draws }, (_, draw) => known?.get(draw));
  });
  const queue = new Queue(plan, results, progress, onDraw);
  if (backend !== undefined) await measureOnBackend(plan, backend, queue, signal);
  else if (queue.left > 0 && threads > 1 && canBeSent(plan)) await onThreads(plan, threads, queue, signal);
  else await onThisThread(plan, queue, signal);
  return summary(plan, results as readonly (readonly Values[])[], level);
}

/** What is measured in a draw. */
type Values = readonly number[] | Float64Array;

/** Draws that are still to be made, handed out in groups that take about as long as `PATIENCE`. */
export class Queue {
  readonly #results: (Values | undefined)[][];
  readonly #missing: number[][];
  readonly #progress: Progress;
  readonly #total: number;
  readonly #widths: readonly number[];
  readonly #onDraw: SimulationOptions['onDraw'];
  readonly #seconds: number[];
  #done: number;

  constructor(
    plan: SimulationPlan,
    results: (Values | undefined)[][],
    progress: Progress,
    onDraw: SimulationOptions['onDraw'],
  ) {
    this.#results = results;
    this.#missing = results.map((row) => row.flatMap((values, draw) => (values === undefined ? [draw] : [])));
    this.#progress = progress;
    this.#onDraw = onDraw;
    this.#widths = plan.widths.map(({ width }) => width);
    this.#total = plan.draws * plan.widths.length;
    this.#done = this.#total - this.left;
    this.#seconds = plan.widths.map(() => 0);
  }

  get left(): number {
    return this.#missing.reduce((sum, { length }) => sum + length, 0);
  }

  /** Some draws of one width. `share`: among how many takers the rest of a width is divided. */
  take(share: number): { readonly width: number; readonly draws: readonly number[] } | undefined {
    const width = this.#missing.findIndex(({ length }) => length > 0);
    if (width < 0) return undefined;
    const missing = this.#missing[width]!;
    const seconds = this.#seconds[width]!;
    const fitting = seconds === 0 ? 1 : Math.floor(PATIENCE / seconds);
    return { width, draws: missing.splice(0, Math.max(1, Math.min(fitting, Math.ceil(missing.length / share)))) };
  }

  give(width: number, draws: readonly number[], values: readonly Values[], seconds: number): void {
    draws.forEach((draw, k) => {
      this.#results[width]![draw] = values[k]!;
      this.#onDraw?.(this.#widths[width]!, draw, Array.from(values[k]!));
    });
    this.#seconds[width] = Math.max(seconds / draws.length, 1e-6);
    this.#done += draws.length;
    this.#progress(this.#done, this.#total, `width ${this.#widths[width]}`);
  }
}

const PATIENCE = 0.25;

async function onThreads(plan: SimulationPlan, threads: number, queue: Queue, signal?: AbortSignal): Promise<void> {
  const id = plans++;
  const sent = sendable(plan);
  const count = Math.min(threads, queue.left);
  await pool.run(count, signal, (workers: readonly Thread[]) =>
    Promise.all(
      workers.map(async (one) => {
        for (let task = queue.take(count); task !== undefined; task = queue.take(count)) {
          const started = performance.now();
          const request: DrawRequest = { id, plan: sent, ...task };
          const answer = await one.call<DrawAnswer>('draws', request);
          if ('refused' in answer) {
            const { where, problem, remedy } = answer.refused;
            throw new InputError(where, problem, remedy);
          }
          const each = answer.values.length / task.draws.length;
          const rows = task.draws.map((_, k) => answer.values.subarray(k * each, (k + 1) * each));
          queue.give(task.width, task.draws, rows, (performance.now() - started) / 1000);
        }
      }),
    ),
  );
}

async function onThisThread(plan: SimulationPlan, queue: Queue, signal?: AbortSignal): Promise<void> {
  let held: { readonly width: number; readonly networks: ReturnType<typeof drawnNetworks> } | undefined;
  for (let task = queue.take(1); task !== undefined; task = queue.take(1)) {
    const { width, draws } = task;
    if (held?.width !== width) held = { width, networks: drawnNetworks(plan, plan.widths[width]!) };
    const { networks } = held;
    const started = performance.now();
    const values = draws.map((draw) => measured(plan, plan.widths[width]!, networks.draw(draw), draw));
    queue.give(width, draws, values, (performance.now() - started) / 1000);
    await pause();
    signal?.throwIfAborted();
  }
}

/** Lets events in: an interruption, a picture to draw. */
const pause = (): Promise<void> => {
  const { setTimeout } = globalThis as unknown as { setTimeout(then: () => void, milliseconds: number): void };
  return new Promise((resolve) => setTimeout(resolve, 0));
};

function summary(plan: SimulationPlan, results: readonly (readonly Values[])[], level: number): SimulationResult {
  const { statistics } = observableOf(plan.observable);
  const columns = results.map(columnsOf);
  return {
    observable: plan.observable,
    draws: plan.draws,
    statistics: statistics(plan.samples).map(({ name, quantity, kind }) => {
      const byWidth = plan.widths.map(({ width }, k) => {
        const values = columns[k]!(quantity);
        return { width, estimate: kind === 'mean' ? meanEstimate(values, level) : varianceEstimate(values, level) };
      });
      return { name, byWidth, slope: fitSlope(byWidth, level) };
    }),
  };
}

/** Row by row into memory that has each quantity's draws side by side. */
function columnsOf(rows: readonly Values[]): (quantity: number) => Float64Array {
  const [draws, quantities] = [rows.length, rows[0]?.length ?? 0];
  const all = new Float64Array(draws * quantities);
  rows.forEach((row, draw) => {
    for (let quantity = 0; quantity < quantities; quantity++) all[quantity * draws + draw] = row[quantity]!;
  });
  return (quantity) => all.subarray(quantity * draws, (quantity + 1) * draws);
}

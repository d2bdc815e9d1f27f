/** Residues on several threads: groups of primes go to whoever is free, then each thread puts its share of integers together. */

import type { WebWorker } from '../../base/threads/channel.ts';
import { ThreadPool } from '../../base/threads/pool.ts';
import type { Thread, WorkerModule } from '../../base/threads/thread.ts';
import type { Program } from '../../network/program.ts';
import {
  type EngineJob,
  type EngineResult,
  type EngineTask,
  type GroupProgress,
  groupsOf,
  largestNorm,
  needsNoPrimes,
  pairOf,
  positionsOf,
  resultOf,
  runEngine,
  taskOf,
} from './engines.ts';
import type { Range, Residues } from './expansion-worker.ts';
import { PACKED_RESIDUE } from './kernel.ts';
import { limbsOf, type Moduli, moduliFor } from './moduli.ts';
import { PackedIntegers } from './packed-integers.ts';
import type { Part, ResidueEngine } from './residue-engine.ts';

declare const Worker: new (url: URL, options: { readonly type: 'module' }) => WebWorker;

// From sources, where files end in .ts, bundlers are not involved.
const SOURCE = './expansion-worker.ts';
const worker: WorkerModule = {
  url: import.meta.url.endsWith('.ts')
    ? new URL(SOURCE, import.meta.url)
    : new URL('./expansion-worker.js', import.meta.url),
  start: () => new Worker(new URL('./expansion-worker.js', import.meta.url), { type: 'module' }),
};

const pool = new ThreadPool(worker);

/** Residues that one thread exchanges at a time take at most this much memory. */
const LARGEST_EXCHANGE = 2 ** 26;
/** Parts that a shared group is cut into, for each thread. */
const PIECES_A_THREAD = 3;

export interface ParallelOptions {
  readonly threads: number;
  readonly progress: GroupProgress;
  readonly signal: AbortSignal | undefined;
}

/** How many workers of expansions wait for work. */
export const waitingWorkers = (): number => pool.waiting;

/** The same integers as {@link runEngine}. Jobs of one group of primes run on the calling thread. */
export async function runEngineInParallel(
  job: EngineJob,
  engine: ResidueEngine,
  { threads, progress, signal }: ParallelOptions,
): Promise<EngineResult> {
  const bound = largestNorm(job.heights);
  const count = Math.min(threads, groupsOf(moduliFor(bound, engine.summands).primes));
  if (count < 2 || needsNoPrimes(job, engine)) {
    signal?.throwIfAborted();
    return runEngine(job, engine, (done, total) => {
      progress(done, total);
      signal?.throwIfAborted();
    });
  }
  return pool.run(count, signal, async (workers) => {
    const task = sendable(taskOf(job));
    // Calls are answered in their order, so the first groups are sent before the workers have begun.
    const [, moduli, positions] = await Promise.all([
      all(workers, (one) => one.call('begin', { task, name: engine.name })),
      residues(workers, bound, engine, progress),
      positionsOf(engine),
    ]);
    const integers = await integersFrom(workers, positions, moduli);
    const peaks = await all(workers, (one) => one.call<number>('end', undefined));
    const peakBytes = peaks.reduce((sum, peak) => sum + peak, integers.words.byteLength);
    return resultOf(job, engine, integers, { primes: moduli.primes.length, peakBytes, threads: count });
  });
}

const all = <T>(workers: readonly Thread[], call: (worker: Thread, index: number) => Promise<T>): Promise<T[]> =>
  Promise.all(workers.map(call));

/** The residues of every group, modulo primes of which none divides a denominator. */
async function residues(
  workers: readonly Thread[],
  bound: bigint,
  engine: ResidueEngine,
  progress: GroupProgress,
): Promise<Moduli> {
  const avoid = new Set<number>();
  for (;;) {
    const moduli = moduliFor(bound, engine.summands, avoid);
    const bad = await computeGroups(workers, moduli, engine.points, progress);
    if (bad.length === 0) return moduli;
    for (const p of bad) avoid.add(p);
    await all(workers, (one) => one.call('restart', undefined));
  }
}

/** A group whose points are shared out. */
interface Divided {
  readonly group: number;
  readonly parts: Part[];
}

/**
 * Groups go to whoever is free. The last ones, when they are too few for all threads, are shared out by points where the
 * engine can; who evaluates a group's last part also interpolates. Returns primes that divide a denominator.
 */
async function computeGroups(
  workers: readonly Thread[],
  { primes, capacity }: Moduli,
  points: number | undefined,
  progress: GroupProgress,
): Promise<readonly number[]> {
  const groups = groupsOf(primes);
  const left = groups % workers.length;
  const whole = points !== undefined && left > 0 && 2 * left <= workers.length ? groups - left : groups;
  const pieces = PIECES_A_THREAD * Math.floor(workers.length / Math.max(1, left));
  const divided = Array.from({ length: groups - whole }, (_, k): Divided => ({ group: whole + k, parts: [] }));
  const steps = whole + divided.length * pieces;
  const bad: number[] = [];
  let next = 0;
  let done = 0;
  await all(workers, async (one) => {
    while (next < steps && bad.length === 0) {
      const step = next++;
      const shared = step < whole ? undefined : divided[Math.floor((step - whole) / pieces)]!;
      const group = shared?.group ?? step;
      const job = { group, primes: pairOf(primes, group), capacity };
      if (shared === undefined) {
        if (!(await one.call<boolean>('compute', job))) bad.push(...job.primes);
      } else {
        const piece = (step - whole) % pieces;
        const [from, to] = [piece, piece + 1].map((cut) => Math.floor((points! * cut) / pieces));
        const part = await one.call<Part | undefined>('evaluate', { ...job, from, to });
        if (part === undefined) bad.push(...job.primes);
        else if (shared.parts.push(part) < pieces) continue;
        else await one.call('finish', { ...job, parts: shared.parts });
      }
      progress(++done, groups);
    }
  });
  return bad;
}

/** Each worker puts a range of entries together, piece by piece so that what is exchanged stays small. */
async function integersFrom(
  workers: readonly Thread[],
  positions: Int32Array,
  moduli: Moduli,
): Promise<PackedIntegers> {
  const entries = positions.length;
  const limbs = limbsOf(moduli);
  const words = new Int32Array(sharedBuffer(4 * entries * limbs));
  const atOnce = Math.max(1, Math.floor(LARGEST_EXCHANGE / PACKED_RESIDUE / groupsOf(moduli.primes)));
  const rounds = Math.ceil(entries / workers.length / atOnce);
  for (let round = 0; round < rounds; round++) {
    const ranges = workers.map((_, w): Range => {
      const part = round * workers.length + w;
      const parts = rounds * workers.length;
      return { from: Math.floor((entries * part) / parts), to: Math.floor((entries * (part + 1)) / parts) };
    });
    const shares = await all(workers, (one, w) =>
      one.call<Residues[]>('share', { ranges: ranges.filter((_, other) => other !== w) }),
    );
    await all(workers, async (one, w) => {
      const range = ranges[w]!;
      const others = shares.flatMap((share, s) => (s === w ? [] : [share[w < s ? w : w - 1]!]));
      const into =
        words.buffer instanceof ArrayBuffer ? undefined : words.subarray(range.from * limbs, range.to * limbs);
      const piece = await one.call<Int32Array | undefined>(
        'reconstruct',
        { range, others, moduli, into },
        others.map((other) => other.words.buffer as ArrayBuffer),
      );
      if (piece !== undefined) words.set(piece, range.from * limbs);
    });
  }
  return new PackedIntegers(words, limbs, positions);
}

/** Memory that workers write into, where there is such: in Node, and in pages isolated from other origins. */
const sharedBuffer = (bytes: number): ArrayBufferLike =>
  typeof SharedArrayBuffer === 'undefined' ? new ArrayBuffer(bytes) : new SharedArrayBuffer(bytes);

/** A task without functions, and without memory that a weight only points into. */
function sendable(task: EngineTask): EngineTask {
  const { program } = task;
  const plain: Program = {
    ...program,
    places: [],
    nodes: program.nodes.map((node) =>
      node.operation === 'map' && node.activation.coefficients !== undefined
        ? { ...node, activation: { kind: node.activation.kind, coefficients: node.activation.coefficients } }
        : node,
    ),
    parameters: program.parameters.map((parameter) => {
      const { tensor } = parameter;
      return tensor === undefined ? parameter : { ...parameter, tensor: { ...tensor, data: tensor.data.slice() } };
    }),
  };
  return { ...task, program: plain };
}

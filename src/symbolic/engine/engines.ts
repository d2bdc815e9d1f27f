/** The fast expansion: many primes, then the integers. One engine computes the residues, the one that costs least. */
import { bitLength } from '../../base/rational.ts';
import type { Program } from '../../network/program.ts';
import type { Height } from '../rings/height.ts';
import { compileBatch } from './batch-program.ts';
import { asChain } from './chain.ts';
import { gramEngine } from './gram-engine.ts';
import { interpolationEngine } from './interpolation-engine.ts';
import { KeptResidues } from './kept-residues.ts';
import { type Kernel, PACKED_RESIDUE, RESIDUE, withKernel } from './kernel.ts';
import { limbsOf, type Moduli, moduliFor } from './moduli.ts';
import { PackedIntegers } from './packed-integers.ts';
import { reconstruct } from './reconstruct.ts';
import type { PreparedEngine, ResidueEngine } from './residue-engine.ts';

export interface EngineJob {
  readonly program: Program;
  readonly outputs: readonly number[];
  /** Bounds of each output's degree and height. */
  readonly degrees: readonly number[];
  readonly heights: readonly Height[];
  /** The largest norm of anything on the way. */
  readonly intermediateNorm: bigint;
}

export interface EngineResult {
  readonly engine: ResidueEngine['name'];
  readonly primes: number;
  readonly threads: number;
  /** The degree D of the dense list of monomials that the coefficients go with. */
  readonly degree: number;
  /** For each output, denominator · coefficient at every monomial of degree ≤ D, in the order of polynomials. */
  readonly numerators: readonly PackedIntegers[];
  readonly peakBytes: number;
}

/** An engine and what it would take on one thread. */
export interface Candidate {
  readonly engine: ResidueEngine;
  readonly seconds: number;
  /** Multiply-adds of residues. */
  readonly operations: number;
  readonly bytes: number;
}

/** Measured: a multiply-add of two residues takes about this long on one core of a laptop. */
const SECONDS_PER_OPERATION = 5e-10;
/** The primes used have at least this many bits. */
const PRIME_BITS = 24;

/** What an engine computes: numbers alone, so that it can be sent to a worker. */
export interface EngineTask {
  readonly program: Program;
  readonly outputs: readonly number[];
  /** The largest degree of an output. */
  readonly degree: number;
  /** The common denominator of each output. */
  readonly denominators: readonly bigint[];
}

export const taskOf = ({ program, outputs, degrees, heights }: EngineJob): EngineTask => ({
  program,
  outputs,
  degree: Math.max(...degrees),
  denominators: heights.map(({ denominator }) => denominator),
});

/** How each engine is made for a task; undefined where it declines. */
const makers: Readonly<Record<ResidueEngine['name'], (task: EngineTask) => ResidueEngine | undefined>> = {
  gram({ program, outputs, denominators }) {
    const chain = asChain(program);
    return chain === undefined
      ? undefined
      : gramEngine(chain, { variables: program.inputs.length, outputs, denominators });
  },
  interpolation({ program, outputs, degree, denominators }) {
    const batch = compileBatch(program, outputs, denominators);
    return batch === undefined ? undefined : interpolationEngine(batch, program.inputs.length, degree, outputs.length);
  },
};

/** The engine of that name; undefined where it declines the task. */
export const engineFor = (task: EngineTask, name: ResidueEngine['name']): ResidueEngine | undefined =>
  Number.isFinite(task.degree) ? makers[name](task) : undefined;

/** The engines that can do a job, quickest first, by an estimate from its size. */
export function candidates(job: EngineJob): readonly Candidate[] {
  const bits = bitLength(largestNorm(job.heights)) + 3;
  const groups = Math.ceil(bits / PRIME_BITS / 2);
  const task = taskOf(job);
  return (Object.keys(makers) as ResidueEngine['name'][])
    .map((name) => engineFor(task, name))
    .filter((engine) => engine !== undefined)
    .map((engine) => ({
      engine,
      operations: engine.cost * groups,
      seconds: (engine.cost * groups + (engine.entries * (bits / 31) * 2 * groups) / 4) * SECONDS_PER_OPERATION,
      // Residues, the integers, and tables and working arrays.
      bytes: engine.entries * (groups * PACKED_RESIDUE + bits / 8 + 5 * RESIDUE),
    }))
    .sort((a, b) => a.seconds - b.seconds);
}

export const largestNorm = (heights: readonly Height[]): bigint =>
  heights.reduce((largest, { norm }) => (norm > largest ? norm : largest), 0n);

/** Told after each group of primes; may throw to stop. */
export type GroupProgress = (done: number, total: number) => void;

/** Runs an engine. */
export function runEngine(job: EngineJob, engine: ResidueEngine, progress: GroupProgress = () => {}): EngineResult {
  return withKernel((kernel) => runOn(kernel, job, engine, progress));
}

/** Whether every number on the way is an integer that a double holds: then no prime is needed. */
export const needsNoPrimes = (job: EngineJob, engine: ResidueEngine): boolean =>
  engine.worksOnIntegers &&
  job.intermediateNorm < EXACT_DOUBLES &&
  job.heights.every(({ denominator }) => denominator === 1n);

/** For each place of the result, its entry. */
export function positionsOf(engine: ResidueEngine): Int32Array {
  const order = engine.order();
  const positions = new Int32Array(order.length);
  for (let e = 0; e < order.length; e++) positions[order[e]!] = e;
  return positions;
}

/** The integers of all outputs, one output after another, as a result. */
export function resultOf(
  job: EngineJob,
  engine: ResidueEngine,
  integers: PackedIntegers,
  taken: Pick<EngineResult, 'primes' | 'peakBytes' | 'threads'>,
): EngineResult {
  const length = engine.entries / job.outputs.length;
  const numerators = job.outputs.map((_, o) => integers.slice(o * length, (o + 1) * length));
  return { engine: engine.name, degree: Math.max(...job.degrees), numerators, ...taken };
}

function runOn(kernel: Kernel, job: EngineJob, engine: ResidueEngine, progress: GroupProgress): EngineResult {
  const bound = largestNorm(job.heights);
  const prepared = engine.prepare(kernel);
  const result = (integers: PackedIntegers, primes: number): EngineResult =>
    resultOf(job, engine, integers, { primes, peakBytes: kernel.used, threads: 1 });
  if (needsNoPrimes(job, engine)) {
    const target = kernel.allocate(engine.entries * RESIDUE);
    prepared.compute([0, 0], 1, target);
    return result(integersAt(kernel, target, engine.order()), 0);
  }
  const kept = new KeptResidues(kernel, engine.entries);
  const avoid = new Set<number>();
  for (;;) {
    const moduli = moduliFor(bound, engine.summands, avoid);
    const bad = computeAll(prepared, moduli, kept, progress);
    if (bad === undefined) {
      const words = reconstruct(kernel, [...kept.groups.values()], engine.entries, moduli);
      return result(new PackedIntegers(words, limbsOf(moduli), positionsOf(engine)), moduli.primes.length);
    }
    for (const p of bad) avoid.add(p);
    kept.clear();
  }
}

const EXACT_DOUBLES = 2n ** 53n;

/** The integers themselves, where no prime was needed: the first lane of each residue. */
function integersAt(kernel: Kernel, address: number, order: Int32Array): PackedIntegers {
  const lanes = kernel.doubles(address, 2 * order.length);
  const values = new Float64Array(order.length);
  order.forEach((place, e) => {
    values[place] = lanes[2 * e]!;
  });
  return PackedIntegers.fromDoubles(values);
}

/** Primes go two by two, the last one with itself when their number is odd. */
export const groupsOf = (primes: readonly number[]): number => Math.ceil(primes.length / 2);

export const pairOf = (primes: readonly number[], group: number): readonly [number, number] => [
  primes[2 * group]!,
  primes[2 * group + 1] ?? primes[2 * group]!,
];

/** All residues; or the primes of a group of which one divides a denominator. */
function computeAll(
  prepared: PreparedEngine,
  { primes, capacity }: Moduli,
  kept: KeptResidues,
  progress: GroupProgress,
): readonly number[] | undefined {
  const groups = groupsOf(primes);
  for (let group = 0; group < groups; group++) {
    const pair = pairOf(primes, group);
    if (!prepared.compute(pair, capacity, kept.work)) return pair;
    kept.keep(group);
    progress(group + 1, groups);
  }
  return undefined;
}

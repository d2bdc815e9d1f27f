/** The fast expansion: many primes, then the integers. One engine computes the residues, the one that costs least. */
import { bitLength } from '../../base/rational.ts';
import type { Program } from '../../network/program.ts';
import type { Height } from '../rings/height.ts';
import { compileBatch } from './batch-program.ts';
import { asChain } from './chain.ts';
import { gramEngine } from './gram-engine.ts';
import { interpolationEngine } from './interpolation-engine.ts';
import { type Kernel, RESIDUE, withKernel } from './kernel.ts';
import { type Moduli, moduliFor } from './moduli.ts';
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
  /** The degree D of the dense list of monomials that the coefficients go with. */
  readonly degree: number;
  /** For each output, denominator · coefficient at every monomial of degree ≤ D, in the order of polynomials. */
  readonly numerators: readonly PackedIntegers[];
  readonly peakBytes: number;
}

/** An engine and what it would take. */
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

/** The engines that can do a job, quickest first, by an estimate from its size. */
export function candidates({ program, outputs, degrees, heights }: EngineJob): readonly Candidate[] {
  const degree = Math.max(...degrees);
  if (!Number.isFinite(degree)) return [];
  const denominators = heights.map((height) => height.denominator);
  const chain = asChain(program);
  const gram =
    chain === undefined ? undefined : gramEngine(chain, { variables: program.inputs.length, outputs, denominators });
  const batch = compileBatch(program, outputs, denominators);
  const interpolation =
    batch === undefined ? undefined : interpolationEngine(batch, program.inputs.length, degree, outputs.length);
  const bits = bitLength(largestNorm(heights)) + 3;
  const groups = Math.ceil(bits / PRIME_BITS / 2);
  return [gram, interpolation]
    .filter((engine) => engine !== undefined)
    .map((engine) => ({
      engine,
      operations: engine.cost * groups,
      seconds: (engine.cost * groups + (engine.entries * (bits / 31) * 2 * groups) / 4) * SECONDS_PER_OPERATION,
      // Residues, the integers twice while they leave the kernel, and tables and working arrays.
      bytes: engine.entries * (groups * RESIDUE + bits / 4 + 4 * RESIDUE),
    }))
    .sort((a, b) => a.seconds - b.seconds);
}

const largestNorm = (heights: readonly Height[]): bigint =>
  heights.reduce((largest, { norm }) => (norm > largest ? norm : largest), 0n);

/** Told after each group of primes; may throw to stop. */
export type GroupProgress = (done: number, total: number) => void;

/** Runs an engine. */
export function runEngine(job: EngineJob, engine: ResidueEngine, progress: GroupProgress = () => {}): EngineResult {
  return withKernel((kernel) => runOn(kernel, job, engine, progress));
}

function runOn(kernel: Kernel, job: EngineJob, engine: ResidueEngine, progress: GroupProgress): EngineResult {
  const bound = largestNorm(job.heights);
  const prepared = engine.prepare(kernel);
  const degree = Math.max(...job.degrees);
  const result = (integers: PackedIntegers, primes: number): EngineResult => {
    const length = (engine.entries / job.outputs.length) * integers.limbs;
    const numerators = job.outputs.map(
      (_, o) => new PackedIntegers(integers.words.subarray(o * length, (o + 1) * length), integers.limbs),
    );
    return { engine: engine.name, primes, degree, numerators, peakBytes: kernel.used };
  };
  if (
    engine.worksOnIntegers &&
    job.intermediateNorm < EXACT_DOUBLES &&
    job.heights.every(({ denominator }) => denominator === 1n)
  ) {
    const target = kernel.allocate(engine.entries * RESIDUE);
    prepared.compute([0, 0], 1, target);
    return result(integersAt(kernel, target, engine.order()), 0);
  }
  const avoid = new Set<number>();
  for (;;) {
    const moduli = moduliFor(bound, engine.summands, avoid);
    const mark = kernel.used;
    const residues = kernel.allocate(Math.ceil(moduli.primes.length / 2) * engine.entries * RESIDUE);
    const bad = computeAll(prepared, moduli, residues, engine.entries, progress);
    if (bad === undefined)
      return result(reconstruct(kernel, residues, engine.entries, engine.order(), moduli), moduli.primes.length);
    for (const p of bad) avoid.add(p);
    kernel.release(mark);
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

/** All residues; or the primes of a group of which one divides a denominator. */
function computeAll(
  prepared: PreparedEngine,
  { primes, capacity }: Moduli,
  residues: number,
  entries: number,
  progress: GroupProgress,
): readonly number[] | undefined {
  const groups = Math.ceil(primes.length / 2);
  for (let group = 0; group < groups; group++) {
    const pair = [primes[2 * group]!, primes[2 * group + 1] ?? primes[2 * group]!] as const;
    if (!prepared.compute(pair, capacity, residues + group * entries * RESIDUE)) return pair;
    progress(group + 1, groups);
  }
  return undefined;
}

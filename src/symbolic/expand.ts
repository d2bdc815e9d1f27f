/** Exact expansion. */
import { InputError } from '../base/errors.ts';
import { type Progress, silent } from '../base/progress.ts';
import { type Network, outputNames, trace } from '../network/network.ts';
import type { Program } from '../network/program.ts';
import { type Candidate, candidates, type EngineJob, runEngine } from './engine/engines.ts';
import { expandPlainly } from './expand-plain.ts';
import { type Unknowns, unknownsOf, withSymbolicWeights } from './indeterminates.ts';
import { Polynomial } from './polynomial.ts';
import { outputIndex, PolynomialMap } from './polynomial-map.ts';
import {
  checkSize,
  type ExpansionLimits,
  type ExpansionSize,
  expansionSize,
  maximumBytes,
  maximumProducts,
} from './size.ts';
import { expandSparsely, programSpace, sparseEstimate } from './sparse/expand-sparse.ts';
import { packedTerms } from './term-list.ts';

/**
 * `plain` multiplies polynomials, `sparse` does so on packed terms (see `sparse/`), `gram` and `interpolation` work modulo
 * many primes (see `engine/`). All give the same.
 */
export type EngineName = 'plain' | 'sparse' | 'gram' | 'interpolation';

/** What an expansion took. */
export interface ExpansionReport {
  readonly engine: EngineName;
  /** How many primes; 0 where none was needed. */
  readonly primes: number;
  /** Terms of all outputs together. */
  readonly terms: number;
  /** From the network in memory to the polynomial in memory. */
  readonly seconds: number;
  /** Memory of the engine at its peak; for `plain`, the estimate. */
  readonly peakBytes: number;
}

export interface ExpandOptions extends ExpansionLimits {
  /** The outputs to expand, by name or by index from 0; all when left out. */
  readonly outputs?: readonly (string | number)[];
  /** Leave every weight of the network an indeterminate: W1_i_j, b1_i, … */
  readonly symbolic?: boolean;
  /** Use this engine; the one estimated to be quickest when left out. */
  readonly engine?: EngineName;
  readonly progress?: Progress;
  /** Told what it took, when it is done. */
  report?(report: ExpansionReport): void;
}

/**
 * The explicit polynomial of every output, exactly: a weight given as a float means that float, one given as a string
 * the rational it says. Variables are the inputs, then the symbolic weights.
 *
 * Throws {@link InputError} naming the layer for an activation that is no polynomial, or an output that does not exist,
 * and {@link TooLargeError} with the estimated size before it starts a job over the limits.
 */
export function expand(network: Network, options: ExpandOptions = {}): PolynomialMap {
  const start = performance.now();
  const traced = trace(network);
  const names = outputNames(network, traced);
  const program = options.symbolic === true ? withSymbolicWeights(traced) : traced;
  const outputs = options.outputs?.map((which) => outputIndex(names, which)) ?? names.map((_, index) => index);
  if (outputs.length === 0) throw new InputError('outputs', 'expected at least one output to expand, got none');
  const unknowns = unknownsOf(program);
  const size = expansionSize(program, unknowns, outputs);
  const { engine, primes, polynomials, peakBytes } = run({
    program,
    unknowns,
    outputs,
    size,
    options,
    where: network.name,
  });
  options.report?.({
    engine,
    primes,
    terms: polynomials.reduce((sum, { length }) => sum + length, 0),
    seconds: (performance.now() - start) / 1000,
    peakBytes,
  });
  return new PolynomialMap(
    unknowns.variables,
    outputs.map((index, k) => ({ name: names[index]!, polynomial: polynomials[k]! })),
  );
}

interface Job {
  readonly program: Program;
  readonly unknowns: Unknowns;
  readonly outputs: readonly number[];
  readonly size: ExpansionSize;
  readonly options: ExpandOptions;
  readonly where: string;
}

interface Result {
  readonly engine: EngineName;
  readonly primes: number;
  readonly polynomials: readonly Polynomial[];
  readonly peakBytes: number;
}

/** The quickest way that fits the limits. The sparse one takes every job, and refuses what will not fit; the plain one only when asked for. */
function run(job: Job): Result {
  const { program, unknowns, outputs, size, options, where } = job;
  const progress = options.progress ?? silent;
  if (options.engine === 'plain') {
    checkSize(size, options, where);
    return {
      engine: 'plain',
      primes: 0,
      polynomials: expandPlainly(program, unknowns, outputs, progress),
      peakBytes: size.bytes,
    };
  }
  const wanted = residueCandidates(job);
  const [found] = wanted.filter(
    ({ bytes, operations }) => bytes <= maximumBytes(options) && operations <= maximumProducts(options),
  );
  const space = programSpace(program, unknowns);
  const sparse = sparseEstimate(space, size);
  const fits = sparse.bytes <= maximumBytes(options) && size.products <= maximumProducts(options);
  if (found !== undefined && (options.engine !== undefined || !fits || found.seconds <= sparse.seconds))
    return runResidues(job, found.engine);
  const [smallest] = wanted.toSorted((a, b) => a.bytes - b.bytes);
  checkSize({ ...size, bytes: Math.min(sparse.bytes, smallest?.bytes ?? Infinity) }, options, where);
  return { engine: 'sparse', primes: 0, ...expandSparsely(space, program, unknowns, outputs, progress) };
}

const engineJob = ({ program, outputs, size }: Job): EngineJob => ({
  program,
  outputs,
  degrees: size.outputs.map(({ degree }) => degree),
  heights: size.heights,
  intermediateNorm: size.intermediateNorm,
});

/** The residue engines that may do a job, quickest first; none when a sparse expansion is asked for. */
function residueCandidates(job: Job): readonly Candidate[] {
  const { engine: name } = job.options;
  // Symbolic weights are no business of theirs.
  const all = name === 'sparse' || job.unknowns.starts.size > 0 ? [] : candidates(engineJob(job));
  const wanted = all.filter(({ engine }) => name === undefined || engine.name === name);
  if (name !== undefined && name !== 'sparse' && wanted.length === 0) {
    throw new InputError('engine', `the engine '${name}' does not take this network`, 'Leave the choice of engine out');
  }
  return wanted;
}

function runResidues(job: Job, engine: Candidate['engine']): Result {
  const progress = job.options.progress ?? silent;
  const result = runEngine(engineJob(job), engine, (done, total) =>
    progress(done, total, `${engine.name}, ${2 * total} primes`),
  );
  const polynomials = job.outputs.map(
    (_, k) =>
      new Polynomial(
        job.unknowns.variables,
        packedTerms(job.unknowns.inputs, result.degree, result.numerators[k]!, job.size.heights[k]!.denominator),
      ),
  );
  return { engine: engine.name, primes: result.primes, polynomials, peakBytes: result.peakBytes };
}

/** What to expand, how large it may become, and the engine that does it soonest. */
import { InputError } from '../base/errors.ts';
import { type Progress, silent } from '../base/progress.ts';
import { type Network, outputNames, trace } from '../network/network.ts';
import type { Program } from '../network/program.ts';
import { type Candidate, candidates, type EngineJob, type EngineResult, type GroupProgress } from './engine/engines.ts';
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
import { programSpace, sparseEstimate } from './sparse/expand-sparse.ts';
import type { KeySpace } from './sparse/key-space.ts';
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
  readonly threads: number;
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
  /** Stops the expansion between two steps; its reason is thrown. */
  readonly signal?: AbortSignal;
  /** Told what it took, when it is done. */
  report?(report: ExpansionReport): void;
}

export interface ExpansionPlan {
  readonly program: Program;
  readonly unknowns: Unknowns;
  readonly names: readonly string[];
  readonly outputs: readonly number[];
  readonly size: ExpansionSize;
  readonly job: EngineJob;
  /** The engine that works modulo primes; none for the sparse and the plain way, whose size is within the limits. */
  readonly chosen: Candidate | undefined;
  /** The keys of the sparse way, where that is to be taken. */
  readonly sparse: KeySpace | undefined;
  readonly start: number;
}

/**
 * The quickest way that fits the limits. The sparse one takes every job, and is refused what will not fit; the plain one is
 * taken only when asked for.
 */
export function planExpansion(network: Network, options: ExpandOptions): ExpansionPlan {
  const start = performance.now();
  options.signal?.throwIfAborted();
  const traced = trace(network);
  const names = outputNames(network, traced);
  const program = options.symbolic === true ? withSymbolicWeights(traced) : traced;
  const outputs = options.outputs?.map((which) => outputIndex(names, which)) ?? names.map((_, index) => index);
  if (outputs.length === 0) throw new InputError('outputs', 'expected at least one output to expand, got none');
  const unknowns = unknownsOf(program);
  const size = expansionSize(program, unknowns, outputs);
  const job: EngineJob = {
    program,
    outputs,
    degrees: size.outputs.map(({ degree }) => degree),
    heights: size.heights,
    intermediateNorm: size.intermediateNorm,
  };
  const plan = { program, unknowns, names, outputs, size, job, start };
  if (options.engine === 'plain') {
    checkSize(size, options, network.name);
    return { ...plan, chosen: undefined, sparse: undefined };
  }
  const wanted = residueCandidates(job, unknowns, options.engine);
  const chosen = wanted.find(
    ({ bytes, operations }) => bytes <= maximumBytes(options) && operations <= maximumProducts(options),
  );
  const sparse = programSpace(program, unknowns);
  const estimate = sparseEstimate(sparse, size);
  const fits = estimate.bytes <= maximumBytes(options) && size.products <= maximumProducts(options);
  if (chosen !== undefined && (options.engine !== undefined || !fits || chosen.seconds <= estimate.seconds))
    return { ...plan, chosen, sparse: undefined };
  const bytes = wanted.reduce((least, candidate) => Math.min(least, candidate.bytes), estimate.bytes);
  checkSize({ ...size, bytes }, options, network.name);
  return { ...plan, chosen: undefined, sparse };
}

/** The engines modulo primes that may do a job, quickest first. Throws {@link InputError} when the one asked for does not. */
function residueCandidates(job: EngineJob, { starts }: Unknowns, name: EngineName | undefined): readonly Candidate[] {
  if (name === 'sparse') return [];
  // Symbolic weights are no business of theirs.
  const all = starts.size > 0 ? [] : candidates(job);
  const wanted = all.filter(({ engine }) => name === undefined || engine.name === name);
  if (name !== undefined && wanted.length === 0) {
    throw new InputError('engine', `the engine '${name}' does not take this network`, 'Leave the choice of engine out');
  }
  return wanted;
}

/** Progress in groups of primes, stopped by the signal. */
export function groupProgress({ chosen }: ExpansionPlan, { progress = silent, signal }: ExpandOptions): GroupProgress {
  return (done, total) => {
    progress(done, total, `${chosen!.engine.name}, ${2 * total} primes`);
    signal?.throwIfAborted();
  };
}

export const polynomialsFrom = ({ outputs, unknowns, size }: ExpansionPlan, result: EngineResult): Polynomial[] =>
  outputs.map(
    (_, k) =>
      new Polynomial(
        unknowns.variables,
        packedTerms(unknowns.inputs, result.degree, result.numerators[k]!, size.heights[k]!.denominator),
      ),
  );

export function finish(
  { unknowns, outputs, names, start }: ExpansionPlan,
  polynomials: readonly Polynomial[],
  taken: Pick<ExpansionReport, 'engine' | 'primes' | 'threads' | 'peakBytes'>,
  { report }: ExpandOptions,
): PolynomialMap {
  const map = new PolynomialMap(
    unknowns.variables,
    outputs.map((index, k) => ({ name: names[index]!, polynomial: polynomials[k]! })),
  );
  report?.({
    ...taken,
    terms: polynomials.reduce((sum, { length }) => sum + length, 0),
    seconds: (performance.now() - start) / 1000,
  });
  return map;
}

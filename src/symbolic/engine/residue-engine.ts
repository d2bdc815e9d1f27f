import type { Kernel } from './kernel.ts';

/** One way to the coefficients of the outputs modulo primes. It may decline a job; see `engines.ts`. */
export interface ResidueEngine {
  readonly name: 'gram' | 'interpolation';
  /** Estimated work for two primes, in multiply-adds of two residues. */
  readonly cost: number;
  /** How many residues it leaves, over all outputs. */
  readonly entries: number;
  /** The longest sum of products that it makes; smaller primes let it go without a reduction. */
  readonly summands: number;
  /** Whether, with p = 0, every number on the way is bounded by the outputs' heights. */
  readonly worksOnIntegers: boolean;
  /** For each entry its place in the result: output by output, within one in the order of polynomials. */
  order(): Int32Array;
  /** For engines whose work divides further: at how many points they evaluate; see {@link PreparedEngine.evaluate}. */
  readonly points?: number;
  /** Prepares memory in a kernel; then `compute` may be called for any primes. */
  prepare(kernel: Kernel): PreparedEngine;
}

export interface PreparedEngine {
  /**
   * Leaves the residues of denominator · coefficient, modulo p₀ and p₁ in the two lanes, from `target` on. With p = 0 the
   * integers themselves. False when a prime divides a denominator.
   */
  compute(primes: readonly [number, number], capacity: number, target: number): boolean;
  /** The values at points [from, to), from any thread; undefined when a prime divides a denominator. */
  evaluate?(primes: readonly [number, number], capacity: number, from: number, to: number): Part | undefined;
  /** As `compute`, from the values at all points. */
  finish?(primes: readonly [number, number], capacity: number, parts: readonly Part[], target: number): void;
}

/** Values at points [from, to), two lanes a value, output after output. */
export interface Part {
  readonly from: number;
  readonly to: number;
  readonly lanes: Float64Array;
}

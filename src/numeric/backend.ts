/** What runs programs over floats. */
import type { Program } from '../network/program.ts';

/**
 * Values for weights that the program leaves symbolic: row-major entries by the weight's name. With several draws, those
 * of one draw after another, or of one draw for all.
 */
export type ParameterValues = Readonly<Record<string, Float64Array>>;

/** A program prepared to run. */
export interface Executable {
  /**
   * The outputs at one input or at several, for one draw of the symbolic weights or for several: `inputs` holds
   * samples × inputs numbers, the result draws × samples × outputs, both row-major.
   * Throws {@link InputError} when the lengths do not fit, an input is NaN or infinite, a symbolic weight has no values,
   * or a value overflows.
   */
  run(inputs: Float64Array, parameters?: ParameterValues, draws?: number): Float64Array | Promise<Float64Array>;
}

/** One whose results are there at once. */
export interface SynchronousExecutable extends Executable {
  run(inputs: Float64Array, parameters?: ParameterValues, draws?: number): Float64Array;
}

export interface Backend {
  readonly name: string;
  /** Whether it gives the bits of the reference backend. */
  readonly exactBits: boolean;
  /** Whether each output is the same to the last bit whatever else is in the batch. */
  readonly batchInvariant: boolean;
  /** How it rounds: with this, `forwardErrorBound` bounds its errors. */
  readonly rounding: Rounding;
  /** `undefined`: this backend does not run such programs. */
  compile(program: Program): Executable | undefined;
}

/** Floating-point arithmetic: each operation gives (a ∘ b)(1 + δ) + η with |δ| ≤ unitRoundoff. */
export interface Rounding {
  readonly name: string;
  readonly unitRoundoff: number;
  /** |η| is at most half of this where a product underflows. */
  readonly smallest: number;
  /** The smallest number with full precision. */
  readonly smallestNormal: number;
  readonly largest: number;
  /** Numbers below `smallestNormal` may become 0, in sums and inputs too; |η| is then at most `smallestNormal`. */
  readonly flushesToZero: boolean;
}

/** IEEE 754 double precision, rounded to nearest. */
export const DOUBLE: Rounding = {
  name: 'double precision',
  unitRoundoff: 2 ** -53,
  smallest: 2 ** -1074,
  smallestNormal: 2 ** -1022,
  largest: Number.MAX_VALUE,
  flushesToZero: false,
};

/** IEEE 754 single precision, rounded to nearest. */
export const SINGLE: Rounding = {
  name: 'single precision',
  unitRoundoff: 2 ** -24,
  smallest: 2 ** -149,
  smallestNormal: 2 ** -126,
  largest: 2 ** 128 * (1 - 2 ** -24),
  flushesToZero: false,
};

/**
 * Single precision as graphics processors have it: to either neighbour, and small numbers may be flushed to 0.
 * [OpenGL ES Shading Language 3.00, §4.5.1; WGSL, §15.7.4]
 */
export const SINGLE_ON_DEVICE: Rounding = {
  ...SINGLE,
  name: 'single precision on a device',
  unitRoundoff: 2 ** -23,
  flushesToZero: true,
};

/** Whether a backend can run here: what it runs on, or why not and what to do about it. */
export type Availability =
  | { readonly available: true; readonly detail: string }
  | { readonly available: false; readonly reason: string; readonly remedy: string };

/** What the list of backends has of each: nothing is loaded before it is asked for. */
export interface BackendType {
  readonly name: string;
  readonly summary: string;
  /** Whether it gives the bits of the reference backend. */
  readonly exactBits: boolean;
  availability(): Promise<Availability>;
  /** Throws {@link InputError} with the reason and the remedy when it is not available. */
  open(): Promise<Backend>;
}

/** What runs programs over floats. */
import type { Program } from '../network/program.ts';

/** Values for weights that the program leaves symbolic: row-major entries by the weight's name. */
export type ParameterValues = Readonly<Record<string, Float64Array>>;

/** A program prepared to run. */
export interface Executable {
  /**
   * The outputs at one input or at several: `inputs` holds samples × inputs numbers, the result samples × outputs, both
   * row-major. Throws {@link InputError} when the lengths do not fit, an input is NaN or infinite, a symbolic weight has
   * no values, or an output overflows.
   */
  run(inputs: Float64Array, parameters?: ParameterValues): Float64Array;
}

export interface Backend {
  readonly name: string;
  /** Whether it gives the bits of the reference backend. */
  readonly exactBits: boolean;
  /** `undefined`: this backend does not run such programs. */
  compile(program: Program): Executable | undefined;
}

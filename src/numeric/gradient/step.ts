/** One operation of a program, forwards and backwards, over a block of samples. */
import type { Program, Value } from '../../network/program.ts';
import { sizeOf } from '../../network/tensor.ts';

/** The values of a program's nodes: [sample][entry], or [entry] where no input comes in. */
export interface Values {
  readonly samples: number;
  readonly entries: readonly Float64Array[];
}

export interface Step {
  /** Whether it is products of matrices. */
  readonly matrix?: true;
  forward(values: Values): Float64Array;
  /**
   * What the operand at `position` gets of the cotangent of this node; summed over samples where the operand has none. Products
   * of matrices write it to `into`, where it is given; it may come in another array all the same.
   */
  backward(values: Values, cotangent: Float64Array, position: number, into?: Float64Array): Float64Array;
}

/** Sizes and kinds of a program's values. */
export interface Layout {
  readonly program: Program;
  readonly sizes: readonly number[];
  /** Whether a value is the same at all inputs. */
  readonly uniform: readonly boolean[];
}

export function layoutOf(program: Program): Layout {
  const uniform: boolean[] = [];
  for (const node of program.nodes)
    uniform.push(
      node.operation !== 'input' && ('arguments' in node ? node.arguments.every((value) => uniform[value]!) : true),
    );
  return { program, sizes: program.nodes.map(({ shape }) => sizeOf(shape)), uniform };
}

/** How many copies of a value there are. */
export const copies = ({ uniform }: Layout, value: Value, { samples }: Values): number =>
  uniform[value]! ? 1 : samples;

/** Zeros of the sign that sums start from. */
export const zeros = (length: number): Float64Array => new Float64Array(length).fill(-0);

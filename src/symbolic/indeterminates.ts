/** Which entries of a program are indeterminates, and what each is called. */
import { InputError, TooLargeError } from '../base/errors.ts';
import { entryNames, type Parameter, type Program } from '../network/program.ts';
import { exactEntries, sizeOf } from '../network/tensor.ts';
import type { Interpretation } from './interpret.ts';
import type { Ring } from './ring.ts';

/** Variables are numbered by 16 bits. */
const LARGEST = 0xffff;

export interface Unknowns {
  /** The inputs, then the entries of the symbolic weights in the order of the layers. */
  readonly variables: readonly string[];
  /** Where a symbolic parameter's entries start among the variables. */
  readonly starts: ReadonlyMap<string, number>;
  readonly inputs: number;
}

/** Throws {@link InputError} when an input has the name of a symbolic weight. */
export function unknownsOf(program: Program): Unknowns {
  const variables = [...program.inputs];
  const taken = new Set(variables);
  const starts = new Map<string, number>();
  const count = program.parameters.reduce(
    (sum, { shape, tensor }) => sum + (tensor === undefined ? sizeOf(shape) : 0),
    variables.length,
  );
  if (count > LARGEST) {
    throw new TooLargeError(
      'variables',
      `expected at most ${LARGEST} inputs and symbolic weights together, got ${count}`,
      'Leave fewer weights symbolic',
    );
  }
  for (const { name, shape, tensor } of program.parameters) {
    if (tensor !== undefined) continue;
    starts.set(name, variables.length);
    for (const variable of entryNames(name, shape)) {
      if (taken.has(variable))
        throw new InputError('inputs', `the name '${variable}' is that of a symbolic weight`, 'Rename the input');
      variables.push(variable);
    }
  }
  return { variables, starts, inputs: program.inputs.length };
}

/** The same program with every weight an indeterminate. */
export const withSymbolicWeights = (program: Program): Program => ({
  ...program,
  parameters: program.parameters.map(({ name, shape }) => ({ name, shape })),
});

/** Inputs and parameters for an interpretation: indeterminates by their position among the variables, weights by their value. */
export function indeterminateEntries<T>(
  { starts, inputs }: Unknowns,
  K: Pick<Ring<T>, 'from'>,
  indeterminate: (i: number) => T,
): Pick<Interpretation<T>, 'inputs' | 'parameter'> {
  return {
    inputs: Array.from({ length: inputs }, (_, i) => indeterminate(i)),
    parameter: ({ name, tensor }: Parameter, index) =>
      tensor === undefined ? indeterminate(starts.get(name)! + index) : K.from(exactEntries(tensor)[index]!),
  };
}

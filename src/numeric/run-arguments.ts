/** What every backend checks of the arguments of a run, and how it says that a value overflowed. */

import type { Coefficient } from '../base/coefficient.ts';
import { nearestDouble } from '../base/coefficient.ts';
import { InputError } from '../base/errors.ts';
import type { Parameter, Program } from '../network/program.ts';
import { showShape, sizeOf } from '../network/tensor.ts';
import type { ParameterValues } from './backend.ts';

/** The counts of a run. */
export interface Batch {
  readonly samples: number;
  readonly draws: number;
}

/**
 * Throws {@link InputError} unless there are whole samples of finite numbers, a positive count of draws, and finite
 * values of the right number for every symbolic weight.
 */
export function checkRun(program: Program, inputs: Float64Array, parameters: ParameterValues = {}, draws = 1): Batch {
  const width = program.inputs.length;
  if (inputs.length % width !== 0)
    throw new InputError(
      'inputs',
      `expected a multiple of ${width} numbers, one sample after another, got ${inputs.length}`,
    );
  const bad = firstNotFinite(inputs);
  if (bad >= 0) throw new InputError(`inputs[${bad}]`, `expected a finite number, got ${inputs[bad]}`);
  if (!Number.isSafeInteger(draws) || draws < 1)
    throw new InputError('draws', `expected a positive integer, got ${draws}`);
  for (const { name, shape } of program.parameters.filter(({ tensor }) => tensor === undefined)) {
    const [given, size] = [parameters[name], sizeOf(shape)];
    if (given === undefined)
      throw new InputError(
        `parameters: ${name}`,
        'missing: the network leaves this weight symbolic',
        `Give ${size} numbers`,
      );
    if (given.length !== size && given.length !== size * draws)
      throw new InputError(
        `parameters: ${name}`,
        `expected ${size} numbers${draws === 1 ? '' : `, or ${size * draws} for ${draws} draws`}, got ${given.length}`,
      );
    const off = firstNotFinite(given);
    if (off >= 0) throw new InputError(`parameters: ${name}[${off}]`, `expected a finite number, got ${given[off]}`);
  }
  return { samples: inputs.length / width, draws };
}

/** Its position, or −1. Loops, since a call for each of a million weights takes longer than using them; x · 0 is 0 for numbers. */
export function firstNotFinite(values: Float64Array): number {
  let [a, b, c, d] = [0, 0, 0, 0];
  const whole = values.length & ~3;
  for (let i = 0; i < whole; i += 4) {
    a += values[i]! * 0;
    b += values[i + 1]! * 0;
    c += values[i + 2]! * 0;
    d += values[i + 3]! * 0;
  }
  for (let i = whole; i < values.length; i++) a += values[i]! * 0;
  return a + b + c + d === 0 ? -1 : values.findIndex((x) => !Number.isFinite(x));
}

/** The values of a symbolic weight in one draw. */
export function symbolicValues({ name, shape }: Parameter, parameters: ParameterValues, draw: number): Float64Array {
  const [given, size] = [parameters[name]!, sizeOf(shape)];
  return given.length === size ? given : given.subarray(draw * size, (draw + 1) * size);
}

/** The doubles nearest to the entries of a weight that has values. */
export function knownValues({ name, tensor }: Parameter): Float64Array {
  const { data } = tensor!;
  return data instanceof Float64Array
    ? data
    : Float64Array.from(data as ArrayLike<Coefficient>, (c, i) => nearestDouble(c, `${name}[${i}]`));
}

/** One sample of a run. */
export interface Sample {
  readonly inputs: Float64Array;
  readonly parameters: ParameterValues;
  readonly draw: number;
  readonly sample: number;
}

/** Its inputs, and its weights. */
export function sampleOf(
  program: Program,
  { inputs, parameters, draw, sample }: Sample,
): { readonly row: readonly number[]; readonly symbolic: (parameter: Parameter) => readonly number[] } {
  const width = program.inputs.length;
  return {
    row: Array.from(inputs.subarray(sample * width, (sample + 1) * width)),
    symbolic: (parameter) => Array.from(symbolicValues(parameter, parameters, draw)),
  };
}

/** The error for a value that is NaN or infinite: where it first came up. */
export function overflow(
  program: Program,
  backend: string,
  value: number,
  { entry, sample, got }: { readonly entry: number; readonly sample: number; readonly got: number },
  range: string,
): InputError {
  const { shape } = program.nodes[value]!;
  const place = program.places[value]!;
  return new InputError(
    place === '' ? backend : `${backend}: ${place}`,
    `entry ${entry} of ${showShape(shape)} at sample ${sample} is ${got}: the range of ${range} does not hold it`,
    'Use smaller inputs or weights, or evaluate exactly',
  );
}

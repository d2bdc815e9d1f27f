/** Inputs and targets, checked. */
import { InputError } from '../../base/errors.ts';

export interface TrainingData {
  /** One row an input. */
  readonly inputs: readonly (readonly number[])[];
  /** One row an input, a number for each output. */
  readonly targets: readonly (readonly number[])[];
  /** Inputs at which outputs are followed and that are not trained on. */
  readonly testInputs?: readonly (readonly number[])[];
  readonly testTargets?: readonly (readonly number[])[];
}

/** The same in arrays, one row after another. */
export interface PreparedData {
  readonly inputs: Float64Array;
  readonly targets: Float64Array;
  readonly samples: number;
  readonly testInputs: Float64Array;
  readonly testTargets: Float64Array | undefined;
  readonly testSamples: number;
}

/** Throws {@link InputError} on rows of the wrong length, numbers that are not finite, and counts that differ. */
export function prepareData(data: TrainingData, width: number, outputs: number): PreparedData {
  const { inputs, targets, testInputs = [], testTargets } = data;
  if (!Array.isArray(inputs) || inputs.length === 0)
    throw new InputError('inputs', 'expected at least one input', `Give rows of ${width} numbers`);
  const prepared = {
    inputs: flat(inputs, width, 'inputs', 'as many as the network has inputs'),
    targets: flat(targets, outputs, 'targets', 'as many as the network has outputs'),
    samples: inputs.length,
    testInputs: flat(testInputs, width, 'testInputs', 'as many as the network has inputs'),
    testTargets:
      testTargets === undefined
        ? undefined
        : flat(testTargets, outputs, 'testTargets', 'as many as the network has outputs'),
    testSamples: testInputs.length,
  };
  if (targets.length !== inputs.length)
    throw new InputError('targets', `expected ${inputs.length} rows, one for each input, got ${targets.length}`);
  if (testTargets !== undefined && testTargets.length !== testInputs.length)
    throw new InputError(
      'testTargets',
      `expected ${testInputs.length} rows, one for each test input, got ${testTargets.length}`,
    );
  return prepared;
}

function flat(rows: readonly (readonly number[])[], columns: number, where: string, why: string): Float64Array {
  if (!Array.isArray(rows)) throw new InputError(where, `expected a list of rows, got ${typeof rows}`);
  const all = new Float64Array(rows.length * columns);
  rows.forEach((row, i) => {
    if (!Array.isArray(row) || row.length !== columns)
      throw new InputError(
        `${where}[${i}]`,
        `expected ${columns} numbers, ${why}, got ${Array.isArray(row) ? row.length : typeof row}`,
      );
    row.forEach((x, j) => {
      if (typeof x !== 'number' || !Number.isFinite(x))
        throw new InputError(`${where}[${i}][${j}]`, `expected a finite number, got ${x}`);
      all[i * columns + j] = x;
    });
  });
  return all;
}

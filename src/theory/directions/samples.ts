/** Inputs with their labels. */
import { InputError } from '../../base/errors.ts';
import { type Key, key } from '../../base/philox.ts';
import { fillGaussians } from '../../numeric/random/fill.ts';
import { permutation } from '../../numeric/random/permutation.ts';

export interface Samples {
  /** [sample][coordinate]. */
  readonly inputs: Float64Array;
  readonly dimension: number;
  readonly labels: Float64Array;
}

/**
 * Samples from rows of coordinates and a label each. Throws {@link InputError} on rows of different lengths, numbers that
 * are not finite, and counts that differ.
 */
export function samplesFrom(inputs: readonly ArrayLike<number>[], labels: ArrayLike<number>): Samples {
  const dimension = inputs[0]?.length ?? 0;
  const data = new Float64Array(inputs.length * dimension);
  inputs.forEach((row, i) => {
    if (row.length !== dimension)
      throw new InputError(`samples[${i}]`, `expected ${dimension} coordinates, as the first has, got ${row.length}`);
    data.set(row, i * dimension);
  });
  return checkedSamples({ inputs: data, dimension, labels: Float64Array.from(labels) });
}

/**
 * Samples of a black box, such as a trained network: f at `count` inputs from N(0, I), the Gaussians at (seed, 'samples').
 * Throws {@link InputError} on a count or a dimension that is no positive integer, and where f is not finite.
 */
export function samplesOf(
  f: (x: Float64Array) => number,
  { dimension, count, seed }: { readonly dimension: number; readonly count: number; readonly seed: number },
): Samples {
  for (const [name, n] of Object.entries({ dimension, count }))
    if (!Number.isSafeInteger(n) || n < 1) throw new InputError(name, `expected a positive integer, got ${n}`);
  const inputs = fillGaussians(new Float64Array(count * dimension), key(seed, 'samples'));
  const labels = Float64Array.from({ length: count }, (_, i) => f(inputs.slice(i * dimension, (i + 1) * dimension)));
  return checkedSamples({ inputs, dimension, labels });
}

/** Throws {@link InputError} where counts do not fit, numbers are not finite, or there are fewer than `least` samples. */
export function checkedSamples(samples: Samples, least = 1): Samples {
  const { inputs, dimension, labels } = samples;
  if (!Number.isSafeInteger(dimension) || dimension < 1)
    throw new InputError('dimension', `expected a positive integer, got ${dimension}`);
  if (inputs.length !== labels.length * dimension)
    throw new InputError(
      'samples',
      `expected ${labels.length} inputs of ${dimension} coordinates, one for each label, got ${inputs.length} numbers`,
    );
  if (labels.length < least)
    throw new InputError('samples', `expected at least ${least} samples, got ${labels.length}`, 'Draw more samples');
  for (const [name, values] of [
    ['label', labels],
    ['coordinate', inputs],
  ] as const) {
    const at = values.findIndex((value) => !Number.isFinite(value));
    if (at >= 0) {
      const row = name === 'label' ? at : Math.floor(at / dimension);
      throw new InputError(`samples[${row}]`, `has a ${name} that is not finite: ${values[at]}`, 'Leave it out');
    }
  }
  return samples;
}

/** Samples from ≤ i < to, sharing memory. */
export const sliceOf = ({ inputs, dimension, labels }: Samples, from: number, to: number): Samples => ({
  inputs: inputs.subarray(from * dimension, to * dimension),
  dimension,
  labels: labels.subarray(from, to),
});

/** A share of the samples and the rest, drawn by the key: samples that lie sorted in a file do no harm. */
export function splitSamplesAtRandom(
  { inputs, dimension, labels }: Samples,
  share: number,
  source: Key,
): { readonly pilot: Samples; readonly main: Samples } {
  const order = permutation(source, labels.length);
  const cut = Math.ceil(share * labels.length);
  const part = (rows: Uint32Array): Samples => {
    const chosen = new Float64Array(rows.length * dimension);
    rows.forEach((i, at) => {
      chosen.set(inputs.subarray(i * dimension, (i + 1) * dimension), at * dimension);
    });
    return { inputs: chosen, dimension, labels: Float64Array.from(rows, (i) => labels[i]!) };
  };
  return { pilot: part(order.subarray(0, cut)), main: part(order.subarray(cut)) };
}

/** Inputs of unknown covariance brought to covariance I. */
import { InputError } from '../../base/errors.ts';
import { symmetricSpectrum } from '../../numeric/spectra/symmetric-eigen.ts';
import { checkedSamples, type Samples } from './samples.ts';

export interface Whitening {
  readonly samples: Samples;
  readonly mean: Float64Array;
  /** Σ^(−1/2), symmetric, [row][column]. */
  readonly transformation: Float64Array;
  /** The direction in the coordinates given of a direction w found for whitened inputs: Σ^(−1/2) w, of norm 1. */
  original(direction: Float64Array): Float64Array;
}

/**
 * x ↦ Σ^(−1/2) (x − x̄) with the sample's mean and covariance. A single index ⟨v, x⟩ becomes ⟨Σ^(1/2) v, ·⟩ with an offset.
 * The mean and covariance are estimated from the same samples, so statistics of the result are unbiased only up to
 * O(d/n). Throws {@link InputError} when the covariance is singular or n ≤ d.
 */
export function whiten(given: Samples): Whitening {
  const { inputs, dimension: d, labels } = checkedSamples(given);
  const n = labels.length;
  if (n <= d)
    throw new InputError('samples', `expected more samples than the ${d} coordinates, got ${n}`, 'Draw more samples');
  const mean = new Float64Array(d);
  for (let i = 0; i < n * d; i++) mean[i % d]! += inputs[i]! / n;
  const centred = inputs.map((x, i) => x - mean[i % d]!);
  const covariance = new Float64Array(d * d);
  for (let i = 0; i < n; i++) {
    const x = centred.subarray(i * d, (i + 1) * d);
    for (let a = 0; a < d; a++) {
      const factor = x[a]! / n;
      for (let b = 0; b <= a; b++) covariance[a * d + b]! += factor * x[b]!;
    }
  }
  for (let a = 0; a < d; a++) for (let b = 0; b < a; b++) covariance[b * d + a] = covariance[a * d + b]!;
  const { values, vectors } = symmetricSpectrum({ size: d, entries: covariance });
  const [smallest, largest] = [values[0]!, values[d - 1]!];
  if (!(smallest > 1e-12 * largest))
    throw new InputError(
      'samples',
      `have a singular covariance: its eigenvalues go from ${smallest.toPrecision(3)} to ${largest.toPrecision(3)}`,
      'Leave out coordinates that others determine',
    );
  const transformation = new Float64Array(d * d);
  for (let k = 0; k < d; k++) {
    const vector = vectors.subarray(k * d, (k + 1) * d);
    const factor = 1 / Math.sqrt(values[k]!);
    for (let a = 0; a < d; a++)
      for (let b = 0; b < d; b++) transformation[a * d + b]! += factor * vector[a]! * vector[b]!;
  }
  const apply = (x: Float64Array, out: Float64Array): Float64Array => {
    for (let a = 0; a < d; a++) {
      let sum = 0;
      for (let b = 0; b < d; b++) sum += transformation[a * d + b]! * x[b]!;
      out[a] = sum;
    }
    return out;
  };
  const whitened = new Float64Array(n * d);
  for (let i = 0; i < n; i++) apply(centred.subarray(i * d, (i + 1) * d), whitened.subarray(i * d, (i + 1) * d));
  return {
    samples: { inputs: whitened, dimension: d, labels },
    mean,
    transformation,
    original(direction) {
      if (direction.length !== d)
        throw new InputError('direction', `expected ${d} coordinates, got ${direction.length}`);
      const w = apply(direction, new Float64Array(d));
      const norm = Math.hypot(...w);
      return w.map((value) => value / norm);
    },
  };
}

/** Normalised power sums of points on the torus. */
import { InputError } from '../../base/errors.ts';

/** How far a coordinate's modulus may be from 1. */
const OFF_CIRCLE = 1e-6;

/**
 * p̃_k(x) = k^{−1/2} Σ_n x_n^k for k = 1, …, K: from [samples][N][re, im] to [samples][K][re, im].
 * Throws {@link InputError} where the length does not fit, and where a coordinate is not on the unit circle.
 */
export function powerSumFeatures(points: Float64Array, size: number, highest: number): Float64Array {
  for (const [name, n] of Object.entries({ size, highest }))
    if (!Number.isSafeInteger(n) || n < 1) throw new InputError(name, `expected a positive integer, got ${n}`);
  if (points.length % (2 * size) !== 0)
    throw new InputError('points', `expected [samples][${size}][re, im], got ${points.length} numbers`);
  const samples = points.length / (2 * size);
  const features = new Float64Array(2 * samples * highest);
  for (let i = 0; i < samples; i++)
    for (let n = 0; n < size; n++) {
      const [x, y] = [points[2 * (i * size + n)]!, points[2 * (i * size + n) + 1]!];
      if (!(Math.abs(x * x + y * y - 1) < OFF_CIRCLE))
        throw new InputError(
          'points',
          `coordinate ${n + 1} of sample ${i + 1}, ${x} + ${y}i, is not on the unit circle`,
        );
      let [re, im] = [1, 0];
      for (let k = 0; k < highest; k++) {
        [re, im] = [re * x - im * y, re * y + im * x];
        features[2 * (i * highest + k)]! += re;
        features[2 * (i * highest + k) + 1]! += im;
      }
    }
  for (let k = 0; k < highest; k++) {
    const scale = 1 / Math.sqrt(k + 1);
    for (let i = 0; i < samples; i++) {
      features[2 * (i * highest + k)]! *= scale;
      features[2 * (i * highest + k) + 1]! *= scale;
    }
  }
  return features;
}

/** z_i = Σ_k u_k p̃_k(x_i), [samples][re, im], for features [samples][K][re, im] and u of K′ ≤ K entries. */
export function linearForm(features: Float64Array, highest: number, u: Float64Array): Float64Array {
  const samples = features.length / (2 * highest);
  const z = new Float64Array(2 * samples);
  for (let i = 0; i < samples; i++) {
    let [re, im] = [0, 0];
    for (let k = 0, at = 2 * i * highest; k < u.length; k += 2, at += 2) {
      re += u[k]! * features[at]! - u[k + 1]! * features[at + 1]!;
      im += u[k]! * features[at + 1]! + u[k + 1]! * features[at]!;
    }
    z[2 * i] = re;
    z[2 * i + 1] = im;
  }
  return z;
}

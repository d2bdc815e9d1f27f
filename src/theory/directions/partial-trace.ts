/** The direction from the partial trace of the Hermite tensor of a given order. */
import { InputError } from '../../base/errors.ts';
import { leadingEigenvector, normalised } from './leading-eigenvector.ts';
import { checkedSamples, type Samples } from './samples.ts';

/**
 * (−2)^m m! L_m^((a))(r/2), L Laguerre's polynomials: the contraction of He_(2m) with I^(⊗m) at |x|² = r is that with a = d/2 − 1,
 * those of He_(2m+1) and He_(2m+2) are x times that with a = d/2, and xxᵀ times that with a = d/2 + 1 less I times that with d/2.
 */
export function contractedHermite(m: number, a: number, r: number): number {
  let [previous, current] = [0, 1];
  for (let j = 0; j < m; j++)
    // (j+1) L_(j+1) = (2j + 1 + a − t) L_j − (j + a) L_(j−1), each times (−2)^j j!.
    [previous, current] = [current, -2 * (2 * j + 1 + a - r / 2) * current - 4 * j * (j + a) * previous];
  return current;
}

/**
 * For odd k the vector mean y He_k(x)[I^((k−1)/2)], for even k the leading eigenvector of the matrix mean y He_k(x)[I^((k−2)/2)]: He_3[I] =
 * x(|x|² − d − 2), He_4[I] = xxᵀ(|x|² − d − 4) − I(|x|² − d − 2). Finds a single index of information exponent k from
 * n of order d^(k/2) samples (d for k = 1), the sign only for odd k, and up to the sign of u_k.
 * Throws {@link InputError} when the order is no positive integer or nothing is left of the trace.
 * [Damian, Pillaud-Vivien, Lee and Bruna 2024, arXiv:2403.05529; Hopkins, Schramm, Shi and Steurer, STOC 2016]
 */
export function partialTrace(given: Samples, order: number): Float64Array {
  const { inputs, dimension: d, labels } = checkedSamples(given);
  if (!Number.isSafeInteger(order) || order < 1)
    throw new InputError('order', `expected a positive integer, got ${order}`);
  const n = labels.length;
  const even = order % 2 === 0;
  const m = even ? order / 2 - 1 : (order - 1) / 2;
  const sum = new Float64Array(even ? d * d : d);
  let identity = 0;
  for (let i = 0; i < n; i++) {
    const x = inputs.subarray(i * d, (i + 1) * d);
    const r = x.reduce((total, value) => total + value * value, 0);
    const y = labels[i]! / n;
    const factor = y * contractedHermite(m, even ? d / 2 + 1 : d / 2, r);
    if (!even) {
      for (let a = 0; a < d; a++) sum[a]! += factor * x[a]!;
      continue;
    }
    identity += y * contractedHermite(m, d / 2, r);
    for (let a = 0; a < d; a++) for (let b = 0; b <= a; b++) sum[a * d + b]! += factor * x[a]! * x[b]!;
  }
  if (even) {
    for (let a = 0; a < d; a++) {
      sum[a * d + a]! -= identity;
      for (let b = 0; b < a; b++) sum[b * d + a] = sum[a * d + b]!;
    }
    return leadingEigenvector(sum, d);
  }
  const direction = normalised(sum);
  if (direction === undefined) throw new InputError('samples', `their partial trace of order ${order} is 0`);
  return direction;
}

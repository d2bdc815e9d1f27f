/** The direction from the unfolded Hermite tensor of a given order. */
import { InputError, TooLargeError } from '../../base/errors.ts';
import { leadingEigenvector } from './leading-eigenvector.ts';
import { checkedSamples, type Samples } from './samples.ts';

const LARGEST = 2 ** 26;
const PAIRS = 2e9;

/**
 * The leading left singular vector of the tensor Ĉ = mean y He_k(x), k ≥ 2, unfolded as d × d^(k−1): the leading
 * eigenvector of Ĉ Ĉᵀ, whose diagonal part of noise, a multiple of I, does not turn it. n of order d^(k/2) samples.
 * The tensor has d^k entries and is made from all samples: n d^k steps.
 * Throws {@link InputError} unless k is an integer from 2; {@link TooLargeError} when the tensor or the steps are too many.
 * [Richard and Montanari, NeurIPS 2014]
 */
export function tensorUnfolding(given: Samples, order: number): Float64Array {
  const { inputs, dimension: d, labels } = checkedSamples(given);
  if (!Number.isSafeInteger(order) || order < 2)
    throw new InputError('order', `expected an integer from 2, got ${order}`, "Order 1 is 'partialTrace'");
  const size = d ** order;
  const n = labels.length;
  if (size > LARGEST || size * n > 20 * PAIRS)
    throw new TooLargeError(
      'tensorUnfolding',
      `a tensor of ${d}^${order} entries from ${n} samples is over the limit of 2^26 entries and ${20 * PAIRS} steps`,
      "Use 'partialTrace'",
    );
  const tensor = new Float64Array(size);
  for (let i = 0; i < n; i++) addHermiteTensor(tensor, inputs.subarray(i * d, (i + 1) * d), order, labels[i]! / n);
  const rest = size / d;
  const gram = new Float64Array(d * d);
  for (let a = 0; a < d; a++)
    for (let b = 0; b <= a; b++) {
      let sum = 0;
      for (let j = 0; j < rest; j++) sum += tensor[a * rest + j]! * tensor[b * rest + j]!;
      gram[a * d + b] = sum;
      gram[b * d + a] = sum;
    }
  return leadingEigenvector(gram, d);
}

/** tensor += weight He_k(x), by He_(k+1)[i, J] = x_i He_k[J] − Σ_(j in J) δ_ij He_(k−1)[J without j]. */
export function addHermiteTensor(tensor: Float64Array, x: Float64Array, order: number, weight: number): void {
  const d = x.length;
  let previous = new Float64Array(0);
  let current = Float64Array.of(weight);
  for (let k = 0; k < order; k++) {
    const next = new Float64Array(current.length * d);
    for (let a = 0; a < d; a++)
      for (let J = 0; J < current.length; J++) next[a * current.length + J] = x[a]! * current[J]!;
    // δ between the new index and place p of J: J without that place runs over the tensor before.
    for (let p = 0; p < k; p++) {
      const below = d ** (k - 1 - p);
      for (let J = 0; J < previous.length; J++) {
        const [high, low] = [Math.floor(J / below), J % below];
        for (let a = 0; a < d; a++) next[a * current.length + (high * d + a) * below + low]! -= previous[J]!;
      }
    }
    previous = current;
    current = next;
  }
  for (let j = 0; j < tensor.length; j++) tensor[j]! += current[j]!;
}

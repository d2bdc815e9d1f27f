/** How far float kernels can be from the exact ones. */
import { exactValue } from '../../base/coefficient.ts';
import { InputError } from '../../base/errors.ts';
import { numberFromRational } from '../../base/rational.ts';
import type { Network } from '../../network/network.ts';
import {
  atInput,
  atPair,
  expectationsOf,
  type KernelPair,
  requirePolynomial,
} from '../../symbolic/kernels/kernel-recursion.ts';
import { infiniteWidthLimit, type LimitOptions } from '../../symbolic/kernels/limit-of-program.ts';
import type { Ring } from '../../symbolic/ring.ts';
import type { Precision } from './tiled-kernels.ts';

/** A sum of terms: Σ |term|, and the largest number of factors 1 + δ, |δ| ≤ u, on any of them. */
interface Count {
  readonly magnitude: number;
  readonly roundings: number;
}

const UNIT_ROUNDOFF: Readonly<Record<Precision, number>> = { double: 2 ** -53, single: 2 ** -24 };
/** Scales, variances, 1/l! and their square roots, and the sums that end a stage. */
const CONSTANT = 16;

/**
 * Bounds of |fl(K(a, b)) − K(a, b)| for both kernels of {@link kernelMatrices} at a pair of inputs, barring underflow; for
 * networks whose activations are polynomials.
 *
 * Derivation (Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed., §3.1). Every entry computed is
 * Σ_i t_i Π(1 + δ), |δ| ≤ u, the t_i being the terms of the exact value; with at most k factors on each its error is at most
 * γ_k Σ |t_i|, γ_k = k u/(1 − k u). The recursion itself, over pairs (M, k), bounds Σ |t_i| and k: sums take
 * (M + M', max(k, k') + 1), products (M M', k + k' + 1). An inner product of d coordinates takes d + 2 roundings, and
 * CONSTANT for its scale. Of degree D, Horner's rule for a value and its derivative takes at most 2 D sums where the
 * recursion takes one for each term; 2 D + CONSTANT roundings are counted on each coefficient for these and for those on
 * constants. M is itself rounded, which doubling k u in the denominator covers.
 *
 * Throws {@link InputError} as `kernelMatrices` does, and on activations that are no polynomials.
 */
export function kernelErrorBound(
  net: Network,
  a: readonly number[],
  b: readonly number[],
  { precision = 'double', ...options }: LimitOptions & { readonly precision?: Precision } = {},
): KernelPair<number> {
  const limit = infiniteWidthLimit(net, options);
  requirePolynomial(limit);
  const degree = expectationsOf(limit)
    .flatMap(({ polynomial }) => polynomial.terms.flatMap(({ orders }) => orders))
    .reduce((most, order) => Math.max(most, order), 0);
  const K = counts(2 * degree + CONSTANT);
  const gram = (x: readonly number[], y: readonly number[]): Count => ({
    magnitude: x.reduce((sum, value, i) => sum + Math.abs(value * y[i]!), 0) / limit.inputDivisor,
    roundings: limit.inputs + 2 + CONSTANT,
  });
  for (const [name, x] of [
    ['a', a],
    ['b', b],
  ] as const)
    if (x.length !== limit.inputs || !x.every(Number.isFinite))
      throw new InputError(name, `expected ${limit.inputs} finite numbers, got ${JSON.stringify(x)}`);
  const pair = atPair(limit, K, atInput(limit, K, gram(a, a)), atInput(limit, K, gram(b, b)), gram(a, b));
  const u = UNIT_ROUNDOFF[precision];
  const bound = ({ magnitude, roundings }: Count): number => {
    const result = ((roundings * u) / (1 - 2 * roundings * u)) * magnitude;
    if (Number.isFinite(result) && 4 * roundings * u < 1) return result;
    throw new InputError('error bound', 'the magnitudes or the number of roundings are too large', 'Compute exactly');
  };
  return { nngp: bound(pair.nngp), ntk: bound(pair.ntk) };
}

const counts = (perConstant: number): Ring<Count> => ({
  name: 'rounding counts',
  zero: { magnitude: 0, roundings: 0 },
  one: { magnitude: 1, roundings: 0 },
  from: (c) => ({ magnitude: Math.abs(numberFromRational(exactValue(c))), roundings: perConstant }),
  add: (x, y) => ({ magnitude: x.magnitude + y.magnitude, roundings: Math.max(x.roundings, y.roundings) + 1 }),
  mul: (x, y) => ({ magnitude: x.magnitude * y.magnitude, roundings: x.roundings + y.roundings + 1 }),
  equal: (x, y) => x.magnitude === y.magnitude && x.roundings === y.roundings,
});

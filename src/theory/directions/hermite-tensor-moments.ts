/** Moments of normalised Hermite tensors He_k(x)/√k!, x ~ N(0, I_d), and what they say of labels times them. */
import { numberFromRational, rational } from '../../base/rational.ts';
import { binomial, factorial } from '../../symbolic/combinatorics.ts';
import { hermiteFourthMoment } from '../estimators/hermite-values.ts';
import { symmetricDimension } from './order-statistics.ts';

/**
 * A bound of Var ⟨He_k, A He_k⟩/k! over operators A on symmetric tensors with |A| = 1 (Hilbert–Schmidt): λ =
 * Σ_{r<k} (2k−2r)! (C(k,r)² r!)² D_k/(D_{k−r} k!²), D_j = C(d+j−1, j). In d = 1 it is Var h_k² itself.
 *
 * By the product formula He_k ⊗ He_k has the parts C(k,r)² r! He_{2k−2r}, paired with A contracted r times. Contraction of r
 * pairs is a positive map that takes the identity to D_k/D_{k−r} times the identity, and so does its adjoint, to the identity:
 * hence its norm squared is D_k/D_{k−r}.
 */
export function largestChaosVariance(k: number, dimension: number): number {
  let sum = 0;
  for (let r = 0; r < k; r++) {
    const factor = rational(factorial(2 * k - 2 * r) * (binomial(k, r) ** 2n * factorial(r)) ** 2n, factorial(k) ** 2n);
    sum += (numberFromRational(factor) * symmetricDimension(dimension, k)) / symmetricDimension(dimension, k - r);
  }
  return sum;
}

/**
 * Bounds of M = E[y² He_k ⊗ He_k]/k! for labels with E y² ≤ s and E y⁴ ≤ κ (E y²)²: the Hilbert–Schmidt norm, which is
 * √E[(y y' ⟨He_k(x), He_k(x')⟩/k!)²], is at most s (√D_k + √((κ − 1) λ)), the largest eigenvalue at most s (1 + √((κ − 1) (E h_k⁴ − 1))).
 * For |y| ≤ √s take κ = 1. (M = E[y²] times the identity and the covariance of y² with He_k ⊗ He_k/k!.)
 */
export function labelledTensorBounds(
  k: number,
  dimension: number,
  { square, kurtosis }: { readonly square: number; readonly kurtosis: number },
): { readonly norm: number; readonly largestEigenvalue: number } {
  const excess = kurtosis - 1;
  return {
    norm:
      square * (Math.sqrt(symmetricDimension(dimension, k)) + Math.sqrt(excess * largestChaosVariance(k, dimension))),
    largestEigenvalue: square * (1 + Math.sqrt(excess * (hermiteFourthMoment(k) - 1))),
  };
}

/** Normalised Hermite polynomials in doubles, and their fourth moments. */
import { numberFromRational, rational } from '../../base/rational.ts';
import { binomial, factorial } from '../../symbolic/combinatorics.ts';

/** h_k(z) = He_k(z)/√k! for every z, by h_{k+1} = (z h_k − √k h_{k−1})/√(k+1). */
export function hermiteValues(z: Float64Array, k: number): Float64Array {
  let previous = new Float64Array(z.length);
  let current = new Float64Array(z.length).fill(1);
  for (let n = 0; n < k; n++) {
    const next = new Float64Array(z.length);
    const [up, down] = [1 / Math.sqrt(n + 1), Math.sqrt(n / (n + 1))];
    for (let i = 0; i < z.length; i++) next[i] = up * z[i]! * current[i]! - down * previous[i]!;
    [previous, current] = [current, next];
  }
  return current;
}

/**
 * E[h_k(z)⁴] = Σ_r (C(k, r)² r!)² (2k − 2r)!/k!², since He_k² = Σ_r C(k, r)² r! He_{2k−2r}: 3, 15, 93, 639, … [Janson,
 * "Gaussian Hilbert spaces", 1997, for products of Hermite polynomials]
 */
export function hermiteFourthMoment(k: number): number {
  let sum = 0n;
  for (let r = 0; r <= k; r++) sum += (binomial(k, r) ** 2n * factorial(r)) ** 2n * factorial(2 * k - 2 * r);
  return numberFromRational(rational(sum, factorial(k) ** 2n));
}

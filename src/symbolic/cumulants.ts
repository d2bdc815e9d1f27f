/** Moments and cumulants of polynomials, exactly. */
import { InputError, TooLargeError } from '../base/errors.ts';
import { binomial } from './combinatorics.ts';
import { type ExpectationOptions, expectation } from './expectation.ts';
import type { Measure } from './measure.ts';
import { add, multiply, scale, subtract } from './operations/arithmetic.ts';
import { inVariables, unionOfVariables } from './operations/common-ring.ts';
import { constantPolynomial, type Polynomial } from './polynomial.ts';

/** E[f], E[f²], …, E[f^order]. Throws {@link InputError} unless order is an integer ≥ 1. */
export function momentsOf(
  f: Polynomial,
  measure: Measure,
  order: number,
  options: ExpectationOptions = {},
): readonly Polynomial[] {
  if (!Number.isSafeInteger(order) || order < 1)
    throw new InputError('moments', `expected an order, an integer ≥ 1, got ${order}`);
  const averages: Polynomial[] = [];
  let power = f;
  for (let k = 1; k <= order; k++) {
    if (k > 1) power = multiply(power, f);
    averages.push(expectation(power, measure, options));
  }
  return averages;
}

/**
 * The cumulants κ_1, …, κ_order of the random variable f, by κ_n = m_n − Σ_{k<n} C(n−1, k−1) κ_k m_{n−k}: the mean, the
 * variance, the third central moment, … Those of a Gaussian are 0 from the third on.
 */
export function cumulants(
  f: Polynomial,
  measure: Measure,
  order: number,
  options: ExpectationOptions = {},
): readonly Polynomial[] {
  const moments = momentsOf(f, measure, order, options);
  const found: Polynomial[] = [];
  moments.forEach((moment, i) => {
    const n = i + 1;
    let cumulant = moment;
    for (let k = 1; k < n; k++) {
      const product = multiply(found[k - 1]!, moments[n - k - 1]!);
      cumulant = subtract(cumulant, scale(`${binomial(n - 1, k - 1)}`, product));
    }
    found.push(cumulant);
  });
  return found;
}

/** Every subset of the factors is averaged. */
const MOST_FACTORS = 12;

/**
 * The joint cumulant κ(f_1, …, f_k), which physicists call the connected correlation ⟨f_1 … f_k⟩_c:
 * E[Π_S f] = Σ_{1 ∈ T ⊆ S} κ(f_T) E[Π_{S∖T} f], solved for κ. For two it is the covariance.
 */
export function connectedCorrelation(
  factors: readonly Polynomial[],
  measure: Measure,
  options: ExpectationOptions = {},
): Polynomial {
  const k = factors.length;
  if (k === 0) throw new InputError('connectedCorrelation', 'expected at least one polynomial, got none');
  if (k > MOST_FACTORS)
    throw new TooLargeError('connectedCorrelation', `expected at most ${MOST_FACTORS} polynomials, got ${k}`);
  const variables = unionOfVariables(factors);
  const lifted = factors.map((f) => inVariables(f, variables));
  const one = constantPolynomial(variables, { numerator: 1n, denominator: 1n });
  // Subsets as bits: products[S], averages[S], and κ[S] by the recursion on the lowest factor of S.
  const products: Polynomial[] = [one];
  const averages: Polynomial[] = [one];
  const joint: Polynomial[] = [one];
  for (let S = 1; S < 2 ** k; S++) {
    const lowest = Math.log2(S & -S);
    products[S] = multiply(products[S & (S - 1)]!, lifted[lowest]!);
    averages[S] = expectation(products[S]!, measure, options);
    let sum = averages[S]!;
    const others = S & (S - 1);
    // T = {lowest} ∪ U for the proper subsets U of the others.
    for (let U = (others - 1) & others; others > 0; U = (U - 1) & others) {
      const T = (S & -S) | U;
      sum = add(sum, scale(-1, multiply(joint[T]!, averages[S ^ T]!)));
      if (U === 0) break;
    }
    joint[S] = sum;
  }
  return joint[2 ** k - 1]!;
}

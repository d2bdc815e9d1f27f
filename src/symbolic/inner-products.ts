/** Second moments of polynomials, exactly. */
import { InputError } from '../base/errors.ts';
import { formatRational } from '../base/rational.ts';
import { type ExpectationOptions, expectation, expectedValue } from './expectation.ts';
import type { Measure } from './measure.ts';
import { multiply, subtract } from './operations/arithmetic.ts';
import { inVariables } from './operations/common-ring.ts';
import type { Polynomial } from './polynomial.ts';
import { squareRoot } from './square-root.ts';

/** ⟨f, g⟩ = E[f g]. On complex variables nothing is conjugated: write the conjugates. */
export const innerProduct = (
  f: Polynomial,
  g: Polynomial,
  measure: Measure,
  options: ExpectationOptions = {},
): Polynomial => expectation(multiply(f, g), measure, options);

/** Cov(f, g) = E[f g] − E[f] E[g]. */
export const covariance = (
  f: Polynomial,
  g: Polynomial,
  measure: Measure,
  options: ExpectationOptions = {},
): Polynomial => {
  const product = multiply(f, g);
  // All in the variables of the product, so that a measure for a given number of variables fits.
  const [left, right] = [f, g].map((h) => expectation(inVariables(h, product.variables), measure, options));
  return subtract(expectation(product, measure, options), multiply(left!, right!));
};

/** Var(f) = E[f²] − E[f]². */
export const variance = (f: Polynomial, measure: Measure, options: ExpectationOptions = {}): Polynomial =>
  covariance(f, f, measure, options);

/** ‖f‖ = √E[f²], the exact square rooted in doubles. Throws {@link InputError} when E[f²] is no number ≥ 0. */
export function norm(f: Polynomial, measure: Measure, options: ExpectationOptions = {}): number {
  const square = expectedValue(multiply(f, f), measure, options);
  if (square.numerator < 0n)
    throw new InputError(
      'norm',
      `E[f²] is ${formatRational(square)}, below 0, so that the measure is no probability or the variables are complex`,
    );
  return squareRoot(square);
}

/** Dual activations of polynomials, as explicit polynomials. */
import { TooLargeError } from '../../base/errors.ts';
import { type Rational, rational } from '../../base/rational.ts';
import { type Polynomial, polynomialFromTerms, type Term } from '../polynomial.ts';
import {
  derivativeMeans,
  differentiateCoefficients,
  exactCoefficients,
  type UnivariateCoefficients,
} from './derivative-means.ts';

export interface DualActivationOptions {
  /** τ in E[σ(u) τ(v)]; σ itself when left out. */
  readonly other?: UnivariateCoefficients;
  /** d for the dual of the d-th derivatives, E[σ^(d)(u) τ^(d)(v)]; 0 when left out. */
  readonly derivative?: number;
}

const LARGEST_LENGTH = 100_000;

/** The variables of a dual activation, in this order. */
export const DUAL_VARIABLES: readonly string[] = ['K11', 'K12', 'K22'];

/**
 * The dual activation of a polynomial σ(z) = Σ_k coefficients[k] z^k as a polynomial in K11, K12, K22:
 * σ̌(K) = E[σ(u) σ(v)], (u, v) ~ N(0, [[K11, K12], [K12, K22]]).
 *
 * σ̌(K) = Σ_l r_l(K11) r_l(K22) K12^l / l!, r_l(K) = E σ^(l)(√K g) = Σ_i c_{2i+l} (2i+l)!/(2^i i!) K^i: the Hermite
 * expansion at each variance, with Mehler's formula. It needs no division, so it holds at zero variances and at any
 * correlation. With `other`, E[σ(u) τ(v)] of two activations; with `derivative: d`, of their d-th derivatives, which is
 * ∂^d σ̌/∂K12^d (Price's theorem).
 *
 * `dualActivation([0, 0, 1])` is 2*K12^2 + K11*K22.
 *
 * Throws {@link InputError} on a coefficient that is no number and {@link TooLargeError} beyond degree 200 or 100,000 terms.
 * Source: Daniely, Frostig and Singer, "Toward deeper understanding of neural networks", NeurIPS 2016, §4, at unit
 * variances; the r_l carry it to all others.
 */
export function dualActivation(coefficients: UnivariateCoefficients, options: DualActivationOptions = {}): Polynomial {
  const { other, derivative = 0 } = options;
  const means = (list: UnivariateCoefficients, where: string): readonly (readonly Rational[])[] =>
    derivativeMeans(differentiateCoefficients(exactCoefficients(list, where), derivative));
  const left = means(coefficients, 'activation');
  const right = other === undefined ? left : means(other, 'other activation');
  const nonzero = (mean: readonly Rational[]): number => mean.filter(({ numerator }) => numerator !== 0n).length;
  const count = left.reduce((sum, mean, l) => sum + nonzero(mean) * nonzero(right[l] ?? []), 0);
  if (count > LARGEST_LENGTH)
    throw new TooLargeError(
      'dual activation',
      `it has ${count} terms, over the limit of ${LARGEST_LENGTH}`,
      'Use polynomials of lower degree or with fewer terms',
    );
  const terms: Term[] = [];
  let factorial = 1n;
  for (let l = 0; l < Math.min(left.length, right.length); l++) {
    if (l > 0) factorial *= BigInt(l);
    for (const [i, a] of left[l]!.entries()) {
      if (a.numerator === 0n) continue;
      for (const [j, b] of right[l]!.entries()) {
        if (b.numerator === 0n) continue;
        const coefficient = rational(a.numerator * b.numerator, a.denominator * b.denominator * factorial);
        terms.push({ coefficient, factors: [[0, i] as const, [1, l] as const, [2, j] as const] });
      }
    }
  }
  return polynomialFromTerms(DUAL_VARIABLES, terms);
}

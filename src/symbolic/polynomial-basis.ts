/** Bases p_0 = 1, p_1, p_2, … of the polynomials in one variable, p_n of degree n, each given by a three-term recurrence. */
import type { Rational } from '../base/rational.ts';
import type { Distribution } from './distribution.ts';

/** p_{n+1} = (slope · x + shift) p_n − previous · p_{n−1}, with p_{−1} = 0. */
export interface Recurrence {
  readonly slope: Rational;
  readonly shift: Rational;
  readonly previous: Rational;
}

export interface PolynomialBasis {
  readonly name: string;
  /** The coefficients that lead from p_n and p_{n−1} to p_{n+1}; the slope is never 0. */
  recurrence(n: number): Recurrence;
  /** p_n by its explicit formula: coefficients of 1, x, …, x^n. */
  explicit(n: number): readonly Rational[];
}

/** A basis with E[p_m(x) p_n(x)] = δ_mn squaredNorm(n), where x has the law `distribution`. */
export interface OrthogonalBasis extends PolynomialBasis {
  squaredNorm(n: number): Rational;
  readonly distribution: Distribution;
}

/** A kind of basis, with examples on which its laws are tested; one file in `bases/orthogonal/`. */
export interface OrthogonalBasisType {
  readonly examples: readonly OrthogonalBasis[];
}

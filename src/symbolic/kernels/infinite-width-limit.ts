/** What a random network becomes as its widths grow: Gaussian fields, each with a covariance that the ones before it give. */
import type { Rational } from '../../base/rational.ts';
import type { Activation } from '../../network/activation.ts';

/** u = Σ_k coefficient · field: a Gaussian whose covariance is Σ_k coefficient² K_field, since the fields are independent. */
export type Form = readonly { readonly field: number; readonly coefficient: Rational }[];

/** Σ_t coefficient · Π_g V_g^(exponents[g]), V_g the variance of variable g at one input. */
export type VariancePolynomial = readonly { readonly coefficient: Rational; readonly exponents: readonly number[] }[];

/**
 * E[p(u(a)) p(u(b))] of a polynomial p in independent Gaussians u_g, by the multivariate Mehler formula:
 * Σ_l m_l(a) m_l(b) Π_g K_g(a, b)^(l_g) / l_g!, with m_l = E ∂^l p, a polynomial in the variances.
 */
export interface PolynomialExpectation {
  readonly variables: readonly Form[];
  readonly terms: readonly {
    /** l. */
    readonly orders: readonly number[];
    /** Π_g l_g!. */
    readonly factorial: bigint;
    /** m_l. */
    readonly mean: VariancePolynomial;
  }[];
}

/** E[c(a) c(b)] of a coordinate c: the polynomial part · Π E[σ(u(a)) σ(u(b))], all parts independent. */
export interface Expectation {
  readonly polynomial: PolynomialExpectation;
  /** The parts that are no polynomials. */
  readonly activations: readonly { readonly form: Form; readonly activation: Activation }[];
}

/** A part of a field's covariance: scale · variance · Π_k E_k, from a weight contracted with values; a bias has no factors. */
export interface Summand {
  readonly scale: Rational;
  readonly variance: Rational;
  /** The part of the weight itself in Θ is scale · gradient · Π_k E_k. */
  readonly gradient: Rational;
  readonly factors: readonly Expectation[];
}

/** Coordinates of a layer's output are independent copies of a centred Gaussian field over the inputs. */
export interface Field {
  /** The layer that makes it. */
  readonly place: string;
  readonly summands: readonly Summand[];
}

/** Field 0 is the input: its covariance is the Gram matrix of the inputs. Each field depends on earlier ones only. */
export interface InfiniteWidthLimit {
  readonly fields: readonly Field[];
  /** The network's output. */
  readonly output: Form;
  /** What the output's covariance is multiplied by: 0 in parametrisations in which the output vanishes. */
  readonly outputVariance: Rational;
  /** x(a)·x(b) is divided by this to give the covariance of field 0. */
  readonly inputDivisor: number;
  readonly inputs: number;
}

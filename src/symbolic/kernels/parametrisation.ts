import type { Rational } from '../../base/rational.ts';

/** What a weight tensor's own gradient depends on. */
export interface WeightPlace {
  /** σ_w²: preactivations have the variance σ_w² E[x²] (+ σ_b²), in every parametrisation. */
  readonly weightVariance: Rational;
  /** How many products each output sums. */
  readonly fanIn: number;
}

/**
 * How a network's weights are scaled, as far as its kernels at initialisation see it. The variances of the preactivations
 * are the same in all of them; what differs is the gradient by a weight itself, and the size of the output. A new one is
 * one file in `parametrisations/`.
 */
export interface Parametrisation {
  readonly name: string;
  /** One line for the list of parametrisations. */
  readonly summary: string;
  /** Σ over the entries of a weight of ∂y_o(a) ∂y_o(b), over E[x(a) x(b)]. */
  weightGradient(place: WeightPlace): Rational;
  /** The same of a bias of variance σ_b². */
  biasGradient(biasVariance: Rational): Rational;
  /** What the output's covariance is multiplied by in the limit: 1, or 0 where the output vanishes at initialisation. */
  readonly outputVariance: Rational;
}

import fc from 'fast-check';
import { type PolynomialActivation, polynomial } from '../../network/activations/polynomial.ts';
import { coefficients } from './coefficients.ts';

export interface ActivationOptions {
  /** The largest degree; 3 when left out. */
  readonly maximumDegree?: number;
}

/** Polynomial activations of degree ≤ `maximumDegree`; constants, zero and leading zeros among them. */
export function activations({ maximumDegree = 3 }: ActivationOptions = {}): fc.Arbitrary<PolynomialActivation> {
  return fc.array(coefficients(), { minLength: 1, maxLength: maximumDegree + 1, size: 'max' }).map(polynomial);
}

/** Activations c z^k, c ≠ 0, 1 ≤ k ≤ `maximumDegree`: those for which biases are all that breaks homogeneity. */
export function homogeneousActivations({
  maximumDegree = 3,
}: ActivationOptions = {}): fc.Arbitrary<PolynomialActivation> {
  const factor = fc.oneof(fc.integer({ min: 1, max: 5 }), fc.constantFrom('-1/3', '2/7', 0.1, -2.5));
  return fc
    .tuple(factor, fc.integer({ min: 1, max: maximumDegree }))
    .map(([c, k]) => polynomial([...new Array<number>(k).fill(0), c]));
}

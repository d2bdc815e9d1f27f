/** The dense networks of the theory with numbers in them, to draw and measure. */
import { type Coefficient, exactValue } from '../../base/coefficient.ts';
import { InputError } from '../../base/errors.ts';
import { formatRational, type Rational } from '../../base/rational.ts';
import { polynomial } from '../../network/activations/polynomial.ts';
import type { Layer } from '../../network/layer-type.ts';
import { layerTypes } from '../../network/layer-types.generated.ts';
import { dense } from '../../network/layers/dense.ts';
import { type Network, network } from '../../network/network.ts';
import { registeredActivation } from '../../network/registered-activation.ts';
import { equalInputs, type GramMatrix } from '../../symbolic/width/gram.ts';
import { activationFromText } from '../../symbolic/width/read-activation.ts';
import type { WideNetwork } from '../../symbolic/width/wide-network.ts';
import type { CorrelationFunction } from './correlation-function.ts';
import { inputsOfGram } from './inputs-of-gram.ts';

/** z¹ = s U x + t b¹, z^{l+1} = s n^(−1/2) W^l σ_l(z^l) + t b^{l+1}, f = z^{d+1}, all parameters N(0, 1), at any width n. */
export interface SimulatedNetwork {
  /** σ_l, one a hidden layer: polynomials, or activations that say their derivatives in floats. */
  readonly activations: readonly Layer[];
  /** s²; 1 unless given. */
  readonly weightVariance?: Coefficient;
  /** t²; 0 unless given. */
  readonly biasVariance?: Coefficient;
}

/** The layer of an activation that is no polynomial and has a name: relu, tanh, … */
function named(text: string): Layer | undefined {
  const name = text.trim().toLowerCase();
  const activation = registeredActivation(name);
  if (activation === undefined || activation.coefficients !== undefined) return undefined;
  return layerTypes.find(({ type }) => type === name)?.example;
}

/** Whether an activation has a name of its own, so that there are no exact means. */
export const isNamedActivation = (text: string): boolean => named(text) !== undefined;

/** A layer for a polynomial in x (`'x + x^2/2'`, `'He3'`) or a name (`'relu'`). Throws {@link InputError} for what is neither. */
export const activationLayer = (text: string): Layer =>
  named(text) ?? polynomial(activationFromText(text).map(formatRational));

/**
 * The network of exact means, to simulate. Throws {@link InputError} unless all hidden layers have one indeterminate width,
 * and all layers one weight variance and one bias variance.
 */
export function simulatedNetwork(wide: WideNetwork): SimulatedNetwork {
  const [width] = wide.widths;
  if (typeof width !== 'string' || wide.widths.some((other) => other !== width))
    throw new InputError(
      'width',
      `a simulation has one width for all hidden layers, got ${wide.widths.join(', ')}`,
      "Give one name such as 'n': at which numbers to simulate is said apart",
    );
  return {
    activations: wide.activations.map((coefficients) => polynomial(coefficients.map(formatRational))),
    weightVariance: formatRational(same(wide.weightVariances, 'weight variances')),
    biasVariance: formatRational(same(wide.biasVariances, 'bias variances')),
  };
}

function same(variances: readonly Rational[], what: string): Rational {
  const texts = variances.map(formatRational);
  if (texts.some((text) => text !== texts[0]))
    throw new InputError(what, `a simulation has one for all layers, got ${texts.join(', ')}`);
  return variances[0]!;
}

/** The layers for inputs of some dimension; the width is put in place of 1. */
export function concreteNetwork({ activations, biasVariance = 0 }: SimulatedNetwork, dimension: number): Network {
  const bias = exactValue(biasVariance).numerator !== 0n;
  const linear = (): Layer => dense({ outputs: 1, symbolic: true, bias });
  return network({
    inputs: dimension,
    layers: [...activations.flatMap((activation) => [linear(), activation]), linear()],
  });
}

export interface ConcreteInputs {
  /** Vectors that differ, with the given inner products. */
  readonly inputs: readonly (readonly number[])[];
  /** The correlation functions at the positions of these. */
  readonly correlations: readonly CorrelationFunction[];
}

/**
 * Input vectors x_a with x_a · x_b = K_ab, by `inputsOfGram`; equal inputs are one. All inputs are equal
 * and of norm 1 without a Gram matrix. Throws {@link InputError} for a Gram matrix with symbols or too few rows.
 */
export function concreteInputs(correlations: readonly CorrelationFunction[], gram?: GramMatrix): ConcreteInputs {
  const needed = correlations.reduce(
    (most, { tensors }) => tensors.reduce((largest, { input }) => Math.max(largest, input), most),
    1,
  );
  const matrix = gram ?? equalInputs(needed);
  const n = matrix.length;
  if (needed > n) throw new InputError('gram', `it has ${n} rows, and the correlation function an input ${needed}`);
  const vectors = inputsOfGram(matrix);
  const distinct: (readonly number[])[] = [];
  const place = vectors.map((vector) => {
    const known = distinct.findIndex((other) => other.every((entry, k) => entry === vector[k]));
    return known >= 0 ? known : distinct.push(vector) - 1;
  });
  return {
    inputs: distinct,
    correlations: correlations.map(({ tensors }) => ({
      tensors: tensors.map(({ input, indices }) => ({ input: place[input - 1]! + 1, indices })),
    })),
  };
}

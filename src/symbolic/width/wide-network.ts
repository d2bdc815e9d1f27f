/** A dense network of independent Gaussian parameters, as the theory of wide networks takes it. */
import { type Coefficient, exactValue } from '../../base/coefficient.ts';
import { InputError } from '../../base/errors.ts';
import type { Rational } from '../../base/rational.ts';

/**
 * z¹ = s_1 U x + t_1 b¹, z^{l+1} = s_{l+1} n_l^{−1/2} W^l σ_l(z^l) + t_{l+1} b^{l+1}, f = z^{d+1}, with d hidden layers of
 * widths n_1 … n_d. All of U, W, b are independent N(0, 1), so derivatives are with respect to parameters of unit
 * variance; s_l² and t_l² are the weight and bias variances. There is no 1/√(input dimension) in the first layer:
 * it belongs to the Gram matrix of the inputs.
 */
export interface WideNetwork {
  /** σ_l, the constant term first, one a hidden layer. */
  readonly activations: readonly (readonly Rational[])[];
  /** n_l: the name of an indeterminate, or a number. */
  readonly widths: readonly (string | number)[];
  /** s_l² for the d + 1 layers of weights. */
  readonly weightVariances: readonly Rational[];
  /** t_l². */
  readonly biasVariances: readonly Rational[];
}

export interface WideNetworkOptions {
  /** Hidden layers. */
  readonly depth: number;
  /** Coefficients of σ, the constant term first; or one such list for each hidden layer. */
  readonly activation: readonly Coefficient[] | readonly (readonly Coefficient[])[];
  /** All widths, or one for each hidden layer: a positive integer, or a name for an indeterminate. Default `'n'`. */
  readonly widths?: string | number | readonly (string | number)[];
  /** s², or one for each of the depth + 1 layers of weights. Default 1. */
  readonly weightVariance?: Coefficient | readonly Coefficient[];
  /** t², or one for each of them. Default 0. */
  readonly biasVariance?: Coefficient | readonly Coefficient[];
}

const LARGEST_DEPTH = 1000;

/** Checks and completes the description of a network. Throws {@link InputError} naming the option. */
export function wideNetwork(options: WideNetworkOptions): WideNetwork {
  const { depth } = options;
  if (!Number.isSafeInteger(depth) || depth < 1 || depth > LARGEST_DEPTH)
    throw new InputError('depth', `expected a number of hidden layers from 1 to ${LARGEST_DEPTH}, got ${depth}`);
  return {
    activations: activationsOf(options.activation, depth),
    widths: perLayer('widths', options.widths ?? 'n', depth, 'hidden layers').map(checkWidth),
    weightVariances: variances('weightVariance', options.weightVariance ?? 1, depth + 1),
    biasVariances: variances('biasVariance', options.biasVariance ?? 0, depth + 1),
  };
}

function activationsOf(given: WideNetworkOptions['activation'], depth: number): readonly (readonly Rational[])[] {
  if (!Array.isArray(given) || given.length === 0)
    throw new InputError('activation', `expected coefficients, the constant term first, got ${JSON.stringify(given)}`);
  const nested = given.some((entry) => Array.isArray(entry));
  const lists = nested ? (given as readonly (readonly Coefficient[])[]) : [given as readonly Coefficient[]];
  if (lists.length !== 1 && lists.length !== depth)
    throw new InputError('activation', `expected one activation or ${depth}, one a hidden layer, got ${lists.length}`);
  const read = lists.map((list, layer) => {
    const where = nested ? `activation[${layer}]` : 'activation';
    if (!Array.isArray(list) || list.length === 0)
      throw new InputError(where, `expected coefficients, the constant term first, got ${JSON.stringify(list)}`);
    const coefficients = list.map((c, k) => exactValue(c, `${where}[${k}]`));
    while (coefficients.length > 1 && coefficients.at(-1)!.numerator === 0n) coefficients.pop();
    return coefficients;
  });
  return Array.from({ length: depth }, (_, layer) => read[layer] ?? read[0]!);
}

function perLayer<T>(where: string, given: T | readonly T[], count: number, what: string): readonly T[] {
  if (!Array.isArray(given)) return new Array<T>(count).fill(given as T);
  if (given.length !== count)
    throw new InputError(where, `expected one value or ${count}, one for each of the ${what}, got ${given.length}`);
  return given as readonly T[];
}

const NAME = /^\p{L}[\p{L}\d_]*$/u;

function checkWidth(width: string | number, layer: number): string | number {
  if (typeof width === 'string' ? NAME.test(width) : Number.isSafeInteger(width) && width >= 1) return width;
  throw new InputError(
    `widths[${layer}]`,
    `expected a positive integer or the name of an indeterminate, got ${JSON.stringify(width)}`,
  );
}

const variances = (where: string, given: Coefficient | readonly Coefficient[], count: number): readonly Rational[] =>
  perLayer<Coefficient>(where, given, count, 'layers of weights').map((value, layer) => {
    const variance = exactValue(value, `${where}[${layer}]`);
    if (variance.numerator < 0n) throw new InputError(`${where}[${layer}]`, `expected a variance ≥ 0, got ${value}`);
    return variance;
  });

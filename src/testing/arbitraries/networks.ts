import fc from 'fast-check';
import { dense } from '../../network/layers/dense.ts';
import { type Network, network } from '../../network/network.ts';
import { homogeneousActivations } from './activations.ts';
import { readable } from './readable.ts';
import { inTurn, type Step, steps, weightEntries, weightFrom } from './steps.ts';

export interface NetworkArbitraryOptions {
  /** Names, or how many: 2 means x1 and x2. From 1 to 3 when left out. */
  readonly inputs?: number | readonly string[];
  /** The largest number of layers in a row, not counting those inside others; 4 when left out. */
  readonly maximumDepth?: number;
  /** The largest width of hidden layers and outputs; 3 when left out. */
  readonly maximumWidth?: number;
  /** The largest degree of the outputs in the inputs; 6 when left out. */
  readonly maximumDegree?: number;
  /** How deep products and residuals may hold others; 2 when left out. */
  readonly maximumNesting?: number;
}

/**
 * Polynomial networks of every layer type, small enough that expansion is quick: at most C(n + d, n) terms for n inputs
 * and degree d. Weights are zeros, integers, floats, and fractions as strings. A counterexample is shown as JSON, and
 * shrinks to fewer layers, smaller weights and fewer inputs.
 */
export function networks(options: NetworkArbitraryOptions = {}): fc.Arbitrary<Network> {
  const { inputs, maximumDepth = 4, maximumWidth = 3, maximumDegree = 6, maximumNesting = 2 } = options;
  const layers = steps(maximumDepth, maximumWidth, maximumNesting);
  return fc
    .tuple(inputsOf(inputs), layers)
    .map(([x, step]) => readable(network({ inputs: x, layers: step(widthOf(x), maximumDegree).layers })));
}

const inputsOf = (inputs: number | readonly string[] | undefined): fc.Arbitrary<number | readonly string[]> =>
  inputs === undefined ? fc.integer({ min: 1, max: 3 }) : fc.constant(inputs);

const widthOf = (inputs: number | readonly string[]): number => (typeof inputs === 'number' ? inputs : inputs.length);

/** A network whose outputs are homogeneous, and their degree. */
export interface HomogeneousNetwork {
  readonly network: Network;
  readonly degree: number;
}

/** Dense layers without bias and activations c z^k in turn: every output is homogeneous, of degree the product of the k. */
export function homogeneousNetworks(options: NetworkArbitraryOptions = {}): fc.Arbitrary<HomogeneousNetwork> {
  const { inputs, maximumDepth = 4, maximumWidth = 3, maximumDegree = 6 } = options;
  const weights = fc.tuple(fc.integer({ min: 1, max: maximumWidth }), weightEntries());
  const denseStep = weights.map(
    ([outputs, entries]): Step =>
      (width) => ({ layers: [dense({ weight: weightFrom(entries, outputs, width) })], width: outputs, degree: 1 }),
  );
  const activationStep = homogeneousActivations().map(
    (activation): Step =>
      (width, room) => {
        const degree = activation.coefficients.length - 1;
        return degree > room ? { layers: [], width, degree: 1 } : { layers: [activation], width, degree };
      },
  );
  const layers = fc.array(fc.oneof(denseStep, activationStep), { maxLength: maximumDepth, size: 'max' }).map(inTurn);
  return fc.tuple(inputsOf(inputs), layers).map(([x, step]) => {
    const { layers: built, degree } = step(widthOf(x), maximumDegree);
    return { network: readable(network({ inputs: x, layers: built })), degree };
  });
}

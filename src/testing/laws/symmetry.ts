/** Laws of what a network's form implies for its polynomial. */
import fc from 'fast-check';
import type { Layer } from '../../network/layer-type.ts';
import { dense } from '../../network/layers/dense.ts';
import { type Network, network } from '../../network/network.ts';
import type { Tensor } from '../../network/tensor.ts';
import { expand } from '../../symbolic/expand.ts';
import { homogeneousParts } from '../../symbolic/operations/structure.ts';
import { activations } from '../arbitraries/activations.ts';
import { type HomogeneousNetwork, homogeneousNetworks } from '../arbitraries/networks.ts';
import { readable } from '../arbitraries/readable.ts';
import { weightEntries, weightFrom } from '../arbitraries/steps.ts';
import { expectLaw, type LawParameters } from './law.ts';

/** W₂ σ(W₁ x + b₁) + b₂ before and after its hidden units changed places: (W₂ Pᵀ) σ(P W₁ x + P b₁) + b₂. */
interface Permuted {
  readonly original: Network;
  readonly permuted: Network;
}

function permutedNetworks(elementwise: fc.Arbitrary<Layer>): fc.Arbitrary<Permuted> {
  const sizes = fc.record({
    inputs: fc.integer({ min: 1, max: 3 }),
    order: fc
      .integer({ min: 2, max: 5 })
      .chain((width) => fc.shuffledSubarray([...new Array(width).keys()], { minLength: width })),
  });
  const weights = fc.record({
    first: weightEntries(),
    bias: weightEntries(),
    second: weightEntries(),
    outputBias: weightEntries(),
  });
  return fc
    .tuple(sizes, weights, elementwise)
    .map(([{ inputs, order }, { first, bias, second, outputBias }, activation]) => {
      const width = order.length;
      const build = (w1: Tensor, b1: Tensor, w2: Tensor): Network =>
        readable(
          network({
            inputs,
            layers: [
              dense({ weight: w1, bias: b1 }),
              activation,
              dense({ weight: w2, bias: weightFrom(outputBias, 2) }),
            ],
          }),
        );
      const [w1, b1, w2] = [weightFrom(first, width, inputs), weightFrom(bias, width), weightFrom(second, 2, width)];
      return {
        original: build(w1, b1, w2),
        permuted: build(
          { shape: w1.shape, data: order.flatMap((unit) => [...w1.data.slice(unit * inputs, (unit + 1) * inputs)]) },
          { shape: b1.shape, data: order.map((unit) => b1.data[unit]!) },
          { shape: w2.shape, data: [0, 1].flatMap((output) => order.map((unit) => w2.data[output * width + unit]!)) },
        ),
      };
    });
}

/** Hidden units between two dense layers may change places: the polynomial stays. For layers that act on each entry alike. */
export function hiddenPermutationInvariance(
  elementwise: fc.Arbitrary<Layer> = activations(),
  parameters: LawParameters = {},
): void {
  fc.assert(
    fc.property(permutedNetworks(elementwise), ({ original, permuted }) => {
      const [before, after] = [`${expand(original)}`, `${expand(permuted)}`];
      expectLaw(before === after, 'permuting hidden units leaves the polynomial', () => `${before}\nbecame\n${after}`);
    }),
    parameters,
  );
}

/** Without biases, and with activations c z^k, every output is homogeneous, of degree the product of the k (or zero). */
export function biasFreeHomogeneity(
  networks: fc.Arbitrary<HomogeneousNetwork> = homogeneousNetworks(),
  parameters: LawParameters = {},
): void {
  fc.assert(
    fc.property(networks, ({ network: net, degree }) => {
      for (const { name, polynomial } of expand(net).outputs) {
        const degrees = [...homogeneousParts(polynomial).keys()];
        expectLaw(
          degrees.every((d) => d === degree),
          `bias-free networks are homogeneous of degree ${degree}`,
          () => `${name} has parts of degree ${degrees}: ${polynomial}`,
        );
      }
    }),
    parameters,
  );
}

import fc from 'fast-check';
import type { Layer } from '../../network/layer-type.ts';
import { dense } from '../../network/layers/dense.ts';
import { product } from '../../network/layers/product.ts';
import { residual } from '../../network/layers/residual.ts';
import { square } from '../../network/layers/square.ts';
import { type Network, network } from '../../network/network.ts';
import { activations } from './activations.ts';
import { readable } from './readable.ts';

export interface WideNetworkOptions {
  /** How many inputs; from 1 to 3 when left out. */
  readonly inputs?: number;
  /** The largest number of blocks between the first and the last dense layer; 2 when left out. */
  readonly maximumDepth?: number;
}

const WIDTH = 2;

/**
 * Networks that have kernels in the limit of infinite width: dense layers, with or without biases, around activations,
 * squares, residual branches and products of branches. Weights are left symbolic. Shrinks to fewer blocks.
 */
export function wideNetworks({ inputs, maximumDepth = 2 }: WideNetworkOptions = {}): fc.Arbitrary<Network> {
  const wide = fc.boolean().map((bias): Layer => dense({ outputs: WIDTH, symbolic: true, bias }));
  const activation: fc.Arbitrary<Layer> = activations({ maximumDegree: 2 });
  const block = fc.oneof(
    { weight: 4, arbitrary: fc.tuple(activation, wide) },
    { weight: 1, arbitrary: wide.map((layer): Layer[] => [square(), layer]) },
    { weight: 2, arbitrary: fc.tuple(activation, wide).map((layers): Layer[] => [residual(layers)]) },
    {
      weight: 2,
      arbitrary: fc.tuple(wide, activation, wide).map(([a, b, c]): Layer[] => [product([a], [a, b, c]), c]),
    },
  );
  const dimension = inputs === undefined ? fc.integer({ min: 1, max: 3 }) : fc.constant(inputs);
  const last = fc.boolean().map((bias): Layer => dense({ outputs: 1, symbolic: true, bias }));
  return fc
    .tuple(dimension, wide, fc.array(block, { maxLength: maximumDepth, size: 'max' }), last)
    .map(([n, first, blocks, final]) => readable(network({ inputs: n, layers: [first, ...blocks.flat(), final] })));
}

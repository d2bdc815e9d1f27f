/** What there is to say of a network before anything is computed. */
import { type Network, trace } from './network.ts';
import type { Program } from './program.ts';
import { type Shape, sizeOf } from './tensor.ts';

export interface LayerSummary {
  readonly index: number;
  readonly type: string;
  /** The shape of what the layer gives. */
  readonly shape: Shape;
  /** How many weights it has, those of layers inside it included. */
  readonly parameters: number;
  /** The node of the program that holds what it gives. */
  readonly value: number;
}

/** One entry for each layer of the outermost list. */
export function summarise(network: Network, program: Program = trace(network)): readonly LayerSummary[] {
  let value = 0;
  return network.layers.map(({ type }, index) => {
    const place = `layers[${index}] (`;
    let parameters = 0;
    program.nodes.forEach((node, at) => {
      if (!program.places[at]!.startsWith(place)) return;
      value = at;
      if (node.operation === 'parameter') parameters += sizeOf(node.shape);
    });
    return { index, type, shape: program.nodes[value]!.shape, parameters, value };
  });
}

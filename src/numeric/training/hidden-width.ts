/** The same architecture at another width. */
import { Builder } from '../../network/builder.ts';
import type { Layer } from '../../network/layer-type.ts';
import { buildLayers, type Network } from '../../network/network.ts';
import type { Node, Program, Value } from '../../network/program.ts';
import type { Shape } from '../../network/tensor.ts';
import { programAtWidth } from '../simulation/program-at-width.ts';

/**
 * A network with every hidden axis of length `width` and all weights symbolic. Hidden axes are those that no chain of
 * operations ties to an input or an output: x + F(x) on the inputs keeps the inputs' length.
 * Throws {@link InputError} when the width is no positive integer, or the network has no hidden axis.
 */
export function withHiddenWidth(net: Network, width: number): Network {
  const ends: Value[] = [];
  const builder = new Builder(net.inputs);
  const recorded = net.layers.map(({ type }, index): Layer => {
    const layer = net.layers[index]!;
    return {
      type,
      build(b, x) {
        const end = layer.build(b, x);
        ends.push(end);
        return end;
      },
    };
  });
  const program = builder.finish(buildLayers(builder, recorded, builder.input()));
  const shapes = programAtWidth(program, width).nodes.map(({ shape }) => shape);
  // Each layer replays its own operations with the new shapes.
  const layers = net.layers.map(({ type }, index): Layer => {
    const from = index === 0 ? 1 : ends[index - 1]! + 1;
    return {
      type,
      build: (b, x) => replay(program, shapes, b, x, index === 0 ? 0 : ends[index - 1]!, from, ends[index]!),
    };
  });
  return { ...net, layers };
}

/** Nodes `from` to `end`, with `x` for the value `input`. */
function replay(
  program: Program,
  shapes: readonly Shape[],
  builder: Builder,
  x: Value,
  input: Value,
  from: Value,
  end: Value,
): Value {
  const values = new Map<Value, Value>([[input, x]]);
  const of = (value: Value): Value => values.get(value)!;
  for (let value = from; value <= end; value++) {
    const node = program.nodes[value]!;
    const within = program.places[value]!.split(', ').slice(1);
    const build = within.reduceRight<() => Value>(
      (inner, place) => () => builder.at(place, inner),
      () => rebuilt(program, node, shapes[value]!, builder, of),
    );
    values.set(value, build());
  }
  return of(end);
}

function rebuilt(program: Program, node: Node, shape: Shape, builder: Builder, of: (value: Value) => Value): Value {
  switch (node.operation) {
    case 'input':
      return builder.input();
    case 'parameter':
      return builder.parameter(program.parameters[node.parameter]!.name, { symbolic: true, shape });
    case 'constant':
      return builder.constant(node.value, shape);
    case 'linear':
      return builder.linear(node.coefficients, ...node.arguments.map(of));
    case 'einsum':
      return builder.einsum(node.specification, ...node.arguments.map(of));
    case 'map':
      return builder.map(node.activation, of(node.arguments[0]));
  }
}

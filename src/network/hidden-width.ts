/** The same architecture at another width. */
import { InputError } from '../base/errors.ts';
import { Builder } from './builder.ts';
import { parseEinsum } from './einsum.ts';
import { isLength, type Layer } from './layer-type.ts';
import { buildLayers, type Network } from './network.ts';
import { argumentsOf, type Node, type Program, type Value } from './program.ts';
import type { Shape } from './tensor.ts';

/**
 * A network with every hidden axis of length `width` and all weights symbolic. Hidden axes are those that no chain of
 * operations ties to an input or an output: x + F(x) on the inputs keeps the inputs' length.
 * Throws {@link InputError} when the width is no positive integer, or the network has no hidden axis.
 */
export function withHiddenWidth(net: Network, width: number): Network {
  if (!isLength(width)) throw new InputError('width', `expected a positive integer, got ${width}`);
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
  const shapes = widened(program, width);
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

/** The shapes of all nodes with hidden axes `width` long. */
function widened(program: Program, width: number): readonly Shape[] {
  // Axes that must be of one length, as a forest.
  const parents = new Map<string, string>();
  const root = (axis: string): string => {
    let top = axis;
    for (let next = parents.get(top); next !== undefined; next = parents.get(top)) top = next;
    return top;
  };
  const tie = (a: string, b: string): void => {
    const [first, second] = [root(a), root(b)];
    if (first !== second) parents.set(first, second);
  };
  const axis = (value: Value, index: number): string => `${value}:${index}`;
  program.nodes.forEach((node, value) => {
    if (node.operation === 'input') tie(axis(value, 0), 'input');
    if (node.operation === 'linear' || node.operation === 'map')
      for (const argument of argumentsOf(node))
        for (const index of node.shape.keys()) tie(axis(value, index), axis(argument, index));
    if (node.operation === 'einsum') {
      const { operands, output } = parseEinsum(node.specification);
      [...operands, output].forEach((letters, k) => {
        const of = node.arguments[k] ?? value;
        [...letters].forEach((letter, index) => {
          tie(axis(of, index), `${value}:${letter}`);
        });
      });
    }
  });
  program.nodes[program.output]!.shape.forEach((_, index) => {
    tie(axis(program.output, index), 'output');
  });
  const fixed = new Set([root('input'), root('output')]);
  const shapes = program.nodes.map(({ shape }, value) =>
    shape.map((length, index) => (fixed.has(root(axis(value, index))) ? length : width)),
  );
  const hidden = program.nodes.some(({ shape }, value) =>
    shape.some((_, index) => !fixed.has(root(axis(value, index)))),
  );
  if (!hidden)
    throw new InputError(
      'width',
      'the network has no hidden layer whose width could be set',
      'Use one with a hidden layer',
    );
  return shapes;
}

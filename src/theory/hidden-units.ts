/** The permutations of hidden units that leave what a network computes unchanged, read off its program. */
import type { Coefficient } from '../base/coefficient.ts';
import { type Key, uniform } from '../base/philox.ts';
import { parseEinsum } from '../network/einsum.ts';
import { network as makeNetwork, type Network } from '../network/network.ts';
import { argumentsOf, type Program, type Value } from '../network/program.ts';
import { indicesAt, sizeOf, type Tensor } from '../network/tensor.ts';

/** Units that may be renumbered together: one size, and the axes of the weights that they number. */
export interface HiddenUnits {
  readonly size: number;
  readonly axes: readonly { readonly parameter: number; readonly axis: number }[];
}

/**
 * Axes that an operation ties together (an index letter of an einsum, the entries that a sum or an activation pairs)
 * number the same units. Renumbering all axes of one class leaves the program's value unchanged, unless the class holds
 * the input's axis or the output's. Classes that number an axis of a symbolic weight are left out, since renumbering
 * would rename variables.
 */
export function hiddenUnits(program: Program): readonly HiddenUnits[] {
  const starts = program.nodes.map(() => 0);
  program.nodes.forEach(({ shape }, value) => {
    starts[value + 1] = starts[value]! + shape.length;
  });
  const parents = Array.from({ length: starts[program.nodes.length] ?? 0 }, (_, id) => id);
  const classOf = (id: number): number => {
    let root = id;
    while (parents[root] !== root) root = parents[root]!;
    return root;
  };
  const tie = (a: readonly [Value, number], b: readonly [Value, number]): void => {
    parents[classOf(starts[a[0]]! + a[1])] = classOf(starts[b[0]]! + b[1]);
  };
  const tieAll = (a: Value, b: Value): void => {
    for (let axis = 0; axis < program.nodes[a]!.shape.length; axis++) tie([a, axis], [b, axis]);
  };
  const firstNode = new Map<number, Value>();
  program.nodes.forEach((node, value) => {
    if (node.operation === 'einsum') {
      const { operands, output } = parseEinsum(node.specification);
      const first = new Map<string, readonly [Value, number]>(
        [...output].map((letter, axis) => [letter, [value, axis]]),
      );
      operands.forEach((letters, k) => {
        [...letters].forEach((letter, axis) => {
          const here = [node.arguments[k]!, axis] as const;
          const known = first.get(letter);
          if (known === undefined) first.set(letter, here);
          else tie(known, here);
        });
      });
    } else if (node.operation === 'parameter') {
      const known = firstNode.get(node.parameter);
      if (known === undefined) firstNode.set(node.parameter, value);
      else tieAll(known, value);
    } else for (const argument of argumentsOf(node)) tieAll(argument, value);
  });
  const fixed = new Set<number>();
  const classes = new Map<number, { size: number; axes: { parameter: number; axis: number }[] }>();
  program.nodes.forEach((node, value) => {
    node.shape.forEach((size, axis) => {
      const id = classOf(starts[value]! + axis);
      if (node.operation === 'input' || value === program.output) fixed.add(id);
      if (node.operation !== 'parameter') return;
      if (program.parameters[node.parameter]!.tensor === undefined) fixed.add(id);
      if (firstNode.get(node.parameter) !== value) return;
      if (!classes.has(id)) classes.set(id, { size, axes: [] });
      classes.get(id)!.axes.push({ parameter: node.parameter, axis });
    });
  });
  return [...classes].flatMap(([id, units]) => (fixed.has(id) || units.size < 2 ? [] : [units]));
}

/** A permutation of 0 … size − 1 other than the identity, uniform up to rounding; `layer` tells several apart. Size ≥ 2. */
export function permutation(source: Key, size: number, layer: number): readonly number[] {
  for (let attempt = 0; ; attempt++) {
    const order = Array.from({ length: size }, (_, i) => i);
    for (let i = size - 1; i > 0; i--) {
      const j = Math.floor(uniform(source, attempt * size + i, layer) * (i + 1));
      [order[i], order[j]] = [order[j]!, order[i]!];
    }
    if (order.some((from, to) => from !== to)) return order;
  }
}

/** The network of a program with hidden units renumbered: unit i of the new is unit permutations[k][i] of the old. */
export function permuteHiddenUnits(
  network: Network,
  program: Program,
  units: readonly HiddenUnits[],
  permutations: readonly (readonly number[])[],
): Network {
  const tensors = program.parameters.map(({ tensor }) => tensor);
  units.forEach(({ axes }, k) => {
    for (const { parameter, axis } of axes)
      tensors[parameter] = permuteAxis(tensors[parameter]!, axis, permutations[k]!);
  });
  return makeNetwork({
    ...network,
    layers: [
      {
        type: 'program',
        build(builder, x) {
          const values: Value[] = [];
          for (const node of program.nodes) {
            const at = argumentsOf(node).map((argument) => values[argument]!);
            switch (node.operation) {
              case 'input':
                values.push(x);
                break;
              case 'parameter': {
                const { name, shape } = program.parameters[node.parameter]!;
                values.push(builder.parameter(name, tensors[node.parameter] ?? { symbolic: true, shape }));
                break;
              }
              case 'constant':
                values.push(builder.constant(node.value, node.shape));
                break;
              case 'linear':
                values.push(builder.linear(node.coefficients, ...at));
                break;
              case 'map':
                values.push(builder.map(node.activation, at[0]!));
                break;
              case 'einsum':
                values.push(builder.einsum(node.specification, ...at));
            }
          }
          return values[program.output]!;
        },
      },
    ],
  });
}

/** Entry (…, i, …) of the result is entry (…, order[i], …) of the tensor. */
function permuteAxis({ shape, data }: Tensor, axis: number, order: readonly number[]): Tensor {
  const stride = sizeOf(shape.slice(axis + 1));
  const entries = Array.from({ length: sizeOf(shape) }, (_, position): Coefficient => {
    const index = indicesAt(shape, position)[axis]!;
    return data[position + (order[index]! - index) * stride]!;
  });
  return { shape, data: entries };
}

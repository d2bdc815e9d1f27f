import { InputError } from '../../base/errors.ts';
import type { Builder } from '../builder.ts';
import { type Layer, type LayerType, onlyFields } from '../layer-type.ts';
import { buildLayers } from '../network.ts';
import type { Value } from '../program.ts';
import { sameShape, showShape } from '../tensor.ts';
import { dense } from './dense.ts';

export interface Product extends Layer {
  readonly type: 'product';
  readonly branches: readonly (readonly Layer[])[];
}

/**
 * y = b₁(x) ⊙ b₂(x) ⊙ …: the elementwise product of branches that read the same input; an empty branch is the input.
 * `product([dense(p)], [dense(q)])`. Throws {@link InputError} when the branches' output shapes differ.
 */
export function product(...branches: readonly (readonly Layer[])[]): Product {
  if (branches.length === 0) throw new InputError('product', 'expected at least one branch, got none');
  return { type: 'product', branches, build };
}

function build(this: Product, builder: Builder, x: Value): Value {
  const values = this.branches.map((layers, index) =>
    builder.at(`branches[${index}]`, () => buildLayers(builder, layers, x)),
  );
  values.forEach((value, index) => {
    const [first, shape] = [builder.shape(values[0]!), builder.shape(value)];
    if (!sameShape(first, shape)) {
      throw new InputError(
        `branches[${index}]`,
        `expected the first branch's shape ${showShape(first)}, got ${showShape(shape)}`,
      );
    }
  });
  return values.reduce((a, b) => builder.multiply(a, b));
}

export const layerType: LayerType = {
  type: 'product',
  summary: 'y = b₁(x) ⊙ b₂(x) ⊙ …; branches [[layer, …], …], an empty branch is x itself',
  read(json, context) {
    onlyFields(json, ['branches'], context.where);
    const { branches } = json;
    if (!Array.isArray(branches))
      throw new InputError(
        `${context.where}.branches`,
        `expected a list of lists of layers, got ${JSON.stringify(branches)}`,
      );
    return product(...branches.map((branch, index) => context.layers(branch, `${context.where}.branches[${index}]`)));
  },
  example: product(
    [
      dense({
        weight: [
          [1, 2],
          [3, '1/2'],
        ],
        bias: [1, 0],
      }),
    ],
    [
      dense({
        weight: [
          [-1, 1],
          [0.5, 2],
        ],
      }),
    ],
    [],
  ),
};

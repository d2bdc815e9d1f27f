import { InputError } from '../../base/errors.ts';
import type { Builder } from '../builder.ts';
import { type Layer, type LayerType, onlyFields } from '../layer-type.ts';
import { buildLayers } from '../network.ts';
import type { Value } from '../program.ts';
import { sameShape, showShape } from '../tensor.ts';
import { dense } from './dense.ts';
import { square } from './square.ts';

export interface Residual extends Layer {
  readonly type: 'residual';
  readonly layers: readonly Layer[];
  readonly shortcut?: readonly Layer[];
}

/**
 * y = s(x) + F(x): the sum of a shortcut and a branch. The shortcut is x itself unless layers are given for it
 * (a projection where the widths differ). Throws {@link InputError} when the two shapes differ.
 */
export function residual(layers: readonly Layer[], shortcut?: readonly Layer[]): Residual {
  return { type: 'residual', layers, ...(shortcut === undefined ? {} : { shortcut }), build };
}

function build(this: Residual, builder: Builder, x: Value): Value {
  const skip = this.shortcut === undefined ? x : builder.at('shortcut', () => buildLayers(builder, this.shortcut!, x));
  const branch = builder.at('branch', () => buildLayers(builder, this.layers, x));
  if (!sameShape(builder.shape(skip), builder.shape(branch))) {
    throw new InputError(
      'residual',
      `the shortcut has shape ${showShape(builder.shape(skip))} and the branch ${showShape(builder.shape(branch))}`,
      'Give shortcut layers that end in the shape of the branch',
    );
  }
  return builder.add(skip, branch);
}

export const layerType: LayerType = {
  type: 'residual',
  summary: 'y = s(x) + F(x); layers for F, shortcut (optional) for s, which is x itself otherwise',
  read(json, context) {
    onlyFields(json, ['layers', 'shortcut'], context.where);
    const { layers, shortcut } = json;
    if (layers === undefined)
      throw new InputError(`${context.where}.layers`, 'missing', 'Give the layers of the branch F in y = x + F(x)');
    return residual(
      context.layers(layers, `${context.where}.layers`),
      shortcut === undefined ? undefined : context.layers(shortcut, `${context.where}.shortcut`),
    );
  },
  example: residual([
    dense({
      weight: [
        [1, 2],
        [3, '1/2'],
      ],
    }),
    square(),
  ]),
};

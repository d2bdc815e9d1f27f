import type { Builder } from '../builder.ts';
import { type Layer, type LayerType, onlyFields } from '../layer-type.ts';
import type { Value } from '../program.ts';

export interface Square extends Layer {
  readonly type: 'square';
}

/** y_i = x_i². */
export const square = (): Square => ({ type: 'square', build });

function build(this: Square, builder: Builder, x: Value): Value {
  return builder.multiply(x, x);
}

export const layerType: LayerType = {
  type: 'square',
  summary: 'y_i = x_i²',
  read(json, context) {
    onlyFields(json, [], context.where);
    return square();
  },
  example: square(),
};

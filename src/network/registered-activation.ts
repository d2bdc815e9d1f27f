import { InputError } from '../base/errors.ts';
import type { Activation } from './activation.ts';
import { Builder } from './builder.ts';
import { layerTypes } from './layer-types.generated.ts';

/** What the layer type of this name applies to each entry; undefined when there is none of the name, or it does something else. */
export function registeredActivation(kind: string): Activation | undefined {
  const layer = layerTypes.find(({ type }) => type === kind)?.example;
  if (layer === undefined) return undefined;
  const builder = new Builder(['x']);
  try {
    const last = builder.finish(layer.build(builder, builder.input())).nodes.at(-1)!;
    return last.operation === 'map' ? last.activation : undefined;
  } catch (error) {
    // An example with weights, for another number of inputs.
    if (error instanceof InputError) return undefined;
    throw error;
  }
}

import type { Activation } from './activation.ts';
import { type Layer, type LayerType, onlyFields } from './layer-type.ts';

/**
 * The layer type of an activation that is no polynomial and has no options: known by its value and derivative in
 * floats, refused by exact paths.
 */
export function floatActivation(
  activation: Required<Pick<Activation, 'kind' | 'f' | 'df'>>,
  summary: string,
): LayerType {
  const layer: Layer = { type: activation.kind, build: (builder, x) => builder.map(activation, x) };
  return {
    type: activation.kind,
    summary,
    read(json, context) {
      onlyFields(json, [], context.where);
      return layer;
    },
    example: layer,
  };
}

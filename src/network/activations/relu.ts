import { floatActivation } from '../float-activation.ts';
import type { Layer, LayerType } from '../layer-type.ts';

export const layerType: LayerType = floatActivation(
  { kind: 'relu', f: (x) => Math.max(x, 0), df: (x) => (x > 0 ? 1 : 0) },
  'y = max(0, x), elementwise; floats only',
);

/** y = max(0, x), elementwise. No polynomial: exact paths refuse it. */
export const relu = (): Layer => layerType.example;

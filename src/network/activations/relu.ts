import { floatActivation } from '../float-activation.ts';
import type { Layer, LayerType } from '../layer-type.ts';

export const layerType: LayerType = floatActivation(
  {
    kind: 'relu',
    f: (x) => Math.max(x, 0),
    df: (x) => (x > 0 ? 1 : 0),
    taylor: (x, order) =>
      [Math.max(x, 0), x > 0 ? 1 : 0, ...Array.from({ length: order }, () => 0)].slice(0, order + 1),
  },
  'y = max(0, x), elementwise; floats only',
);

/** y = max(0, x), elementwise. No polynomial: exact paths refuse it. */
export const relu = (): Layer => layerType.example;

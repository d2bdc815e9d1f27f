import { floatActivation, taylorOfEquation } from '../float-activation.ts';
import type { Layer, LayerType } from '../layer-type.ts';

export const layerType: LayerType = floatActivation(
  {
    kind: 'tanh',
    f: Math.tanh,
    df: (x) => 1 - Math.tanh(x) ** 2,
    taylor: (x, order) => taylorOfEquation(Math.tanh(x), [1, 0, -1], order),
  },
  'y = tanh x, elementwise; floats only',
);

/** y = tanh x, elementwise. No polynomial: exact paths refuse it. */
export const tanh = (): Layer => layerType.example;

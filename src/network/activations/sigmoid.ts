import { floatActivation, taylorOfEquation } from '../float-activation.ts';
import type { Layer, LayerType } from '../layer-type.ts';

const logistic = (x: number): number => 1 / (1 + Math.exp(-x));

export const layerType: LayerType = floatActivation(
  {
    kind: 'sigmoid',
    f: logistic,
    df: (x) => logistic(x) * logistic(-x),
    taylor: (x, order) => taylorOfEquation(logistic(x), [0, 1, -1], order),
  },
  'y = 1/(1 + e^(−x)), elementwise; floats only',
);

/** y = 1/(1 + e^(−x)), elementwise. No polynomial: exact paths refuse it. */
export const sigmoid = (): Layer => layerType.example;

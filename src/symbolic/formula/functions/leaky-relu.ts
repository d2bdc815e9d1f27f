import { call, difference, fraction, negative, product } from '../formula.ts';
import type { FunctionDefinition } from '../function-definition.ts';
import { relu } from './relu.ts';

export const definition: FunctionDefinition = {
  names: ['leakyRelu'],
  arguments: [1, 2],
  meaning: 'max(0, u) + a min(0, u); a = 1/100 unless given',
  build: ([u, slope]) => difference(call(relu, u!), product(slope ?? fraction(1, 100), call(relu, negative(u!)))),
};

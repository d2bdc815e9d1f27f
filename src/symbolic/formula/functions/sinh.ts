import { call, difference, fraction, negative, product } from '../formula.ts';
import type { FunctionDefinition } from '../function-definition.ts';
import { exponential } from './exp.ts';

export const definition: FunctionDefinition = {
  names: ['sinh'],
  meaning: '(e^u − e^(−u))/2',
  build: ([u]) => product(fraction(1, 2), difference(call(exponential, u!), call(exponential, negative(u!)))),
};

import { call, fraction, negative, product, sum } from '../formula.ts';
import type { FunctionDefinition } from '../function-definition.ts';
import { exponential } from './exp.ts';

export const definition: FunctionDefinition = {
  names: ['cosh'],
  meaning: '(e^u + e^(−u))/2',
  build: ([u]) => product(fraction(1, 2), sum(call(exponential, u!), call(exponential, negative(u!)))),
};

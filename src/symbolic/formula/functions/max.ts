import { call, difference, sum } from '../formula.ts';
import type { FunctionDefinition } from '../function-definition.ts';
import { relu } from './relu.ts';

export const definition: FunctionDefinition = {
  names: ['max'],
  arguments: [1, 64],
  meaning: 'the largest of its arguments',
  build: (all) => all.reduce((a, b) => sum(b, call(relu, difference(a, b)))),
};

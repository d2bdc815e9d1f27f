import { call, difference } from '../formula.ts';
import type { FunctionDefinition } from '../function-definition.ts';
import { relu } from './relu.ts';

export const definition: FunctionDefinition = {
  names: ['min'],
  arguments: [1, 64],
  meaning: 'the smallest of its arguments',
  build: (all) => all.reduce((a, b) => difference(a, call(relu, difference(a, b)))),
};

import { call } from '../formula.ts';
import type { FunctionDefinition } from '../function-definition.ts';
import { hyperbolicSine } from './cosh.ts';

export const definition: FunctionDefinition = {
  names: ['sinh'],
  meaning: '(e^u − e^(−u))/2',
  build: ([u]) => call(hyperbolicSine, u!),
};

import { call, quotient } from '../formula.ts';
import type { FunctionDefinition } from '../function-definition.ts';
import { cosine, sine } from './sin.ts';

export const definition: FunctionDefinition = {
  names: ['tan'],
  meaning: 'sin u / cos u',
  build: ([u]) => quotient(call(sine, u!), call(cosine, u!)),
};

import { product } from '../formula.ts';
import type { FunctionDefinition } from '../function-definition.ts';
import { sigmoidOf } from './sigmoid.ts';

export const definition: FunctionDefinition = {
  names: ['silu', 'swish'],
  meaning: 'u/(1 + e^(−u))',
  build: ([u]) => product(u!, sigmoidOf(u!)),
};

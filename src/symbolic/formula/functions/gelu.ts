import { product } from '../formula.ts';
import type { FunctionDefinition } from '../function-definition.ts';
import { normalDistributionOf } from './normal-distribution.ts';

export const definition: FunctionDefinition = {
  names: ['gelu'],
  meaning: 'u Φ(u), without the tanh approximation',
  build: ([u]) => product(u!, normalDistributionOf(u!)),
};

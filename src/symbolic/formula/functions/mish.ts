import { call, product } from '../formula.ts';
import type { FunctionDefinition } from '../function-definition.ts';
import { softplusOf } from './softplus.ts';
import { hyperbolicTangent } from './tanh.ts';

export const definition: FunctionDefinition = {
  names: ['mish'],
  meaning: 'u tanh(log(1 + e^u))',
  build: ([u]) => product(u!, call(hyperbolicTangent, softplusOf(u!))),
};

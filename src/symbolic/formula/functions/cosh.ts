import { call, type Primitive } from '../formula.ts';
import type { FunctionDefinition } from '../function-definition.ts';
import { hyperbolicPair } from '../hyperbolic-pair.ts';

const pair = hyperbolicPair();
export const hyperbolicSine: Primitive = pair.sine;
export const hyperbolicCosine: Primitive = pair.cosine;

export const definition: FunctionDefinition = {
  names: ['cosh'],
  meaning: '(e^u + e^(−u))/2',
  build: ([u]) => call(hyperbolicCosine, u!),
};

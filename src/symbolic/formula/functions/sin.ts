import { call, type Primitive } from '../formula.ts';
import type { FunctionDefinition } from '../function-definition.ts';
import { oscillation } from '../oscillation.ts';

const both = oscillation();
export const sine: Primitive = both.sine;
export const cosine: Primitive = both.cosine;

export const definition: FunctionDefinition = { names: ['sin'], meaning: 'sin u', build: ([u]) => call(sine, u!) };

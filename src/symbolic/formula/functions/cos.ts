import { call } from '../formula.ts';
import type { FunctionDefinition } from '../function-definition.ts';
import { cosine } from './sin.ts';

export const definition: FunctionDefinition = { names: ['cos'], meaning: 'cos u', build: ([u]) => call(cosine, u!) };

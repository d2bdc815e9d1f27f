import { call, type Formula, rationalFormula, sum } from '../formula.ts';
import type { FunctionDefinition } from '../function-definition.ts';
import { exponential } from './exp.ts';
import { logarithm } from './log.ts';

export const softplusOf = (u: Formula): Formula => call(logarithm, sum(rationalFormula(1), call(exponential, u)));

export const definition: FunctionDefinition = {
  names: ['softplus'],
  meaning: 'log(1 + e^u)',
  build: ([u]) => softplusOf(u!),
};

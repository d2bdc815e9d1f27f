import { call, type Formula, fraction, product, rationalFormula, sum } from '../formula.ts';
import type { FunctionDefinition } from '../function-definition.ts';
import { hyperbolicTangent } from './tanh.ts';

/** By tanh, which is bounded at once where e^(−u) is not. */
export const sigmoidOf = (u: Formula): Formula =>
  product(fraction(1, 2), sum(rationalFormula(1), call(hyperbolicTangent, product(fraction(1, 2), u))));

export const definition: FunctionDefinition = {
  names: ['sigmoid', 'logistic'],
  meaning: '1/(1 + e^(−u)) = (1 + tanh(u/2))/2',
  build: ([u]) => sigmoidOf(u!),
};

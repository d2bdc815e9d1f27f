import { rational } from '../../../base/rational.ts';
import { call, difference, powerOf, product, quotient, rationalFormula, sum } from '../formula.ts';
import type { FunctionDefinition } from '../function-definition.ts';
import { exponential } from './exp.ts';

const TWO = rationalFormula(2);

export const definition: FunctionDefinition = {
  names: ['mish'],
  meaning: 'u tanh(log(1 + e^u)) = u (1 − 2/(1 + (1 + e^u)²))',
  build: ([u]) => {
    const shifted = sum(rationalFormula(1), call(exponential, u!));
    const below = sum(rationalFormula(1), powerOf(shifted, rational(2n)));
    return product(u!, difference(rationalFormula(1), quotient(TWO, below)));
  },
};

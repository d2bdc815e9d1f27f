import { call, type Formula, fraction, product, rationalFormula, sum } from '../formula.ts';
import type { FunctionDefinition } from '../function-definition.ts';
import { hyperbolicCosine } from './cosh.ts';
import { logarithm } from './log.ts';

/** As u/2 + log(2 cosh(u/2)), which shows its parity, and where it is analytic. */
export const softplusOf = (u: Formula): Formula => {
  const half = product(fraction(1, 2), u);
  return sum(half, call(logarithm, product(rationalFormula(2), call(hyperbolicCosine, half))));
};

export const definition: FunctionDefinition = {
  names: ['softplus'],
  meaning: 'log(1 + e^u)',
  build: ([u]) => softplusOf(u!),
};

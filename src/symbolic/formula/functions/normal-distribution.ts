import { rational } from '../../../base/rational.ts';
import { call, type Formula, fraction, powerOf, product, rationalFormula, sum } from '../formula.ts';
import type { FunctionDefinition } from '../function-definition.ts';
import { errorFunction } from './erf.ts';

export const normalDistributionOf = (u: Formula): Formula =>
  product(
    fraction(1, 2),
    sum(rationalFormula(1), call(errorFunction, product(powerOf(fraction(1, 2), rational(1n, 2n)), u))),
  );

export const definition: FunctionDefinition = {
  names: ['Phi', 'normalCdf'],
  meaning: 'the normal distribution function (1 + erf(u/√2))/2',
  build: ([u]) => normalDistributionOf(u!),
};

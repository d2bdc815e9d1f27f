import { rational } from '../../../base/rational.ts';
import { middleOf } from '../../enclosure/enclosure.ts';
import { realEnclosures } from '../../enclosure/reals.ts';
import { call, negative, PI, type Primitive, powerOf, product, quotient, rationalFormula } from '../formula.ts';
import type { FunctionDefinition } from '../function-definition.ts';
import { errorFunctionCoefficients } from '../gaussian-coefficients.ts';
import { exponential } from './exp.ts';

const K = realEnclosures(64);

export const errorFunction: Primitive = {
  name: 'erf',
  double: (x) => (Number.isNaN(x) ? x : Math.abs(x) > 7 ? Math.sign(x) : middleOf(K.erf(K.from(x)))),
  real: (R, u) => R.erf(u),
  complex: (C, u) => C.erf(u),
  derivative: (u) =>
    product(
      quotient(rationalFormula(2), powerOf(PI, rational(1n, 2n))),
      call(exponential, negative(powerOf(u, rational(2n)))),
    ),
  parity: 'odd',
  exactAt: (q) => (q.numerator === 0n ? rational(0n) : undefined),
  gaussianCoefficients: errorFunctionCoefficients,
  growth: (G, u) => G.bounded(u, G.reals.erf, -1, 1),
};

export const definition: FunctionDefinition = {
  names: ['erf'],
  meaning: '(2/√π) ∫₀^u e^(−t²) dt',
  build: ([u]) => call(errorFunction, u!),
};

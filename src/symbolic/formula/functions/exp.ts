import { rational } from '../../../base/rational.ts';
import { exponentialConstant } from '../exact-constant.ts';
import { call, type Primitive } from '../formula.ts';
import type { FunctionDefinition } from '../function-definition.ts';
import { exponentialCoefficients } from '../gaussian-coefficients.ts';

export const exponential: Primitive = {
  name: 'exp',
  double: Math.exp,
  real: (K, u) => K.exp(u),
  complex: (C, u) => C.exp(u),
  derivative: (u) => call(exponential, u),
  exactAt: (q) => (q.numerator === 0n ? rational(1n) : undefined),
  constantAt: exponentialConstant,
  gaussianCoefficients: exponentialCoefficients,
  growth: (G, u) => G.exp(u),
};

export const definition: FunctionDefinition = {
  names: ['exp'],
  meaning: 'e^u',
  build: ([u]) => call(exponential, u!),
};

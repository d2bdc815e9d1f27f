import { rational } from '../../../base/rational.ts';
import { call, difference, type Primitive, powerOf, rationalFormula } from '../formula.ts';
import type { FunctionDefinition } from '../function-definition.ts';

export const hyperbolicTangent: Primitive = {
  name: 'tanh',
  double: Math.tanh,
  real: (K, u) => K.tanh(u),
  complex: (C, u) => C.tanh(u),
  derivative: (u) => difference(rationalFormula(1), powerOf(call(hyperbolicTangent, u), rational(2n))),
  parity: 'odd',
  exactAt: (q) => (q.numerator === 0n ? rational(0n) : undefined),
  growth: (G, u) => G.bounded(u, G.reals.tanh, -1, 1),
};

export const definition: FunctionDefinition = {
  names: ['tanh'],
  meaning: 'the hyperbolic tangent of u',
  build: ([u]) => call(hyperbolicTangent, u!),
};

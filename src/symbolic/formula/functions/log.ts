import { rational } from '../../../base/rational.ts';
import { call, type Primitive, quotient, rationalFormula } from '../formula.ts';
import type { FunctionDefinition } from '../function-definition.ts';

export const logarithm: Primitive = {
  name: 'log',
  double: Math.log,
  real: (K, u) => K.log(u),
  complex: (C, u) => C.log(u),
  derivative: (u) => quotient(rationalFormula(1), u),
  exactAt: (q) => (q.numerator === 1n && q.denominator === 1n ? rational(0n) : undefined),
  growth: (G, u) => G.log(u),
};

export const definition: FunctionDefinition = {
  names: ['log', 'ln'],
  arguments: [1, 2],
  meaning: 'the natural logarithm of u; log(u, b) to the base b',
  build: ([u, base]) =>
    base === undefined ? call(logarithm, u!) : quotient(call(logarithm, u!), call(logarithm, base)),
};

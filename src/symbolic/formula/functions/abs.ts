import { absolute } from '../../../base/rational.ts';
import { call, negative, type Primitive } from '../formula.ts';
import type { FunctionDefinition } from '../function-definition.ts';
import { sign } from './sign.ts';

export const absoluteValue: Primitive = {
  name: 'abs',
  double: Math.abs,
  real: (K, u) => K.abs(u),
  branches: { negative, positive: (u) => u, jumps: false },
  derivative: (u) => call(sign, u),
  parity: 'even',
  exactAt: (q) => ({ ...q, numerator: absolute(q.numerator) }),
  growth: (G, u) => ({ ...u, factor: G.reals.abs(u.factor) }),
};

export const definition: FunctionDefinition = {
  names: ['abs'],
  meaning: '|u|',
  build: ([u]) => call(absoluteValue, u!),
};

import { absolute, rational } from '../../../base/rational.ts';
import { multiplyConstants } from '../exact-constant.ts';
import { call, negative, type Primitive, powerOf, product, rationalFormula } from '../formula.ts';
import type { FunctionDefinition } from '../function-definition.ts';
import { scaleOf, timesVariable } from '../gaussian-coefficients.ts';
import { sign } from './sign.ts';

export const absoluteValue: Primitive = {
  name: 'abs',
  double: Math.abs,
  real: (K, u) => K.abs(u),
  branches: { negative, positive: (u) => u, jumps: false },
  derivative: (u) => call(sign, u),
  parity: 'even',
  exactAt: (q) => ({ ...q, numerator: absolute(q.numerator) }),
  gaussianCoefficients: (u, count) => {
    // a x sign(a x)
    const scale = scaleOf(u);
    const jump = sign.gaussianCoefficients?.(u, count + 1);
    return scale && jump && timesVariable(jump).map((c) => multiplyConstants(scale.a, c));
  },
  powerAlmostEverywhere: (u, n) =>
    product(powerOf(u, rational(BigInt(n))), n % 2 === 0 ? rationalFormula(1) : call(sign, u)),
  growth: (G, u) => ({ ...u, factor: G.reals.abs(u.factor) }),
};

export const definition: FunctionDefinition = {
  names: ['abs'],
  meaning: '|u|',
  build: ([u]) => call(absoluteValue, u!),
};

import { rational } from '../../../base/rational.ts';
import { multiplyConstants, rationalConstant } from '../exact-constant.ts';
import { call, fraction, type Primitive, product, rationalFormula } from '../formula.ts';
import type { FunctionDefinition } from '../function-definition.ts';
import { scaleOf, signCoefficients } from '../gaussian-coefficients.ts';
import { sign } from './sign.ts';

const ZERO = rationalFormula(0);

export const step: Primitive = {
  name: 'step',
  double: (x) => (Number.isNaN(x) ? x : (1 + Math.sign(x)) / 2),
  real: (K, u) => K.scale(K.add(K.one, sign.real(K, u)), -1),
  branches: { negative: () => ZERO, positive: () => rationalFormula(1), jumps: true },
  // Almost everywhere.
  derivative: () => ZERO,
  // (1 + sign u)/2
  partsOfOdd: (u) => ({ even: fraction(1, 2), odd: product(fraction(1, 2), call(sign, u)) }),
  exactAt: ({ numerator }) => (numerator > 0n ? rational(1n) : numerator < 0n ? rational(0n) : rational(1n, 2n)),
  gaussianCoefficients: (u, count) => {
    const scale = scaleOf(u);
    if (scale === undefined) return undefined;
    const half = rationalConstant(rational(1n, 2n));
    // (1 + sign)/2
    return signCoefficients(scale.sign, count).map((c, k) => (k === 0 ? half : multiplyConstants(half, c)));
  },
  powerAlmostEverywhere: (u) => call(step, u),
  growth: (G, u) => G.constant(step.real(G.reals, u.factor)),
};

export const definition: FunctionDefinition = {
  names: ['step', 'heaviside'],
  meaning: '0, 1/2 or 1 as u is negative, 0 or positive',
  build: ([u]) => call(step, u!),
};

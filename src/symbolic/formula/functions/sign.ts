import { rational } from '../../../base/rational.ts';
import { hull, isBounded, signOf } from '../../enclosure/enclosure.ts';
import { call, type Primitive, rationalFormula } from '../formula.ts';
import type { FunctionDefinition } from '../function-definition.ts';
import { scaleOf, signCoefficients } from '../gaussian-coefficients.ts';

const ZERO = rationalFormula(0);

export const sign: Primitive = {
  name: 'sign',
  double: Math.sign,
  real: (K, u) => {
    const found =
      isBounded(u) && (u.lower !== 0n || u.upper === 0n) && (u.upper !== 0n || u.lower === 0n) ? signOf(u) : undefined;
    return found === undefined ? hull(K.from(-1), K.one) : K.from(found);
  },
  branches: { negative: () => rationalFormula(-1), positive: () => rationalFormula(1), jumps: true },
  // Almost everywhere.
  derivative: () => ZERO,
  parity: 'odd',
  exactAt: ({ numerator }) => rational(numerator > 0n ? 1n : numerator < 0n ? -1n : 0n),
  gaussianCoefficients: (u, count) => {
    const scale = scaleOf(u);
    return scale && signCoefficients(scale.sign, count);
  },
  powerAlmostEverywhere: (u, n) => (n % 2 === 0 ? rationalFormula(1) : call(sign, u)),
  growth: (G, u) => G.constant(sign.real(G.reals, u.factor)),
};

export const definition: FunctionDefinition = {
  names: ['sign', 'sgn'],
  meaning: '−1, 0 or 1 as u is negative, 0 or positive',
  build: ([u]) => call(sign, u!),
};

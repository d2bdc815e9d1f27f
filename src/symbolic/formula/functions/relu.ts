import { rational } from '../../../base/rational.ts';
import { hull, isBounded, signOf } from '../../enclosure/enclosure.ts';
import { multiplyConstants } from '../exact-constant.ts';
import { call, fraction, type Primitive, powerOf, product, rationalFormula } from '../formula.ts';
import type { FunctionDefinition } from '../function-definition.ts';
import { scaleOf, timesVariable } from '../gaussian-coefficients.ts';
import { absoluteValue } from './abs.ts';
import { step } from './step.ts';

const ZERO = rationalFormula(0);

export const relu: Primitive = {
  name: 'relu',
  double: (x) => (x > 0 ? x : x * 0),
  real: (K, u) => {
    const found = signOf(u);
    if (found === undefined) return isBounded(u) ? { ...u, lower: 0n } : u;
    return found === 1 ? u : K.zero;
  },
  branches: { negative: () => ZERO, positive: (u) => u, jumps: false },
  derivative: (u) => call(step, u),
  // (|u| + u)/2
  partsOfOdd: (u) => ({ even: product(fraction(1, 2), call(absoluteValue, u)), odd: product(fraction(1, 2), u) }),
  exactAt: (q) => (q.numerator > 0n ? q : rational(0n)),
  gaussianCoefficients: (u, count) => {
    // a x step(a x)
    const scale = scaleOf(u);
    const jump = step.gaussianCoefficients?.(u, count + 1);
    return scale && jump && timesVariable(jump).map((c) => multiplyConstants(scale.a, c));
  },
  powerAlmostEverywhere: (u, n) => product(powerOf(u, rational(BigInt(n))), call(step, u)),
  growth: (G, u) => {
    const found = G.sign(u);
    if (found === undefined)
      return { ...u, factor: isBounded(u.factor) ? hull(G.reals.zero, { ...u.factor, lower: 0n }) : u.factor };
    return found === 1 ? u : G.constant(G.reals.zero);
  },
};

export const definition: FunctionDefinition = {
  names: ['relu'],
  meaning: 'max(0, u)',
  build: ([u]) => call(relu, u!),
};

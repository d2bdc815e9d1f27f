import { call, type Formula, fraction, type Primitive, product, rationalFormula } from '../formula.ts';
import type { FunctionDefinition } from '../function-definition.ts';
import { hyperbolicCosine } from './cosh.ts';
import { logarithm } from './log.ts';
import { sigmoidOf } from './sigmoid.ts';

const half = (u: Formula): Formula => product(fraction(1, 2), u);

export const softplus: Primitive = {
  name: 'softplus',
  double: (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))),
  // u occurs once, so that the interval is tight, and positive.
  real: (K, u) => K.log(K.add(K.one, K.exp(u))),
  // u/2 + log(2 cosh(u/2)) stays in the half plane of the logarithm for |Im u| < π.
  complex(C, u) {
    const z = C.mul(C.from(0.5), u);
    return C.add(z, C.log(C.add(C.exp(z), C.exp(C.mul(C.from(-1), z)))));
  },
  derivative: sigmoidOf,
  partsOfOdd: (u) => ({
    even: call(logarithm, product(rationalFormula(2), call(hyperbolicCosine, half(u)))),
    odd: half(u),
  }),
  growth: (G, u) => G.log(G.add(G.constant(G.reals.one), G.exp(u))),
};

export const definition: FunctionDefinition = {
  names: ['softplus'],
  meaning: 'log(1 + e^u)',
  build: ([u]) => call(softplus, u!),
};

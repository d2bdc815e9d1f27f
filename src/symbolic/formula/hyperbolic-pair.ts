/** sinh and cosh, each other's derivatives, so made together. */
import { type Rational, rational } from '../../base/rational.ts';
import {
  addConstants,
  type ExactConstant,
  exponentialConstant,
  integerConstant,
  multiplyConstants,
  rationalConstant,
} from './exact-constant.ts';
import { call, type Primitive } from './formula.ts';
import { exponentialCoefficients } from './gaussian-coefficients.ts';

export function hyperbolicPair(): { readonly sine: Primitive; readonly cosine: Primitive } {
  /** (e^u + sign e^(−u))/2. */
  const make = (sign: 1 | -1, name: string, slope: () => Primitive): Primitive => ({
    name,
    double: sign === 1 ? Math.cosh : Math.sinh,
    real: (K, u) => (sign === 1 ? K.cosh(u) : K.sinh(u)),
    complex: (C, u) => {
      const opposite = C.mul(C.from(-1), u);
      return C.mul(C.from(0.5), C.add(C.exp(u), C.mul(C.from(sign), C.exp(opposite))));
    },
    derivative: (u) => call(slope(), u),
    parity: sign === 1 ? 'even' : 'odd',
    exactAt: (q) => (q.numerator === 0n ? rational(sign === 1 ? 1n : 0n) : undefined),
    constantAt: (q: Rational) =>
      halfSum(exponentialConstant(q), exponentialConstant({ ...q, numerator: -q.numerator }), sign),
    gaussianCoefficients: (u, count) => {
      const opposite = u.map((c) => multiplyConstants(integerConstant(-1), c));
      const [plus, minus] = [exponentialCoefficients(u, count), exponentialCoefficients(opposite, count)];
      return plus && minus && plus.map((c, k) => halfSum(c, minus[k]!, sign));
    },
    growth: (G, u) => {
      const of = (n: number): ReturnType<typeof G.constant> => G.constant(G.reals.from(n));
      const sum = G.add(G.exp(u), G.multiply(of(sign), G.exp(G.multiply(of(-1), u))));
      return G.multiply(of(0.5), sum);
    },
  });
  const sine: Primitive = make(-1, 'sinh', () => cosine);
  const cosine: Primitive = make(1, 'cosh', () => sine);
  return { sine, cosine };
}

const halfSum = (a: ExactConstant, b: ExactConstant, sign: 1 | -1): ExactConstant =>
  multiplyConstants(rationalConstant(rational(1n, 2n)), addConstants(a, multiplyConstants(integerConstant(sign), b)));

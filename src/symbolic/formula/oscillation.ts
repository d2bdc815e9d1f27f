/** sin and cos, each other's derivatives, so made together. */
import { rational } from '../../base/rational.ts';
import { hull } from '../enclosure/enclosure.ts';
import { call, negative, type Primitive } from './formula.ts';
import { oscillationCoefficients } from './gaussian-coefficients.ts';

export function oscillation(): { readonly sine: Primitive; readonly cosine: Primitive } {
  const growth: Primitive['growth'] = (G) => G.constant(hull(G.reals.from(-1), G.reals.one));
  const sine: Primitive = {
    name: 'sin',
    double: Math.sin,
    real: (K, u) => K.sin(u),
    complex: (C, u) => C.sin(u),
    derivative: (u) => call(cosine, u),
    parity: 'odd',
    exactAt: (q) => (q.numerator === 0n ? rational(0n) : undefined),
    gaussianCoefficients: (u, count) => oscillationCoefficients(u, count, 0),
    growth,
  };
  const cosine: Primitive = {
    name: 'cos',
    double: Math.cos,
    real: (K, u) => K.cos(u),
    complex: (C, u) => C.cos(u),
    derivative: (u) => negative(call(sine, u)),
    parity: 'even',
    exactAt: (q) => (q.numerator === 0n ? rational(1n) : undefined),
    gaussianCoefficients: (u, count) => oscillationCoefficients(u, count, 1),
    growth,
  };
  return { sine, cosine };
}

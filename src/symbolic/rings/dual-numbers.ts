import type { Ring } from '../ring.ts';

/** a + b ε with ε² = 0. */
export interface Dual<T> {
  readonly value: T;
  readonly derivative: T;
}

/** K[ε]/(ε²): evaluating a polynomial at x + v ε gives f(x) + ∂_v f(x) ε, exactly, in any ring. */
export function dualNumbers<T>(K: Ring<T>): Ring<Dual<T>> {
  const constant = (value: T): Dual<T> => ({ value, derivative: K.zero });
  return {
    name: `${K.name}[ε]/(ε²)`,
    zero: constant(K.zero),
    one: constant(K.one),
    from: (c) => constant(K.from(c)),
    add: (a, b) => ({ value: K.add(a.value, b.value), derivative: K.add(a.derivative, b.derivative) }),
    mul: (a, b) => ({
      value: K.mul(a.value, b.value),
      derivative: K.add(K.mul(a.value, b.derivative), K.mul(a.derivative, b.value)),
    }),
    equal: (a, b) => K.equal(a.value, b.value) && K.equal(a.derivative, b.derivative),
  };
}

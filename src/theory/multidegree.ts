import { exactValue } from '../base/coefficient.ts';
import type { Ring } from '../symbolic/ring.ts';

/** Upper bounds of the degree in each variable; undefined for the zero polynomial. */
export type Multidegree = Uint32Array | undefined;

/** (max, +) in each variable of n: bounds of a polynomial's degree in each, in place of the polynomial. */
export function multidegrees(n: number): Ring<Multidegree> & { variable(i: number): Multidegree } {
  const one = new Uint32Array(n);
  const merge = (a: Uint32Array, b: Uint32Array, operation: (x: number, y: number) => number): Uint32Array =>
    a.map((x, i) => operation(x, b[i]!));
  return {
    name: `(max, +)^${n}`,
    zero: undefined,
    one,
    from: (c) => (exactValue(c).numerator === 0n ? undefined : one),
    variable: (i) => one.with(i, 1),
    add(a, b) {
      if (a === undefined || a === b) return b;
      return b === undefined ? a : merge(a, b, Math.max);
    },
    mul(a, b) {
      if (a === undefined || b === undefined) return undefined;
      if (a === one) return b;
      return b === one ? a : merge(a, b, (x, y) => x + y);
    },
    equal: (a, b) => a === b || (a !== undefined && b !== undefined && a.every((x, i) => x === b[i])),
  };
}

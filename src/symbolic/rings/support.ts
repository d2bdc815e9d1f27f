import { exactValue } from '../../base/coefficient.ts';
import type { Ring } from '../ring.ts';

/** Upper bounds of a polynomial's size: its degree, the set of its variables (bit i for x_i), its number of terms. */
export interface Support {
  readonly degree: number;
  readonly variables: bigint;
  readonly terms: number;
}

/** The number of monomials of degree ≤ `degree` in n variables, C(n + degree, n); Infinity beyond the largest double. */
export function monomialCount(n: number, degree: number): number {
  if (degree < 0) return 0;
  let count = 1;
  const [small, large] = n < degree ? [n, degree] : [degree, n];
  for (let i = 1; i <= small && count < Infinity; i++) count = (count * (large + i)) / i;
  return Math.round(count);
}

const counts = new Map<bigint, number>();

/** The number of variables in a set. */
export function variableCount(set: bigint): number {
  if (set === 0n) return 0;
  if ((set & (set - 1n)) === 0n) return 1;
  let count = counts.get(set);
  if (count === undefined) {
    count = set.toString(2).replaceAll('0', '').length;
    if (counts.size > 10_000) counts.clear();
    counts.set(set, count);
  }
  return count;
}

export const supportOfVariable = (i: number): Support => ({ degree: 1, variables: 1n << BigInt(i), terms: 1 });

/**
 * Bounds of degree, variables and number of terms. Of two bounds on the number of terms the smaller is kept: what the
 * operations can make (t₁ + t₂, t₁ t₂, for a square t(t + 1)/2), and all monomials of the degree in the variables.
 * `onProduct` is told how many products of coefficients each multiplication takes.
 */
export function supports(onProduct: (count: number) => void = () => {}): Ring<Support> {
  const zero: Support = { degree: -Infinity, variables: 0n, terms: 0 };
  const one: Support = { degree: 0, variables: 0n, terms: 1 };
  const capped = (degree: number, variables: bigint, terms: number): Support => ({
    degree,
    variables,
    terms: terms <= 1 ? terms : Math.min(terms, monomialCount(variableCount(variables), degree)),
  });
  const product = (a: Support, b: Support): number => (a === b ? (a.terms * (a.terms + 1)) / 2 : a.terms * b.terms);
  return {
    name: 'supports',
    zero,
    one,
    from: (c) => (exactValue(c).numerator === 0n ? zero : one),
    add(a, b) {
      if (a.terms === 0) return b;
      return b.terms === 0 ? a : capped(Math.max(a.degree, b.degree), a.variables | b.variables, a.terms + b.terms);
    },
    mul(a, b) {
      if (a.terms === 0 || b.terms === 0) return zero;
      const terms = product(a, b);
      onProduct(terms);
      return capped(a.degree + b.degree, a.variables | b.variables, terms);
    },
    sumOfProducts(as, bs) {
      let [degree, variables, terms] = [-Infinity, 0n, 0];
      as.forEach((a, k) => {
        const b = bs[k]!;
        if (a.terms === 0 || b.terms === 0) return;
        const count = product(a, b);
        onProduct(count);
        const union = a.variables === b.variables || b.variables === 0n ? a.variables : a.variables | b.variables;
        terms += count <= 1 ? count : Math.min(count, monomialCount(variableCount(union), a.degree + b.degree));
        degree = Math.max(degree, a.degree + b.degree);
        if (union !== variables) variables |= union;
      });
      return terms === 0 ? zero : capped(degree, variables, terms);
    },
    equal: (a, b) => a.degree === b.degree && a.variables === b.variables && a.terms === b.terms,
  };
}

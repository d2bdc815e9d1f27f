/** Lists of monomials, in the order that polynomials are kept and printed in. */

/** Monomial t is Π over i in [starts[t], starts[t+1]) of x_{variables[i]}^{exponents[i]}, variables rising, exponents > 0. */
export interface Monomials {
  readonly length: number;
  readonly starts: Uint32Array;
  readonly variables: Uint16Array;
  readonly exponents: Uint16Array;
}

export type Factor = readonly [variable: number, exponent: number];

export function monomialsFrom(list: readonly (readonly Factor[])[]): Monomials {
  const starts = new Uint32Array(list.length + 1);
  list.forEach((factors, t) => {
    starts[t + 1] = starts[t]! + factors.length;
  });
  const variables = new Uint16Array(starts[list.length]!);
  const exponents = new Uint16Array(starts[list.length]!);
  list.forEach((factors, t) => {
    factors.forEach(([variable, exponent], i) => {
      variables[starts[t]! + i] = variable;
      exponents[starts[t]! + i] = exponent;
    });
  });
  return { length: list.length, starts, variables, exponents };
}

/** Some of the monomials of a list, by rising place. */
export function selectMonomials(list: Monomials, places: readonly number[]): Monomials {
  const starts = new Uint32Array(places.length + 1);
  places.forEach((place, t) => {
    starts[t + 1] = starts[t]! + list.starts[place + 1]! - list.starts[place]!;
  });
  const variables = new Uint16Array(starts[places.length]!);
  const exponents = new Uint16Array(starts[places.length]!);
  places.forEach((place, t) => {
    variables.set(list.variables.subarray(list.starts[place]!, list.starts[place + 1]!), starts[t]!);
    exponents.set(list.exponents.subarray(list.starts[place]!, list.starts[place + 1]!), starts[t]!);
  });
  return { length: places.length, starts, variables, exponents };
}

/** The factors of monomial t. */
export function factorsOf({ starts, variables, exponents }: Monomials, t: number): Factor[] {
  const factors: Factor[] = [];
  for (let i = starts[t]!; i < starts[t + 1]!; i++) factors.push([variables[i]!, exponents[i]!]);
  return factors;
}

/** The total degree of monomial t. */
export function totalDegree({ starts, exponents }: Monomials, t: number): number {
  let degree = 0;
  for (let i = starts[t]!; i < starts[t + 1]!; i++) degree += exponents[i]!;
  return degree;
}

export const degreeOfFactors = (factors: readonly Factor[]): number =>
  factors.reduce((sum, [, exponent]) => sum + exponent, 0);

/**
 * Graded reverse lexicographic order with x₀ > x₁ > …: positive when a comes after b, highest monomial first.
 * Of two monomials of one degree, the larger has the smaller exponent at the last variable in which they differ.
 */
export function gradedReverseLex(a: readonly Factor[], b: readonly Factor[]): number {
  const byDegree = degreeOfFactors(b) - degreeOfFactors(a);
  if (byDegree !== 0) return byDegree;
  let i = a.length - 1;
  let j = b.length - 1;
  for (; i >= 0 && j >= 0; i--, j--) {
    const [u, m] = a[i]!;
    const [v, n] = b[j]!;
    if (u !== v) return u - v;
    if (m !== n) return m - n;
  }
  return i - j;
}

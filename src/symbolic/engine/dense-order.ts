/**
 * The monomials of degree ≤ D in d variables without gaps, in the order of polynomials: highest degree first, within a
 * degree graded reverse lexicographic.
 */
import type { Monomials } from '../monomials.ts';

/** C(n, k) as a double; exact below 2^53. */
export function binomial(n: number, k: number): number {
  if (k < 0 || k > n) return 0;
  let result = 1;
  for (let i = 1; i <= Math.min(k, n - k); i++) result = Math.round((result * (n - Math.min(k, n - k) + i)) / i);
  return result;
}

/** Positions of monomials, from their factors alone. */
export class DenseOrder {
  readonly variables: number;
  readonly degree: number;
  /** How many monomials there are. */
  readonly length: number;
  /** below[v][g]: how many monomials of degree ≤ g there are in v variables, C(g + v, v). */
  readonly #below: readonly Int32Array[];

  constructor(variables: number, degree: number) {
    this.variables = variables;
    this.degree = degree;
    this.length = binomial(variables + degree, degree);
    this.#below = Array.from({ length: variables + 1 }, (_, v) =>
      Int32Array.from({ length: degree + 1 }, (_unused, g) => binomial(g + v, v)),
    );
  }

  /** How many monomials have degree ≤ g. */
  count(g: number): number {
    return g < 0 ? 0 : this.#below[this.variables]![g]!;
  }

  /**
   * The step in position that a factor x_v^e makes within its degree, when the exponents before it add up to `before`:
   * as many monomials come first as have a smaller exponent at v and the same ones after it.
   */
  step(v: number, before: number, e: number): number {
    return v === 0 ? 0 : this.#below[v]![before + e]! - this.#below[v]![before]!;
  }
}

const monomialLists = new Map<string, Monomials>();
const KEPT_LISTS = 8;

/** All of them as explicit monomials, highest first. Lists of late are kept. */
export function denseMonomials(variables: number, degree: number): Monomials {
  const name = `${variables},${degree}`;
  const known = monomialLists.get(name);
  if (known !== undefined) return known;
  const list = buildMonomials(variables, degree);
  if (monomialLists.size >= KEPT_LISTS) monomialLists.delete(monomialLists.keys().next().value!);
  monomialLists.set(name, list);
  return list;
}

interface DegreeList {
  readonly length: number;
  readonly starts: Uint32Array;
  readonly variables: Uint16Array;
  readonly exponents: Uint16Array;
}

/**
 * Degree g from degree g − 1: the monomials whose last variable is x_v are x_v times those of degree g − 1 in x_0 … x_v,
 * which are the first C(g − 1 + v, v) of the list.
 */
function buildMonomials(variables: number, degree: number): Monomials {
  let list: DegreeList = {
    length: 1,
    starts: Uint32Array.of(0, 0),
    variables: new Uint16Array(0),
    exponents: new Uint16Array(0),
  };
  const lists = [list];
  for (let g = 1; g <= degree; g++) {
    const length = binomial(g + variables - 1, g);
    const starts = new Uint32Array(length + 1);
    const factorVariables = new Uint16Array(lastFactorBound(list, variables, g));
    const factorExponents = new Uint16Array(factorVariables.length);
    let t = 0;
    let at = 0;
    for (let v = 0; v < variables; v++) {
      const prefix = binomial(g - 1 + v, v);
      for (let s = 0; s < prefix; s++) {
        for (let i = list.starts[s]!; i < list.starts[s + 1]!; i++) {
          factorVariables[at] = list.variables[i]!;
          factorExponents[at++] = list.exponents[i]!;
        }
        if (at > starts[t]! && factorVariables[at - 1] === v) factorExponents[at - 1]!++;
        else {
          factorVariables[at] = v;
          factorExponents[at++] = 1;
        }
        starts[++t] = at;
      }
    }
    list = { length, starts, variables: factorVariables.slice(0, at), exponents: factorExponents.slice(0, at) };
    lists.push(list);
  }
  return concatenate(lists.reverse());
}

/** The factors of the prefixes, and one more for each monomial. */
function lastFactorBound(list: DegreeList, variables: number, g: number): number {
  let bound = 0;
  for (let v = 0; v < variables; v++) {
    const prefix = binomial(g - 1 + v, v);
    bound += list.starts[prefix]! + prefix;
  }
  return bound;
}

function concatenate(lists: readonly DegreeList[]): Monomials {
  const length = lists.reduce((sum, list) => sum + list.length, 0);
  const factors = lists.reduce((sum, list) => sum + list.variables.length, 0);
  const starts = new Uint32Array(length + 1);
  const variables = new Uint16Array(factors);
  const exponents = new Uint16Array(factors);
  let t = 0;
  let at = 0;
  for (const list of lists) {
    variables.set(list.variables, at);
    exponents.set(list.exponents, at);
    for (let s = 1; s <= list.length; s++) starts[t + s] = at + list.starts[s]!;
    t += list.length;
    at += list.variables.length;
  }
  return { length, starts, variables, exponents };
}

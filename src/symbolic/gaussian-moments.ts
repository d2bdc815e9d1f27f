/** E[x^α] of a Gaussian vector over any ring, by Stein's recursion on a table of the moments met. */
import { TooLargeError } from '../base/errors.ts';
import { degreeOfFactors, type Factor } from './monomials.ts';
import type { Ring } from './ring.ts';
import { monomialCount } from './rings/support.ts';
import { showCount } from './size.ts';

/** A Gaussian over a ring; an entry that is zero is undefined. */
export interface RingGaussian<T> {
  readonly ring: Ring<T>;
  covariance(i: number, j: number): T | undefined;
  mean(i: number): T | undefined;
  /** Whether C_ij ≠ 0, for i ≠ j. */
  linked(i: number, j: number): boolean;
  /** Whether C is known to be diagonal, so that nobody need look. */
  readonly diagonal: boolean;
  /** Monomials in the parameters that a moment of a degree may have; 1 where entries are numbers. */
  momentTerms(degree: number): number;
}

/** A table of more entries would not fit in a Map. */
const MAXIMUM_MOMENTS = 1e7;
const MAXIMUM_TERMS = 5e7;
/** The recursion is as deep as the degree. */
const MAXIMUM_DEGREE = 4000;

/**
 * α ↦ E[x^α] by E[x_i x^β] = m_i E[x^β] + Σ_j C_ij β_j E[x^{β − e_j}], always on the last variable, so that a variable is
 * used up before the next one is touched, and each moment computed once. Blocks of variables that no entry of C links are
 * independent, and their moments are multiplied. Throws {@link TooLargeError} when the moments of `monomials` would not fit.
 */
export function gaussianMoments<T>(
  gaussian: RingGaussian<T>,
  variables: number,
  monomials: readonly (readonly Factor[])[],
): (factors: readonly Factor[]) => T {
  const { ring } = gaussian;
  const block = blocks(gaussian, variables, monomials);
  const restricted = new Map<number, (readonly Factor[])[]>();
  for (const factors of monomials)
    for (const [b, part] of split(factors, block)) {
      const parts = restricted.get(b);
      if (parts === undefined) restricted.set(b, [part]);
      else parts.push(part);
    }
  const tables = new Map([...restricted].map(([b, parts]) => [b, blockMoments(gaussian, parts)]));
  return (factors) => {
    let product: T | undefined;
    for (const [b, part] of split(factors, block)) {
      const value = tables.get(b)!(part);
      product = product === undefined ? value : ring.mul(product, value);
    }
    return product ?? ring.one;
  };
}

/** The block that each variable of the monomials is in, by number; others are in none, since a marginal is all that counts. */
function blocks<T>(
  { linked, diagonal }: RingGaussian<T>,
  variables: number,
  monomials: readonly (readonly Factor[])[],
): Int32Array {
  const block = new Int32Array(variables).fill(-1);
  const used = [...new Set(monomials.flatMap((factors) => factors.map(([variable]) => variable)))];
  for (const start of used) {
    if (block[start]! >= 0) continue;
    block[start] = start;
    if (diagonal) continue;
    const pending = [start];
    for (let i = pending.pop(); i !== undefined; i = pending.pop())
      for (const j of used)
        if (block[j]! < 0 && linked(i, j)) {
          block[j] = start;
          pending.push(j);
        }
  }
  return block;
}

/** A monomial's parts by block. */
function split(factors: readonly Factor[], block: Int32Array): ReadonlyMap<number, readonly Factor[]> {
  const first = factors.length === 0 ? -1 : block[factors[0]![0]]!;
  if (factors.every(([variable]) => block[variable] === first))
    return factors.length === 0 ? NONE : new Map([[first, factors]]);
  const parts = new Map<number, Factor[]>();
  for (const factor of factors) {
    const b = block[factor[0]]!;
    const part = parts.get(b);
    if (part === undefined) parts.set(b, [factor]);
    else part.push(factor);
  }
  return parts;
}

const NONE: ReadonlyMap<number, readonly Factor[]> = new Map();

function blockMoments<T>(
  gaussian: RingGaussian<T>,
  monomials: readonly (readonly Factor[])[],
): (factors: readonly Factor[]) => T {
  const largest = new Map<number, number>();
  let centred = true;
  for (const factors of monomials)
    for (const [variable, exponent] of factors) {
      largest.set(variable, Math.max(exponent, largest.get(variable) ?? 0));
      if (gaussian.mean(variable) !== undefined) centred = false;
    }
  checkSize(gaussian, monomials, largest, centred);
  const used = [...largest.keys()].sort((a, b) => a - b);
  const weights = new Map<number, number>();
  let weight = 1;
  for (const variable of used) {
    weights.set(variable, weight);
    weight *= largest.get(variable)! + 1;
  }
  // α as one number in mixed radix where a double holds it, else as text.
  const packed = weight <= Number.MAX_SAFE_INTEGER;
  return packed ? recursion(gaussian, centred, packedKeys(weights)) : recursion(gaussian, centred, textKeys);
}

/** How monomials are looked up: the key of the exponents e of the variables `support`, and after one of them fell by 1. */
interface Keys<Key> {
  of(support: readonly number[], e: Int32Array): Key;
  lowered(key: Key, variable: number, support: readonly number[], e: Int32Array): Key;
}

const packedKeys = (weights: ReadonlyMap<number, number>): Keys<number> => {
  const byVariable: number[] = [];
  for (const [variable, weight] of weights) byVariable[variable] = weight;
  return {
    of: (support, e) => support.reduce((key, variable, i) => key + e[i]! * byVariable[variable]!, 0),
    lowered: (key, variable) => key - byVariable[variable]!,
  };
};

const textOfExponents = (support: readonly number[], e: Int32Array): string => {
  let key = '';
  for (let i = 0; i < support.length; i++) if (e[i]! > 0) key += String.fromCharCode(support[i]!, e[i]!);
  return key;
};

const textKeys: Keys<string> = {
  of: textOfExponents,
  lowered: (_key, _variable, support, e) => textOfExponents(support, e),
};

function recursion<T, Key>(
  { ring, covariance, mean }: RingGaussian<T>,
  centred: boolean,
  keys: Keys<Key>,
): (factors: readonly Factor[]) => T {
  const table = new Map<Key, T>([[keys.of([], new Int32Array(0)), ring.one]]);
  const integers: T[] = [ring.zero, ring.one];
  const integer = (n: number): T => {
    for (let k = integers.length; k <= n; k++) integers.push(ring.from(k));
    return integers[n]!;
  };
  const together = ring.sumOfProducts;
  const rows = new Map<number, (T | undefined)[]>();
  return (factors) => {
    let degree = 0;
    for (const [, exponent] of factors) degree += exponent;
    if (centred && degree % 2 === 1) return ring.zero;
    const support = factors.map(([variable]) => variable);
    const e = Int32Array.from(factors, ([, exponent]) => exponent);
    const entries = support.map((u) => {
      const known = rows.get(u);
      if (known !== undefined) return known;
      const row: (T | undefined)[] = [];
      rows.set(u, row);
      return row;
    });
    const means = support.map(mean);
    const visit = (key: Key, highest: number): T => {
      const known = table.get(key);
      if (known !== undefined) return known;
      let i = highest;
      while (e[i] === 0) i--;
      const row = entries[i]!;
      e[i]!--;
      const lower = keys.lowered(key, support[i]!, support, e);
      const m = means[i];
      // Products are collected where the ring has a quicker way for many at once.
      const left: T[] = [];
      const right: T[] = [];
      let value = ring.zero;
      if (m !== undefined) {
        const moment = visit(lower, i);
        if (together === undefined) value = ring.mul(m, moment);
        else {
          left.push(m);
          right.push(moment);
        }
      }
      for (let j = 0; j <= i; j++) {
        const exponent = e[j]!;
        if (exponent === 0) continue;
        const v = support[j]!;
        if (!(v in row)) row[v] = covariance(support[i]!, v);
        const c = row[v];
        if (c === undefined) continue;
        e[j] = exponent - 1;
        const moment = visit(keys.lowered(lower, v, support, e), i);
        const factor = exponent === 1 ? c : ring.mul(integer(exponent), c);
        if (together === undefined) value = ring.add(value, ring.mul(factor, moment));
        else {
          left.push(factor);
          right.push(moment);
        }
        e[j] = exponent;
      }
      e[i]!++;
      if (together !== undefined) value = together(left, right);
      table.set(key, value);
      return value;
    };
    return visit(keys.of(support, e), support.length - 1);
  };
}

function checkSize<T>(
  { momentTerms }: RingGaussian<T>,
  monomials: readonly (readonly Factor[])[],
  largest: ReadonlyMap<number, number>,
  centred: boolean,
): void {
  let degree = 0;
  for (const factors of monomials) degree = Math.max(degree, degreeOfFactors(factors));
  if (degree > MAXIMUM_DEGREE)
    throw new TooLargeError('expectation', `expected degrees up to ${MAXIMUM_DEGREE}, got ${degree}`);
  // The cheapest bound that is good enough: all monomials below, all of that degree, or those below each one.
  let moments = monomialCount(largest.size, degree);
  let box = 1;
  for (const exponent of largest.values()) box *= exponent + 1;
  moments = Math.min(moments, box);
  const limit = Math.min(MAXIMUM_MOMENTS, MAXIMUM_TERMS / momentTerms(degree));
  if (moments > limit) {
    let sum = 0;
    for (const factors of monomials) sum += momentsBelow(factors.map(([, exponent]) => exponent));
    moments = Math.min(moments, sum);
  }
  if (centred) moments /= 2;
  if (moments <= limit) return;
  const what = `${showCount(moments)} moments${momentTerms(degree) > 1 ? ` of up to ${showCount(momentTerms(degree))} terms` : ''}`;
  throw new TooLargeError(
    'expectation',
    `it may take ${what} of degree up to ${degree}, over the limit of ${showCount(limit)}`,
    'Average fewer variables that are correlated, or a polynomial of lower degree',
  );
}

/**
 * A bound of how many moments the recursion meets below x^α: while it is at variable i, those after it are used up, and
 * each of them took at most one factor from those before.
 */
function momentsBelow(exponents: readonly number[]): number {
  const total = exponents.reduce((sum, exponent) => sum + exponent, 0);
  // counts[s]: how many ways to take s factors from the variables before i.
  let counts = new Float64Array(total + 1);
  counts[0] = 1;
  let left = total;
  let bound = 1;
  for (const exponent of exponents) {
    // The variable itself and those after it can have taken `left` factors.
    let ways = 0;
    for (let s = 0; s <= left; s++) ways += counts[s]!;
    bound += ways * exponent;
    left -= exponent;
    const next = new Float64Array(total + 1);
    for (let s = 0; s <= total; s++) for (let k = 0; k <= Math.min(exponent, s); k++) next[s]! += counts[s - k]!;
    counts = next;
  }
  return bound;
}

import { exactValue } from '../../base/coefficient.ts';
import { InputError } from '../../base/errors.ts';
import { formatRational } from '../../base/rational.ts';
import type { Ring } from '../ring.ts';
import { primeField } from './prime-field.ts';

/** A residue modulo p, the same at every point, or one for each point. */
export type Residues = number | Float64Array;

/** Products of residues below this bound, and sums of two such products, are exact in doubles. */
export const LARGEST_MODULUS: number = 2 ** 26;

export interface ResidueVectors extends Ring<Residues> {
  readonly characteristic: number;
}

/** x mod p for 0 ≤ x ≤ 2^52 and p < 2^26; `inverse` is 1/p. The quotient is off by one at most. */
export function remainder(x: number, p: number, inverse: number): number {
  const r = x - Math.floor(x * inverse) * p;
  return r < 0 ? r + p : r >= p ? r - p : r;
}

/**
 * Functions from `points` points to F_p, added and multiplied pointwise: one interpretation over it evaluates a program
 * at all points at once, in doubles that are exact integers. The caller vouches that p is a prime, below 2^26.
 */
export function residueVectors(p: number, points: number): ResidueVectors {
  if (!(p >= 2 && p < LARGEST_MODULUS)) throw new RangeError(`residueVectors: expected a prime below 2^26, got ${p}`);
  const field = primeField(BigInt(p));
  const inverse = 1 / p;
  const pointwise = (a: Residues, b: Residues, operation: (x: number, y: number) => number): Residues => {
    if (typeof a === 'number' && typeof b === 'number') return operation(a, b);
    const result = new Float64Array(points);
    if (typeof a === 'number') for (let i = 0; i < points; i++) result[i] = operation(a, (b as Float64Array)[i]!);
    else if (typeof b === 'number') for (let i = 0; i < points; i++) result[i] = operation(a[i]!, b);
    else for (let i = 0; i < points; i++) result[i] = operation(a[i]!, b[i]!);
    return result;
  };
  const sum = (x: number, y: number): number => (x + y >= p ? x + y - p : x + y);
  const product = (x: number, y: number): number => remainder(x * y, p, inverse);
  return {
    name: `F_${p}^${points}`,
    characteristic: p,
    zero: 0,
    one: 1,
    from(c) {
      const value = exactValue(c);
      if (value.denominator % field.characteristic === 0n)
        throw new InputError(`F_${p}`, `${formatRational(value)} has no image: the prime divides its denominator`);
      return Number(field.fromRational(value));
    },
    add: (a, b) => pointwise(a, b, sum),
    mul: (a, b) => pointwise(a, b, product),
    equal(a, b) {
      if (typeof a === 'number' && typeof b === 'number') return a === b;
      const at = (x: Residues, i: number): number => (typeof x === 'number' ? x : x[i]!);
      for (let i = 0; i < points; i++) if (at(a, i) !== at(b, i)) return false;
      return true;
    },
    sumOfProducts(as, bs) {
      // Sums of fewer than 2^26 residues stay below 2^52, so they are reduced once, at the end.
      const vector = new Float64Array(points);
      let scalar = 0;
      as.forEach((first, k) => {
        const second = bs[k]!;
        const [a, b] = typeof first === 'number' ? [first, second] : [second, first];
        if (typeof a === 'number' && typeof b === 'number') scalar += product(a, b);
        else if (typeof a === 'number') addMultiple(vector, a, b as Float64Array, p, inverse);
        else addProducts(vector, a, b as Float64Array, p, inverse);
      });
      const constant = remainder(scalar, p, inverse);
      if (as.every((a, k) => typeof a === 'number' && typeof bs[k] === 'number')) return constant;
      for (let i = 0; i < points; i++) vector[i] = remainder(vector[i]! + constant, p, inverse);
      return vector;
    },
  };
}

function addMultiple(sums: Float64Array, a: number, b: Float64Array, p: number, inverse: number): void {
  if (a === 0) return;
  for (let i = 0; i < sums.length; i++) sums[i] = sums[i]! + remainder(a * b[i]!, p, inverse);
}

function addProducts(sums: Float64Array, a: Float64Array, b: Float64Array, p: number, inverse: number): void {
  for (let i = 0; i < sums.length; i++) sums[i] = sums[i]! + remainder(a[i]! * b[i]!, p, inverse);
}

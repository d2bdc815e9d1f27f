/** Where a polynomial's terms are kept: as big integers, or packed by the expansion engine until someone asks. */
import { gcd } from '../base/rational.ts';
import { denseMonomials } from './engine/dense-order.ts';
import type { PackedIntegers } from './engine/packed-integers.ts';
import { type Monomials, selectMonomials } from './monomials.ts';

/** Terms in the order of polynomials, none zero; coefficient t is numerator(t)/denominator, not always in lowest terms. */
export interface TermList {
  readonly length: number;
  readonly denominator: bigint;
  monomials(): Monomials;
  numerator(t: number): bigint;
  /** The numerators as words, where they are kept so. */
  readonly packed?: PackedNumerators;
}

/** Integers in two's complement, `limbs` 32-bit words each, lowest first; |value| ≤ 2^bits, Σ |value| ≤ 2^sumBits. */
export interface PackedNumerators {
  readonly words: Int32Array;
  readonly limbs: number;
  readonly bits: number;
  readonly sumBits: number;
}

export const explicitTerms = (monomials: Monomials, numerators: readonly bigint[], denominator: bigint): TermList => ({
  length: numerators.length,
  denominator,
  monomials: () => monomials,
  numerator: (t) => numerators[t]!,
});

/** The non-zero ones of packed coefficients that go with all monomials of degree ≤ `degree` in `variables` variables. */
export function packedTerms(variables: number, degree: number, packed: PackedIntegers, denominator: bigint): TermList {
  const places: number[] = [];
  let zeros = 0;
  for (let i = 0; i < packed.length; i++) {
    if (!packed.isZero(i)) {
      if (zeros > 0) places.push(i);
      continue;
    }
    if (zeros++ === 0) for (let before = 0; before < i; before++) places.push(before);
  }
  const all = zeros === 0;
  return {
    length: packed.length - zeros,
    denominator,
    monomials() {
      const dense = denseMonomials(variables, degree);
      return all ? dense : selectMonomials(dense, places);
    },
    numerator: (t) => packed.get(all ? t : places[t]!),
  };
}

/**
 * Numerators and denominator without a common factor. The gcd of the denominator and one combination of the numerators is
 * nearly always the factor sought; where it is not, a numerator it does not divide shows it.
 */
export function reduceTerms({ length, denominator, numerator }: TermList): {
  readonly numerators: readonly bigint[];
  readonly denominator: bigint;
} {
  const numerators = Array.from({ length }, (_, t) => numerator(t));
  if (denominator === 1n) return { numerators, denominator };
  if (length === 0) return { numerators, denominator: 1n };
  let combination = 0n;
  for (let t = 0; t < length; t += Math.max(1, Math.floor(length / COMBINED)))
    combination += numerators[t]! * BigInt(2 * t + 1);
  let divisor = gcd(denominator, combination);
  for (const n of numerators) {
    if (divisor === 1n) break;
    if (n % divisor !== 0n) divisor = gcd(divisor, n);
  }
  if (divisor === 1n) return { numerators, denominator };
  return { numerators: numerators.map((n) => n / divisor), denominator: denominator / divisor };
}

const COMBINED = 64;

/** Polynomials of possibly different variables as elements of one ring, and back. */
import { TooLargeError } from '../../base/errors.ts';
import { type Monomials, totalDegree } from '../monomials.ts';
import { Polynomial } from '../polynomial.ts';
import { packIntegers } from '../sparse/pack-integers.ts';
import { sortedTerms } from '../sparse/sorted-terms.ts';
import {
  homeSpace,
  type RingBounds,
  type SparseFraction,
  type SparseRing,
  withSparseRing,
} from '../sparse/sparse-ring.ts';
import type { PackedNumerators } from '../term-list.ts';

export interface CommonRing {
  readonly ring: SparseRing;
  lift(f: Polynomial): SparseFraction;
}

const LARGEST_EXPONENT = 0xffff;

export const unionOfVariables = (polynomials: readonly Polynomial[]): readonly string[] => [
  ...new Set(polynomials.flatMap(({ variables }) => variables)),
];

/**
 * A polynomial in the given variables, computed in a ring whose elements stay within the bounds. Throws
 * {@link TooLargeError} when an exponent may be beyond what polynomials hold.
 */
export function computeInRing(
  where: string,
  variables: readonly string[],
  bounds: RingBounds,
  compute: (common: CommonRing) => SparseFraction,
): Polynomial {
  const index = new Map(variables.map((name, i) => [name, i]));
  if (bounds.degree > LARGEST_EXPONENT) {
    throw new TooLargeError(
      where,
      `the result may have degree ${bounds.degree}, over the limit of ${LARGEST_EXPONENT}`,
      'Use polynomials of lower degree',
    );
  }
  return withSparseRing(homeSpace(bounds), (ring) => {
    const lift = (f: Polynomial): SparseFraction => {
      const { packed, denominator } = f.termList;
      return packed === undefined
        ? ring.fromTerms(renamed(f, index), packedNumerators(f), f.denominator)
        : ring.fromTerms(renamed(f, index), packed, denominator);
    };
    const { terms, denominator } = compute({ ring, lift });
    return new Polynomial(variables, sortedTerms(ring.store, terms, denominator));
  });
}

/** Packed once for each polynomial. */
function packedNumerators(f: Polynomial): PackedNumerators {
  const known = packedOnce.get(f);
  if (known !== undefined) return known;
  const packed = packIntegers(f.numerators);
  packedOnce.set(f, packed);
  return packed;
}

const packedOnce = new WeakMap<Polynomial, PackedNumerators>();

/** f in other variables, among them all of its own. */
export const inVariables = (f: Polynomial, variables: readonly string[]): Polynomial =>
  computeInRing('variables', variables, boundsOf(f, variables), ({ lift }) => lift(f));

/** The largest exponent of each of the given variables, and the degree; 0 for the zero polynomial. */
export function boundsOf(f: Polynomial, variables: readonly string[]): RingBounds {
  const index = new Map(variables.map((name, i) => [name, i]));
  const exponents = new Array<number>(variables.length).fill(0);
  const position = f.variables.map((name) => index.get(name)!);
  const { variables: factors, exponents: own } = f.monomials;
  for (let i = 0; i < factors.length; i++) {
    const v = position[factors[i]!]!;
    if (own[i]! > exponents[v]!) exponents[v] = own[i]!;
  }
  return { exponents, degree: f.length === 0 ? 0 : totalDegree(f.monomials, 0) };
}

/** f's monomials in the numbering of the given variables. */
function renamed(f: Polynomial, index: ReadonlyMap<string, number>): Monomials {
  const position = f.variables.map((name) => index.get(name)!);
  if (position.every((p, i) => p === i)) return f.monomials;
  const { length, starts } = f.monomials;
  const variables = f.monomials.variables.map((v) => position[v]!);
  if (position.every((p, i) => i === 0 || position[i - 1]! < p)) return { ...f.monomials, variables };
  const exponents = f.monomials.exponents.slice();
  for (let t = 0; t < length; t++) {
    const range = Array.from({ length: starts[t + 1]! - starts[t]! }, (_, i) => starts[t]! + i);
    range.sort((i, j) => variables[i]! - variables[j]!);
    const sorted = range.map((i) => [variables[i]!, f.monomials.exponents[i]!] as const);
    sorted.forEach(([v, exponent], i) => {
      variables[starts[t]! + i] = v;
      exponents[starts[t]! + i] = exponent;
    });
  }
  return { length, starts, variables, exponents };
}

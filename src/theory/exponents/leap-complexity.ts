/** The leap of a function of Gaussian coordinates, in the coordinates that it is written in. */
import { hermiteBasis } from '../../symbolic/bases/orthogonal/hermite.ts';
import { expandInBasis } from '../../symbolic/basis-expansion.ts';
import { type Factor, factorsOf } from '../../symbolic/monomials.ts';
import type { Polynomial } from '../../symbolic/polynomial.ts';
import { type Exponent, exponentFrom, proved } from './exponent.ts';
import { hermiteTerm } from './hermite-terms.ts';

/** A term taken up, and what it brings: coordinates not seen before, with their total degree in the term. */
export interface LeapStep {
  readonly term: string;
  readonly newCoordinates: readonly string[];
  readonly size: number;
}

export interface Leap extends Exponent {
  /** An ordering that attains the leap: the terms that bring something new; all others may follow in any order. */
  readonly ordering: readonly LeapStep[];
}

/**
 * Leap(f) = min over orderings of the terms c_α He_α of f of the largest Σ α_i over the coordinates i that a term brings
 * and none before it had. 0 for a constant. [Abbe, Boix-Adserà and Misiakiewicz, "SGD learning on neural networks: leap
 * complexity and saddle-to-saddle dynamics", COLT 2023, arXiv:2302.11055, with Hermite polynomials]
 *
 * Taking up, again and again, a term that brings least attains it: a threshold that suffices for any ordering lets some
 * term in as long as one is left. So the step that brings most is also the proof that no ordering does better.
 */
export function leapComplexity(f: Polynomial): Leap {
  const { coefficients } = expandInBasis(f, hermiteBasis);
  const { variables } = coefficients;
  const terms = Array.from({ length: coefficients.length }, (_, t) => factorsOf(coefficients.monomials, t));
  const ordering: LeapStep[] = [];
  let largest = { size: 0, before: 0 };
  for (const { factors, fresh, size } of cheapestFirst(terms, variables.length)) {
    if (size > largest.size) largest = { size, before: ordering.length };
    ordering.push({ term: hermiteTerm(variables, factors), newCoordinates: fresh.map((v) => variables[v]!), size });
  }
  if (ordering.length === 0) return { ...exponentFrom(0, 0, [proved('leap 0', 'no term has a coordinate')]), ordering };
  const known = ordering.slice(0, largest.before).flatMap(({ newCoordinates }) => newCoordinates);
  const from =
    known.length === 0 ? 'at the start' : `once ${known.join(', ')} ${known.length === 1 ? 'is' : 'are'} known`;
  return {
    ...exponentFrom(largest.size, largest.size, [
      proved(`leap ≤ ${largest.size}`, `the ordering ${ordering.map(({ term }) => term).join(', ')} attains it`),
      proved(`leap ≥ ${largest.size}`, `${from}, every term with another coordinate brings at least ${largest.size}`),
    ]),
    ordering,
  };
}

interface Taken {
  readonly factors: readonly Factor[];
  readonly fresh: readonly number[];
  readonly size: number;
}

/** The terms that bring something, in the order in which they are taken up; of equals the one listed last, the lowest. */
function* cheapestFirst(terms: readonly (readonly Factor[])[], variables: number): Generator<Taken> {
  const sizes = terms.map((factors) => factors.reduce((sum, [, n]) => sum + n, 0));
  const holding = Array.from({ length: variables }, (): number[] => []);
  const buckets = new Map<number, number[]>();
  const put = (t: number): void => {
    if (sizes[t] === 0) return;
    const bucket = buckets.get(sizes[t]!);
    if (bucket === undefined) buckets.set(sizes[t]!, [t]);
    else bucket.push(t);
  };
  terms.forEach((factors, t) => {
    for (const [v] of factors) holding[v]!.push(t);
    put(t);
  });
  const seen = new Uint8Array(variables);
  let size = 1;
  while (buckets.size > 0) {
    const bucket = buckets.get(size);
    const t = bucket?.pop();
    if (t === undefined) {
      buckets.delete(size);
      size++;
      continue;
    }
    if (sizes[t] !== size) continue;
    const factors = terms[t]!;
    const fresh = factors.filter(([v]) => seen[v] === 0).map(([v]) => v);
    yield { factors, fresh, size };
    for (const v of fresh) {
      seen[v] = 1;
      for (const other of holding[v]!) {
        sizes[other]! -= terms[other]!.find(([u]) => u === v)![1];
        put(other);
      }
    }
    size = 1;
  }
}

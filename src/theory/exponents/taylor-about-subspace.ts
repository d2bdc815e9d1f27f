/** A polynomial about a subspace U: what it has of each order in the directions orthogonal to U. */
import { TooLargeError } from '../../base/errors.ts';
import { bitLength, rational } from '../../base/rational.ts';
import { type Factor, factorsOf } from '../../symbolic/monomials.ts';
import { substitute } from '../../symbolic/operations/substitute.ts';
import { degree, type Polynomial, polynomialFromTerms } from '../../symbolic/polynomial.ts';
import { gradientsSpanAll } from './modular-closure.ts';
import {
  contains,
  emptySpan,
  extend,
  orthogonalComplement,
  orthogonalised,
  type RationalSpan,
  rank,
  sumOfSpans,
} from './rational-span.ts';

/** The coefficient vectors of ∇F: one for each monomial that occurs in it, over one common denominator. */
function gradientVectors(F: Polynomial, keep: (factors: readonly Factor[]) => boolean): readonly (readonly bigint[])[] {
  const vectors = new Map<string, bigint[]>();
  for (let t = 0; t < F.length; t++) {
    const factors = factorsOf(F.monomials, t);
    if (!keep(factors)) continue;
    factors.forEach(([v, n], i) => {
      const key = factors.map(([u, m], j) => (j === i ? (m === 1 ? '' : `${u}^${m - 1} `) : `${u}^${m} `)).join('');
      const vector = vectors.get(key) ?? new Array<bigint>(F.variables.length).fill(0n);
      vectors.set(key, vector);
      vector[v]! += BigInt(n) * F.numerators[t]!;
    });
  }
  return [...vectors.values()];
}

/** The least subspace V such that F is a function of the projection onto it: the span of all ∇F(x). */
export function relevantSubspace(F: Polynomial): RationalSpan {
  const span = emptySpan(F.variables.length);
  if (gradientsSpanAll(F)) {
    for (const v of new Set(F.monomials.variables))
      extend(
        span,
        F.variables.map((_, u) => (u === v ? 1n : 0n)),
      );
    return span;
  }
  checkTerms(F.length, F);
  for (const vector of gradientVectors(F, () => true)) extend(span, vector);
  return span;
}

const MAXIMUM_TERMS = 20_000;

function checkTerms(terms: number, F: Polynomial): void {
  if (terms > MAXIMUM_TERMS)
    throw new TooLargeError(
      'leap under rotations',
      `it takes about ${Math.round(terms)} terms for a polynomial in ${F.variables.length} variables, over the limit of ${MAXIMUM_TERMS}`,
      'Use a polynomial of lower degree or in fewer variables',
    );
}

const MAXIMUM_BITS = 100_000;

/** The numbers of an orthogonal basis are about as long as all of a basis of V together. */
function checkDigits({ dimension, rows }: RationalSpan): void {
  let bits = 0;
  for (const { vector } of rows) bits += vector.reduce((most, x) => Math.max(most, bitLength(x)), 0);
  if (bits * dimension > MAXIMUM_BITS)
    throw new TooLargeError(
      'leap under rotations',
      `its directions take numbers of about ${bits} bits in ${dimension} coordinates`,
      'Round the weights, or use fewer inputs',
    );
}

/** The number of monomials of degree up to that of F in n variables. */
function monomialsUpTo(n: number, F: Polynomial): number {
  let count = 1;
  for (let i = 1; i <= n; i++) count *= (degree(F) + i) / i;
  return count;
}

/** F about a subspace, by the degree k in w: F(u + w) = Σ_k F_k(u; w), u ∈ U, w ∈ V, w ⊥ U. */
export interface TaylorAboutSubspace {
  /** The orders k ≥ 1 with F_k ≠ 0, rising. */
  readonly orders: readonly number[];
  /** The directions that F_k depends on: the span of ∇_w F_k(u; w). */
  directions(order: number): readonly (readonly bigint[])[];
}

/** Throws {@link TooLargeError} when F cannot be rewritten in coordinates of U and V. */
export function taylorAboutSubspace(F: Polynomial, U: RationalSpan, V: RationalSpan): TaylorAboutSubspace {
  const d = F.variables.length;
  checkDigits(V);
  const inside = orthogonalised(U.vectors);
  const outside = orthogonalised(orthogonalComplement(sumOfSpans(U, orthogonalComplement(V))));
  const unit = [...inside, ...outside].every((vector) => vector.filter((x) => x !== 0n).length === 1);
  checkTerms(unit ? F.length : monomialsUpTo(inside.length + outside.length, F), F);
  const names = [...inside.map((_, i) => `u${i}`), ...outside.map((_, i) => `w${i}`)];
  const columns = [...inside, ...outside];
  // Unit vectors only rename the variables, up to signs and scales that no span sees; the rest is substituted.
  const G = unit ? undefined : substitute(F, replacements(F.variables, columns, names));
  const isOutside = unit
    ? (v: number): boolean => outside.some((vector) => vector[v] !== 0n)
    : (v: number): boolean => G!.variables[v]!.startsWith('w');
  const polynomial = G ?? F;
  const orderOf = (factors: readonly Factor[]): number =>
    factors.reduce((sum, [v, n]) => (isOutside(v) ? sum + n : sum), 0);
  const orders = new Set<number>();
  for (let t = 0; t < polynomial.length; t++) orders.add(orderOf(factorsOf(polynomial.monomials, t)));
  orders.delete(0);
  return {
    orders: [...orders].sort((a, b) => a - b),
    directions(order) {
      const gradients = gradientVectors(polynomial, (factors) => orderOf(factors) === order);
      const outer = gradients.map((g) => g.map((x, v) => (isOutside(v) ? x : 0n)));
      if (unit) return outer;
      // G(u, t) = F(Σ u_i a_i + Σ t_j c_j) with orthogonal c_j, so ∇_w F = Σ_j (∂G/∂t_j) c_j / |c_j|².
      const norms = outside.map((c) => c.reduce((sum, x) => sum + x * x, 0n));
      const all = norms.reduce((product, norm) => product * norm, 1n);
      const position = new Map(polynomial.variables.map((name, v) => [name, v]));
      return outer.map((g) => {
        const direction = new Array<bigint>(d).fill(0n);
        outside.forEach((c, j) => {
          const weight = g[position.get(`w${j}`)!]! * (all / norms[j]!);
          if (weight !== 0n)
            c.forEach((x, i) => {
              direction[i]! += weight * x;
            });
        });
        return direction;
      });
    },
  };
}

function replacements(
  variables: readonly string[],
  columns: readonly (readonly bigint[])[],
  names: readonly string[],
): Record<string, Polynomial> {
  return Object.fromEntries(
    variables.map((name, i) => [
      name,
      polynomialFromTerms(
        names,
        columns.flatMap((vector, j) =>
          vector[i] === 0n ? [] : [{ coefficient: rational(vector[i]!), factors: [[j, 1] as const] }],
        ),
      ),
    ]),
  );
}

/** Adds directions to a span; those that were new. */
export function extendAll(
  span: RationalSpan,
  directions: readonly (readonly bigint[])[],
): readonly (readonly bigint[])[] {
  const before = rank(span);
  for (const direction of directions) extend(span, direction);
  return span.vectors.slice(before);
}

export const covers = (U: RationalSpan, V: RationalSpan): boolean =>
  rank(U) >= rank(V) && V.rows.every(({ vector }) => contains(U, vector));

/** The isotropic leap: the largest leap over all rotations of the coordinates. */
import { hermiteBasis } from '../../symbolic/bases/orthogonal/hermite.ts';
import { expandInBasis } from '../../symbolic/basis-expansion.ts';
import { support } from '../../symbolic/operations/structure.ts';
import type { Polynomial } from '../../symbolic/polynomial.ts';
import { type Exponent, exponentFrom, proved } from './exponent.ts';
import { directionText } from './hermite-terms.ts';
import { firstOrderFindsAll, firstOrderRank } from './modular-closure.ts';
import { emptySpan, rank } from './rational-span.ts';
import { covers, extendAll, relevantSubspace, taylorAboutSubspace } from './taylor-about-subspace.ts';

/** Directions found together: from those known before, at the order given. */
export interface SubspaceStep {
  readonly order: number;
  /** Linear forms, such as `x1 + x2`: a basis, with those before, of what is known now. */
  readonly directions: readonly string[];
}

export interface IsotropicLeap extends Exponent {
  readonly steps: readonly SubspaceStep[];
}

/**
 * isoLeap(f) = max over rotations R of Leap(f ∘ R). 0 for a constant. [Abbe, Boix-Adserà and Misiakiewicz, COLT 2023,
 * arXiv:2302.11055]
 *
 * Let F(v) = E f(x + v), the polynomial with v^α in the place of He_α. With U known, F(u + w) = Σ_k F_k(u; w) for w ⊥ U;
 * the lowest k ≥ 1 with F_k ≠ 0 is the order of the next step, which adds to U the directions that F_k depends on. The
 * largest order is the isotropic leap: in any coordinates, whatever set of them is known, a term of no larger size in new
 * coordinates exists while U is not covered; and in coordinates along the U before the largest step, it must be made.
 *
 * Exact, over Q; where order 1 finds everything, ranks modulo a prime prove it at once. Throws {@link TooLargeError} when f cannot be rewritten in the coordinates found.
 */
export function isotropicLeap(f: Polynomial): IsotropicLeap {
  const F = expandInBasis(f, hermiteBasis).coefficients;
  if (F.monomials.variables.length > 0 && firstOrderFindsAll(F)) return first(support(F));
  const V = relevantSubspace(F);
  if (rank(V) > 0 && firstOrderRank(F) === rank(V))
    return first(V.vectors.map((direction) => directionText(F.variables, direction)));
  const U = emptySpan(F.variables.length);
  const steps: SubspaceStep[] = [];
  let largest = { order: 0, before: 0 };
  while (!covers(U, V)) {
    const taylor = taylorAboutSubspace(F, U, V);
    const order = taylor.orders[0]!;
    const found = extendAll(U, taylor.directions(order));
    if (order > largest.order) largest = { order, before: steps.length };
    steps.push({ order, directions: found.map((direction) => directionText(F.variables, direction)) });
  }
  if (rank(V) === 0) return { ...exponentFrom(0, 0, [proved('isoLeap 0', 'the polynomial is constant')]), steps };
  const known = steps.slice(0, largest.before).flatMap(({ directions }) => directions);
  const bound = largest.order;
  return {
    ...exponentFrom(bound, bound, [
      proved(
        `isoLeap ≤ ${bound}`,
        `orders up to ${bound} find ${steps.map(({ directions }) => directions.join(', ')).join('; then ')}`,
      ),
      proved(
        `isoLeap ≥ ${bound}`,
        `${known.length === 0 ? 'at the start' : `once ${known.join(', ')} ${known.length === 1 ? 'is' : 'are'} known`}, orders below ${bound} hold nothing of the other directions`,
      ),
    ]),
    steps,
  };
}

/** Order 1 is all it takes: the gradients span, at points of what they span, all coordinates. */
const first = (names: readonly string[]): IsotropicLeap => ({
  ...exponentFrom(1, 1, [
    proved('isoLeap ≤ 1', `order 1, again and again, finds all of ${names.join(', ')}: full rank modulo a prime`),
    proved('isoLeap ≥ 1', 'the polynomial is not constant'),
  ]),
  steps: [{ order: 1, directions: names }],
});

/** The generative leap: the leap of a multi-index function when the label may be transformed. */
import { TooLargeError } from '../../base/errors.ts';
import { hermiteBasis } from '../../symbolic/bases/orthogonal/hermite.ts';
import { expandInBasis } from '../../symbolic/basis-expansion.ts';
import { multiply } from '../../symbolic/operations/arithmetic.ts';
import { degree, support } from '../../symbolic/operations/structure.ts';
import type { Polynomial } from '../../symbolic/polynomial.ts';
import { type CertificateStep, type Exponent, exponentFrom, proved } from './exponent.ts';
import { directionText } from './hermite-terms.ts';
import { firstOrderFindsAll, firstOrderRank } from './modular-closure.ts';
import { emptySpan, isOrthogonal, type RationalSpan, rank } from './rational-span.ts';
import { exchanges, signedPermutations, signSymmetry } from './symmetries.ts';
import { covers, extendAll, relevantSubspace, taylorAboutSubspace } from './taylor-about-subspace.ts';

const MAXIMUM_POWER = 6;
const MAXIMUM_TERMS = 20_000;

/**
 * The generative leap of Y = f(x), x ~ N(0, I): the least r such that, from U = 0, adding to U the directions of
 * E[He_k(x_⊥) | Y, x_U] for k ≤ r ends at all that f depends on. 0 for a constant. [Damian, Lee and Bruna, "The generative
 * leap: sharp sample complexity for efficiently learning Gaussian multi-index models", arXiv:2506.05500, 2025]
 *
 * It is 1 or 2 for every polynomial that is not constant. At most 2: for u fixed, E[f(u + w)^{2j} (|w|² − m)] > 0 for large
 * j, m the number of directions left, since the mean comes from ever larger |w|. It is 1 where order 1 of f, f², … finds all
 * directions. It is 2 where an orthogonal symmetry of f moves one of them: order 1 stays among the vectors that it fixes.
 * Where neither is found the bounds, 1 and 2, are the answer. Throws {@link TooLargeError} as `isotropicLeap` does.
 */
export function generativeLeap(f: Polynomial): Exponent {
  const F = expandInBasis(f, hermiteBasis).coefficients;
  if (F.monomials.variables.length > 0 && firstOrderFindsAll(F))
    return exponentFrom(1, 1, [
      proved(
        'generative leap ≤ 1',
        `order 1 of f, again and again, finds all of ${support(f).join(', ')}: full rank modulo a prime`,
      ),
      ONE,
    ]);
  const V = relevantSubspace(F);
  if (rank(V) === 0) return exponentFrom(0, 0, [proved('generative leap 0', 'the label is constant')]);
  if (firstOrderRank(F) === rank(V))
    return exponentFrom(1, 1, [
      proved(
        'generative leap ≤ 1',
        `order 1 of f, again and again, finds all ${rank(V)} directions: full rank modulo a prime`,
      ),
      ONE,
    ]);
  const { U, largestPower } = firstOrderClosure(f, V);
  const found = U.vectors.map((direction) => directionText(f.variables, direction)).join(', ');
  const powers = largestPower === 1 ? 'f' : `powers of f up to ${largestPower}`;
  if (covers(U, V))
    return exponentFrom(1, 1, [proved('generative leap ≤ 1', `order 1 of ${powers} finds ${found}`), ONE]);
  const two = proved(
    'generative leap ≤ 2',
    'E[f^(2j) (|w|² − m)] > 0 for large j, w the m coordinates not yet known: that mean comes from ever larger |w|',
  );
  const symmetry = movingSymmetry(f, F, U, V);
  if (symmetry !== undefined)
    return exponentFrom(2, 2, [
      two,
      proved('generative leap ≥ 2', `order 1 cannot see through a symmetry of f: ${symmetry}`),
    ]);
  return exponentFrom(1, 2, [two, ONE]);
}

const ONE: CertificateStep = proved('generative leap ≥ 1', 'f is not constant');

/** What order 1 finds of f, f², …, from U = 0 on, as long as their size allows. */
function firstOrderClosure(
  f: Polynomial,
  V: RationalSpan,
): { readonly U: RationalSpan; readonly largestPower: number } {
  const U = emptySpan(f.variables.length);
  const symbols = [expandInBasis(f, hermiteBasis).coefficients];
  let power = f;
  let largestPower = 1;
  const grows = (F: Polynomial): boolean => {
    const taylor = ifItFits(() => taylorAboutSubspace(F, U, V));
    if (taylor === undefined) return false;
    return taylor.orders[0] === 1 && extendAll(U, taylor.directions(1)).length > 0;
  };
  for (;;) {
    const grown = symbols.findIndex((F) => !covers(U, V) && grows(F));
    if (grown >= 0) {
      largestPower = Math.max(largestPower, grown + 1);
      continue;
    }
    if (covers(U, V) || symbols.length >= MAXIMUM_POWER) return { U, largestPower };
    if (sizeOfPower(f, symbols.length + 1) > MAXIMUM_TERMS) return { U, largestPower };
    const next = ifItFits(() => {
      const product = multiply(power, f);
      return { product, symbol: expandInBasis(product, hermiteBasis).coefficients };
    });
    if (next === undefined) return { U, largestPower };
    power = next.product;
    symbols.push(next.symbol);
  }
}

/** The value, or undefined where it would be too large. */
function ifItFits<T>(compute: () => T): T | undefined {
  try {
    return compute();
  } catch (error) {
    if (error instanceof TooLargeError) return undefined;
    throw error;
  }
}

/** The number of monomials in the variables of f up to the degree of f^j. */
function sizeOfPower(f: Polynomial, j: number): number {
  const n = support(f).length;
  let count = 1;
  for (let i = 1; i <= n; i++) count = (count * (j * degree(f) + i)) / i;
  return count;
}

/** A symmetry of f that does not fix all of V, in words. */
function movingSymmetry(f: Polynomial, F: Polynomial, U: RationalSpan, V: RationalSpan): string | undefined {
  const signs = signSymmetry(f);
  if (signs !== undefined) return signs.description;
  if (ifItFits(() => taylorAboutSubspace(F, U, V))?.orders.every((order) => order % 2 === 0) === true)
    return `it is even in the directions orthogonal to ${U.vectors.map((u) => directionText(f.variables, u)).join(', ')}`;
  for (const { description, reversed } of exchanges(f)) if (!isOrthogonal(V, reversed)) return description;
  for (const { description, apply } of signedPermutations(f))
    if (V.rows.some(({ vector }) => apply(vector).some((x, i) => x !== vector[i]))) return description;
  return undefined;
}

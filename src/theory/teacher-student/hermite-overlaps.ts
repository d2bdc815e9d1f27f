/** How far the Hermite tensors of a polynomial lie along a direction, exactly. */
import { type Coefficient, exactValue } from '../../base/coefficient.ts';
import { InputError } from '../../base/errors.ts';
import { numberFromRational, type Rational, rational } from '../../base/rational.ts';
import { hermiteBasis } from '../../symbolic/bases/orthogonal/hermite.ts';
import { expandInBasis, productNorm } from '../../symbolic/basis-expansion.ts';
import { factorial } from '../../symbolic/combinatorics.ts';
import { degreeOfFactors } from '../../symbolic/monomials.ts';
import type { Polynomial } from '../../symbolic/polynomial.ts';
import { QQ } from '../../symbolic/rings/rationals.ts';

export interface HermiteOverlap {
  readonly order: number;
  /** ‖C_k‖²/k!, the part of E f² that is of order k. */
  readonly power: Rational;
  /** (C_k[w, …, w]/|w|^k)²/‖C_k‖²: 1 where C_k is a multiple of w^(⊗k). */
  readonly squaredOverlap: Rational;
  /** Its root's size, rounded. */
  readonly overlap: number;
  /** E[f h_k(⟨w, x⟩/|w|)] = C_k[w, …, w]/(|w|^k √k!), rounded: what a link's u_k is to it. */
  readonly coefficient: number;
}

/**
 * For C_k = E[f(x) He_k(x)], x ~ N(0, I): ‖C_k‖²/k! and the squared cosine between C_k and w^(⊗k), for every k ≥ 0 with C_k ≠ 0. With
 * f = Σ_α f_α He_α: C_k[w, …, w] = k! Σ_(|α| = k) f_α w^α and ‖C_k‖² = k! Σ_(|α| = k) α! f_α². Exact. `direction` has an entry for each of
 * `variables`, those that f does not have included. Throws {@link InputError} on a direction of another length or 0.
 */
export function hermiteOverlaps(
  f: Polynomial,
  direction: readonly Coefficient[],
  variables: readonly string[] = f.variables,
): readonly HermiteOverlap[] {
  if (direction.length !== variables.length)
    throw new InputError('direction', `expected ${variables.length} numbers, got ${direction.length}`);
  const entries = direction.map((c, i) => exactValue(c, `direction[${i}]`));
  const norm = entries.reduce((sum, c) => QQ.add(sum, QQ.mul(c, c)), QQ.zero);
  if (norm.numerator === 0n) throw new InputError('direction', 'expected numbers, not all 0');
  const { coefficients, bases } = expandInBasis(f, hermiteBasis);
  const orthogonal = bases.map(() => hermiteBasis);
  const own = coefficients.variables.map((name) => {
    const at = variables.indexOf(name);
    if (at < 0) throw new InputError('variables', `expected the variables of f, '${name}' is missing`);
    return entries[at]!;
  });
  const sums = new Map<number, { along: Rational; power: Rational }>();
  for (const { coefficient, factors } of coefficients.terms()) {
    const k = degreeOfFactors(factors);
    const sum = sums.get(k) ?? { along: QQ.zero, power: QQ.zero };
    const monomial = factors.reduce((product, [i, e]) => QQ.mul(product, power(own[i]!, e)), QQ.one);
    sum.along = QQ.add(sum.along, QQ.mul(coefficient, monomial));
    sum.power = QQ.add(sum.power, QQ.mul(QQ.mul(coefficient, coefficient), productNorm(orthogonal, factors)));
    sums.set(k, sum);
  }
  return [...sums]
    .filter(([, { power: own }]) => own.numerator !== 0n)
    .sort(([a], [b]) => a - b)
    .map(([order, { along, power: own }]) => {
      // (k! Σ)² over |w|^(2k) ‖C_k‖², ‖C_k‖² = k! power.
      const squaredOverlap = quotient(
        QQ.mul(QQ.mul(along, along), rational(factorial(order))),
        QQ.mul(own, power(norm, order)),
      );
      const overlap = Math.sqrt(numberFromRational(squaredOverlap));
      const size = Math.sqrt(numberFromRational(QQ.mul(squaredOverlap, own)));
      return { order, power: own, squaredOverlap, overlap, coefficient: along.numerator < 0n ? -size : size };
    });
}

const power = (c: Rational, e: number): Rational => rational(c.numerator ** BigInt(e), c.denominator ** BigInt(e));

const quotient = (a: Rational, b: Rational): Rational =>
  rational(a.numerator * b.denominator, a.denominator * b.numerator);

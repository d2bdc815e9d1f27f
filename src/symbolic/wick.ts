/** Wick ordering under a Gaussian measure. */
import { InputError, TooLargeError } from '../base/errors.ts';
import { integerPolynomials } from './integer-polynomials.ts';
import type { GaussianMeasure } from './measures/gaussian.ts';
import { add, multiply, scale } from './operations/arithmetic.ts';
import { inVariables, unionOfVariables } from './operations/common-ring.ts';
import { substitute } from './operations/substitute.ts';
import { degree, type Polynomial, variablePolynomial } from './polynomial.ts';
import { power } from './ring.ts';
import type { SparsePolynomial } from './rings/polynomial-ring.ts';
import { monomialCount } from './rings/support.ts';
import { showCount } from './size.ts';

/**
 * exp(sign · ½ Σ_ij C_ij ∂_i ∂_j) f over the variables that the measure averages. With sign 1 and x ~ N(0, C) its value
 * at m is E[f(m + x)]. The factors exp(C_ij ∂_i ∂_j) commute, so they are applied one pair at a time:
 * x_i^a x_j^b ↦ Σ_m C_ij^m a! b!/((a−m)! (b−m)! m!) x_i^{a−m} x_j^{b−m}, and x_i^a ↦ Σ_m C_ii^m a!/((a−2m)! 2^m m!) x_i^{a−2m}.
 */
export function heat(
  f: Polynomial,
  measure: GaussianMeasure,
  sign: 1 | -1,
  averaged: readonly string[] = measure.averaged(f.variables),
): Polynomial {
  const { covariance, identity } = measure.entries(averaged);
  const clash = measure.parameters.find((name) => averaged.includes(name));
  if (clash !== undefined)
    throw new InputError('wick', `'${clash}' is a parameter of the measure and a variable that it averages`);
  checkHeatSize(f, averaged, identity);
  const { ring, lift, lower } = integerPolynomials([...new Set([...f.variables, ...measure.parameters])]);
  const at = averaged.map((name) => f.variables.indexOf(name));
  let numerator = lift(f);
  let { denominator } = f;
  for (let i = 0; i < averaged.length; i++)
    for (let j = identity ? i : 0; j <= i; j++) {
      const entry = covariance(i, j);
      if (entry === undefined) continue;
      const lowered = lowerings(at[i]!, at[j]!);
      const [c, q] = [lift(scale(sign, entry)), entry.denominator];
      const parts = lowered(numerator);
      // Σ_m (c/q)^m parts_m over the common denominator q^M.
      const top = parts.length - 1;
      numerator = ring.sumOfProducts!(
        parts.map((_, m) => ring.scale(q ** BigInt(top - m), power(ring, c, m))),
        parts,
      );
      denominator *= q ** BigInt(top);
    }
  return lower(numerator, denominator);

  /** g ↦ (the coefficient of C_ij^m in exp(C_ij ∂_i ∂_j) g)_m, for i = j in exp(½ C_ii ∂_i²) g. */
  function lowerings(u: number, v: number): (g: SparsePolynomial<bigint>) => readonly SparsePolynomial<bigint>[] {
    return (g) => {
      const terms: [number, bigint][][] = [[]];
      g.monomials.forEach((monomial, t) => {
        const factors = ring.table.factors(monomial);
        const rest = factors.filter(([w]) => w !== u && w !== v);
        const a = factors.find(([w]) => w === u)?.[1] ?? 0;
        const b = u === v ? 0 : (factors.find(([w]) => w === v)?.[1] ?? 0);
        let c = g.coefficients[t]!;
        const most = u === v ? Math.floor(a / 2) : Math.min(a, b);
        for (let m = 0; m <= most; m++) {
          const left: [number, number][] =
            u === v
              ? [[u, a - 2 * m]]
              : [
                  [u, a - m],
                  [v, b - m],
                ];
          const kept = [...rest, ...left.filter(([, exponent]) => exponent > 0)].sort(([w], [x]) => w - x);
          while (terms.length <= m) terms.push([]);
          terms[m]!.push([ring.table.number(kept), c]);
          c =
            u === v
              ? (c * BigInt((a - 2 * m) * (a - 2 * m - 1))) / BigInt(2 * (m + 1))
              : (c * BigInt((a - m) * (b - m))) / BigInt(m + 1);
        }
      });
      return terms.map((list) => ring.fromTerms(list));
    };
  }
}

const MAXIMUM_TERMS = 3e6;

/** Throws {@link TooLargeError} when the terms of {@link heat} may be too many; those in the parameters are not counted. */
function checkHeatSize(f: Polynomial, averaged: readonly string[], identity: boolean): void {
  let sum = 0;
  for (const { factors } of f.terms())
    sum += factors.reduce((product, [, e]) => product * (identity ? Math.floor(e / 2) + 1 : e + 1), 1);
  const rest = f.variables.length - averaged.length;
  const terms = Math.min(sum, rest > 0 ? sum : monomialCount(averaged.length, Math.max(0, degree(f))));
  if (terms > MAXIMUM_TERMS)
    throw new TooLargeError(
      'wick',
      `the result may have ${showCount(terms)} terms, over the limit of ${showCount(MAXIMUM_TERMS)}`,
      'Use a polynomial of lower degree or fewer variables',
    );
}

/** f(x + sign · mean): the variables that the measure averages moved by their means. */
export function shiftByMean(
  f: Polynomial,
  measure: GaussianMeasure,
  sign: 1 | -1,
  averaged: readonly string[] = measure.averaged(f.variables),
): Polynomial {
  const { mean } = measure.entries(averaged);
  const moved = averaged.flatMap((name, i) => {
    const m = mean(i);
    return m === undefined ? [] : [[name, add(variablePolynomial([name], name), scale(sign, m))] as const];
  });
  if (moved.length === 0) return f;
  const shifted = substitute(f, Object.fromEntries(moved));
  const order = [...f.variables, ...shifted.variables.filter((name) => !f.variables.includes(name))];
  return inVariables(shifted, order);
}

/** {@link heat} about the mean: applied to f(x + m), and read at x − m. */
function heatAboutMean(
  f: Polynomial,
  measure: GaussianMeasure,
  sign: 1 | -1,
  averaged: readonly string[] = measure.averaged(f.variables),
): Polynomial {
  const centred = shiftByMean(f, measure, 1, averaged);
  return shiftByMean(heat(centred, measure, sign, averaged), measure, -1, averaged);
}

/**
 * The Wick power :f:, which replaces each monomial in x − m by its Wick monomial: exp(−½ Σ C_ij ∂_i ∂_j) f(x), with a mean
 * m applied to f(x + m) and read at x − m. Under N(0, 1), :x^n: = He_n(x). E[:x^α:] = 0 for α ≠ 0.
 */
export const wickOrdered = (f: Polynomial, measure: GaussianMeasure): Polynomial => heatAboutMean(f, measure, -1);

/** The inverse of {@link wickOrdered}: the polynomial whose Wick-ordered form is f. */
export const wickSymbol = (f: Polynomial, measure: GaussianMeasure): Polynomial => heatAboutMean(f, measure, 1);

/** The Wick product f ⋄ g, bilinear with :x^α: ⋄ :x^β: = :x^{α+β}: for centred variables; E[f ⋄ g] = E[f] E[g]. */
export function wickProduct(f: Polynomial, g: Polynomial, measure: GaussianMeasure): Polynomial {
  const variables = unionOfVariables([f, g]);
  const averaged = measure.averaged(variables);
  const [left, right] = [f, g].map((h) => heatAboutMean(inVariables(h, variables), measure, 1, averaged));
  return heatAboutMean(multiply(left!, right!), measure, -1, averaged);
}

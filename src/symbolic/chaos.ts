/** A polynomial of random variables split by degree into orthogonal parts: the Wiener chaos, and polynomial chaos. */
import { InputError } from '../base/errors.ts';
import { orthogonalBasisOf } from './bases/orthogonal-of.ts';
import { expandInBasis, fromBasis, productNorm } from './basis-expansion.ts';
import type { Distribution } from './distribution.ts';
import { expectation } from './expectation.ts';
import type { Measure } from './measure.ts';
import type { GaussianMeasure } from './measures/gaussian.ts';
import { degreeOfFactors, type Factor } from './monomials.ts';
import { add, multiply, scale } from './operations/arithmetic.ts';
import { filterTerms } from './operations/structure.ts';
import { constantPolynomial, type Polynomial, polynomialFromTerms, type Term } from './polynomial.ts';
import type { OrthogonalBasis } from './polynomial-basis.ts';
import { heat, shiftByMean } from './wick.ts';

/** The part of one degree. */
export interface ChaosPart {
  readonly degree: number;
  /** f_k, orthogonal to every polynomial of lower degree; Σ f_k = f almost surely. */
  readonly component: Polynomial;
  /** E[f_k²]: the weight of degree k. Those of k ≥ 1 add up to the variance, and all to E[f²] (Parseval). */
  readonly weight: Polynomial;
}

/**
 * f = Σ_k f_k by degree, f_k in the span of the orthogonal polynomials of degree k: Hermite polynomials under a Gaussian
 * (f_k = :h_k: with h_k the part of degree k of y ↦ E[f(y + x)]), those of each variable's law when the variables are
 * independent. Degrees from 0 to the largest with f_k ≠ 0. Throws {@link InputError} for other measures.
 */
export function chaosExpansion(f: Polynomial, measure: Measure): readonly ChaosPart[] {
  const averaged = measure.averaged(f.variables);
  const laws = measure.coordinates?.(averaged);
  if (laws !== undefined) return independentChaos(f, averaged, laws);
  if (isGaussian(measure)) return gaussianChaos(f, measure, averaged);
  throw new InputError(
    'chaosExpansion',
    `the measure '${measure.name}' is neither Gaussian nor a product of laws of one variable`,
  );
}

/** Whether a measure tells its covariance. */
const isGaussian = (measure: Measure): measure is GaussianMeasure => 'entries' in measure;

function gaussianChaos(f: Polynomial, measure: GaussianMeasure, averaged: readonly string[]): readonly ChaosPart[] {
  const symbol = heat(shiftByMean(f, measure, 1, averaged), measure, 1, averaged);
  const numbers = new Set(averaged.map((name) => symbol.variables.indexOf(name)));
  const parts: ChaosPart[] = [];
  const degrees = new Set<number>();
  for (const { factors } of symbol.terms()) degrees.add(degreeAmong(factors, numbers));
  for (let degree = 0; degree <= Math.max(-1, ...degrees); degree++) {
    const kernel = filterTerms(symbol, (factors) => degreeAmong(factors, numbers) === degree);
    const centred = heat(kernel, measure, -1, averaged);
    // E[h_k :h_k:] = E[:h_k:²], since the rest of h_k is of lower degree; about the mean.
    const weight = expectation(
      multiply(shiftByMean(kernel, measure, -1, averaged), shiftByMean(centred, measure, -1, averaged)),
      onlyThese(measure, averaged),
    );
    parts.push({ degree, component: shiftByMean(centred, measure, -1, averaged), weight });
  }
  return parts;
}

/** The measure for polynomials that have its parameters among their variables. */
const onlyThese = (measure: Measure, averaged: readonly string[]): Measure => ({
  ...measure,
  averaged: (own) => averaged.filter((name) => own.includes(name)),
});

function independentChaos(
  f: Polynomial,
  averaged: readonly string[],
  laws: readonly Distribution[],
): readonly ChaosPart[] {
  const parts = new Map<number, IndexedTerm[]>();
  const expansion = orthogonalExpansion(f, averaged, laws);
  let highest = -1;
  for (const term of expansion.terms) {
    const degree = degreeOfFactors(term.index);
    highest = Math.max(highest, degree);
    const list = parts.get(degree);
    if (list === undefined) parts.set(degree, [term]);
    else list.push(term);
  }
  return Array.from({ length: highest + 1 }, (_, degree) => {
    const terms = parts.get(degree) ?? [];
    return {
      degree,
      component: fromBasis({
        bases: expansion.bases,
        coefficients: polynomialFromTerms(
          f.variables,
          terms.flatMap(({ terms: own }) => own),
        ),
      }),
      weight: terms.reduce((sum, term) => add(sum, weightOf(term)), constantPolynomial([], ZERO)),
    };
  });
}

const ZERO = { numerator: 0n, denominator: 1n };

const degreeAmong = (factors: readonly Factor[], variables: ReadonlySet<number>): number =>
  degreeOfFactors(factors.filter(([v]) => variables.has(v)));

/** c p_α: the coefficient of one product of orthogonal polynomials, which may depend on variables that stay. */
export interface IndexedTerm {
  /** α, by variables of f. */
  readonly index: readonly Factor[];
  readonly coefficient: Polynomial;
  /** The same as terms of the expansion. */
  readonly terms: readonly Term[];
  /** E[p_α²] > 0. */
  readonly squaredNorm: { readonly numerator: bigint; readonly denominator: bigint };
}

/** E[(c p_α)²]. */
export const weightOf = ({ coefficient, squaredNorm }: IndexedTerm): Polynomial =>
  scale(`${squaredNorm.numerator}/${squaredNorm.denominator}`, multiply(coefficient, coefficient));

/** f in products of the orthogonal polynomials of independent variables; those that are 0 almost surely are left out. */
export function orthogonalExpansion(
  f: Polynomial,
  averaged: readonly string[],
  laws: readonly Distribution[],
): { readonly bases: ReturnType<typeof expandInBasis>['bases']; readonly terms: readonly IndexedTerm[] } {
  const made = new Map<Distribution, OrthogonalBasis>();
  const named = averaged.map((name, i): [string, OrthogonalBasis] => {
    const basis = made.get(laws[i]!) ?? orthogonalBasisOf(laws[i]!);
    made.set(laws[i]!, basis);
    return [name, basis];
  });
  const { bases, coefficients } = expandInBasis(f, Object.fromEntries(named));
  const numbers = new Map(named.map(([name, basis]) => [f.variables.indexOf(name), basis]));
  const rest = f.variables.filter((_, v) => !numbers.has(v));
  const groups = new Map<string, { index: Factor[]; terms: Term[] }>();
  for (const term of coefficients.terms()) {
    const index = term.factors.filter(([v]) => numbers.has(v));
    const key = index.join(';');
    const group = groups.get(key) ?? { index, terms: [] };
    groups.set(key, group);
    group.terms.push(term);
  }
  const byNumber = f.variables.map((_, v) => numbers.get(v)!);
  const terms = [...groups.values()].flatMap(({ index, terms: own }): IndexedTerm[] => {
    const squaredNorm = productNorm(byNumber, index);
    if (squaredNorm.numerator === 0n) return [];
    const outer = own.map(({ coefficient, factors }) => ({
      coefficient,
      factors: factors
        .filter(([v]) => !numbers.has(v))
        .map(([v, exponent]): Factor => [rest.indexOf(f.variables[v]!), exponent]),
    }));
    return [{ index, coefficient: polynomialFromTerms(rest, outer), terms: own, squaredNorm }];
  });
  return { bases, terms };
}

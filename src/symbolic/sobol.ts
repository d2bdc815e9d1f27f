/** Sobol' indices: how the variance of a polynomial of independent variables splits by subsets of them. */
import { InputError } from '../base/errors.ts';
import { type Rational, rational } from '../base/rational.ts';
import { orthogonalExpansion, weightOf } from './chaos.ts';
import { constantOf } from './expectation.ts';
import type { Measure } from './measure.ts';
import type { Polynomial } from './polynomial.ts';
import { QQ } from './rings/rationals.ts';

export interface SobolDecomposition {
  readonly mean: Rational;
  readonly variance: Rational;
  /** V_S = Var of the part of f that depends on exactly the variables S, for V_S ≠ 0; largest first. They add up to the variance. */
  readonly subsets: readonly { readonly variables: readonly string[]; readonly variance: Rational }[];
  /** V_{x}, the variance of E[f | x], for each averaged variable. */
  readonly firstOrder: Readonly<Record<string, Rational>>;
  /** Σ_{S ∋ x} V_S, the variance that is left when all but x are known, on average. */
  readonly total: Readonly<Record<string, Rational>>;
}

/**
 * The functional ANOVA of f under independent variables, exactly: V_S = Σ_{supp α = S} c_α² Π E[p_{α_i}²] over the orthogonal
 * polynomials of their laws. Indices are these variances over the variance of f. [Sobol', Math. Comput. Simul. 55 (2001), 271]
 * Throws {@link InputError} when the variables are not independent, or f has variables that are not averaged.
 */
export function sobolDecomposition(f: Polynomial, measure: Measure): SobolDecomposition {
  const averaged = measure.averaged(f.variables);
  const laws = measure.coordinates?.(averaged);
  if (laws === undefined)
    throw new InputError(
      'sobolDecomposition',
      `the variables are not independent under the measure '${measure.name}', or their laws are not numbers`,
      'Use a diagonal covariance or independent laws; chaosExpansion splits by degree under any Gaussian',
    );
  const { terms } = orthogonalExpansion(f, averaged, laws);
  const subsets = new Map<string, { variables: readonly string[]; variance: Rational }>();
  let mean = QQ.zero;
  let variance = QQ.zero;
  for (const term of terms) {
    const variables = term.index.map(([v]) => f.variables[v]!);
    if (variables.length === 0) {
      mean = constantOf(term.coefficient, 'sobolDecomposition');
      continue;
    }
    const weight = constantOf(weightOf(term), 'sobolDecomposition');
    variance = QQ.add(variance, weight);
    const key = term.index.map(([v]) => v).join();
    subsets.set(key, { variables, variance: QQ.add(subsets.get(key)?.variance ?? QQ.zero, weight) });
  }
  const list = [...subsets.values()].sort((a, b) => compare(b.variance, a.variance));
  const sumOver = (wanted: (variables: readonly string[]) => boolean): Rational =>
    list.reduce((sum, { variables, variance: part }) => (wanted(variables) ? QQ.add(sum, part) : sum), rational(0n));
  const perVariable = (wanted: (name: string, variables: readonly string[]) => boolean): Record<string, Rational> =>
    Object.fromEntries(averaged.map((name) => [name, sumOver((variables) => wanted(name, variables))]));
  return {
    mean,
    variance,
    subsets: list,
    firstOrder: perVariable((name, variables) => variables.length === 1 && variables[0] === name),
    total: perVariable((name, variables) => variables.includes(name)),
  };
}

function compare(a: Rational, b: Rational): number {
  const difference = a.numerator * b.denominator - b.numerator * a.denominator;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

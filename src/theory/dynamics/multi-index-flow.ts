/** Staircases: gradient flow of one neuron on a function of several directions. */
import { InputError } from '../../base/errors.ts';
import { numberFromRational } from '../../base/rational.ts';
import { statesAt } from '../../numeric/ode/states-at.ts';
import { hermiteBasis } from '../../symbolic/bases/orthogonal/hermite.ts';
import { expandInBasis } from '../../symbolic/basis-expansion.ts';
import { factorial } from '../../symbolic/combinatorics.ts';
import { degreeOfFactors } from '../../symbolic/monomials.ts';
import type { Polynomial } from '../../symbolic/polynomial.ts';

interface Term {
  readonly coefficient: number;
  readonly factors: readonly (readonly [index: number, exponent: number])[];
}

export interface Staircase {
  readonly variables: readonly string[];
  readonly times: readonly number[];
  /** [time][variable]. */
  readonly overlaps: readonly (readonly number[])[];
  /** When each variable's |overlap| first reached the threshold, by the times given; undefined where it did not. */
  readonly steps: readonly (number | undefined)[];
}

export interface StaircaseOptions {
  /** Overlaps at the start, one for each variable. */
  readonly start: readonly number[];
  readonly times: readonly number[];
  /** a_k, k = 0, 1, …, of the neuron σ = Σ a_k He_k; 1/k! for each when left out (σ = e^(z − 1/2)). */
  readonly student?: readonly number[];
  /** Half the variable's last |overlap| when left out. */
  readonly threshold?: number;
}

/**
 * Population flow of w on the sphere for the correlation E[f(U x) σ(⟨w, x⟩)], x ~ N(0, I), the rows of U orthonormal: with m = U w and f = Σ f_α He_α the
 * correlation is F(m) = Σ_α f_α |α|! a_|α| m^α, and dm/dt = ∇F(m) − m ⟨m, ∇F(m)⟩. Saddle to saddle: a term of α moves
 * its new variables only after the others have grown.
 * Throws {@link InputError} where the number of overlaps is not that of the variables, or |m| > 1 at the start.
 */
export function staircase(f: Polynomial, options: StaircaseOptions): Staircase {
  const { start, times, student, threshold } = options;
  const { variables } = f;
  if (start.length !== variables.length)
    throw new InputError(
      'start',
      `expected ${variables.length} overlaps, one for each of ${variables.join(', ')}, got ${start.length}`,
    );
  if (!(Math.hypot(...start) <= 1))
    throw new InputError('start', `expected overlaps whose squares sum to at most 1, got ${start.join(', ')}`);
  const { coefficients } = expandInBasis(f, hermiteBasis);
  const terms = Array.from(coefficients.terms(), ({ coefficient, factors }): Term => {
    const k = degreeOfFactors(factors);
    const weight = student === undefined ? 1 : Number(factorial(k)) * (student[k] ?? 0);
    return { coefficient: numberFromRational(coefficient) * weight, factors };
  });
  const gradient = (m: readonly number[]): number[] => {
    const sum = new Array<number>(m.length).fill(0);
    for (const { coefficient, factors } of terms)
      for (const [index, exponent] of factors) {
        const rest = factors.reduce((product, [i, e]) => product * m[i]! ** (i === index ? e - 1 : e), exponent);
        sum[index]! += coefficient * rest;
      }
    return sum;
  };
  const overlaps = statesAt(
    (state, out) => {
      const m = [...state];
      const g = gradient(m);
      const radial = m.reduce((sum, value, i) => sum + value * g[i]!, 0);
      out.set(g.map((value, i) => value - m[i]! * radial));
    },
    start,
    times,
  );
  const steps = variables.map((_, i) => {
    const least = threshold ?? Math.abs(overlaps.at(-1)?.[i] ?? 0) / 2;
    return times[overlaps.findIndex((m) => Math.abs(m[i]!) >= least)];
  });
  return { variables, times, overlaps, steps };
}

/** The flow that theory has for a neuron: correlation loss on the sphere, any activation. */
import { InputError } from '../../base/errors.ts';
import { numberFromRational, rationalFromNumber } from '../../base/rational.ts';
import { statesAt } from '../../numeric/ode/states-at.ts';
import { integrate } from '../../numeric/quadrature/gauss-kronrod.ts';
import { hermiteBasis } from '../../symbolic/bases/orthogonal/hermite.ts';
import { fromMonomials } from '../../symbolic/bases/series.ts';
import { QQ } from '../../symbolic/rings/rationals.ts';
import type { Link } from '../dynamics/link.ts';

export interface NeuronFlow {
  /** u_k s_k, k = 0, 1, …: E[f(⟨w*, x⟩) σ(⟨w, x⟩)] = Σ_k u_k s_k m^k. */
  readonly products: readonly number[];
  /** dm/dt = (1 − m²) Σ_k k u_k s_k m^(k−1). */
  speed(m: number): number;
  /** m at rising times. */
  overlaps(start: number, times: readonly number[]): readonly number[];
  /** The time from one overlap to another; Infinity where m does not get there. */
  time(start: number, end: number): number;
}

/** s_k = E[σ(z) h_k(z)] of a polynomial with coefficients of 1, z, z², …, rounded once. */
export function normalisedCoefficients(powers: readonly number[]): readonly number[] {
  const series = fromMonomials(QQ, hermiteBasis, powers.map(rationalFromNumber));
  let factorial = 1;
  return series.map((c, k) => {
    factorial *= Math.max(1, k);
    return numberFromRational(c) * Math.sqrt(factorial);
  });
}

const SCAN = 400;

/**
 * Gradient flow of −E[y σ(⟨w, x⟩)] on the sphere |w| = 1 for labels y = f(⟨w*, x⟩): the overlap m = ⟨w, w*⟩ alone. For σ = f it is
 * `overlapFlow`. [Ben Arous, Gheissari and Jagannath, JMLR 22 (2021)]
 */
export function neuronFlow(link: Link, activation: readonly number[]): NeuronFlow {
  const student = normalisedCoefficients(activation);
  const products = student.map((s, k) => s * (link.coefficients[k] ?? 0));
  const speed = (m: number): number => {
    let sum = 0;
    for (let k = products.length - 1; k >= 1; k--) sum = sum * m + k * products[k]!;
    return (1 - m * m) * sum;
  };
  return {
    products,
    speed,
    overlaps(start, times) {
      if (!(Math.abs(start) <= 1)) throw new InputError('start', `expected a number from −1 to 1, got ${start}`);
      const slope = (m: Float64Array, out: Float64Array): void => {
        out[0] = speed(m[0]!);
      };
      return statesAt(slope, [start], times).map((m) => m[0]!);
    },
    time(start, end) {
      if (!(start > 0 && start <= end && end < 1))
        throw new InputError('overlap', `expected 0 < start ≤ end < 1, got ${start} and ${end}`);
      // Where the speed vanishes or turns round on the way, m stays behind.
      for (let i = 0; i <= SCAN; i++) if (!(speed(start * (end / start) ** (i / SCAN)) > 0)) return Infinity;
      return integrate((s) => Math.exp(s) / speed(Math.exp(s)), [Math.log(start), Math.log(end)]).value;
    },
  };
}

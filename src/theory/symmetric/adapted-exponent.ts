/** The information exponent adapted to symmetric inputs. */
import { formatRational, numberFromRational, type Rational, rational } from '../../base/rational.ts';
import { factorial } from '../../symbolic/combinatorics.ts';
import { type CertificateStep, type Exponent, exponentFrom, proved } from '../exponents/exponent.ts';
import type { AnalyticLink } from './analytic-link.ts';

export interface AdaptedExponent extends Exponent {
  /**
   * g, the greatest common divisor of the k ≥ 1 with α_k ≠ 0: f(ωz) = f(z) for ω^g = 1, so that a direction is only determined up to
   * a g-th root of unity. Undefined for a constant link, and where coefficients beyond those known may lower it.
   */
  readonly symmetryOrder: number | undefined;
}

/**
 * s = min{k ≥ 1 : α_k ≠ 0} of f = Σ α_k z^k. For x ~ CUE(N), ‖h‖ = ‖u‖ = 1 supported on indices ≤ K and k K ≤ N, E[⟨h, p̃⟩^k conj⟨u, p̃⟩^l] =
 * δ_kl k! ⟨h, u⟩^k, so monomials take the place of Hermite polynomials and s that of the information exponent. [Zweig and
 * Bruna, "Symmetric single-index learning", arXiv:2310.02117]
 */
export function adaptedExponent({ coefficients, complete }: AnalyticLink): AdaptedExponent {
  const orders = coefficients.flatMap(({ numerator }, k) => (k >= 1 && numerator !== 0n ? [k] : []));
  const first = orders[0];
  const reason = complete ? 'coefficients of the polynomial, exactly' : 'Taylor coefficients at 0, exactly';
  const state = (statement: string): CertificateStep => proved(statement, reason);
  if (first === undefined) {
    const beyond = complete ? Infinity : coefficients.length;
    const statement = complete ? 'f is constant' : `α_k = 0 for 1 ≤ k < ${beyond}`;
    return { ...exponentFrom(beyond, Infinity, [state(statement)]), symmetryOrder: undefined };
  }
  const before = first === 1 ? [] : [state(first === 2 ? 'α_1 = 0' : `α_k = 0 for 1 ≤ k < ${first}`)];
  const found = state(`α_${first} = ${formatRational(coefficients[first]!)} ≠ 0`);
  const divisor = orders.reduce(greatestCommonDivisor);
  return {
    ...exponentFrom(first, first, [...before, found]),
    symmetryOrder: complete || divisor === 1 ? divisor : undefined,
  };
}

const greatestCommonDivisor = (a: number, b: number): number => (b === 0 ? a : greatestCommonDivisor(b, a % b));

/** F_k = |α_k|² k!, exactly, with E[f(⟨h, p̃⟩) conj f(⟨u, p̃⟩)] = Σ_k F_k ⟨h, u⟩^k where the degrees stay in the stable range. */
export const correlationPotential = ({ coefficients }: AnalyticLink): readonly Rational[] =>
  coefficients.map(({ numerator, denominator }, k) => {
    const weight = factorial(k);
    return rational(weight * numerator * numerator, denominator * denominator);
  });

/** In doubles, over s F_s: F = m^s/s + …, so that time is in units of 1/(s F_s). Undefined for a link without an exponent. */
export function normalisedPotential(link: AnalyticLink): readonly number[] | undefined {
  const exponent = adaptedExponent(link).value;
  if (exponent === undefined || exponent === Infinity) return undefined;
  const potential = correlationPotential(link);
  const { numerator: n, denominator: d } = potential[exponent]!;
  return potential.map((c, k) =>
    k === 0 ? 0 : numberFromRational(rational(c.numerator * d, c.denominator * n * BigInt(exponent))),
  );
}

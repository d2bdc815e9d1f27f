/** A link function as the dynamics need it: in floats, of mean 0 and variance 1. */
import { InputError } from '../../base/errors.ts';
import { numberFromRational, type Rational, rational } from '../../base/rational.ts';
import type { FloatActivation } from '../../numeric/propagation/activation-formula.ts';
import { gaussianMean } from '../../numeric/quadrature/gaussian-mean.ts';
import { hermiteBasis } from '../../symbolic/bases/orthogonal/hermite.ts';
import { fromMonomials } from '../../symbolic/bases/series.ts';
import { factorial } from '../../symbolic/combinatorics.ts';
import { QQ } from '../../symbolic/rings/rationals.ts';

export interface Link {
  readonly name: string;
  f(x: number): number;
  df(x: number): number;
  /** u_k = E[f h_k], h_k = He_k/√k!, from k = 0; Σ u_k² = 1 over all k, u_0 = 0. */
  readonly coefficients: readonly number[];
  /** The least k ≥ 1 with u_k ≠ 0: proved for a polynomial; for others the first |u_k| > 1e−8 by quadrature, observed. */
  readonly informationExponent: number;
  readonly tier: 'proved' | 'observed';
  /** Coefficients of 1, x, x², …, for a polynomial. */
  readonly powers?: readonly number[];
}

/** (f − E f)/√Var f of a polynomial with coefficients of 1, x, x², …. Throws {@link InputError} when it is constant. */
export function normalisedPolynomialLink(name: string, powers: readonly Rational[]): Link {
  const series = fromMonomials(QQ, hermiteBasis, powers);
  // E f h_k squared: k! times the coefficient at He_k squared.
  const squares = series.map((c, k) => QQ.mul(QQ.mul(c, c), rational(factorial(k))));
  const variance = squares.slice(1).reduce(QQ.add, QQ.zero);
  if (variance.numerator === 0n) throw constantLink(name);
  const scale = Math.sqrt(numberFromRational(variance));
  const centred = powers.map((c, k) => (k === 0 ? QQ.add(c, QQ.mul(rational(-1n), series[0] ?? QQ.zero)) : c));
  const numbers = centred.map((c) => numberFromRational(c) / scale);
  const slopes = numbers.map((c, k) => k * c).slice(1);
  return {
    name,
    f: (x) => horner(numbers, x),
    df: (x) => horner(slopes, x),
    coefficients: series.map((c, k) =>
      k === 0 ? 0 : (Math.sign(numberFromRational(c)) * Math.sqrt(numberFromRational(squares[k]!))) / scale,
    ),
    informationExponent: squares.findIndex(({ numerator }, k) => k > 0 && numerator !== 0n),
    tier: 'proved',
    powers: numbers,
  };
}

export const horner = (coefficients: readonly number[], x: number): number => {
  let value = 0;
  for (let k = coefficients.length - 1; k >= 0; k--) value = value * x + coefficients[k]!;
  return value;
};

const ORDERS = 12;
const NEGLIGIBLE = 1e-8;

/**
 * (f − E f)/√Var f of any function with its derivative, its coefficients by quadrature up to order 12. Throws
 * {@link InputError} when it is constant, not square integrable, or has no coefficient of that size up to there.
 */
export function normalisedFunctionLink({ name, f, df }: FloatActivation): Link {
  const mean = gaussianMean(f).value;
  const variance = gaussianMean((x) => (f(x) - mean) ** 2).value;
  if (!(variance > 1e-24 * (1 + mean * mean))) throw constantLink(name);
  const scale = Math.sqrt(variance);
  const coefficients = [0];
  for (let k = 1; k <= ORDERS; k++)
    coefficients.push(gaussianMean((x) => ((f(x) - mean) / scale) * normalisedHermite(k, x)).value);
  const informationExponent = coefficients.findIndex((u, k) => k > 0 && Math.abs(u) > NEGLIGIBLE);
  if (informationExponent < 0)
    throw new InputError(
      'link',
      `no Hermite coefficient of '${name}' up to order ${ORDERS} is larger than ${NEGLIGIBLE}`,
    );
  return {
    name,
    f: (x) => (f(x) - mean) / scale,
    df: (x) => df(x) / scale,
    coefficients,
    informationExponent,
    tier: 'observed',
  };
}

/** h_k by √(k+1) h_(k+1) = x h_k − √k h_(k−1). */
export function normalisedHermite(order: number, x: number): number {
  let [previous, current] = [0, 1];
  for (let k = 0; k < order; k++)
    [previous, current] = [current, (x * current - Math.sqrt(k) * previous) / Math.sqrt(k + 1)];
  return current;
}

const constantLink = (name: string): InputError =>
  new InputError('link', `'${name}' is constant`, 'Give a function that depends on its argument');

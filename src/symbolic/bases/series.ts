/** Sums Σ_n c_n p_n in a basis of one variable, over any ring: c_0, c_1, … as a plain array. */
import { InputError } from '../../base/errors.ts';
import { type Rational, rational } from '../../base/rational.ts';
import type { PolynomialBasis } from '../polynomial-basis.ts';
import type { Ring } from '../ring.ts';

/** p_n in powers of x: coefficients of 1, x, …, x^n, by the explicit formula. */
export function basisPolynomial<T>(K: Ring<T>, basis: PolynomialBasis, n: number): readonly T[] {
  checkIndex(basis, n);
  return basis.explicit(n).map((c) => K.from(c));
}

/** Throws {@link InputError} unless n is an integer ≥ 0. */
export function checkIndex({ name }: PolynomialBasis, n: number): void {
  if (!Number.isSafeInteger(n) || n < 0) throw new InputError(name, `expected a degree, an integer ≥ 0, got ${n}`);
}

/**
 * Σ c_n p_n in powers of x, by Clenshaw's recurrence: b_k = c_k + (slope_k x + shift_k) b_{k+1} − previous_{k+1} b_{k+2}.
 * Throws {@link InputError} where K lacks a fraction that the basis needs.
 */
export function toMonomials<T>(K: Ring<T>, basis: PolynomialBasis, series: readonly T[]): readonly T[] {
  let next: readonly T[] = [];
  let current: readonly T[] = [];
  for (let k = series.length - 1; k >= 0; k--) {
    const sum: T[] = [];
    if (current.length > 0) {
      const { slope, shift } = basis.recurrence(k);
      accumulate(K, sum, K.from(slope), shifted(K, current));
      accumulate(K, sum, K.from(shift), current);
    }
    if (next.length > 0) accumulate(K, sum, K.from(negated(basis.recurrence(k + 1).previous)), next);
    accumulate(K, sum, K.one, [series[k]!]);
    [next, current] = [current, sum];
  }
  return trimmed(K, current);
}

/** A polynomial given by the coefficients of 1, x, x², … as Σ c_n p_n, by Horner's rule; the inverse of {@link toMonomials}. */
export function fromMonomials<T>(K: Ring<T>, basis: PolynomialBasis, coefficients: readonly T[]): readonly T[] {
  let series: readonly T[] = [];
  for (let k = coefficients.length - 1; k >= 0; k--) {
    const next = [...timesVariable(K, basis, series)];
    accumulate(K, next, K.one, [coefficients[k]!]);
    series = next;
  }
  return trimmed(K, series);
}

/** Σ c_n p_n of one basis in another; exact both ways. */
export const convert = <T>(
  K: Ring<T>,
  from: PolynomialBasis,
  to: PolynomialBasis,
  series: readonly T[],
): readonly T[] => fromMonomials(K, to, toMonomials(K, from, series));

/** x Σ c_n p_n, by x p_n = (p_{n+1} − shift_n p_n + previous_n p_{n−1}) / slope_n. */
export function timesVariable<T>(K: Ring<T>, basis: PolynomialBasis, series: readonly T[]): readonly T[] {
  if (series.length === 0) return [];
  const product = new Array<T>(series.length + 1).fill(K.zero);
  const put = (n: number, factor: Rational, c: T): void => {
    if (factor.numerator !== 0n) product[n] = K.add(product[n]!, K.mul(K.from(factor), c));
  };
  series.forEach((c, n) => {
    if (K.equal(c, K.zero)) return;
    const { slope, shift, previous } = basis.recurrence(n);
    put(n + 1, rational(slope.denominator, slope.numerator), c);
    put(n, negated(quotient(shift, slope)), c);
    if (n > 0) put(n - 1, quotient(previous, slope), c);
  });
  return product;
}

/**
 * The product of two series, re-expanded in the basis: v_n = p_n · g obeys the recurrence of the basis, so that
 * Σ f_n v_n takes O(deg f · (deg f + deg g)) operations and no conversion to powers of x.
 */
export function multiplySeries<T>(K: Ring<T>, basis: PolynomialBasis, f: readonly T[], g: readonly T[]): readonly T[] {
  const sum: T[] = [];
  let before: readonly T[] = [];
  let current: readonly T[] = g;
  f.forEach((c, n) => {
    accumulate(K, sum, c, current);
    if (n + 1 === f.length) return;
    const { slope, shift, previous } = basis.recurrence(n);
    const next = [...scaled(K, K.from(slope), timesVariable(K, basis, current))];
    accumulate(K, next, K.from(shift), current);
    accumulate(K, next, K.from(negated(previous)), before);
    [before, current] = [current, next];
  });
  return trimmed(K, sum);
}

/** The linearisation coefficients ℓ_k of p_m p_n = Σ_k ℓ_k p_k. */
export function linearisation<T>(K: Ring<T>, basis: PolynomialBasis, m: number, n: number): readonly T[] {
  checkIndex(basis, m);
  checkIndex(basis, n);
  return multiplySeries(K, basis, unit(K, Math.min(m, n)), unit(K, Math.max(m, n)));
}

/** d/dx Σ c_n p_n in the same basis, by p'_{n+1} = slope_n p_n + (slope_n x + shift_n) p'_n − previous_n p'_{n−1}. */
export function differentiateSeries<T>(K: Ring<T>, basis: PolynomialBasis, series: readonly T[]): readonly T[] {
  const sum: T[] = [];
  let before: readonly T[] = [];
  let current: readonly T[] = [];
  series.forEach((c, n) => {
    accumulate(K, sum, c, current);
    const { slope, shift, previous } = basis.recurrence(n);
    const next = [...scaled(K, K.from(slope), timesVariable(K, basis, current))];
    accumulate(K, next, K.from(slope), unit(K, n));
    accumulate(K, next, K.from(shift), current);
    accumulate(K, next, K.from(negated(previous)), before);
    [before, current] = [current, next];
  });
  return trimmed(K, sum);
}

const unit = <T>(K: Ring<T>, n: number): readonly T[] => [...new Array<T>(n).fill(K.zero), K.one];

const negated = ({ numerator, denominator }: Rational): Rational => ({ numerator: -numerator, denominator });

const quotient = (a: Rational, b: Rational): Rational =>
  rational(a.numerator * b.denominator, a.denominator * b.numerator);

const scaled = <T>(K: Ring<T>, c: T, series: readonly T[]): readonly T[] => series.map((x) => K.mul(c, x));

const shifted = <T>(K: Ring<T>, series: readonly T[]): readonly T[] =>
  series.length === 0 ? series : [K.zero, ...series];

/** sum += c · series. */
function accumulate<T>(K: Ring<T>, sum: T[], c: T, series: readonly T[]): void {
  if (K.equal(c, K.zero)) return;
  series.forEach((x, n) => {
    sum[n] = sum[n] === undefined ? K.mul(c, x) : K.add(sum[n]!, K.mul(c, x));
  });
}

/** Without zeros at the high end; the zero series is empty. */
function trimmed<T>(K: Ring<T>, series: readonly T[]): readonly T[] {
  let length = series.length;
  while (length > 0 && K.equal(series[length - 1]!, K.zero)) length--;
  return series.slice(0, length);
}

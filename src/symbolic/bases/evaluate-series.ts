/** Values of a basis in doubles, by its three-term recurrence; prepared once, then applied at many points. */
import { InputError } from '../../base/errors.ts';
import { numberFromRational, type Rational } from '../../base/rational.ts';
import type { OrthogonalBasis, PolynomialBasis } from '../polynomial-basis.ts';
import { squareRoot } from '../square-root.ts';
import { checkIndex } from './series.ts';

/**
 * x ↦ p_0(x), …, p_degree(x). The forward recurrence is stable on the interval of orthogonality; each step rounds a few
 * times, so a value is only as exact as its neighbours are large.
 */
export function basisValues(basis: PolynomialBasis, degree: number): (x: number) => Float64Array {
  checkIndex(basis, degree);
  const steps = Array.from({ length: degree }, (_, n) => basis.recurrence(n));
  const [slopes, shifts, previous] = [
    doubles(steps.map(({ slope }) => slope)),
    doubles(steps.map(({ shift }) => shift)),
    doubles(steps.map(({ previous: c }) => c)),
  ];
  return (x) => {
    const values = new Float64Array(degree + 1);
    values[0] = 1;
    for (let n = 0; n < degree; n++)
      values[n + 1] = (slopes[n]! * x + shifts[n]!) * values[n]! - (n > 0 ? previous[n]! * values[n - 1]! : 0);
    return values;
  };
}

/**
 * x ↦ p_0(x)/‖p_0‖, …, p_degree(x)/‖p_degree‖, orthonormal under the basis' distribution. The recurrence is run on the
 * normalised values, which stay small where p_n itself overflows. Throws {@link InputError} when a norm is 0.
 */
export function normalisedValues(basis: OrthogonalBasis, degree: number): (x: number) => Float64Array {
  checkIndex(basis, degree);
  if (basis.squaredNorm(degree).numerator === 0n)
    throw new InputError(
      basis.name,
      `the polynomial of degree ${degree} is 0 almost surely, so that it cannot be normalised`,
      'Use a lower degree',
    );
  const ratio = (n: number): number => squareRoot(divide(basis.squaredNorm(n), basis.squaredNorm(n + 1)));
  const steps = Array.from({ length: degree }, (_, n) => {
    const { slope, shift, previous } = basis.recurrence(n);
    const r = ratio(n);
    return {
      slope: numberFromRational(slope) * r,
      shift: numberFromRational(shift) * r,
      previous: n === 0 ? 0 : numberFromRational(previous) * r * ratio(n - 1),
    };
  });
  return (x) => {
    const values = new Float64Array(degree + 1);
    values[0] = 1;
    steps.forEach(({ slope, shift, previous }, n) => {
      values[n + 1] = (slope * x + shift) * values[n]! - (n > 0 ? previous * values[n - 1]! : 0);
    });
    return values;
  };
}

/** x ↦ Σ c_n p_n(x), by Clenshaw's recurrence. */
export function seriesFunction(basis: PolynomialBasis, coefficients: readonly number[]): (x: number) => number {
  const steps = coefficients.map((_, n) => {
    const { slope, shift } = basis.recurrence(n);
    return [slope, shift, basis.recurrence(n + 1).previous].map(numberFromRational) as [number, number, number];
  });
  return (x) => {
    let next = 0;
    let current = 0;
    for (let n = steps.length - 1; n >= 0; n--) {
      const [slope, shift, previous] = steps[n]!;
      [next, current] = [current, coefficients[n]! + (slope * x + shift) * current - previous * next];
    }
    return current;
  };
}

/** The coefficients c_n ‖p_n‖ in the orthonormal basis p_n/‖p_n‖ of Σ c_n p_n, as doubles. Throws {@link InputError} on overflow. */
export function normalisedCoefficients(basis: OrthogonalBasis, series: readonly Rational[]): Float64Array {
  return Float64Array.from(series, ({ numerator, denominator }, n) => {
    const norm = basis.squaredNorm(n);
    const value = squareRoot({
      numerator: numerator * numerator * norm.numerator,
      denominator: denominator * denominator * norm.denominator,
    });
    if (!Number.isFinite(value))
      throw new InputError(basis.name, `the normalised coefficient ${n} is beyond the range of doubles`);
    return numerator < 0n ? -value : value;
  });
}

const divide = (a: Rational, b: Rational): Rational => ({
  numerator: a.numerator * b.denominator,
  denominator: a.denominator * b.numerator,
});

const doubles = (values: readonly Rational[]): Float64Array => Float64Array.from(values, numberFromRational);

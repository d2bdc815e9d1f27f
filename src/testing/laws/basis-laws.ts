/** Laws of bases of one variable. */
import fc from 'fast-check';
import { formatRational, numberFromRational, type Rational, rational } from '../../base/rational.ts';
import { basisValues, normalisedValues } from '../../symbolic/bases/evaluate-series.ts';
import {
  basisPolynomial,
  differentiateSeries,
  fromMonomials,
  linearisation,
  multiplySeries,
  toMonomials,
} from '../../symbolic/bases/series.ts';
import type { OrthogonalBasis, PolynomialBasis } from '../../symbolic/polynomial-basis.ts';
import { QQ } from '../../symbolic/rings/rationals.ts';
import { rationals } from '../arbitraries/rationals.ts';
import { expectLaw, type LawParameters } from './law.ts';

export interface BasisLawParameters extends LawParameters {
  /** Up to which degree; 6 when left out. */
  readonly maximumDegree?: number;
}

const show = (series: readonly Rational[]): string => `[${series.map(formatRational).join(', ')}]`;

/**
 * Every basis: the recurrence gives the explicit formula; conversion to powers of x and back is the identity; products and
 * derivatives in the basis are those in powers of x.
 */
export function basisLaws(basis: PolynomialBasis, { maximumDegree = 6, ...parameters }: BasisLawParameters = {}): void {
  const series = fc.array(rationals(), { maxLength: maximumDegree + 1 });
  const check = (left: readonly Rational[], right: readonly Rational[], law: string): void =>
    expectLaw(
      show(trimmed(left)) === show(trimmed(right)),
      `${basis.name}: ${law}`,
      () => `${show(left)} is not ${show(right)}`,
    );
  for (let n = 0; n <= maximumDegree; n++)
    check(
      toMonomials(QQ, basis, [...new Array<Rational>(n).fill(QQ.zero), QQ.one]),
      basisPolynomial(QQ, basis, n),
      `recurrence = explicit formula at ${n}`,
    );
  fc.assert(
    fc.property(series, series, (f, g) => {
      check(fromMonomials(QQ, basis, toMonomials(QQ, basis, f)), f, 'to powers and back');
      check(toMonomials(QQ, basis, fromMonomials(QQ, basis, f)), f, 'from powers and back');
      const [a, b] = [toMonomials(QQ, basis, f), toMonomials(QQ, basis, g)];
      check(toMonomials(QQ, basis, multiplySeries(QQ, basis, f, g)), plainProduct(a, b), 'products');
      check(
        toMonomials(QQ, basis, differentiateSeries(QQ, basis, f)),
        a.slice(1).map((c, k) => QQ.mul(rational(BigInt(k + 1)), c)),
        'derivative',
      );
    }),
    parameters,
  );
}

/**
 * {@link basisLaws}, and under the basis' distribution: E[p_m p_n] = δ_mn ‖p_n‖²; the coefficient of p_k in p_m p_n is
 * E[p_m p_n p_k]/‖p_k‖²; in doubles, values and normalised values are the exact ones within their rounding.
 */
export function orthogonalBasisLaws(
  basis: OrthogonalBasis,
  { maximumDegree = 6, ...parameters }: BasisLawParameters = {},
): void {
  basisLaws(basis, { maximumDegree, ...parameters });
  const average = (f: readonly Rational[]): Rational =>
    f.reduce((sum, c, k) => QQ.add(sum, QQ.mul(c, basis.distribution.moment(k))), QQ.zero);
  const p = Array.from({ length: maximumDegree + 1 }, (_, n) => basisPolynomial(QQ, basis, n));
  p.forEach((f, m) => {
    p.slice(0, m + 1).forEach((g, n) => {
      const product = average(plainProduct(f, g));
      const expected = m === n ? basis.squaredNorm(n) : QQ.zero;
      expectLaw(
        QQ.equal(product, expected),
        `${basis.name}: E[p_${m} p_${n}]`,
        () => `${formatRational(product)} is not ${formatRational(expected)}`,
      );
    });
  });
  p.forEach((f, m) => {
    p.slice(0, m + 1).forEach((g, n) => {
      linearisation(QQ, basis, m, n).forEach((c, k) => {
        const left = QQ.mul(c, basis.squaredNorm(k));
        const right = average(plainProduct(plainProduct(f, g), basisPolynomial(QQ, basis, k)));
        expectLaw(
          QQ.equal(left, right),
          `${basis.name}: linearisation of p_${m} p_${n} at ${k}`,
          () => `${formatRational(left)} is not ${formatRational(right)}`,
        );
      });
    });
  });
  const positive = p.findLastIndex((_, n) => basis.squaredNorm(n).numerator !== 0n);
  const [values, normalised] = [basisValues(basis, maximumDegree), normalisedValues(basis, positive)];
  fc.assert(
    fc.property(fc.integer({ min: -64, max: 64 }), (k) => {
      const x = rational(BigInt(k), 64n);
      const [floats, units] = [values(k / 64), normalised(k / 64)];
      p.forEach((f, n) => {
        const powers = f.map((c, i) => QQ.mul(c, rational(x.numerator ** BigInt(i), x.denominator ** BigInt(i))));
        const exact = powers.reduce((sum, term) => QQ.add(sum, term), QQ.zero);
        const size = powers.reduce((sum, term) => sum + Math.abs(numberFromRational(term)), 1);
        const norm = Math.sqrt(numberFromRational(basis.squaredNorm(n)));
        const bound = 2 ** -53 * 100 * (n + 1) ** 2 * size;
        expectLaw(
          Math.abs(floats[n]! - numberFromRational(exact)) <= bound,
          `${basis.name}: value of p_${n} at ${formatRational(x)}`,
          () => `${floats[n]} is not ${formatRational(exact)}`,
        );
        expectLaw(
          n > positive || Math.abs(units[n]! * norm - numberFromRational(exact)) <= 4 * bound,
          `${basis.name}: normalised value of p_${n} at ${formatRational(x)}`,
          () => `${units[n]} times ${norm} is not ${formatRational(exact)}`,
        );
      });
    }),
    parameters,
  );
}

function plainProduct(f: readonly Rational[], g: readonly Rational[]): readonly Rational[] {
  const product = new Array<Rational>(Math.max(0, f.length + g.length - 1)).fill(QQ.zero);
  f.forEach((a, i) => {
    g.forEach((b, j) => {
      product[i + j] = QQ.add(product[i + j]!, QQ.mul(a, b));
    });
  });
  return product;
}

function trimmed(series: readonly Rational[]): readonly Rational[] {
  const last = series.findLastIndex(({ numerator }) => numerator !== 0n);
  return series.slice(0, last + 1);
}

/** The fast ways of Gaussian averages are the plain ones, and are taken. */
import fc from 'fast-check';
import { expectedValue, gaussian, Polynomial, type Ring, ZZ } from 'isserlis/symbolic';
import { covariances, gaussians, polynomials, ringLaws } from 'isserlis/testing';
import { describe, expect, test } from 'vitest';
import { formatRational, type Rational, rational } from '../../src/base/rational.ts';
import { isCertainlyDefinite, negativeMinor } from '../../src/symbolic/covariance.ts';
import type { GaussianMeasure } from '../../src/symbolic/measures/gaussian.ts';
import { type Factor, factorsOf } from '../../src/symbolic/monomials.ts';
import { QQ } from '../../src/symbolic/rings/rationals.ts';
import { SafeIntegers } from '../../src/symbolic/rings/safe-integers.ts';

const x123 = ['x1', 'x2', 'x3'];

/** E[Π x^e] over Z, and how many products of Z that took: none where the table is in doubles. */
function moment(
  measure: GaussianMeasure,
  factors: readonly Factor[],
  variables = x123,
): { value: Rational; products: number } {
  let products = 0;
  const ring: Ring<bigint> = {
    ...ZZ,
    mul(a, b) {
      products++;
      return a * b;
    },
  };
  const moments = measure.moments({ ring, parameter: () => 0n, variables, monomials: [factors] });
  const { numerator, denominator } = moments(factors);
  return { value: rational(numerator, denominator), products };
}

describe('moments in doubles', () => {
  const scaled = (factor: bigint): GaussianMeasure =>
    gaussian({
      covariance: [
        [2, 1, 0],
        [1, 3, '1/2'],
        [0, '1/2', 1],
      ].map((row) => row.map((c) => formatRational(QQ.mul(rational(factor * factor), QQ.from(c))))),
      mean: [1, '1/3', 0].map((c) => formatRational(QQ.mul(rational(factor), QQ.from(c)))),
      variables: x123,
    });
  const factors: readonly Factor[] = [
    [0, 2],
    [1, 3],
    [2, 1],
  ];

  test('are taken where they are proved exact, and only there', () => {
    const [small, large] = [moment(scaled(1n), factors), moment(scaled(10n ** 6n), factors)];
    expect(small.products).toBe(0);
    expect(large.products).toBeGreaterThan(0);
    expect(large.value).toEqual(QQ.mul(small.value, rational(10n ** 36n)));
  });

  test('are those in big integers', () => {
    const factor = 2n ** 40n;
    fc.assert(
      fc.property(covariances(3), polynomials({ variables: x123, maximumDegree: 5 }), (covariance, f) => {
        const large = covariance.map((row) => row.map((c) => QQ.mul(c, rational(factor * factor))));
        // E under 2^80 C of f(x) is E under C of f(2^40 x).
        const stretched = Polynomial.fromTerms(
          x123,
          [...f.terms()].map(({ coefficient, factors: own }) => ({
            coefficient: QQ.mul(coefficient, rational(factor ** BigInt(own.reduce((sum, [, e]) => sum + e, 0)))),
            factors: own,
          })),
        );
        expect(formatRational(expectedValue(f, gaussian({ covariance: large })))).toBe(
          formatRational(expectedValue(stretched, gaussian({ covariance }))),
        );
      }),
      { numRuns: 50 },
    );
  });

  test('keep within 2^53 at the edge of the bound', () => {
    // E[x^{2k}] v^k: the largest that stays, and the next.
    for (const [exponent, products] of [
      [18, false],
      [20, true],
    ] as const) {
      const found = moment(gaussian({ covariance: [[8]], variables: ['x1'] }), [[0, exponent]], ['x1']);
      let expected = 1n;
      for (let k = 1n; k < BigInt(exponent); k += 2n) expected *= 8n * k;
      expect(found.value).toEqual(rational(expected));
      expect(found.products > 0).toBe(products);
      expect(expected > 2n ** 53n).toBe(products);
    }
  });

  test('the ring of safe integers is a ring, and refuses others', () => {
    ringLaws(SafeIntegers, fc.integer({ min: -500, max: 500 }));
    expect(() => SafeIntegers.from('1/2')).toThrow(/expected an integer within/);
    expect(() => SafeIntegers.from(`${2n ** 53n}`)).toThrow(/got 9007199254740992/);
  });

  test('entries of variables that do not occur do not matter', () => {
    const huge = gaussian({
      covariance: [
        [1, 0, '1/2'],
        [0, `${10n ** 40n}/7`, '3/11'],
        ['1/2', '3/11', 1],
      ],
      variables: x123,
    });
    const found = moment(huge, [
      [0, 2],
      [2, 2],
    ]);
    expect([formatRational(found.value), found.products]).toEqual(['3/2', 0]);
  });

  test('of every term agree with the polynomial’s', () => {
    fc.assert(
      fc.property(gaussians(x123, { means: true }), polynomials({ variables: x123 }), (measure, f) => {
        const sum = f.numerators.reduce(
          (total, _, t) => QQ.add(total, QQ.mul(f.coefficient(t), moment(measure, factorsOf(f.monomials, t)).value)),
          QQ.zero,
        );
        expect(sum).toEqual(expectedValue(f, measure));
      }),
      { numRuns: 30 },
    );
  });
});

describe('definiteness in doubles', () => {
  const matrix = (rows: readonly (readonly (number | string)[])[]): Rational[][] =>
    rows.map((row) => row.map((c) => QQ.from(c)));

  test('is seen where it is clear, and left open where it is not', () => {
    expect(
      isCertainlyDefinite(
        matrix([
          [2, 1],
          [1, 2],
        ]),
      ),
    ).toBe(true);
    expect(
      isCertainlyDefinite(
        matrix([
          [1, 1],
          [1, 1],
        ]),
      ),
    ).toBe(false);
    expect(
      isCertainlyDefinite(
        matrix([
          [1, 1],
          [1, `${1 + 2 ** -52}`],
        ]),
      ),
    ).toBe(false);
    expect(isCertainlyDefinite(matrix([[0]]))).toBe(false);
    expect(isCertainlyDefinite(matrix([['1e-300']]))).toBe(false);
  });

  test('is never claimed of a matrix with a negative principal minor', () => {
    const entry = fc.integer({ min: -8, max: 8 });
    const symmetric = fc.array(fc.array(entry, { minLength: 3, maxLength: 3 }), { minLength: 3, maxLength: 3 });
    fc.assert(
      fc.property(symmetric, (rows) => {
        const m = matrix(
          rows.map((row, i) =>
            row.map((_, j) => (i === j ? Math.abs(rows[i]![i]!) : rows[Math.min(i, j)]![Math.max(i, j)]!)),
          ),
        );
        const negative = negativeMinor(m);
        if (negative !== undefined) expect(isCertainlyDefinite(m)).toBe(false);
        // A positive semidefinite matrix has no negative principal minor, of 2³ − 1.
        const minors = [[0], [1], [2], [0, 1], [0, 2], [1, 2], [0, 1, 2]].map((kept) => determinant(m, kept));
        expect(negative === undefined).toBe(minors.every(({ numerator }) => numerator >= 0n));
        if (negative !== undefined) expect(determinant(m, negative.rows)).toEqual(negative.minor);
      }),
      { numRuns: 300 },
    );
  });
});

/** The principal minor of some rows, by Laplace's expansion. */
function determinant(m: readonly (readonly Rational[])[], rows: readonly number[], columns = rows): Rational {
  const [first, ...rest] = rows;
  if (first === undefined) return QQ.one;
  return columns.reduce((sum, column, k) => {
    const minor = QQ.mul(m[first]![column]!, determinant(m, rest, columns.toSpliced(k, 1)));
    return QQ.add(sum, k % 2 === 0 ? minor : QQ.mul(rational(-1n), minor));
  }, QQ.zero);
}

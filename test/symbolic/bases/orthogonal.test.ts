import { hermite, hermiteBasis, normalisedCoefficients, orthogonalBasisTypes, ZZ } from 'isserlis/symbolic';
import { laws } from 'isserlis/testing';
import { describe, expect, test } from 'vitest';
import { formatRational, rational } from '../../../src/base/rational.ts';
import { normalisedValues, seriesFunction } from '../../../src/symbolic/bases/evaluate-series.ts';
import { monomialBasis } from '../../../src/symbolic/bases/monomial.ts';
import { gegenbauerBasis } from '../../../src/symbolic/bases/orthogonal/gegenbauer.ts';
import { laguerreBasis } from '../../../src/symbolic/bases/orthogonal/laguerre.ts';
import { legendre, legendreBasis } from '../../../src/symbolic/bases/orthogonal/legendre.ts';
import {
  sphereGegenbauerBasis,
  sphericalHarmonicCount,
} from '../../../src/symbolic/bases/orthogonal/sphere-gegenbauer.ts';
import { orthogonalBasisOf } from '../../../src/symbolic/bases/orthogonal-of.ts';
import { basisPolynomial, convert, fromMonomials, linearisation } from '../../../src/symbolic/bases/series.ts';
import { binomial, factorial } from '../../../src/symbolic/combinatorics.ts';
import { discrete } from '../../../src/symbolic/distributions/discrete.ts';
import { moments } from '../../../src/symbolic/distributions/moments.ts';
import type { OrthogonalBasis } from '../../../src/symbolic/polynomial-basis.ts';
import { primeField } from '../../../src/symbolic/rings/prime-field.ts';
import { QQ } from '../../../src/symbolic/rings/rationals.ts';
import { golden } from '../../golden/read.ts';
import { failureOf } from '../../testing/failure.ts';

const all = orthogonalBasisTypes.flatMap(({ examples }) => examples);
const sympy = golden<{ bases: Record<string, readonly (readonly string[])[]> }>('averages.json').bases;

describe('every orthogonal basis', () => {
  test.each(all.map((basis) => [basis.name, basis] as const))('%s obeys the laws', (_, basis) => {
    laws.orthogonalBasisLaws(basis, { numRuns: 15, maximumDegree: 5 });
  });

  test.each(Object.entries(sympy))('%s is that of SymPy', (name, polynomials) => {
    const basis = all.find((candidate) => candidate.name === name)!;
    polynomials.forEach((expected, n) => {
      expect(basisPolynomial(QQ, basis, n).map(formatRational)).toEqual(expected);
    });
  });

  test('powers of x', () => laws.basisLaws(monomialBasis, { numRuns: 15 }));
});

describe('orthogonal polynomials from moments', () => {
  test.each(all.map((basis) => [basis.name, basis] as const))('of the law of %s are its multiples', (_, basis) => {
    const made = orthogonalBasisOf(basis.distribution);
    for (let n = 0; n <= 5; n++) {
      const [f, monic] = [basisPolynomial(QQ, basis, n), basisPolynomial(QQ, made, n)];
      expect(monic.map((c) => formatRational(QQ.mul(c, f[n]!)))).toEqual(f.map(formatRational));
      expect(QQ.equal(QQ.mul(made.squaredNorm(n), QQ.mul(f[n]!, f[n]!)), basis.squaredNorm(n))).toBe(true);
    }
  });

  test('obey the laws, also where only a few values are taken', () => {
    laws.orthogonalBasisLaws(orthogonalBasisOf(discrete([0, 1, '5/2'], ['1/2', '1/3', '1/6'])), { numRuns: 10 });
    const coin = orthogonalBasisOf(discrete([-1, 1]));
    expect(basisPolynomial(QQ, coin, 2).map(formatRational)).toEqual(['-1', '0', '1']);
    expect([0, 1, 2, 5].map((n) => formatRational(coin.squaredNorm(n)))).toEqual(['1', '1', '0', '0']);
    expect(() => normalisedValues(coin, 2)).toThrow(/degree 2 is 0 almost surely/);
  });

  test('ask for no moment beyond 2n', () => {
    const three = orthogonalBasisOf(moments([0, 1, 0, 3]));
    expect(fromMonomials(QQ, three, [QQ.zero, QQ.zero, QQ.one]).map(formatRational)).toEqual(['1', '0', '1']);
    expect(formatRational(three.squaredNorm(2))).toBe('2');
    expect(() => orthogonalBasisOf(moments([0, 1, 0, '1/2'])).squaredNorm(2)).toThrow(
      /no law has these moments: the square of a polynomial of degree 2 would average -1\/2, below 0/,
    );
    expect(() => three.squaredNorm(3)).toThrow(
      /the moment E\[x\^5\] is needed, but only those up to E\[x\^4\] are known/,
    );
  });
});

describe('Hermite polynomials', () => {
  test('over Z, and over a prime field', () => {
    expect(hermite(ZZ, 6)).toEqual([-15n, 0n, 45n, 0n, -15n, 0n, 1n]);
    expect(hermite(primeField(7n), 6)).toEqual([6n, 0n, 3n, 0n, 6n, 0n, 1n]);
  });

  test('linearise by Feldheim’s formula, He_m He_n = Σ k! C(m,k) C(n,k) He_{m+n−2k}', () => {
    for (const [m, n] of [
      [0, 4],
      [3, 4],
      [5, 5],
    ] as const) {
      const expected = new Array<bigint>(m + n + 1).fill(0n);
      for (let k = 0; k <= m; k++) expected[m + n - 2 * k] = factorial(k) * binomial(m, k) * binomial(n, k);
      expect(linearisation(ZZ, hermiteBasis, m, n)).toEqual(expected);
    }
  });

  test('normalised in doubles, far beyond where n! fits', () => {
    // By the explicit formula in mpmath 1.3 with 60 digits.
    expect(normalisedValues(hermiteBasis, 200)(1.5)[200]).toBeCloseTo(-0.301800226948552, 12);
    const series = [1, -1, 0, 2].map((c) => rational(BigInt(c)));
    // √(2² 3!) = √24.
    expect([...normalisedCoefficients(hermiteBasis, series)]).toEqual([1, -1, 0, Math.sqrt(24)]);
    const tiny = { numerator: 1n, denominator: 10n ** 300n };
    expect(normalisedCoefficients(hermiteBasis, [tiny])[0]).toBeCloseTo(1e-300, 310);
  });
});

test('conversion between bases goes by way of neither', () => {
  const legendreSeries = [1, 2, 3, 4].map((c) => rational(BigInt(c)));
  const there = convert(QQ, legendreBasis, hermiteBasis, legendreSeries);
  expect(convert(QQ, hermiteBasis, legendreBasis, there)).toEqual(legendreSeries);
  expect(seriesFunction(hermiteBasis, [1, 2, 3])(0.5)).toBe(1 + 1 + 3 * (0.25 - 1));
});

test('spherical harmonics are counted as they are known', () => {
  // d = 3: 2k + 1; d = 2: 2 for k ≥ 1; d = 4: (k + 1)².
  expect([0, 1, 2, 5].map((k) => sphericalHarmonicCount(3, k))).toEqual([1n, 3n, 5n, 11n]);
  expect([0, 1, 2, 5].map((k) => sphericalHarmonicCount(2, k))).toEqual([1n, 2n, 2n, 2n]);
  expect([0, 1, 2, 5].map((k) => sphericalHarmonicCount(4, k))).toEqual([1n, 4n, 9n, 36n]);
});

test('bad degrees, parameters and rings are refused', () => {
  expect(() => hermite(ZZ, -1)).toThrow(/He: expected a degree, an integer ≥ 0, got -1/);
  expect(() => hermite(ZZ, 1.5)).toThrow(/got 1.5/);
  expect(() => legendre(ZZ, 2)).toThrow(/Z: expected an integer, got -1\/2/);
  expect(() => laguerreBasis(-1)).toThrow(/expected a number > -1, got -1/);
  expect(() => gegenbauerBasis(0)).toThrow(/λ ≠ 0/);
  expect(() => sphereGegenbauerBasis(1)).toThrow(/expected a dimension, an integer ≥ 2, got 1/);
});

describe('the laws of bases fail', () => {
  const broken = (change: Partial<OrthogonalBasis>): OrthogonalBasis => ({ ...hermiteBasis, ...change });
  test('where the explicit formula is not the recurrence’s', () => {
    expect(failureOf(() => laws.basisLaws(broken({ explicit: (n) => legendreBasis.explicit(n) })))).toMatch(
      /He: recurrence = explicit formula at 2/,
    );
  });
  test('where a norm or the law is wrong', () => {
    expect(failureOf(() => laws.orthogonalBasisLaws(broken({ squaredNorm: () => QQ.one })))).toMatch(/E\[p_2 p_2\]/);
    expect(failureOf(() => laws.orthogonalBasisLaws(broken({ distribution: legendreBasis.distribution })))).toMatch(
      /E\[p_1 p_1\]/,
    );
  });
});

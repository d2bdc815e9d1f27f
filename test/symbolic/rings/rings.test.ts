import fc from 'fast-check';
import { coefficients, polynomials, rationals, ringLaws, semiringLaws } from 'isserlis/testing';
import { describe, expect, test } from 'vitest';
import { exactValue } from '../../../src/base/coefficient.ts';
import { rational } from '../../../src/base/rational.ts';
import type { Polynomial } from '../../../src/symbolic/polynomial.ts';
import { power, type Ring } from '../../../src/symbolic/ring.ts';
import { Degree } from '../../../src/symbolic/rings/degree.ts';
import { dualNumbers } from '../../../src/symbolic/rings/dual-numbers.ts';
import { Heights } from '../../../src/symbolic/rings/height.ts';
import { ZZ } from '../../../src/symbolic/rings/integers.ts';
import {
  type PolynomialRing,
  polynomialRing,
  type SparsePolynomial,
} from '../../../src/symbolic/rings/polynomial-ring.ts';
import { primeField } from '../../../src/symbolic/rings/prime-field.ts';
import { rationalPolynomialRing } from '../../../src/symbolic/rings/rational-polynomial-ring.ts';
import { QQ } from '../../../src/symbolic/rings/rationals.ts';
import { failureOf } from '../../testing/failure.ts';

const integers = fc.bigInt({ min: -(2n ** 70n), max: 2n ** 70n });
const MERSENNE = 2n ** 61n - 1n;

/** Elements of K[x0, …] from a few terms; coefficients by K's own arbitrary. */
function elements<T>(P: PolynomialRing<T>, variables: number, c: fc.Arbitrary<T>): fc.Arbitrary<SparsePolynomial<T>> {
  const exponents = fc.array(fc.nat(2), { minLength: variables, maxLength: variables });
  return fc
    .array(fc.tuple(exponents, c), { maxLength: 5 })
    .map((terms) =>
      P.fromTerms(
        terms.map(([powers, coefficient]): [number, T] => [
          P.table.number(powers.flatMap((exponent, v): [number, number][] => (exponent > 0 ? [[v, exponent]] : []))),
          coefficient,
        ]),
      ),
    );
}

describe('rings', () => {
  test('Z', () => ringLaws(ZZ, integers));
  test('Q', () => ringLaws(QQ, rationals()));
  test.each([2n, 3n, 5n, 65537n, MERSENNE])('F_%s', (p) => {
    ringLaws(primeField(p), fc.bigInt({ min: 0n, max: p - 1n }));
  });
  test('dual numbers over Q and over F_p', () => {
    ringLaws(dualNumbers(QQ), fc.record({ value: rationals(), derivative: rationals() }));
    const residues = fc.bigInt({ min: 0n, max: 16n });
    ringLaws(dualNumbers(primeField(17n)), fc.record({ value: residues, derivative: residues }));
  });
  test('Z[x, y], Q[x], F_2[x, y], where doubles vanish, and Z[x][y]', () => {
    const overZ = polynomialRing(ZZ, 2);
    ringLaws(overZ, elements(overZ, 2, integers));
    const overQ = polynomialRing(QQ, 1);
    ringLaws(overQ, elements(overQ, 1, rationals()), { numRuns: 30 });
    const overF2 = polynomialRing(primeField(2n), 2);
    ringLaws(overF2, elements(overF2, 2, fc.bigInt({ min: 0n, max: 1n })));
    const inner = polynomialRing(ZZ, 1);
    const nested = polynomialRing(inner, 1);
    ringLaws(nested, elements(nested, 1, elements(inner, 1, fc.bigInt({ min: -9n, max: 9n }))), { numRuns: 30 });
  });
  test('Q[x, y] with a common denominator', () => {
    const K = rationalPolynomialRing(2);
    const numerators = elements(K.integral, 2, integers);
    ringLaws(K, fc.record({ numerator: numerators, denominator: fc.bigInt({ min: 1n, max: 2n ** 30n }) }));
  });
});

describe('semirings', () => {
  test('(max, +)', () => semiringLaws(Degree, fc.oneof(fc.nat(1000), fc.constant(-Infinity))));
  test('heights', () => {
    semiringLaws(
      Heights,
      fc.record({ norm: fc.bigInt({ min: 0n, max: 2n ** 60n }), denominator: fc.bigInt({ min: 1n, max: 2n ** 60n }) }),
    );
  });
});

describe('images of coefficients', () => {
  test('Q: the exact value', () => {
    fc.assert(
      fc.property(coefficients(), (c) => {
        expect(QQ.from(c)).toEqual(exactValue(c));
      }),
    );
  });

  test('Z: integers only', () => {
    expect([3, '-7', '6/2', '1e3'].map(ZZ.from)).toEqual([3n, -7n, 3n, 1000n]);
    expect(() => ZZ.from('1/2')).toThrow('Z: expected an integer, got 1/2');
    expect(() => ZZ.from(0.5)).toThrow('Z: expected an integer, got 1/2');
  });

  test('F_p: numerator by denominator, the residue that times the denominator is the numerator', () => {
    const F = primeField(MERSENNE);
    fc.assert(
      fc.property(coefficients(), (c) => {
        const { numerator, denominator } = exactValue(c);
        expect(F.mul(F.from(c), F.reduce(denominator))).toBe(F.reduce(numerator));
      }),
    );
    expect(primeField(7n).from(-1)).toBe(6n);
    expect(() => primeField(7n).from('1/14')).toThrow('F_7: 1/14 has no image: the prime divides its denominator');
  });

  test('the degree of a constant: 0, and −∞ for zero', () => {
    expect(['1/3', 0, '0/5', -0].map(Degree.from)).toEqual([0, -Infinity, -Infinity, -Infinity]);
  });
});

describe('what rings say of polynomials', () => {
  test('a variable out of range is refused', () => {
    const P = polynomialRing(ZZ, 2);
    for (const i of [-1, 2, 0.5]) expect(() => P.variable(i)).toThrow(`variable: expected an index below 2, got ${i}`);
  });

  test('dual numbers differentiate: (1 + ε)^n = 1 + n ε', () => {
    const dual = dualNumbers(ZZ);
    expect(power(dual, { value: 3n, derivative: 1n }, 5)).toEqual({ value: 243n, derivative: 405n });
  });

  test('heights bound sums and products of polynomials', () => {
    const heightOf = (f: Polynomial): { denominator: bigint; norm: bigint } => ({
      denominator: f.denominator,
      norm: f.numerators.reduce((sum, n) => sum + (n < 0n ? -n : n), 0n),
    });
    const K = rationalPolynomialRing(2);
    const lift = (f: Polynomial) => ({
      numerator: K.integral.fromTerms(
        [...f.terms()].map(({ factors }, t): [number, bigint] => [K.integral.table.number(factors), f.numerators[t]!]),
      ),
      denominator: f.denominator,
    });
    const two = polynomials({ variables: 2 });
    fc.assert(
      fc.property(two, two, fc.constantFrom('add', 'mul'), (f, g, operation) => {
        const exact = K[operation](lift(f), lift(g));
        const norm = exact.numerator.coefficients.reduce((sum, n) => sum + (n < 0n ? -n : n), 0n);
        const bound = Heights[operation](heightOf(f), heightOf(g));
        expect(norm * bound.denominator <= bound.norm * exact.denominator).toBe(true);
      }),
    );
  });

  test('a ring with a wrong product fails the laws', () => {
    const wrong: Ring<bigint> = { ...ZZ, mul: (a, b) => (a === 3n && b > 0n ? a * b + 1n : a * b) };
    expect(failureOf(() => ringLaws(wrong, fc.bigInt({ min: -5n, max: 5n })))).toMatch(/Z: .* is not /s);
    expect(failureOf(() => semiringLaws({ ...QQ, zero: rational(1n) }, rationals()))).toContain('Q: a + 0 = a');
    expect(failureOf(() => ringLaws({ ...ZZ, from: () => 1n }, integers))).toContain('Z: from(0) = 0');
  });
});

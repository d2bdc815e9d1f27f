import fc from 'fast-check';
import { polynomials, ringLaws } from 'isserlis/testing';
import { describe, expect, test } from 'vitest';
import { TooLargeError } from '../../../src/base/errors.ts';
import { rational } from '../../../src/base/rational.ts';
import { add, multiply, power, scale, subtract } from '../../../src/symbolic/operations/arithmetic.ts';
import { differences, equal } from '../../../src/symbolic/operations/compare.ts';
import {
  constantPolynomial,
  type Polynomial,
  polynomialFromTerms,
  variablePolynomial,
} from '../../../src/symbolic/polynomial.ts';
import { fromJson, poly, toJson } from '../polynomials.ts';

describe('polynomials are a ring', () => {
  test('in the same variables', () => {
    const constant = (n: bigint): Polynomial => constantPolynomial(['x1', 'x2', 'x3'], rational(n));
    const ring = {
      name: 'Q[x1, x2, x3]',
      zero: constant(0n),
      one: constant(1n),
      from: (c: number | string) => constant(BigInt(c)),
      add,
      mul: multiply,
      equal,
    };
    ringLaws(ring, polynomials({ maximumDegree: 3, maximumTerms: 4 }));
  });

  test('in variables that differ', () => {
    const constant = (n: bigint): Polynomial => constantPolynomial([], rational(n));
    const ring = {
      name: 'Q[…]',
      zero: constant(0n),
      one: constant(1n),
      from: (c: number | string) => constant(BigInt(c)),
      add,
      mul: multiply,
      equal,
    };
    const any = fc
      .constantFrom(['a', 'b'], ['b', 'c'], ['c', 'a'], ['d'], [])
      .chain((variables) => polynomials({ variables, maximumDegree: 3, maximumTerms: 4 }));
    ringLaws(ring, any);
  });
});

describe('by hand', () => {
  test('(x + y)(x − y) = x² − y²', () => {
    expect(toJson(multiply(poly('x y', [1, 1, 0], [1, 0, 1]), poly('x y', [1, 1, 0], [-1, 0, 1])))).toEqual([
      ['1', [[0, 2]]],
      ['-1', [[1, 2]]],
    ]);
  });

  test('(1 + x)^5 has the binomial coefficients', () => {
    expect(toJson(power(poly('x', [1, 0], [1, 1]), 5)).map(([c]) => c)).toEqual(['1', '5', '10', '10', '5', '1']);
  });

  test('variables are united, those of the first one first', () => {
    const sum = add(poly('b a', [1, 1, 0]), poly('c a', [1, 1, 0], [1, 0, 1]));
    expect([sum.variables, `${sum}`]).toEqual([['b', 'a', 'c'], 'b + a + c']);
    expect(multiply(poly('x', [2, 1]), poly('y', [3, 1])).variables).toEqual(['x', 'y']);
  });

  test('scaling by a coefficient takes it exactly', () => {
    expect(toJson(scale('3/7', poly('x', [7, 1], ['1/3', 0])))).toEqual([
      ['3', [[0, 1]]],
      ['1/7', []],
    ]);
    expect(toJson(scale(0.5, poly('x', [1, 1])))).toEqual([['1/2', [[0, 1]]]]);
    expect(scale(0, poly('x', [1, 1])).length).toBe(0);
    expect(() => scale('x', poly('x', [1, 1]))).toThrow("cannot read the number 'x'");
  });
});

describe('power', () => {
  test('is repeated multiplication', () => {
    fc.assert(
      fc.property(polynomials({ maximumDegree: 2, maximumTerms: 3 }), fc.nat(5), (f, n) => {
        const one = constantPolynomial(f.variables, rational(1n));
        expect(toJson(power(f, n))).toEqual(toJson(Array.from({ length: n }, () => f).reduce(multiply, one)));
      }),
      { numRuns: 50 },
    );
  });

  test('zero to the power 0 is 1', () => {
    expect(toJson(power(poly('x'), 0))).toEqual([['1', []]]);
    expect(toJson(power(poly('x'), 3))).toEqual([]);
  });

  test('needs an integer exponent ≥ 0', () => {
    for (const n of [-1, 0.5, NaN, Infinity])
      expect(() => power(poly('x', [1, 1]), n)).toThrow(`power: expected an integer exponent ≥ 0, got ${n}`);
  });

  test('that cannot fit is refused with its size, at once', () => {
    const many = polynomialFromTerms(
      Array.from({ length: 12 }, (_, i) => `x${i}`),
      Array.from({ length: 12 }, (_, i) => ({ coefficient: rational(1n), factors: [[i, 1]] as const })),
    );
    // C(60 + 11, 11) ≈ 8.6e11 monomials of degree 60 in 12 variables, as every one occurs.
    expect(() => power(many, 60)).toThrow(TooLargeError);
    expect(() => power(many, 60)).toThrow(
      /^power: the result may have \d\.\de\d+ terms of degree 60, over the limit of 5\.0e7\. Use polynomials of lower degree/,
    );
  });

  test('of few terms is done, however high', () => {
    expect(toJson(power(variablePolynomial(['x'], 'x'), 40_000))).toEqual([['1', [[0, 40_000]]]]);
    expect(power(poly('x', [1, 0], [1, 1]), 300).length).toBe(301);
    expect(() => power(variablePolynomial(['x'], 'x'), 70_000)).toThrow(
      'power: the result may have degree 70000, over the limit of 65535',
    );
  });
});

describe('multiply', () => {
  test('refuses a product that cannot fit', () => {
    const variables = (from: number): string[] => Array.from({ length: 10_000 }, (_, i) => `v${from + i}`);
    const sum = (from: number): Polynomial =>
      polynomialFromTerms(
        variables(from),
        Array.from({ length: 10_000 }, (_, i) => ({ coefficient: rational(1n), factors: [[i, 1]] as const })),
      );
    expect(() => multiply(sum(0), sum(10_000))).toThrow(/^multiply: the result may have 1\.0e8 terms of degree 2/);
  });
});

describe('comparison', () => {
  test('does not depend on the order of variables, nor on variables that do not occur', () => {
    expect(equal(poly('x y', [1, 1, 0], [2, 0, 3]), poly('y z x', [1, 0, 0, 1], [2, 3, 0, 0]))).toBe(true);
    expect(equal(poly('x y', [1, 1, 0]), poly('x y', [1, 0, 1]))).toBe(false);
  });

  test('differences lists the coefficients that differ, highest first', () => {
    const f = poly('x y', [1, 2, 0], ['1/2', 1, 1], [3, 0, 0]);
    const g = poly('x y', [1, 2, 0], ['1/3', 1, 1], [5, 0, 1]);
    expect(differences(f, g)).toEqual([
      {
        factors: [
          [0, 1],
          [1, 1],
        ],
        left: rational(1n, 2n),
        right: rational(1n, 3n),
      },
      { factors: [[1, 1]], left: rational(0n), right: rational(5n) },
      { factors: [], left: rational(3n), right: rational(0n) },
    ]);
    expect(differences(f, f)).toEqual([]);
    expect(differences(f, g, 1).length).toBe(1);
  });

  test('differences of variables in another order are those of the same monomials', () => {
    const f = poly('x y', [1, 2, 0], [3, 0, 1]);
    const g = poly('y x', [1, 0, 2], [4, 1, 0]);
    expect(differences(f, g)).toEqual([{ factors: [[1, 1]], left: rational(3n), right: rational(4n) }]);
  });

  test('differences are what subtraction leaves', () => {
    fc.assert(
      fc.property(polynomials(), polynomials(), (f, g) => {
        const found = differences(f, g, Infinity);
        expect(
          found.every(({ left, right }) => left.numerator * right.denominator !== right.numerator * left.denominator),
        ).toBe(true);
        const negative = found.map(({ factors, right }) => ({
          factors,
          coefficient: { ...right, numerator: -right.numerator },
        }));
        const left = found.map(({ factors, left: coefficient }) => ({ factors, coefficient }));
        expect(toJson(polynomialFromTerms(f.variables, [...left, ...negative]))).toEqual(toJson(subtract(f, g)));
      }),
    );
    expect(toJson(fromJson(['x'], []))).toEqual([]);
  });
});

import fc from 'fast-check';
import { polynomials, rationals } from 'isserlis/testing';
import { describe, expect, test } from 'vitest';
import { formatRational, gcd, type Rational, rational } from '../../../src/base/rational.ts';
import { add, multiply, scale } from '../../../src/symbolic/operations/arithmetic.ts';
import {
  coefficientOf,
  content,
  degree,
  degreeIn,
  filterTerms,
  homogeneousPart,
  homogeneousParts,
  isHomogeneous,
  largestCoefficient,
  leadingTerm,
  primitivePart,
  support,
} from '../../../src/symbolic/operations/structure.ts';
import { poly, toJson } from '../polynomials.ts';

const f = poly('x y z', ['-3/2', 3, 0, 0], ['9/4', 1, 2, 0], [6, 0, 1, 0], ['3/2', 0, 0, 0]);
const zero = poly('x y');
const magnitude = (q: Rational): Rational => ({ ...q, numerator: q.numerator < 0n ? -q.numerator : q.numerator });

describe('by hand', () => {
  test('degree, degree in a variable, support', () => {
    expect([degree(f), degreeIn(f, 'x'), degreeIn(f, 'y'), degreeIn(f, 'z')]).toEqual([3, 3, 2, 0]);
    expect([degree(zero), degreeIn(zero, 'x')]).toEqual([-Infinity, -Infinity]);
    expect([support(f), support(zero)]).toEqual([['x', 'y'], []]);
    expect(() => degreeIn(f, 'w')).toThrow("there is no variable 'w'");
  });

  test('content and primitive part: −3/2 x³ + 9/4 x y² + 6 y + 3/2 = 3/4 (−2 x³ + 3 x y² + 8 y + 2)', () => {
    expect(formatRational(content(f))).toBe('3/4');
    expect(`${primitivePart(f)}`).toBe('-2*x^3 + 3*x*y^2 + 8*y + 2');
    expect([formatRational(content(zero)), primitivePart(zero).length]).toEqual(['0', 0]);
  });

  test('coefficients', () => {
    expect(
      [{ x: 1, y: 2 }, { y: 2, x: 1, z: 0 }, { y: 1 }, {}, { z: 1 }, { x: 1 }].map((exponents) =>
        formatRational(coefficientOf(f, exponents)),
      ),
    ).toEqual(['9/4', '9/4', '6', '3/2', '0', '0']);
    expect(() => coefficientOf(f, { w: 1 })).toThrow("there is no variable 'w'");
    expect(() => coefficientOf(f, { x: -1 })).toThrow('coefficientOf: x: expected an exponent ≥ 0, got -1');
    expect(() => coefficientOf(f, { x: 0.5 })).toThrow('coefficientOf: x: expected an exponent ≥ 0, got 0.5');
  });

  test('leading term and largest coefficient', () => {
    expect(leadingTerm(f)).toEqual({ coefficient: rational(-3n, 2n), factors: [[0, 3]] });
    expect(leadingTerm(zero)).toBeUndefined();
    expect([formatRational(largestCoefficient(f)), formatRational(largestCoefficient(zero))]).toEqual(['6', '0']);
  });

  test('homogeneous parts, lowest first', () => {
    expect([...homogeneousParts(f)].map(([k, part]) => [k, `${part}`])).toEqual([
      [0, '3/2'],
      [1, '6*y'],
      [3, '-3/2*x^3 + 9/4*x*y^2'],
    ]);
    expect(homogeneousPart(f, 2).length).toBe(0);
    expect([isHomogeneous(f), isHomogeneous(homogeneousPart(f, 3)), isHomogeneous(zero)]).toEqual([false, true, true]);
  });

  test('the terms that a test keeps', () => {
    expect(`${filterTerms(f, (factors) => factors.some(([v]) => v === 1))}`).toBe('9/4*x*y^2 + 6*y');
  });
});

describe('for all polynomials', () => {
  test('content · primitive part = f, and the primitive part is integral without common factor', () => {
    fc.assert(
      fc.property(polynomials(), (g) => {
        const part = primitivePart(g);
        expect(toJson(scale(formatRational(content(g)), part))).toEqual(toJson(g));
        expect(part.denominator).toBe(1n);
        if (g.length > 0) expect(part.numerators.reduce(gcd, 0n)).toBe(1n);
      }),
    );
  });

  test('content is multiplicative (Gauss)', () => {
    fc.assert(
      fc.property(polynomials({ maximumTerms: 3 }), polynomials({ maximumTerms: 3 }), (g, h) => {
        const [a, b] = [content(g), content(h)];
        expect(content(multiply(g, h))).toEqual(rational(a.numerator * b.numerator, a.denominator * b.denominator));
      }),
    );
  });

  test('the homogeneous parts add up to f, each of its degree', () => {
    fc.assert(
      fc.property(polynomials(), (g) => {
        const parts = homogeneousParts(g);
        expect(toJson([...parts.values()].reduce(add, poly('x1 x2 x3')))).toEqual(toJson(g));
        for (const [k, part] of parts) {
          expect(part.length).toBeGreaterThan(0);
          expect(toJson(part).every(([, factors]) => factors.reduce((sum, [, e]) => sum + e, 0) === k)).toBe(true);
        }
      }),
    );
  });

  test('coefficientOf finds every term', () => {
    fc.assert(
      fc.property(polynomials(), rationals(), (g, c) => {
        for (const { coefficient, factors } of g.terms()) {
          const exponents = Object.fromEntries(factors.map(([v, e]) => [g.variables[v]!, e]));
          expect(coefficientOf(g, exponents)).toEqual(coefficient);
          const scaled = coefficientOf(scale(formatRational(c), g), exponents);
          expect(scaled).toEqual(
            rational(c.numerator * coefficient.numerator, c.denominator * coefficient.denominator),
          );
        }
      }),
      { numRuns: 50 },
    );
  });

  test('degree is the largest of the terms’, and that of a product the sum', () => {
    fc.assert(
      fc.property(polynomials(), polynomials(), (g, h) => {
        expect(degree(multiply(g, h))).toBe(degree(g) + degree(h));
        for (const x of g.variables) {
          const [a, b] = [degreeIn(g, x), degreeIn(h, x)];
          expect(degreeIn(multiply(g, h), x)).toBe(a + b);
        }
      }),
    );
  });

  test('the largest coefficient is one of the coefficients, and none is larger', () => {
    fc.assert(
      fc.property(
        polynomials().filter(({ length }) => length > 0),
        (g) => {
          const largest = largestCoefficient(g);
          const all = [...g.terms()].map(({ coefficient }) => magnitude(coefficient));
          expect(all).toContainEqual(largest);
          expect(all.every((c) => c.numerator * largest.denominator <= largest.numerator * c.denominator)).toBe(true);
        },
      ),
    );
  });
});

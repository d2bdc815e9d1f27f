import fc from 'fast-check';
import { coefficients, polynomials } from 'isserlis/testing';
import { describe, expect, test } from 'vitest';
import { TooLargeError } from '../../../src/base/errors.ts';
import { formatRational, rational } from '../../../src/base/rational.ts';
import { add, multiply, power } from '../../../src/symbolic/operations/arithmetic.ts';
import { equal } from '../../../src/symbolic/operations/compare.ts';
import { evaluate } from '../../../src/symbolic/operations/evaluate.ts';
import { compose, substitute } from '../../../src/symbolic/operations/substitute.ts';
import { polynomialFromTerms, variablePolynomial } from '../../../src/symbolic/polynomial.ts';
import { poly, toJson } from '../polynomials.ts';

describe('by hand', () => {
  const f = poly('x y', [1, 2, 0], [3, 1, 1], ['1/2', 0, 0]);

  test('numbers: the other variables are left', () => {
    const g = substitute(f, { y: '2/3' });
    expect([g.variables, `${g}`]).toEqual([['x'], 'x^2 + 2*x + 1/2']);
    expect(`${substitute(f, { x: 0, y: 7 })}`).toBe('1/2');
  });

  test('polynomials: (s + t)² + 3 (s + t) y + 1/2', () => {
    const g = substitute(f, { x: poly('s t', [1, 1, 0], [1, 0, 1]) });
    expect(g.variables).toEqual(['y', 's', 't']);
    expect(
      equal(g, poly('y s t', [1, 0, 2, 0], [2, 0, 1, 1], [1, 0, 0, 2], [3, 1, 1, 0], [3, 1, 0, 1], ['1/2', 0, 0, 0])),
    ).toBe(true);
  });

  test('all at once: x and y change places', () => {
    const swapped = substitute(f, { x: variablePolynomial(['y'], 'y'), y: variablePolynomial(['x'], 'x') });
    expect(equal(swapped, poly('y x', [1, 2, 0], [3, 1, 1], ['1/2', 0, 0]))).toBe(true);
  });

  test('a variable in terms of itself', () => {
    expect(`${substitute(poly('x', [1, 2]), { x: poly('x', [1, 1], [1, 0]) })}`).toBe('x^2 + 2*x + 1');
  });

  test('unknown variables and what is no number are refused', () => {
    expect(() => substitute(f, { z: 1 })).toThrow("variable: there is no variable 'z'. The variables are x, y");
    expect(() => substitute(f, { x: 'one' })).toThrow("substitute: x: cannot read the number 'one'");
    expect(() => compose(f, [f])).toThrow('compose: expected 2 polynomials, one for each variable, got 1');
  });
});

describe('for all polynomials', () => {
  test('substituting numbers is evaluating', () => {
    fc.assert(
      fc.property(polynomials(), fc.tuple(coefficients(), coefficients(), coefficients()), (f, [a, b, c]) => {
        const value = substitute(f, { x1: a, x2: b, x3: c });
        expect(value.variables).toEqual([]);
        expect(evaluate(value, [])).toEqual(evaluate(f, [a, b, c]));
        expect(evaluate(substitute(f, { x2: b }), [a, c])).toEqual(evaluate(f, [a, b, c]));
      }),
    );
  });

  test('composing and then evaluating is evaluating twice', () => {
    const inner = polynomials({ variables: ['s', 't'], maximumDegree: 2, maximumTerms: 3 });
    const point = fc.tuple(coefficients(), coefficients());
    fc.assert(
      fc.property(polynomials({ maximumTerms: 4 }), inner, inner, inner, point, (f, g, h, k, x) => {
        const image = [g, h, k].map((polynomial) => formatRational(evaluate(polynomial, x)));
        expect(evaluate(compose(f, [g, h, k]), x)).toEqual(evaluate(f, image));
      }),
      { numRuns: 50 },
    );
  });

  test('composing respects sums and products', () => {
    const inner = polynomials({ variables: ['s'], maximumDegree: 2, maximumTerms: 3 });
    const outer = polynomials({ variables: 2, maximumDegree: 3, maximumTerms: 3 });
    fc.assert(
      fc.property(outer, outer, inner, inner, (f, g, s, t) => {
        const at = (p: typeof f): typeof f => compose(p, [s, t]);
        expect(toJson(at(add(f, g)))).toEqual(toJson(add(at(f), at(g))));
        expect(toJson(at(multiply(f, g)))).toEqual(toJson(multiply(at(f), at(g))));
      }),
      { numRuns: 50 },
    );
  });

  test('substituting nothing, and each variable for itself, changes nothing', () => {
    fc.assert(
      fc.property(polynomials(), (f) => {
        expect(toJson(substitute(f, {}))).toEqual(toJson(f));
        expect(
          toJson(
            compose(
              f,
              f.variables.map((name) => variablePolynomial(f.variables, name)),
            ),
          ),
        ).toEqual(toJson(f));
      }),
    );
  });
});

test('a result that cannot fit is refused at once', () => {
  const sum = polynomialFromTerms(
    Array.from({ length: 12 }, (_, i) => `v${i}`),
    Array.from({ length: 12 }, (_, i) => ({ coefficient: rational(1n), factors: [[i, 1]] as const })),
  );
  const f = poly('x', [1, 60]);
  expect(() => substitute(f, { x: sum })).toThrow(TooLargeError);
  expect(() => substitute(f, { x: power(sum, 2) })).toThrow(/^substitute: the result may have .* terms of degree 120/);
  expect(`${substitute(f, { x: poly('y', [1, 1]) })}`).toBe('y^60');
});

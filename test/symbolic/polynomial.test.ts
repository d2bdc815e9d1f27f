import fc from 'fast-check';
import { polynomials, rationals } from 'isserlis/testing';
import { describe, expect, test } from 'vitest';
import { gcd, rational } from '../../src/base/rational.ts';
import { type Factor, factorsOf, gradedReverseLex } from '../../src/symbolic/monomials.ts';
import {
  constantPolynomial,
  degree,
  polynomialFromTerms,
  type Term,
  variablePolynomial,
} from '../../src/symbolic/polynomial.ts';
import { PolynomialMap } from '../../src/symbolic/polynomial-map.ts';
import { fromJson, poly, toJson } from './polynomials.ts';

describe('the canonical form', () => {
  test('terms fall in order, none is zero, none occurs twice; denominator and numerators have no common factor', () => {
    fc.assert(
      fc.property(polynomials(), (f) => {
        const factors = f.numerators.map((_, t) => factorsOf(f.monomials, t));
        for (let t = 1; t < factors.length; t++) expect(gradedReverseLex(factors[t - 1]!, factors[t]!)).toBeLessThan(0);
        expect(f.numerators.includes(0n)).toBe(false);
        expect(f.denominator > 0n).toBe(true);
        expect(f.numerators.reduce(gcd, f.denominator)).toBe(1n);
        expect([f.monomials.length, f.numerators.length]).toEqual([f.length, f.length]);
      }),
    );
  });

  test('does not depend on the order of the terms given', () => {
    const terms = fc.array(
      fc.record({
        coefficient: rationals(),
        factors: fc.constantFrom<Factor[][]>(
          [],
          [[0, 1]],
          [[1, 2]],
          [
            [0, 1],
            [1, 1],
          ],
        ),
      }),
    );
    fc.assert(
      fc.property(terms, (list) => {
        const [f, g] = [polynomialFromTerms(['x', 'y'], list), polynomialFromTerms(['x', 'y'], list.toReversed())];
        expect(toJson(f)).toEqual(toJson(g));
      }),
    );
  });

  test('terms come out as they went in', () => {
    fc.assert(
      fc.property(polynomials(), (f) => {
        expect(toJson(polynomialFromTerms(f.variables, f.terms()))).toEqual(toJson(f));
        expect(toJson(fromJson(f.variables, toJson(f)))).toEqual(toJson(f));
      }),
    );
  });

  test('by hand: x²/2 + y/3 + x²/6 − y/3 = 2 x²/3', () => {
    const f = poly('x y', ['1/2', 2, 0], ['1/3', 0, 1], ['1/6', 2, 0], ['-1/3', 0, 1]);
    expect([toJson(f), f.numerators, f.denominator, f.length]).toEqual([[['2/3', [[0, 2]]]], [2n], 3n, 1]);
    const zero = poly('x y', [1, 1, 0], [-1, 1, 0]);
    expect([zero.length, zero.denominator, `${zero}`, degree(zero)]).toEqual([0, 1n, '0', -Infinity]);
  });

  test('exponent 0 is no factor; factors may come in any order', () => {
    const term = (factors: readonly Factor[]): Term => ({ coefficient: rational(1n), factors });
    expect(
      toJson(
        polynomialFromTerms(
          ['x', 'y'],
          [
            term([
              [1, 2],
              [0, 0],
            ]),
            term([[1, 2]]),
          ],
        ),
      ),
    ).toEqual([['2', [[1, 2]]]]);
    expect(
      toJson(
        polynomialFromTerms(
          ['x', 'y'],
          [
            term([
              [1, 2],
              [0, 1],
            ]),
          ],
        ),
      ),
    ).toEqual([
      [
        '1',
        [
          [0, 1],
          [1, 2],
        ],
      ],
    ]);
  });
});

describe('what is no polynomial is refused', () => {
  const refusal =
    (factors: readonly Factor[]): (() => unknown) =>
    () =>
      polynomialFromTerms(['x', 'y'], [{ coefficient: rational(1n), factors }]);
  test.each<[string, Factor[], string]>([
    ['an index that is too large', [[2, 1]], 'polynomial: expected variable indices below 2, got 2'],
    ['an index that is no integer', [[0.5, 1]], 'polynomial: expected variable indices below 2, got 0.5'],
    ['a negative exponent', [[0, -1]], 'polynomial: expected exponents from 0 to 65535, got -1'],
    ['an exponent that is no integer', [[0, 0.5]], 'polynomial: expected exponents from 0 to 65535, got 0.5'],
    ['an exponent that is too large', [[0, 65536]], 'polynomial: expected exponents from 0 to 65535, got 65536'],
    [
      'a variable twice in one term',
      [
        [0, 1],
        [1, 1],
        [0, 2],
      ],
      'polynomial: the variable 0 occurs twice in a term',
    ],
  ])('%s', (_, factors, message) => {
    expect(refusal(factors)).toThrow(message);
  });

  test('the largest exponent is kept', () => {
    expect(degree(polynomialFromTerms(['x'], [{ coefficient: rational(1n), factors: [[0, 65535]] }]))).toBe(65535);
  });
});

test('constants and variables', () => {
  expect(toJson(constantPolynomial(['x'], rational(-3n, 6n)))).toEqual([['-1/2', []]]);
  expect(toJson(constantPolynomial(['x'], rational(0n)))).toEqual([]);
  expect(toJson(variablePolynomial(['x', 'y'], 'y'))).toEqual([['1', [[1, 1]]]]);
  expect(() => variablePolynomial(['x', 'y'], 'z')).toThrow(
    "variable: there is no variable 'z'. The variables are x, y",
  );
  expect(() =>
    variablePolynomial(
      Array.from({ length: 30 }, (_, i) => `v${i}`),
      'z',
    ),
  ).toThrow(/v19, …$/);
});

describe('PolynomialMap', () => {
  const map = new PolynomialMap(
    ['x'],
    [
      { name: 'u', polynomial: poly('x', [2, 1]) },
      { name: 'v', polynomial: poly('x', [3, 2]) },
    ],
  );

  test('gives outputs by name and by index, the first when left out', () => {
    expect([map.output(), map.output('v'), map.output(1), map.output('1')].map(String)).toEqual([
      '2*x',
      '3*x^2',
      '3*x^2',
      '3*x^2',
    ]);
  });

  test('takes a number for an index, and text for a name first', () => {
    const swapped = new PolynomialMap(
      ['x'],
      [
        { name: '1', polynomial: poly('x', [2, 1]) },
        { name: '0', polynomial: poly('x', [3, 2]) },
      ],
    );
    expect([swapped.output(), swapped.output(0), swapped.output(1)].map(String)).toEqual(['2*x', '2*x', '3*x^2']);
    expect([swapped.output('0'), swapped.output('1')].map(String)).toEqual(['3*x^2', '2*x']);
  });

  test('lists the outputs when there is none of a name', () => {
    for (const which of ['w', 2, -1, 0.5, ''])
      expect(() => map.output(which), `${which}`).toThrow(
        `output: there is no output '${which}'. Its outputs, by index from 0 and name, are 0 u, 1 v`,
      );
  });

  test('is written one output a line', () => {
    expect(`${map}`).toBe('u = 2*x\nv = 3*x^2');
  });
});

describe('notebooks', () => {
  const display = (value: object): Record<string, string> =>
    (value as unknown as Record<symbol, () => Record<string, string>>)[Symbol.for('Jupyter.display')]!();

  test('show a polynomial as mathematics', () => {
    const f = poly('x1 x2', ['3/7', 2, 0], [-1, 0, 1]);
    expect(display(f)).toEqual({
      'text/latex': '$\\displaystyle \\frac{3}{7} \\, x_{1}^{2} - x_{2}$',
      'text/plain': '3/7*x1^2 - x2',
    });
  });

  test('show a long one cut, saying how many terms are hidden', () => {
    const long = polynomialFromTerms(
      ['x'],
      Array.from({ length: 50 }, (_, e): Term => ({ coefficient: rational(1n), factors: e > 0 ? [[0, e]] : [] })),
    );
    expect(display(long)['text/plain']).toMatch(/^x\^49 \+ .* \(20 more terms\)$/);
    expect(display(long)['text/latex']).toContain('\\text{(20 more terms)}');
  });

  test('show a map one output a line', () => {
    const map = new PolynomialMap(
      ['x'],
      [
        { name: 'y1', polynomial: poly('x', [2, 1]) },
        { name: 'alpha', polynomial: poly('x', [3, 2]) },
      ],
    );
    expect(display(map)).toEqual({
      'text/latex': '$$\\begin{aligned} y_{1} &= 2 \\, x \\\\ \\alpha &= 3 \\, x^{2} \\end{aligned}$$',
      'text/plain': 'y1 = 2*x\nalpha = 3*x^2',
    });
  });
});

import fc from 'fast-check';
import { polynomials } from 'isserlis/testing';
import { describe, expect, test } from 'vitest';
import { rational } from '../../../src/base/rational.ts';
import { add, multiply, scale } from '../../../src/symbolic/operations/arithmetic.ts';
import { differentiate, gradient, hessian } from '../../../src/symbolic/operations/calculus.ts';
import { equal } from '../../../src/symbolic/operations/compare.ts';
import { homogeneousParts } from '../../../src/symbolic/operations/structure.ts';
import { compose } from '../../../src/symbolic/operations/substitute.ts';
import { constantPolynomial, type Polynomial, variablePolynomial } from '../../../src/symbolic/polynomial.ts';
import { poly, toJson } from '../polynomials.ts';

const variable = fc.constantFrom('x1', 'x2', 'x3');

describe('differentiate', () => {
  test('by hand: ∂/∂x of x³ y/3 + 2 x + y² is x² y + 2', () => {
    const f = poly('x y', ['1/3', 3, 1], [2, 1, 0], [1, 0, 2]);
    expect([toJson(differentiate(f, 'x')), toJson(differentiate(f, 'y'))]).toEqual([
      [
        [
          '1',
          [
            [0, 2],
            [1, 1],
          ],
        ],
        ['2', []],
      ],
      [
        ['1/3', [[0, 3]]],
        ['2', [[1, 1]]],
      ],
    ]);
    expect(differentiate(poly('x y', [1, 0, 1]), 'x').length).toBe(0);
    expect(() => differentiate(f, 'z')).toThrow("variable: there is no variable 'z'. The variables are x, y");
  });

  test('is linear', () => {
    fc.assert(
      fc.property(polynomials(), polynomials(), variable, (f, g, x) =>
        equal(differentiate(add(f, scale('2/3', g)), x), add(differentiate(f, x), scale('2/3', differentiate(g, x)))),
      ),
    );
  });

  test('obeys Leibniz: (f g)′ = f′ g + f g′', () => {
    fc.assert(
      fc.property(polynomials(), polynomials(), variable, (f, g, x) =>
        equal(
          differentiate(multiply(f, g), x),
          add(multiply(differentiate(f, x), g), multiply(f, differentiate(g, x))),
        ),
      ),
    );
  });

  test('obeys the chain rule: ∂_x (f ∘ g) = Σ_i (∂_i f ∘ g) ∂_x g_i', () => {
    const outer = polynomials({ variables: ['u', 'v'], maximumDegree: 3, maximumTerms: 4 });
    const inner = polynomials({ maximumDegree: 2, maximumTerms: 3 });
    fc.assert(
      fc.property(outer, inner, inner, variable, (f, g, h, x) => {
        const [inU, inV] = gradient(f).map((partial) => compose(partial, [g, h])) as [Polynomial, Polynomial];
        expect(
          equal(
            differentiate(compose(f, [g, h]), x),
            add(multiply(inU, differentiate(g, x)), multiply(inV, differentiate(h, x))),
          ),
        ).toBe(true);
      }),
      { numRuns: 50 },
    );
  });
});

test('gradient: Euler’s identity Σ x_i ∂_i f = k f for f homogeneous of degree k', () => {
  fc.assert(
    fc.property(polynomials(), (f) => {
      for (const [k, part] of homogeneousParts(f)) {
        const euler = gradient(part).reduce(
          (sum, partial, i) => add(sum, multiply(variablePolynomial(f.variables, f.variables[i]!), partial)),
          constantPolynomial(f.variables, rational(0n)),
        );
        expect(toJson(euler)).toEqual(toJson(scale(k, part)));
      }
    }),
  );
});

describe('hessian', () => {
  test('holds the second derivatives, in either order', () => {
    fc.assert(
      fc.property(polynomials(), (f) => {
        const rows = hessian(f);
        rows.forEach((row, i) => {
          row.forEach((entry, j) => {
            const [x, y] = [f.variables[i]!, f.variables[j]!];
            expect(toJson(entry)).toEqual(toJson(differentiate(differentiate(f, y), x)));
            expect(toJson(entry)).toEqual(toJson(rows[j]![i]!));
          });
        });
      }),
    );
  });

  test('of some variables only', () => {
    const f = poly('x y z', [1, 2, 1, 1]);
    expect(hessian(f, ['z', 'x']).map((row) => row.map(String))).toEqual([
      ['0', '2*x*y'],
      ['2*x*y', '2*y*z'],
    ]);
    expect(gradient(f, ['y']).map(String)).toEqual(['x^2*z']);
  });
});

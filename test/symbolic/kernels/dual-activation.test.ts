import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parsePolynomial } from '../../../src/symbolic/interop/mathjs.ts';
import { DUAL_VARIABLES, dualActivation } from '../../../src/symbolic/kernels/dual-activation.ts';
import { differentiate } from '../../../src/symbolic/operations/calculus.ts';
import { equal } from '../../../src/symbolic/operations/compare.ts';
import type { Polynomial } from '../../../src/symbolic/polynomial.ts';
import { coefficients } from '../../../src/testing/arbitraries/coefficients.ts';

const expectPolynomial = (f: Polynomial, text: string): void =>
  expect(`${f}`).toBe(`${parsePolynomial(text, DUAL_VARIABLES)}`);

describe('dualActivation', () => {
  // By hand from Isserlis' theorem, and E f² of one hidden layer at K = k: x² gives 3k², x³ gives 15k³.
  test.each([
    [[0, 1], 'K12'],
    [[0, 0, 1], 'K11*K22 + 2*K12^2'],
    [[0, 0, 0, 1], '9*K11*K12*K22 + 6*K12^3'],
    [[-1, 0, 1], 'K11*K22 + 2*K12^2 - K11 - K22 + 1'],
    [[5], '25'],
    [[], '0'],
    [[0, 0], '0'],
  ])('of %j', (c, expected) => expectPolynomial(dualActivation(c), expected));

  // E[u² v³] = 0 (odd), E[u v³] = 3 K12 K22, E[u² v⁴] = 3 K11 K22² + 12 K12² K22.
  test.each([
    [[0, 0, 1], [0, 0, 0, 1], '0'],
    [[0, 1], [0, 0, 0, 1], '3*K12*K22'],
    [[0, 0, 1], [0, 0, 0, 0, 1], '3*K11*K22^2 + 12*K12^2*K22'],
  ])('of %j with %j', (c, other, expected) => {
    expectPolynomial(dualActivation(c, { other }), expected);
  });

  test('of the derivatives is the derivative by K12 (Price)', () =>
    fc.assert(
      fc.property(
        fc.array(coefficients(), { maxLength: 6 }),
        fc.array(coefficients(), { maxLength: 6 }),
        fc.integer({ min: 0, max: 6 }),
        (c, other, derivative) => {
          let expected = dualActivation(c, { other });
          for (let d = 0; d < derivative; d++) expected = differentiate(expected, 'K12');
          expect(equal(dualActivation(c, { other, derivative }), expected)).toBe(true);
        },
      ),
    ));

  test('refuses what is no list of numbers, with the place', () => {
    expect(() => dualActivation([1, 'x'])).toThrow("activation: coefficients[1]: cannot read the number 'x'");
    expect(() => dualActivation([1], { other: [Number.NaN] })).toThrow('other activation: coefficients[0]');
    expect(() => dualActivation('x^2' as never)).toThrow('expected a list of numbers');
    expect(() => dualActivation([1], { derivative: -1 })).toThrow('derivative: expected an integer ≥ 0, got -1');
    expect(() => dualActivation([...new Array<number>(300).fill(0), 1])).toThrow(
      'expected degree 200 at most, got 300',
    );
    expect(() => dualActivation(new Array<number>(201).fill(1))).toThrow('it has 686901 terms, over the limit');
  });
});

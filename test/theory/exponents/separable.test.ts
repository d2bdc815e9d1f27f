import fc from 'fast-check';
import { Polynomial } from 'isserlis/symbolic';
import { informationExponent, leapComplexity, separableExponents, separableFunction } from 'isserlis/theory';
import { describe, expect, it, test } from 'vitest';
import { coefficientEnds } from '../../../src/theory/exponents/link-coefficients.ts';

const exponents = (text: string): readonly (number | undefined)[] => {
  const { informationExponent: e, leap, generativeLeap } = separableExponents(separableFunction(text));
  return [e.value, leap.value, generativeLeap.value ?? -generativeLeap.lower];
};

describe('sums of products of functions of one variable', () => {
  // The last is the generative leap, or minus its lower bound.
  it.each([
    ['tanh(x1)*x2 + x3', [1, 2, -2]],
    ['tanh(x1) + sin(x1)*abs(x2)', [1, 2, -2]],
    ['sin(x1)*sin(x2)*sin(x3)', [3, 3, -2]],
    ['exp(x1 + x2)', [1, 1, -1]],
    ['exp(x1 - 2*x2 + 1)*abs(x3)', [1, 2, -2]],
    ['(x1^2 - 1)*sign(x2)', [3, 3, -2]],
    ['sign(x1)*sign(x2)*sign(x3) + sign(x1)', [1, 2, -2]],
    ['-(cos(x1) - exp(-1/2))*x2', [3, 3, -2]],
    ['x1^2*exp(-x1^2) + 0*tanh(x1)*x2', [4, 4, 4]],
    ['0*tanh(x1)*x2', [Infinity, 0, 0]],
    ['x1^2*exp(-x1^2)', [4, 4, 4]],
  ] as const)('%s', (text, expected) => {
    expect(exponents(text)).toEqual(expected);
  });

  test('are those of polynomials where they are polynomials', () => {
    const factor = fc.constantFrom('1', 'x', '(x^2 - 1)', '(x^3 - 3x)', '(x^2 + x)', 'x^2');
    const term = fc
      .tuple(fc.integer({ min: 1, max: 3 }), factor, factor)
      .map(([c, g, h]) => `${c}*${g.replaceAll('x', 'x1')}*${h.replaceAll('x', 'x2')}`);
    fc.assert(
      fc.property(fc.array(term, { minLength: 1, maxLength: 3 }), (terms) => {
        const text = terms.join(' + ').replace(/(\d)x/g, '$1*x');
        const f = Polynomial.parse(text);
        const found = separableExponents(separableFunction(text));
        const [e, leap] = [informationExponent(f), leapComplexity(f)];
        const within = ({ lower, upper }: typeof e, value: number): boolean => lower <= value && value <= upper;
        expect(within(found.informationExponent, e.value!) && within(found.leap, leap.value!)).toBe(true);
        if (terms.length === 1)
          expect([found.informationExponent.value, found.leap.value]).toEqual([e.value, leap.value]);
      }),
      { numRuns: 30 },
    );
  });

  test('have coefficients that are products', () => {
    const { coefficients } = separableExponents(separableFunction('3*tanh(x1)*abs(x2)'), 3);
    const found = coefficients.find(({ term }) => term === 'He1(x1) He2(x2)')!.value;
    if (found.kind === 'rational') throw new Error('no rational');
    const { lower, upper } = coefficientEnds(found);
    // 3 E[z tanh z] √(2/π); E[z tanh z] = E[1 − tanh² z] = 0.605705509602 (mpmath).
    const expected = 3 * 0.605705509602 * Math.sqrt(2 / Math.PI);
    expect(lower - 1e-11 <= expected && expected <= upper + 1e-11).toBe(true);
  });

  it.each(['tanh(x1*x2)', 'sqrt(x1 + x2)', 'x1/(x2 + x3)', '(x1 + sin(x2))^(1/2)', '(x1 + sin(x2))^-1', 'x1^x2'])(
    '%s is refused, saying what is accepted',
    (text) => {
      expect(() => separableFunction(text)).toThrow(/does not split.*Accepted are/s);
    },
  );
  test('sizes are checked', () => {
    expect(() => separableFunction('(x1 + sin(x2))^16*(x3 + cos(x4))^16')).toThrow(/200 terms/);
    const many = Array.from({ length: 30 }, (_, i) => `sin(x${i})`).join(' + ');
    expect(() => separableExponents(separableFunction(many))).toThrow(/coefficients up to order/);
  });
});

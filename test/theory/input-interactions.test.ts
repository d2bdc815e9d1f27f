import { network, polynomial } from 'isserlis/network';
import { expand, PolynomialMap, parsePolynomial } from 'isserlis/symbolic';
import { coefficientsByDegree, inputInteractions, largestTerms, strongestInteractions } from 'isserlis/theory';
import { describe, expect, test } from 'vitest';
import { log10 } from '../../src/theory/coefficients-by-degree.ts';
import { busiestVariables } from '../../src/theory/input-interactions.ts';
import { coefficientLatex, monomialLatex, monomialText } from '../../src/theory/largest-terms.ts';

const map = (...texts: string[]): PolynomialMap => {
  const variables = ['x', 'y', 'z'];
  return new PolynomialMap(
    variables,
    texts.map((text, k) => ({ name: `f${k}`, polynomial: parsePolynomial(text, variables) })),
  );
};

describe('input interactions', () => {
  // Σ |c| without the constant: 3 + 2 + 5 = 10.
  const interactions = inputInteractions(map('3*x*y - 2*x^2 + 7', '-5*x*y*z'));

  test('are shares of Σ |c|, on the diagonal of the input alone', () => {
    expect(interactions.shares).toEqual([
      [0.2, 0.8, 0.5],
      [0.8, 0, 0.5],
      [0.5, 0.5, 0],
    ]);
    expect(interactions.totals).toEqual([1, 0.8, 0.5]);
  });

  test('are listed by falling share, and variables by theirs', () => {
    expect(strongestInteractions(interactions).map(({ first, second, share }) => [first, second, share])).toEqual([
      ['x', 'y', 0.8],
      ['x', 'z', 0.5],
      ['y', 'z', 0.5],
    ]);
    expect(busiestVariables(interactions, 2)).toEqual([0, 1]);
  });

  test('are 0 where all is constant', () => {
    expect(
      inputInteractions(map('4'))
        .shares.flat()
        .every((share) => share === 0),
    ).toBe(true);
    expect(strongestInteractions(inputInteractions(map('x + y^3')))).toEqual([]);
  });
});

describe('coefficients by degree', () => {
  test('are summed up over all outputs by quantiles that are coefficients', () => {
    const summaries = coefficientsByDegree(map('x + 10*y - 100*z', '1000*x + 1/10'));
    expect(summaries.map(({ degree, terms }) => [degree, terms])).toEqual([
      [0, 1],
      [1, 4],
    ]);
    const { smallest, lowerQuartile, median, upperQuartile, largest } = summaries[1]!;
    [smallest, lowerQuartile, median, upperQuartile, largest].forEach((value, i) => {
      expect(value).toBeCloseTo([0, 0, 1, 2, 3][i]!, 12);
    });
  });

  test('have logarithms of any size', () => {
    expect(log10({ numerator: -(10n ** 400n), denominator: 3n })).toBeCloseTo(400 - Math.log10(3), 10);
    expect(log10({ numerator: 7n, denominator: 10n ** 500n })).toBeCloseTo(Math.log10(7) - 500, 10);
    expect(log10({ numerator: 1n, denominator: 1n })).toBe(0);
  });
});

describe('the largest terms', () => {
  test('come by falling |coefficient|', () => {
    const { variables } = map('0');
    const f = parsePolynomial('2*x - 9*y^2*z + 5 + 1/3*x*y', variables);
    const terms = largestTerms(f, 3);
    expect(terms.map((term) => monomialText(variables, term))).toEqual(['y^2*z', '1', 'x']);
    expect(monomialLatex(['x1', 'x2', 'x3'], terms[0]!)).toBe('x_{2}^{2} \\, x_{3}');
  });

  test('have coefficients that are exact when short and cut, never rounded, when long', () => {
    const latex = (numerator: bigint, denominator: bigint): string => coefficientLatex({ numerator, denominator }, 6);
    expect(latex(-3n, 7n)).toBe('-\\tfrac{3}{7}');
    expect(latex(12n, 1n)).toBe('12');
    expect(latex(-199999999999n, 100000000000n)).toBe('-1.99999\\ldots');
    expect(latex(128500000001n, 10000000000n)).toBe('12.8500\\ldots');
    expect(latex(1n, 123456789012345n)).toBe('8.10000\\ldots \\times 10^{-15}');
    expect(latex(120000000000001n, 1000000000n)).toBe('120000\\ldots');
  });

  test('are none of the zero polynomial', () => {
    expect(largestTerms(expand(network({ inputs: 1, layers: [polynomial([0])] })).output(), 5)).toEqual([]);
  });
});

import fc from 'fast-check';
import {
  constantOf,
  cue,
  equal,
  evaluate,
  expectation,
  expectedValue,
  gaussian,
  independent,
  normal,
  Polynomial,
  power,
  rademacher,
  standardGaussian,
  symbolicCovariance,
  uniform,
} from 'isserlis/symbolic';
import { covariances, gaussians, laws, polynomials } from 'isserlis/testing';
import { describe, expect, it, test } from 'vitest';
import { formatRational, type Rational, rational } from '../../src/base/rational.ts';
import { factorsOf } from '../../src/symbolic/monomials.ts';
import { QQ } from '../../src/symbolic/rings/rationals.ts';
import { heat } from '../../src/symbolic/wick.ts';
import { golden } from '../golden/read.ts';

const p = (text: string, variables?: readonly string[]): Polynomial => Polynomial.parse(text, variables);
const x123 = ['x1', 'x2', 'x3'];

/** Isserlis' theorem as it is stated: the sum over all pairings. The oracle. */
function byPairings(f: Polynomial, covariance: readonly (readonly Rational[])[]): Rational {
  const over = (items: readonly number[]): Rational => {
    const [first, ...rest] = items;
    if (first === undefined) return QQ.one;
    return rest.reduce(
      (sum, other, i) => QQ.add(sum, QQ.mul(covariance[first]![other]!, over(rest.toSpliced(i, 1)))),
      QQ.zero,
    );
  };
  let sum = QQ.zero;
  for (let t = 0; t < f.length; t++) {
    const items = factorsOf(f.monomials, t).flatMap(([v, e]) => new Array<number>(e).fill(v));
    if (items.length % 2 === 0) sum = QQ.add(sum, QQ.mul(f.coefficient(t), over(items)));
  }
  return sum;
}

describe('expectation under Gaussians', () => {
  const cases = golden<{
    gaussians: {
      variables: string[];
      polynomial: string;
      covariance: string[][];
      mean: string[];
      expectation: string;
    }[];
    symbolic: { exponents: number[]; expectation: string }[];
  }>('averages.json');

  test.each(cases.gaussians)('is SymPy’s, by a factor of the covariance: $polynomial', (c) => {
    const measure = gaussian({ covariance: c.covariance, mean: c.mean });
    expect(formatRational(expectedValue(p(c.polynomial, c.variables), measure))).toBe(c.expectation);
  });

  test.each(cases.symbolic)('with a symbolic covariance is the sum over pairings by SymPy: $exponents', (c) => {
    const variables = c.exponents.map((_, i) => `x${i + 1}`);
    const f = p(variables.map((name, i) => `${name}^${c.exponents[i]}`).join('*'));
    const measure = gaussian({ covariance: symbolicCovariance(variables.length) });
    expect(equal(expectation(f, measure), p(c.expectation))).toBe(true);
  });

  it('is the sum over pairings, singular covariances among them', () => {
    fc.assert(
      fc.property(covariances(3), polynomials({ variables: x123, maximumDegree: 6 }), (covariance, f) => {
        expect(formatRational(expectedValue(f, gaussian({ covariance })))).toBe(
          formatRational(byPairings(f, covariance)),
        );
      }),
    );
  });

  it('is exp(½ Σ C_ij ∂_i ∂_j) f at the mean', () => {
    fc.assert(
      fc.property(gaussians(x123, { means: true }), polynomials({ variables: x123 }), (measure, f) => {
        const mean = x123.map((_, i) => {
          const m = measure.entries(x123).mean(i);
          return m === undefined ? '0' : formatRational(constantOf(m, 'mean'));
        });
        expect(formatRational(evaluate(heat(f, measure, 1), mean))).toBe(formatRational(expectedValue(f, measure)));
      }),
    );
  });

  it('with symbols is what numbers in their place give', () => {
    const symbolic = gaussian({ covariance: symbolicCovariance(3), mean: ['m1', 'm2', 'm3'], variables: x123 });
    fc.assert(
      fc.property(covariances(3), polynomials({ variables: x123 }), (covariance, f) => {
        const general = expectation(f, symbolic);
        const values = Object.fromEntries(
          general.variables.map((name) => {
            const [, i, j] = /^C_(\d)_(\d)$/.exec(name) ?? [];
            return [name, i === undefined ? '1/3' : formatRational(covariance[Number(i) - 1]![Number(j) - 1]!)];
          }),
        );
        const measure = gaussian({ covariance, mean: ['1/3', '1/3', '1/3'] });
        expect(formatRational(evaluate(general, values))).toBe(formatRational(expectedValue(f, measure)));
      }),
      { numRuns: 50 },
    );
  });

  test('keeps the variables that are not averaged, and takes symbols in mean and covariance', () => {
    const measure = gaussian({ covariance: [['v']], mean: ['m'], variables: ['x'] });
    expect(`${expectation(p('a*x^4 + x^3'), measure)}`).toBe('a*m^4 + 6*a*v*m^2 + 3*a*v^2 + m^3 + 3*v*m');
    // The same name in the polynomial and the measure is the same indeterminate.
    expect(`${expectation(p('m*x'), measure)}`).toBe('m^2');
    expect(
      `${expectation(
        p('x1^2*x2^2'),
        gaussian({
          covariance: [
            [1, 'r'],
            ['r', 1],
          ],
        }),
      )}`,
    ).toBe('2*r^2 + 1');
  });

  test('takes the steps that the formula names: E x^{2k} = (2k − 1)!!', () => {
    expect(formatRational(expectedValue(p('x^20'), standardGaussian()))).toBe('654729075');
    expect(expectedValue(p('x^1001'), standardGaussian())).toEqual(rational(0n));
  });

  test('at the edges: zero, constants, no variables, degree 0, a variance of 0', () => {
    expect(formatRational(expectedValue(p('0', ['x']), standardGaussian()))).toBe('0');
    expect(formatRational(expectedValue(p('-7/3'), standardGaussian()))).toBe('-7/3');
    expect(formatRational(expectedValue(p('x^4 + 1'), gaussian({ covariance: [[0]], mean: [2] })))).toBe('17');
    expect(
      formatRational(
        expectedValue(
          p('x + y'),
          gaussian({
            covariance: [
              [1, 1],
              [1, 1],
            ],
          }),
        ),
      ),
    ).toBe('0');
    const huge = `${10n ** 60n + 1n}`;
    expect(formatRational(expectedValue(p('x^2'), gaussian({ covariance: [[huge]] })))).toBe(huge);
  });

  test('floats mean their exact value', () => {
    expect(formatRational(expectedValue(p('x^2'), gaussian({ covariance: [[0.1]] })))).toBe(
      '3602879701896397/36028797018963968',
    );
  });

  test('independent blocks are multiplied, however many', () => {
    const names = Array.from({ length: 60 }, (_, i) => `x${i + 1}`);
    const f = p(names.map((name) => `${name}^2`).join('*'));
    expect(formatRational(expectedValue(f, standardGaussian()))).toBe('1');
    // Pairs with correlation 1/2: E[x² y²] = 1 + 2/4.
    const covariance = names.map((_, i) => names.map((_, j) => (i === j ? 1 : (i ^ 1) === j ? '1/2' : 0)));
    expect(expectedValue(f, gaussian({ covariance, variables: names }))).toEqual(rational(3n ** 30n, 2n ** 30n));
  });

  test('exponents beyond one number for all of them are looked up as text', () => {
    const names = Array.from({ length: 80 }, (_, i) => `x${i + 1}`);
    const covariance = names.map((_, i) => names.map((_, j) => (i === j ? 2 : 1)));
    const f = p(names.map((name, i) => `${name}^2*${names[(i + 1) % 80]}^2`).join(' + '));
    // E[x² y²] = 4 + 2.
    expect(formatRational(expectedValue(f, gaussian({ covariance, variables: names })))).toBe('480');
  });

  test('a job that cannot end is refused before it starts', () => {
    const names = Array.from({ length: 40 }, (_, i) => `x${i + 1}`);
    const f = p(names.map((name) => `${name}^2`).join('*'));
    const covariance = names.map((_, i) => names.map((_, j) => (i === j ? 2 : 1)));
    expect(() => expectation(f, gaussian({ covariance, variables: names }))).toThrow(
      /it may take .* moments of degree up to 80, over the limit/,
    );
    expect(() => expectation(p('x^5000'), standardGaussian())).toThrow(/expected degrees up to 4000, got 5000/);
    expect(() =>
      expectation(power(p('a+b+c+d+f+g'), 6), gaussian({ covariance: symbolicCovariance(6) })),
    ).not.toThrow();
  });

  test('says how far it is', () => {
    const seen: [number, number][] = [];
    const f = power(p('a + b + c + d'), 8);
    expectation(f, standardGaussian(), { progress: (done, total) => seen.push([done, total]) });
    expect(f.length).toBe(165);
    expectation(power(p('a + b + c + d'), 12), standardGaussian(), {
      progress: (done, total) => seen.push([done, total]),
    });
    expect(seen).toEqual([[256, 455]]);
  });
});

describe('the laws hold', () => {
  test('E is linear and positive', () => laws.expectationIsLinearAndPositive());
  test('E is linear and positive under independent laws', () =>
    laws.expectationIsLinearAndPositive(fc.constantFrom(independent(uniform(0, 1)), independent(rademacher()))));
  test('E of an odd polynomial is 0', () => laws.oddExpectationIsZero());
  test('Stein’s lemma', () => laws.steinLemma());
  test('Mehler’s formula', () => laws.mehlerFormula({ numRuns: 50 }));
});

describe('bad input', () => {
  it.each([
    [
      [
        [1, 0],
        [1, 1],
      ],
      /it is not symmetric: entry \(2, 1\) is 1, entry \(1, 2\) is 0/,
    ],
    [
      [
        [1, 'r'],
        ['s', 1],
      ],
      /it is not symmetric: entry \(2, 1\) is s, entry \(1, 2\) is r/,
    ],
    [
      [
        [1, 2],
        [2, 1],
      ],
      /it is not positive semidefinite: the principal minor of rows 1, 2 is -3, below 0/,
    ],
    [
      [
        [0, 2],
        [2, 1],
      ],
      /the principal minor of rows 1, 2 is -4, below 0/,
    ],
    [
      [
        [1, 1, 2],
        [1, 1, 1],
        [2, 1, 9],
      ],
      /the principal minor of rows 1, 2, 3 is -1, below 0/,
    ],
    [
      [
        [1, 0, 0],
        [0, 0, 1],
        [0, 1, 0],
      ],
      /the principal minor of rows 1, 2, 3 is -1, below 0|rows 2, 3 is -1/,
    ],
    [[['-1/2']], /the principal minor of row 1 is -1\/2, below 0/],
    [
      [
        ['r', 1],
        [1, -1],
      ],
      /the principal minor of row 2 is -1, below 0/,
    ],
    [[[1, 2]], /expected a square matrix, got 1 rows and 2 entries in row 1/],
    [[], /expected a matrix, a list of rows/],
    [[['1/0']], /entry \(1, 1\): '1\/0' has a zero denominator/],
    [[['sin(r)']], /entry \(1, 1\): 'sin\(r\)' 'sin\(r\)' is not part of a polynomial/],
    [[[Number.NaN]], /entry \(1, 1\): expected a finite number, got NaN/],
  ])('a covariance %j is refused', (covariance, message) => {
    expect(() => gaussian({ covariance })).toThrow(message);
  });

  test('sizes and names that do not fit', () => {
    const two = gaussian({
      covariance: [
        [1, 0],
        [0, 1],
      ],
    });
    expect(() => expectation(p('x'), two)).toThrow(/the covariance is for 2 variables, the polynomial has 1: x/);
    expect(() => gaussian({ covariance: [[1]], mean: [1, 2] })).toThrow(
      /mean: expected 1 entries, one for each row, got 2/,
    );
    expect(() => gaussian({ covariance: [[1]], variables: ['x', 'y'] })).toThrow(/variables: expected 1 entries/);
    expect(() => standardGaussian(['x', 'x'])).toThrow(/the name 'x' occurs twice/);
    expect(() => expectation(p('x'), gaussian({ covariance: [['x']] }))).toThrow(
      /is for 1 variables, the polynomial has 0 besides the parameters x/,
    );
    expect(() => expectation(p('x'), gaussian({ covariance: [['x']], variables: ['x'] }))).toThrow(
      /'x' is a parameter of the measure and a variable that it averages/,
    );
    expect(() => expectedValue(p('a*x^2'), standardGaussian(['x']))).toThrow(
      /expected a number, got a polynomial in a/,
    );
    expect(() => expectation('x^2' as never, standardGaussian())).toThrow(/expected a polynomial/);
  });

  test('a singular covariance far from definite is decided exactly, a definite one in floats', () => {
    const n = 30;
    const row = Array.from({ length: n }, (_, i) => Math.sin(i + 1));
    // Rank one, with exact doubles.
    const low = row.map((a) => row.map((b) => formatRational(QQ.mul(exact(a), exact(b)))));
    expect(() => gaussian({ covariance: low })).not.toThrow();
    const high = low.map((entries, i) => entries.map((entry, j) => (i === j ? `${row[i]! ** 2 + 1}` : entry)));
    expect(() => gaussian({ covariance: high })).not.toThrow();
    const indefinite = high.map((entries, i) =>
      entries.map((entry, j) => (i === n - 1 && j === i ? '-1/1000' : entry)),
    );
    expect(() => gaussian({ covariance: indefinite })).toThrow(
      /is not positive semidefinite: the principal minor of rows 1, 2, /,
    );
  });
});

const exact = (x: number): Rational => {
  const scaled = Math.round(x * 2 ** 20);
  return rational(BigInt(scaled), 2n ** 20n);
};

describe('all measures', () => {
  test('a sum of averages over blocks of variables is the average', () => {
    const f = p('x^2*y + x*y^3 + 2');
    const inner = expectation(f, independent({ y: normal(1, 2) }));
    expect(`${expectation(inner, independent({ x: rademacher() }))}`).toBe(
      `${expectation(f, independent({ x: rademacher(), y: normal(1, 2) }))}`,
    );
    expect(`${expectation(p('a*p1*q1 + b'), cue(1))}`).toBe('a + b');
  });
});

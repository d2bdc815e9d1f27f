import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rational } from '../../../src/base/rational.ts';
import { formats } from '../../../src/symbolic/formats.generated.ts';
import { parsePolynomial } from '../../../src/symbolic/interop/mathjs.ts';
import { differences } from '../../../src/symbolic/operations/compare.ts';
import { polynomialFromTerms } from '../../../src/symbolic/polynomial.ts';
import { polynomialMapFromJson } from '../../../src/symbolic/polynomial-json.ts';
import { PolynomialMap } from '../../../src/symbolic/polynomial-map.ts';
import { polynomials } from '../../../src/testing/index.ts';

const f = parsePolynomial('3/7*x1^2*x3 - x2 + 5');
const map = new PolynomialMap(f.variables, [{ name: 'y1', polynomial: f }]);
const two = new PolynomialMap(f.variables, [
  { name: 'first', polynomial: f },
  { name: 'zero', polynomial: polynomialFromTerms(f.variables, []) },
]);
const write = (name: string, of: PolynomialMap, options = {}): string =>
  [...formats.find((format) => format.name === name)!.write(of, options)].join('');

describe('formats', () => {
  it('are those that the command line names', () => {
    expect(formats.map(({ name }) => name)).toEqual(['csv', 'json', 'latex', 'mathematica', 'sympy', 'text']);
  });

  it('write one output', () => {
    expect(write('text', map)).toBe('y1 = 3/7*x1^2*x3 - x2 + 5\n');
    expect(write('sympy', map)).toBe('Rational(3, 7)*x1**2*x3 - x2 + 5\n');
    expect(write('mathematica', map)).toBe('3/7*x1^2*x3 - x2 + 5\n');
    expect(write('latex', map)).toBe('y_{1} = \\frac{3}{7} \\, x_{1}^{2} \\, x_{3} - x_{2} + 5\n');
    expect(write('csv', map)).toBe('output,coefficient,x1,x2,x3\ny1,3/7,2,0,1\ny1,-1,0,1,0\ny1,5,0,0,0\n');
    expect(JSON.parse(write('json', map))).toEqual({
      format: 'isserlis/polynomial@1',
      variables: ['x1', 'x2', 'x3'],
      outputs: [
        {
          name: 'y1',
          terms: [
            [
              '3/7',
              [
                [0, 2],
                [2, 1],
              ],
            ],
            ['-1', [[1, 1]]],
            ['5', []],
          ],
        },
      ],
    });
  });

  it('write several outputs', () => {
    expect(write('text', two)).toBe('first = 3/7*x1^2*x3 - x2 + 5\nzero = 0\n');
    expect(write('sympy', two)).toBe('[\nRational(3, 7)*x1**2*x3 - x2 + 5,\n0,\n]\n');
    expect(write('mathematica', two)).toBe('{\n3/7*x1^2*x3 - x2 + 5,\n0\n}\n');
    expect(write('latex', two)).toContain('&= 0\n\\end{aligned}');
    expect(polynomialMapFromJson(JSON.parse(write('json', two))).output('zero').length).toBe(0);
  });

  it('say how many terms they hide', () => {
    expect(write('text', map, { terms: 1 })).toBe('y1 = 3/7*x1^2*x3 + … (2 more terms)\n');
    expect(write('csv', map, { terms: 2 })).toContain('# y1: 1 more terms hidden');
    expect(write('sympy', two, { terms: 1 })).toContain('x3, # + 2 more terms hidden');
    expect(() => write('json', map, { terms: 1 })).toThrow(/always complete/);
  });

  it('quote names in CSV as RFC 4180 asks', () => {
    const g = polynomialFromTerms(['a,b', 'say "x"'], [{ coefficient: rational(1n), factors: [[0, 1]] }]);
    expect(write('csv', new PolynomialMap(g.variables, [{ name: 'y', polynomial: g }]))).toBe(
      'output,coefficient,"a,b","say ""x"""\ny,1,1,0\n',
    );
  });
});

describe('JSON and text', () => {
  it('read back what was written', () => {
    fc.assert(
      fc.property(polynomials(), (g) => {
        const written = new PolynomialMap(g.variables, [{ name: 'y1', polynomial: g }]);
        expect(differences(polynomialMapFromJson(JSON.parse(write('json', written))).output(), g)).toEqual([]);
        expect(differences(parsePolynomial(`${g}`, g.variables), g)).toEqual([]);
      }),
    );
  });
});

describe('a polynomial file', () => {
  const file = (change: object = {}): unknown => ({
    format: 'isserlis/polynomial@1',
    variables: ['x', 'y'],
    outputs: [{ name: 'y1', terms: [['1/2', [[0, 1]]]] }],
    ...change,
  });
  const terms = (...list: unknown[]): unknown => file({ outputs: [{ name: 'y1', terms: list }] });

  it('is taken for what it means: any order, repeated monomials, fractions not in lowest terms', () => {
    const read = polynomialMapFromJson(terms(['2/4', [[0, 1]]], ['1', [[1, 2]]], ['1/2', [[0, 1]]], ['0', []]));
    expect(`${read.output()}`).toBe('y^2 + x');
  });

  it.each([
    [[], /expected an object of format isserlis\/polynomial@1, got a list/],
    [
      file({ format: 'isserlis/polynomial@2' }),
      /format: expected version isserlis\/polynomial@1, got isserlis\/polynomial@2/,
    ],
    [file({ format: 'other' }), /expected "isserlis\/polynomial@1", got "other"/],
    [file({ variables: ['x', 'x'] }), /'x' occurs twice/],
    [file({ variables: 2 }), /variables: expected a list of names/],
    [file({ outputs: [] }), /outputs: expected a list of polynomials/],
    [file({ outputs: [{ terms: [] }] }), /outputs\[0\]\.name: expected a string/],
    [file({ outputs: [{ name: 'y1' }] }), /outputs\[0\]\.terms: expected a list of terms/],
    [terms(['1/0', []]), /terms\[0\]: '1\/0' has a zero denominator/],
    [terms(['x', []]), /terms\[0\]: cannot read the number 'x'/],
    [terms([1, []]), /expected a coefficient as a string/],
    [terms(['1', [[2, 1]]]), /expected variable indices from 0 to 1, got 2/],
    [terms(['1', [[0, -1]]]), /expected \[variable index, exponent\], got \[0,-1\]/],
    [terms(['1', [[0, 0.5]]]), /expected \[variable index, exponent\]/],
    [terms(['1', [[0, 70000]]]), /expected exponents up to 65535/],
    [
      terms([
        '1',
        [
          [0, 1],
          [0, 2],
        ],
      ]),
      /the variable 0 occurs twice/,
    ],
    [terms('1'), /terms\[0\]: expected \["p\/q"/],
  ])('is refused with its place when malformed: %j', (json, message) => {
    expect(() => polynomialMapFromJson(json)).toThrow(message);
  });
});

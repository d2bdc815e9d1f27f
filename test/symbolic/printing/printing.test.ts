import fc from 'fast-check';
import { polynomials, rationals } from 'isserlis/testing';
import { describe, expect, test } from 'vitest';
import { absolute, parseRational, rational } from '../../../src/base/rational.ts';
import { latexName, latexOf } from '../../../src/symbolic/printing/latex.ts';
import { LONGEST_COEFFICIENT, leadingDigits } from '../../../src/symbolic/printing/layout.ts';
import { mathematicaOf } from '../../../src/symbolic/printing/mathematica.ts';
import { identifiers } from '../../../src/symbolic/printing/names.ts';
import { sympyOf } from '../../../src/symbolic/printing/sympy.ts';
import { textOf } from '../../../src/symbolic/printing/text.ts';
import { golden } from '../../golden/read.ts';
import { fromJson, type JsonTerm, poly } from '../polynomials.ts';

const f = poly('x1 x2', ['3/7', 2, 0], [-1, 0, 1], [1, 0, 0]);
const sumOf = (...names: string[]) =>
  fromJson(
    names,
    names.map((_, i): JsonTerm => ['1', [[i, 1]]]),
  );

describe('each notation', () => {
  test('by hand', () => {
    expect(textOf(f)).toBe('3/7*x1^2 - x2 + 1');
    expect(latexOf(f)).toBe('\\frac{3}{7} \\, x_{1}^{2} - x_{2} + 1');
    expect(sympyOf(f)).toBe('Rational(3, 7)*x1**2 - x2 + 1');
    expect(mathematicaOf(f)).toBe('3/7*x1^2 - x2 + 1');
  });

  test.each([
    ['zero', poly('x'), ['0', '0', '0', '0']],
    ['one', poly('x', [1, 0]), ['1', '1', '1', '1']],
    ['minus one', poly('x', [-1, 0]), ['-1', '-1', '-1', '-1']],
    [
      'a negative leading term',
      poly('x y', ['-1/2', 1, 2], [-1, 1, 0]),
      ['-1/2*x*y^2 - x', '-\\frac{1}{2} \\, x \\, y^{2} - x', '-Rational(1, 2)*x*y**2 - x', '-1/2*x*y^2 - x'],
    ],
    ['coefficient −1', poly('x', [-1, 3]), ['-x^3', '-x^{3}', '-x**3', '-x^3']],
  ])('%s', (_, g, expected) => {
    expect([textOf(g), latexOf(g), sympyOf(g), mathematicaOf(g)]).toEqual(expected);
  });
});

describe('a cut-off', () => {
  const g = poly('x', [5, 4], [4, 3], [-3, 2], [2, 1], [1, 0]);

  test('shows the highest terms and says how many are hidden', () => {
    expect(textOf(g, { terms: 2 })).toBe('5*x^4 + 4*x^3 + … (3 more terms)');
    expect(textOf(g, { terms: 4 })).toBe('5*x^4 + 4*x^3 - 3*x^2 + 2*x + … (1 more term)');
    expect(latexOf(g, { terms: 2 })).toBe('5 \\, x^{4} + 4 \\, x^{3} + \\cdots \\; \\text{(3 more terms)}');
    expect(sympyOf(g, { terms: 2 })).toBe('5*x**4 + 4*x**3 # + 3 more terms hidden');
    expect(mathematicaOf(g, { terms: 2 })).toBe('5*x^4 + 4*x^3 (* + 3 more terms hidden *)');
  });

  test('says nothing when all are shown', () => {
    for (const print of [textOf, latexOf, sympyOf, mathematicaOf]) {
      expect(print(g, { terms: 5 })).toBe(print(g));
      expect(print(g, { terms: 100 })).toBe(print(g));
    }
  });

  test('shown and hidden terms are all the terms', () => {
    fc.assert(
      fc.property(polynomials({ maximumTerms: 12 }), fc.integer({ min: 1, max: 12 }), (h, terms) => {
        const text = textOf(h, { terms });
        const hidden = Number(/\((\d+) more/.exec(text)?.[1] ?? 0);
        const shown = h.length === 0 ? 0 : text.replace(/ \+ … .*/, '').split(/ [+-] /).length;
        expect([shown + hidden, shown]).toEqual([h.length, Math.min(terms, h.length)]);
      }),
    );
  });
});

describe('cut digits', () => {
  const long = fromJson(
    ['x'],
    [
      [`${10n ** 50n + 7n}/${3n ** 40n}`, [[0, 2]]],
      ['-1/3', [[0, 1]]],
    ],
  );

  test('are shown as cut, short coefficients stay exact', () => {
    // (10^50 + 7)/3^40 = 8.2252633399695…e30
    expect(textOf(long, { digits: 6 })).toBe('8.22526…e30*x^2 - 1/3*x');
    expect(latexOf(long, { digits: 6 })).toBe('8.22526\\ldots \\times 10^{30} \\, x^{2} - \\frac{1}{3} \\, x');
    expect(sympyOf(long, { digits: 6 })).toBe("Float('8.22526e30')*x**2 - Rational(1, 3)*x");
    expect(mathematicaOf(long, { digits: 6 })).toBe('8.22526*^30*x^2 - 1/3*x');
    expect(textOf(long)).toContain(`${10n ** 50n + 7n}`);
  });

  test('are inexact numbers where the notation has those, also without a point', () => {
    const hundred = fromJson(
      ['x'],
      [
        [`${10n ** 45n}/${10n ** 43n - 1n}`, [[0, 1]]],
        [`1/${10n ** 45n - 1n}`, []],
      ],
    );
    expect(textOf(hundred, { digits: 3 })).toBe('100…*x + 1…e-45');
    expect(mathematicaOf(hundred, { digits: 3 })).toBe('100.*^0*x + 1.*^-45');
    expect(sympyOf(hundred, { digits: 3 })).toBe("Float('100e0')*x + Float('1e-45')");
  });

  test('are the leading digits, truncated', () => {
    const positive = rationals()
      .filter(({ numerator }) => numerator !== 0n)
      .map((q) => ({ ...q, numerator: absolute(q.numerator) }));
    const scaled = fc
      .tuple(positive, fc.integer({ min: -60, max: 60 }))
      .map(([{ numerator, denominator }, k]) =>
        rational(numerator * 10n ** BigInt(Math.max(k, 0)), denominator * 10n ** BigInt(Math.max(-k, 0))),
      );
    fc.assert(
      fc.property(scaled, fc.integer({ min: 1, max: 30 }), (q, digits) => {
        const [mantissa, exponent] = leadingDigits(q, digits);
        const shown = parseRational(`${mantissa}e${exponent}`);
        // shown ≤ q < shown + one unit of its last place; the first digit is not zero.
        const leading = leadingDigits(q, 1);
        const last = parseRational(`1e${Number(leading[1]) + exponentOf(leading[0]) - digits + 1}`);
        const next = rational(
          shown.numerator * last.denominator + last.numerator * shown.denominator,
          shown.denominator * last.denominator,
        );
        expect(shown.numerator * q.denominator <= q.numerator * shown.denominator).toBe(true);
        expect(q.numerator * next.denominator < next.numerator * q.denominator).toBe(true);
        expect(mantissa).toMatch(/^(?:[1-9]\d*(?:\.\d+)?|0\.0*[1-9]\d*)$/);
      }),
      { numRuns: 300 },
    );
  });

  /** The power of ten of the first digit. */
  const exponentOf = (mantissa: string): number =>
    mantissa.startsWith('0.') ? -/^0\.(0*)/.exec(mantissa)![1]!.length - 1 : mantissa.split('.')[0]!.length - 1;

  test('cut only what is longer than it may be', () => {
    const digits = (n: number): bigint => 10n ** BigInt(n) - 1n;
    expect(textOf(fromJson(['x'], [[`${digits(LONGEST_COEFFICIENT - 1)}`, [[0, 1]]]]), { digits: 3 })).toBe(
      `${digits(LONGEST_COEFFICIENT - 1)}*x`,
    );
    expect(textOf(fromJson(['x'], [[`${digits(LONGEST_COEFFICIENT)}`, [[0, 1]]]]), { digits: 3 })).toBe('9.99…e39*x');
  });
});

describe('awkward names', () => {
  const awkward = ['sepal length (cm)', 'lambda', 'S', 'W1_2_3', 'größe', 'od280/od315', '2nd', "it's", '_', 'α'];

  test('in text: letters, digits and single underscores', () => {
    expect(textOf(sumOf(...awkward))).toBe(
      'sepal_length_cm + lambda + S + W1_2_3 + größe + od280_od315 + x_2nd + it_s + x_ + α',
    );
  });

  test('in text, equal ones are numbered, and no number meets a name', () => {
    expect(identifiers(['a b', 'a-b', 'a_b2', 'x 1', 'x-1', 'x.1'])).toEqual([
      'a_b',
      'a_b3',
      'a_b2',
      'x_1',
      'x_1_2',
      'x_1_3',
    ]);
    fc.assert(
      fc.property(
        fc.uniqueArray(
          fc.oneof(fc.string({ maxLength: 3 }), fc.constantFrom('a_', 'a', 'a2', 'a 2', 'a_2', 'a2_2', 'a.')),
          { maxLength: 8 },
        ),
        (names) => {
          const cleaned = identifiers(names);
          expect(new Set(cleaned).size).toBe(names.length);
          for (const name of cleaned)
            expect(name).toMatch(/^[A-Za-z\u00C0-\u02AF\u0370-\u03FF][A-Za-z0-9_\u00C0-\u02AF\u0370-\u03FF]*$/);
        },
      ),
    );
  });

  test('in SymPy, as SymPy reads them', () => {
    for (const { variables, terms, text } of golden<{
      texts: { variables: string[]; terms: JsonTerm[]; text: string }[];
    }>('sympy.json').texts)
      expect(sympyOf(fromJson(variables, terms))).toBe(text);
  });

  test('in SymPy, none that it has taken is left bare', () => {
    const { names } = golden<{ names: string[] }>('sympy.json');
    expect(names).toContain('hn1');
    for (const name of names) expect(sympyOf(sumOf(name))).toBe(`Symbol('${name}')`);
  });

  test('in Mathematica: no underscores, which are patterns, and no built-in symbols', () => {
    expect(mathematicaOf(sumOf('sepal length (cm)', 'lambda', 'S', 'W1_2_3', 'Sin', 'E', 'Log2', 'X1'))).toBe(
      'sepal$length$cm + lambda + S$ + W1$2$3 + Sin$ + E$ + Log2$ + X1',
    );
    expect(mathematicaOf(sumOf('x 1', 'x-1', 'a.', 'a'))).toBe('x$1 + x$1$2 + a2 + a');
    fc.assert(
      fc.property(fc.uniqueArray(fc.string({ maxLength: 3 }), { minLength: 1, maxLength: 8 }), (names) => {
        const printed = mathematicaOf(sumOf(...names)).split(' + ');
        expect(new Set(printed).size).toBe(names.length);
        for (const name of printed) expect(name).toMatch(/^[A-Za-z][A-Za-z0-9$]*$/);
      }),
    );
  });

  test('in LaTeX', () => {
    const cases = {
      x: 'x',
      x1: 'x_{1}',
      x_12: 'x_{12}',
      alpha: '\\alpha',
      beta2: '\\beta_{2}',
      W1_2_3: 'W^{(1)}_{2,3}',
      b2_1: 'b^{(2)}_{1}',
      age: '\\mathrm{age}',
      'sepal length (cm)': '\\mathrm{sepal\\ length\\ (cm)}',
      'a_b%': '\\mathrm{a\\_b\\%}',
      größe: '\\mathrm{größe}',
    };
    for (const [name, latex] of Object.entries(cases)) expect(latexName(name), name).toBe(latex);
    expect(latexOf(poly('W1_2_3 x1', [1, 2, 3]))).toBe('\\left(W^{(1)}_{2,3}\\right)^{2} \\, x_{1}^{3}');
  });

  test('in LaTeX, names that would look alike are told apart', () => {
    expect(latexOf(sumOf('x1', 'x_1', 'y'))).toBe('\\mathrm{x1} + \\mathrm{x\\_1} + y');
  });
});

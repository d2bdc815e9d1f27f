import fc from 'fast-check';
import {
  closedGaussianCoefficients,
  contains,
  differentiateFormula,
  encloseFormula,
  evaluateFormula,
  formatConstant,
  functionNames,
  type InputError,
  middleOf,
  parityParts,
  parseFormula,
  parseRational,
  polynomialOfFormula,
  rational,
  rationalPolynomialOfFormula,
  realEnclosures,
} from 'isserlis/symbolic';
import { formulaTexts, laws } from 'isserlis/testing';
import { describe, expect, it, test } from 'vitest';
import { endNumber, isBounded, magnitude } from '../../../src/symbolic/enclosure/enclosure.ts';
import { growthOf } from '../../../src/symbolic/formula/growth.ts';
import { golden } from '../../golden/read.ts';

const K = realEnclosures(200);
const { values } = golden<{ values: Record<string, Record<string, string>> }>('formulas.json');

describe('parseFormula', () => {
  it.each([
    ['x^3 - 3x', 2, 2],
    ['2x(x+1)', 3, 24],
    ['x(x+1)', 3, 12],
    ['-x^2', 3, -9],
    ['max(x, 0, 1/2)', -1, 0.5],
    ['min(x, 2)', 5, 2],
    ['0.1x', 10, 1],
    ['log(x, 2)', 8, 3],
    ['e^x', 0, 1],
    ['leakyRelu(x, 1/4)', -8, -2],
    ['step(x) + sign(x)', 0, 0.5],
    ['pow(x, 2)', 3, 9],
    ['1/2*tau', 1, Math.PI],
  ])('reads %s', (text, x, expected) => {
    expect(evaluateFormula(parseFormula(text), x)).toBeCloseTo(expected, 12);
  });

  it.each([
    ['foo(x) + 1', /no function 'foo'.*\n {2}foo\(x\) \+ 1\n {2}\^/s],
    ['1 + geluu(x)', /Did you mean 'gelu'.*\n {2}1 \+ geluu\(x\)\n {6}\^/s],
    ['x + y', /no variable or constant 'y'.*\n {6}\^/s],
    ['relu x', /'relu' has no argument/],
    ['gelu(x, 2)', /gelu expects 1 argument, got 2/],
    ['1/0', /divides by zero/],
    ['x +', /cannot be read/],
    ['(x', /cannot be read/],
    ['', /empty/],
    ['x!', /operation '!'/],
    ['x > 0', /operation '>'/],
    ['[x]', /no part of a formula/],
    ['x^100000', /over 1000/],
  ])('refuses %j, showing where', (text, message) => {
    const read = (): unknown => parseFormula(text);
    expect(read).toThrow(message);
    expect(read).toThrow(expect.objectContaining({ name: 'InputError' }) as InputError);
  });

  it('knows every function by its first name, in doubles and in enclosures alike', () => {
    for (const name of functionNames) {
      const f = parseFormula(`${name}(x)`);
      const x = 0.7;
      expect(middleOf(encloseFormula(f, K, K.from(x)))).toBeCloseTo(evaluateFormula(f, x), 12);
    }
  });
});

test('values as in mpmath, to 45 digits', () => {
  for (const [text, points] of Object.entries(values))
    for (const [eighths, expected] of Object.entries(points)) {
      const value = encloseFormula(parseFormula(text), K, K.from(rational(BigInt(eighths), 8n)));
      const slack = K.mul(K.abs(value), K.from(parseRational('1e-45')));
      const widened = K.add(value, { lower: -slack.upper, upper: slack.upper, exponent: slack.exponent });
      const small = expected === '0';
      expect(
        small ? middleOf(magnitude(value)) < 1e-45 : contains(widened, parseRational(expected)),
        `${text} at ${eighths}/8`,
      ).toBe(true);
    }
});

test('enclosures at two precisions agree', () => laws.enclosuresAgree());

test('the derivative is the difference quotient’s limit', () => {
  fc.assert(
    fc.property(formulaTexts(2), fc.double({ min: -3, max: 3, noNaN: true }), (text, x) => {
      const f = parseFormula(text);
      const at = (h: number): number =>
        middleOf(
          K.div(K.sub(encloseFormula(f, K, K.add(K.from(x), K.from(h))), encloseFormula(f, K, K.from(x))), K.from(h)),
        );
      const [left, right] = [at(-(2 ** -60)), at(2 ** -60)];
      // Not at a kink.
      fc.pre(Math.abs(left - right) < 1e-6);
      const slope = middleOf(encloseFormula(differentiateFormula(f), K, K.from(x)));
      expect(Math.abs(slope - right)).toBeLessThan(1e-5 * (1 + Math.abs(slope)));
    }),
  );
});

describe('polynomials are found, exactly', () => {
  it.each([
    ['x^3 - 3x', ['0', '-3', '0', '1']],
    ['(x+1/2)^2 - x^2', ['1/4', '1']],
    ['pi*x + sqrt(8)', ['2*sqrt(2)', 'pi']],
    ['x*exp(1)/sqrt(pi)', ['0', 'exp(1)/sqrt(pi)']],
    ['0*x', []],
    ['relu(3)x', ['0', '3']],
  ])('%s', (text, expected) => {
    expect(polynomialOfFormula(parseFormula(text))?.map(formatConstant)).toEqual(expected);
  });
  it.each(['relu(x)', '1/x', 'x^(1/2)', 'exp(x)', 'x/(1+x^2)'])('%s is none', (text) => {
    expect(polynomialOfFormula(parseFormula(text))).toBeUndefined();
    expect(rationalPolynomialOfFormula(parseFormula(text))).toBeUndefined();
  });
});

test('even and odd parts add up and have their parity', () => {
  fc.assert(
    fc.property(formulaTexts(2), fc.double({ min: -4, max: 4, noNaN: true }), (text, x) => {
      const f = parseFormula(text);
      const parts = parityParts(f);
      if (parts === undefined) return;
      const [even, odd] = [parts.even, parts.odd].map((g) => (t: number) => evaluateFormula(g, t));
      expect(even!(x) + odd!(x)).toBeCloseTo(evaluateFormula(f, x), 9);
      expect(even!(-x)).toBeCloseTo(even!(x), 9);
      expect(odd!(-x)).toBeCloseTo(-odd!(x), 9);
    }),
  );
  expect(parityParts(parseFormula('exp(x)'))).toBeUndefined();
  expect(polynomialOfFormula(parityParts(parseFormula('gelu(x)'))!.odd)?.map(formatConstant)).toEqual(['0', '1/2']);
});

describe('growth at infinity', () => {
  test('bounds the formula from some point on, on both sides', () => {
    const R = realEnclosures(60);
    fc.assert(
      fc.property(
        formulaTexts(3),
        fc.double({ min: 8, max: 30, noNaN: true }),
        fc.constantFrom(1 as const, -1 as const),
        (text, x, side) => {
          const f = parseFormula(text);
          const { factor, power, most } = growthOf(f, R, 8, side);
          if (!isBounded(factor)) return;
          const bound = endNumber(magnitude(factor), 'upper') * x ** power * Math.exp(most[0] * x + most[1] * x * x);
          const value = endNumber(magnitude(encloseFormula(f, K, K.from(side * x))), 'lower');
          expect(value).toBeLessThanOrEqual(bound * (1 + 1e-9) + 1e-300);
        },
      ),
    );
  });
  it.each([
    ['gelu(x)', 1, 0, 0],
    ['exp(x^2)', 0, 0, 1],
    ['x^2*exp(3x)', 2, 3, 0],
    ['sqrt(1+x^4)', 2, 0, 0],
    ['sigmoid(x)', 0, 0, 0],
    ['exp(-x^2)*x', 1, 0, -1],
  ])('%s grows like x^%d exp(%d x + %d x²)', (text, power, linear, square) => {
    const found = growthOf(parseFormula(text), realEnclosures(60), 8, 1);
    expect(found.power).toBe(power);
    expect(found.most[0]).toBeCloseTo(linear, 9);
    expect(found.most[1]).toBeCloseTo(square, 9);
  });
});

describe('closed Gaussian coefficients', () => {
  // From the integrals: THEORY of the field's papers and by hand.
  it.each([
    // ReLU, even n ≥ 2: (−1)^(n/2+1) (n−3)!!/√(2π)
    [
      'relu(x)',
      [
        'sqrt(2)/(2*sqrt(pi))',
        '1/2',
        'sqrt(2)/(2*sqrt(pi))',
        '0',
        '-sqrt(2)/(2*sqrt(pi))',
        '0',
        '3*sqrt(2)/(2*sqrt(pi))',
      ],
    ],
    ['exp(x)', ['exp(1/2)', 'exp(1/2)', 'exp(1/2)']],
    ['sin(x)', ['0', 'exp(-1/2)', '0', '-exp(-1/2)']],
    // c₄ = −4√3/27
    ['x^2*exp(-x^2)', ['sqrt(3)/9', '0', '0', '0', '-4*sqrt(3)/27']],
    ['x^3 - 3x', ['0', '0', '0', '6', '0']],
    ['relu(x)^2', ['1/2', 'sqrt(2)/sqrt(pi)', '1']],
    ['x^4', ['3', '0', '12', '0', '24', '0']],
  ])('%s', (text, expected) => {
    expect(closedGaussianCoefficients(parseFormula(text), expected.length)?.map(formatConstant)).toEqual(expected);
  });
  it('are none where none is known', () => {
    for (const text of ['tanh(x)', 'exp(x^2)', 'relu(x + 1)', '1/x'])
      expect(closedGaussianCoefficients(parseFormula(text), 3)).toBeUndefined();
  });
});

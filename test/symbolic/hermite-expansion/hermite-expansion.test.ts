import {
  contains,
  enclosedDecimal,
  formatConstant,
  hermiteExpansion,
  middleOf,
  parseRational,
  realEnclosures,
} from 'isserlis/symbolic';
import { laws } from 'isserlis/testing';
import { describe, expect, it, test } from 'vitest';
import type { Enclosure } from '../../../src/symbolic/enclosure/enclosure.ts';
import { parseFormula } from '../../../src/symbolic/formula/parse-formula.ts';
import { gaussianMoments } from '../../../src/symbolic/hermite-expansion/gaussian-moments.ts';
import { golden } from '../../golden/read.ts';

const { hermite, norms } = golden<{ hermite: Record<string, string[]>; norms: Record<string, string> }>(
  'formulas.json',
);
const K = realEnclosures(300);

/** Whether 34 digits of a golden decimal lie in the enclosure. */
function agrees(value: Enclosure, expected: string): boolean {
  if (expected === '0') return Math.abs(middleOf(value)) < 1e-30;
  const slack = K.mul(K.abs(K.from(parseRational(expected))), K.from(parseRational('1e-34')));
  return contains(
    K.add(value, { lower: -slack.upper, upper: slack.upper, exponent: slack.exponent }),
    parseRational(expected),
  );
}

describe('coefficients are those of mpmath', () => {
  test.each(Object.keys(hermite))('%s', (text) => {
    const { coefficients, squaredNorm } = hermiteExpansion(text, { terms: 13, digits: 32 });
    for (const { degree, tier, coefficient } of coefficients) {
      expect(agrees(coefficient, hermite[text]![degree]!), `${text}, degree ${degree}`).toBe(true);
      const { digits } = enclosedDecimal(coefficient, 30);
      expect(tier === 'exact' || digits === 30).toBe(true);
    }
    expect(agrees(squaredNorm!.value, norms[text]!)).toBe(true);
  });

  test('by quadrature where there is a closed form, too', () => {
    for (const text of ['gelu(x)', 'relu(x)', 'sin(x)', 'erf(x)', 'exp(x)', 'x^3 - 3x']) {
      const moments = gaussianMoments(parseFormula(text), 8, 90, { deadline: performance.now() + 20_000 });
      const { coefficients } = hermiteExpansion(text, { terms: 8 });
      for (const [k, { coefficient }] of coefficients.entries()) {
        const difference = K.sub(moments.coefficients[k]!, coefficient);
        expect(difference.lower <= 0n && difference.upper >= 0n, `${text} ${k}`).toBe(true);
      }
    }
  });
});

describe('tiers', () => {
  it('are exact for polynomials, with truncation error 0', () => {
    const { coefficients, squaredNorm, squaredTruncationError } = hermiteExpansion('x^3 - 3x', { terms: 5 });
    expect(coefficients.map(({ exact }) => formatConstant(exact!))).toEqual(['0', '0', '0', '6', '0']);
    expect(formatConstant(squaredNorm!.exact!)).toBe('6');
    expect(squaredTruncationError).toMatchObject({ lower: 0n, upper: 0n });
  });
  it('are exact where parity shows it, enclosed elsewhere', () => {
    expect(hermiteExpansion('silu(x)', { terms: 6, digits: 10 }).coefficients.map(({ tier }) => tier)).toEqual([
      'enclosed',
      'exact',
      'enclosed',
      'exact',
      'enclosed',
      'exact',
    ]);
    expect(hermiteExpansion('tanh(x)', { terms: 3, digits: 10 }).coefficients[2]!.exact).toEqual([]);
  });
  it('sees the sign of a composition, and the parity of softplus', () => {
    const [plain, composed] = ['softplus(x)', 'relu(softplus(x))'].map((text) =>
      hermiteExpansion(text, { terms: 4, digits: 12 }).coefficients.map(({ tier, normalised }) => [
        tier,
        enclosedDecimal(normalised, 11).decimal,
      ]),
    );
    expect(plain![1]).toEqual(['exact', '0.5']);
    expect(plain![3]![0]).toBe('exact');
    expect(composed!.slice(0, 3).map(([, value]) => Number(value))).toEqual(
      plain!.slice(0, 3).map(([, value]) => Number(value)),
    );
  });
  it('encloses a coefficient that vanishes without a known reason around 0', () => {
    // E[(tanh(x − 1) + tanh(x + 1))] is 0 by symmetry that the tree does not show.
    const { coefficients } = hermiteExpansion('tanh(x - 1) + tanh(x + 1)', { terms: 1, digits: 20 });
    const [first] = coefficients;
    expect(first).toMatchObject({ tier: 'enclosed' });
    expect(enclosedDecimal(first!.coefficient, 20)).toMatchObject({ decimal: '0', digits: 0 });
    expect(Number(enclosedDecimal(first!.coefficient, 20).upper)).toBeLessThan(1e-20);
  });
  it('has no norm where E f² is infinite', () => {
    const found = hermiteExpansion('exp(x^2/3)', { terms: 2 });
    expect(found.squaredNorm).toBeUndefined();
    // E e^(g²/3) = √3
    expect(formatConstant(found.coefficients[0]!.exact!)).toBe('sqrt(3)');
  });
});

test('100 digits of silu', () => {
  const { coefficients } = hermiteExpansion('silu(x)', { terms: 3, digits: 100 });
  expect(enclosedDecimal(coefficients[0]!.coefficient, 100).digits).toBe(100);
  expect(agrees(coefficients[0]!.coefficient, hermite['silu(x)']![0]!)).toBe(true);
});

test('what a series leaves out shrinks', () => laws.hermiteParseval(undefined, { numRuns: 8 }));

describe('what is refused', () => {
  it.each([
    ['exp(x^2)', {}, /does not converge: it grows at least like exp\(1·x\^2\)/],
    ['exp(x^2/2)*tanh(x)', {}, /does not converge|not known to converge/],
    ['exp(x^3)', {}, /does not converge|not known to converge/],
    ['exp(exp(x))', {}, /not known to converge/],
    ['1/x', { digits: 6, terms: 2 }, /near x = 0/],
    ['log(x)', {}, /not known to converge/],
    ['x', { terms: 0 }, /terms: expected a whole number from 1/],
    ['x', { digits: 1e9 }, /digits: expected a whole number/],
    ['silu(x)', { digits: 40, maximumSeconds: 1e-6 }, /cannot be certified in the time given/],
    ['zilu(x)', {}, /no function 'zilu'/],
  ])('%s', (text, options, message) => {
    expect(() => hermiteExpansion(text, options)).toThrow(message);
  });
});

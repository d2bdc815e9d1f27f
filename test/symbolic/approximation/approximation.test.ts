import {
  approximate,
  approximationMethodNames,
  contains,
  enclosedDecimal,
  formatConstant,
  type PolynomialApproximation,
  parseRational,
  realEnclosures,
} from 'isserlis/symbolic';
import { laws } from 'isserlis/testing';
import { describe, expect, it, test } from 'vitest';
import { type Enclosure, middleOf, signOf } from '../../../src/symbolic/enclosure/enclosure.ts';
import { golden } from '../../golden/read.ts';

const { h1, interpolation, minimax } = golden<{
  h1: Record<string, string[]>;
  interpolation: Record<string, string[]>;
  minimax: Record<string, { even: string[]; error: string }>;
}>('formulas.json');
const K = realEnclosures(300);

const decimals = ({ coefficients }: PolynomialApproximation, digits = 30): readonly string[] =>
  coefficients.map(({ value }) => enclosedDecimal(value, digits).decimal);
const exact = ({ coefficients }: PolynomialApproximation): readonly (string | undefined)[] =>
  coefficients.map((c) => (c.exact === undefined ? undefined : formatConstant(c.exact)));
/** Whether 30 digits and more of a golden decimal lie in the enclosure. */
function agrees(value: Enclosure, expected: string): boolean {
  if (expected === '0') return Math.abs(middleOf(value)) < 1e-30;
  const slack = K.mul(K.abs(K.from(parseRational(expected))), K.from(parseRational('1e-33')));
  return contains(
    K.add(value, { lower: -slack.upper, upper: slack.upper, exponent: slack.exponent }),
    parseRational(expected),
  );
}

describe('least squares of relu', () => {
  // Drop and replace: 3R/32 + x/2 + 15/(32R) x² on [−R, R]; degree 4: 15R/256 + x/2 + 105/(128R) x² − 105/(256R³) x⁴.
  test('on [−R, R], exactly', () => {
    expect(exact(approximate('relu(x)', { degree: 2 }))).toEqual(['3/32', '1/2', '15/32']);
    expect(exact(approximate('relu(x)', { degree: 2, interval: '-5,5' }))).toEqual(['15/32', '1/2', '3/32']);
    expect(exact(approximate('relu(x)', { degree: 4 }))).toEqual(['15/256', '1/2', '105/128', '0', '-105/256']);
    // Maximum errors on a grid: 0.09375, 0.05859375.
    expect(enclosedDecimal(approximate('relu(x)', { degree: 4 }).maximumError!, 30)).toMatchObject({
      decimal: expect.stringMatching(/^0\.058593750*$/),
      digits: 30,
    });
  });
  test('under the Gaussian, exactly', () => {
    // 1/(2√2π), 1/2, 1/(2√2π), and degree 4 as decimals.
    expect(exact(approximate('relu(x)', { degree: 2, method: 'gaussian' }))).toEqual([
      'sqrt(2)/(4*sqrt(pi))',
      '1/2',
      'sqrt(2)/(4*sqrt(pi))',
    ]);
    expect(decimals(approximate('relu(x)', { degree: 4, method: 'gaussian' }), 32)).toEqual(
      [
        '0.14960335515053725422747977247539',
        '0.5',
        '0.29920671030107450845495954495080',
        '0',
        '-0.016622595016726361580831085830600',
      ].map((text) => expect.stringContaining(text.slice(0, 30))),
    );
  });
});

describe('minimax', () => {
  test.each([2, 4, 6])('relu in degree %d, coefficients and error to 30 digits', (degree) => {
    const found = approximate('relu(x)', { degree, method: 'minimax', digits: 32 });
    // |x|/2 from its equioscillation equations, by mpmath; degree 2 in closed form: 1/16 + x/2 + x²/2.
    const { even, error } = minimax[degree] ?? { even: ['0.0625', '0.5'], error: '0.0625' };
    for (const [k, expected] of even.entries()) expect(agrees(found.coefficients[2 * k]!.value, expected)).toBe(true);
    expect(agrees(found.maximumError!, error)).toBe(true);
    expect(found.coefficients.filter((_, k) => k % 2 === 1).map((c) => formatConstant(c.exact!))).toEqual([
      '1/2',
      ...Array.from({ length: degree / 2 - 1 }, () => '0'),
    ]);
    expect(enclosedDecimal(found.maximumError!, 30).digits).toBe(30);
  });

  test('on [−5, 5] it scales, and the error alternates', () => {
    const found = approximate('relu(x)', { degree: 4, method: 'minimax', interval: '-5,5' });
    expect(enclosedDecimal(found.maximumError!, 30).decimal).toBe('0.169052248194460688173254220438');
    const signs = found.equioscillation!.map(({ error }) => signOf(error)!);
    expect(signs.length).toBe(7);
    expect(signs.every((sign, i) => i === 0 || sign === -signs[i - 1]!)).toBe(true);
    const points = found.equioscillation!.map(({ point }) => middleOf(point));
    expect([points[0], points[3], points[6]]).toEqual([-5, 0, 5]);
  });

  test('exp in degree 1 is known in closed form: slope sinh 1', () => {
    const found = approximate('exp(x)', { degree: 1, method: 'minimax' });
    // mpmath 1.3.0: sinh(1)
    expect(decimals(found)[1]).toBe('1.17520119364380145688238185060');
  });

  test('a kink between dyadic points, and an error below the doubles', () => {
    expect(
      enclosedDecimal(approximate('abs(x - 1/3)', { degree: 3, method: 'minimax', digits: 20 }).maximumError!, 20)
        .digits,
    ).toBe(20);
    const small = approximate('exp(x)', { degree: 14, method: 'minimax', digits: 12 });
    expect(middleOf(small.maximumError!)).toBeLessThan(1e-16);
    expect(enclosedDecimal(small.maximumError!, 12).digits).toBe(12);
  });

  test.each([
    // The best constant alternates at the ends alone, over two extrema between: error |cos 2|.
    ['x*cos(2x)', 0, Math.abs(Math.cos(2))],
    // Even and flat at 0: error half the rise from 0 to 1, (sin 1 + e^-1 − 1)/2.
    ['sin(x)*x + exp(-x^2)', 1, (Math.sin(1) + Math.exp(-1) - 1) / 2],
  ])('%s in degree %d settles', (text, degree, error) => {
    expect(middleOf(approximate(text, { degree, method: 'minimax', digits: 12 }).maximumError!)).toBeCloseTo(error, 12);
  });

  test('is no worse than least squares', () => laws.minimaxIsBest(undefined, { numRuns: 8 }));
});

describe('value and derivative', () => {
  test.each(Object.keys(h1))('H¹ fit of gelu on [−√d, √d], d = %s', (d) => {
    const found = approximate('gelu(x)', { degree: Number(d), method: 'h1', interval: `-sqrt(${d}),sqrt(${d})` });
    for (const [k, expected] of h1[d]!.entries()) expect(agrees(found.coefficients[k]!.value, expected)).toBe(true);
  });
  test('its errors: mean squares of value and derivative', () => {
    const { meanSquares } = approximate('gelu(x)', {
      degree: 3,
      method: 'h1',
      interval: '-sqrt(3),sqrt(3)',
      digits: 15,
    });
    expect(meanSquares.map(({ value }) => enclosedDecimal(value, 15).decimal)).toEqual([
      '0.00132922452180423',
      '0.0114026260571437',
    ]);
  });
  test.each(Object.keys(interpolation))('Hermite interpolation of gelu at %s', (nodes) => {
    const outer = nodes.split(',').at(-1);
    const degree = 2 * nodes.split(',').length - 1;
    const found = approximate('gelu(x)', {
      degree,
      method: 'hermite-interpolation',
      nodes,
      interval: `-${outer},${outer}`,
    });
    for (const [k, expected] of interpolation[nodes]!.entries())
      expect(agrees(found.coefficients[k]!.value, expected)).toBe(true);
    // The nodes are the evenly spaced ones, which are the default.
    expect(
      decimals(approximate('gelu(x)', { degree, method: 'hermite-interpolation', interval: `-${outer},${outer}` }), 25),
    ).toEqual(decimals(found, 25));
  });
});

describe('Taylor and Chebyshev', () => {
  test('Taylor is exact where its coefficients are', () => {
    expect(exact(approximate('exp(x)', { degree: 4, method: 'taylor' }))).toEqual(['1', '1', '1/2', '1/6', '1/24']);
    expect(exact(approximate('silu(x)', { degree: 2, method: 'taylor' }))).toEqual(['0', '1/2', '1/4']);
    expect(exact(approximate('erf(x)', { degree: 3, method: 'taylor' }))).toEqual([
      '0',
      '2/sqrt(pi)',
      '0',
      '-2/(3*sqrt(pi))',
    ]);
    expect(exact(approximate('1/(1+x)', { degree: 3, method: 'taylor', interval: '0,1', centre: '1' }))).toEqual([
      '15/16',
      '-11/16',
      '5/16',
      '-1/16',
    ]);
    expect(exact(approximate('sqrt(x)', { degree: 2, method: 'taylor', interval: '1,3', centre: '2' }))).toEqual([
      '3*sqrt(2)/8',
      '3*sqrt(2)/8',
      '-sqrt(2)/32',
    ]);
  });
  test('the Chebyshev series of exp has Bessel coefficients', () => {
    // e^x = I₀(1) + 2 Σ I_k(1) T_k; mpmath 1.3.0: besseli(0, 1) − 2·besseli(2, 1), 2·besseli(1, 1), 4·besseli(2, 1).
    const found = approximate('exp(x)', { degree: 2, method: 'chebyshev' });
    expect(decimals(found)).toEqual(
      [
        '0.9945705382179317732325394852247',
        '1.130318207984970054415392055219',
        '0.5429906790681531247314102799799',
      ].map((text) => expect.stringContaining(text.slice(0, 28))),
    );
  });
});

test('a polynomial of no higher degree is its own approximation by every method', () => {
  for (const method of approximationMethodNames) {
    const found = approximate('x^2 - sqrt(2)', { degree: 3, method });
    expect(exact(found)).toEqual(['-sqrt(2)', '0', '1', '0']);
    expect(enclosedDecimal(found.maximumError!, 5).decimal).toBe('0');
  }
});

test('the best constant of an odd function is 0, exactly', () => {
  const found = approximate('x', { degree: 0, method: 'minimax' });
  expect(exact(found)).toEqual(['0']);
  expect(Number(enclosedDecimal(found.maximumError!, 10).decimal)).toBe(1);
});

test('a function that is a polynomial up to an irrational constant', () => {
  const found = approximate('tanh(1)*x', { degree: 2, method: 'minimax', digits: 20 });
  // mpmath 1.3.0: tanh(1)
  expect(decimals(found, 20)[1]).toBe('0.76159415595576488812');
  expect(Number(enclosedDecimal(found.maximumError!, 5).upper)).toBeLessThan(1e-20);
});

test('the interval and its ends', () => {
  expect(exact(approximate('abs(x)', { degree: 2, interval: '0,7' }))).toEqual(['0', '1', '0']);
  expect(exact(approximate('step(x-1/3)', { degree: 1 }))).toEqual(['1/3', '2/3']);
});

describe('what is refused', () => {
  it.each([
    ['relu(x)', { degree: 3, method: 'taylor' }, /kink or jump at the point of expansion/],
    ['step(x)', { degree: 3, method: 'h1' }, /step jumps/],
    ['sign(x)', { degree: 3, method: 'minimax' }, /sign jumps/],
    ['exp(x)', { degree: 4, method: 'hermite-interpolation' }, /odd degree/],
    ['exp(x)', { degree: 5, method: 'hermite-interpolation', nodes: '0,1' }, /2 nodes give degree 3/],
    ['exp(x)', { degree: 3, method: 'hermite-interpolation', nodes: '1,1' }, /two nodes are the same/],
    ['exp(x)', { degree: 2, interval: '1,1' }, /a lower and a higher end/],
    ['exp(x)', { degree: 2, interval: '1' }, /two ends with a comma/],
    ['exp(x)', { degree: 2, interval: 'x,2' }, /expected a constant/],
    ['exp(x)', { degree: -1 }, /degree: expected a whole number/],
    ['exp(x)', { degree: 2, method: 'minmax' }, /Did you mean 'minimax'/],
    ['1/x', { degree: 2, digits: 8 }, /near x = 0/],
    ['log(x)', { degree: 2, interval: '-3,-1', digits: 8 }, /no certified value/],
    ['exp(x^2)', { degree: 2, method: 'gaussian' }, /does not converge/],
  ])('%s %j', (text, options, message) => {
    expect(() => approximate(text, options)).toThrow(message);
  });
});

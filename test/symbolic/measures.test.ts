import {
  connectedCorrelation,
  cue,
  discrete,
  distributionTypes,
  expectation,
  expectedValue,
  gamma,
  gaussian,
  independent,
  innerProduct,
  measureTypes,
  moments,
  multiply,
  normal,
  Polynomial,
  power,
  rademacher,
  sphere,
  standardGaussian,
  symmetricBeta,
  torus,
  uniform,
} from 'isserlis/symbolic';
import { describe, expect, it, test } from 'vitest';
import { formatRational } from '../../src/base/rational.ts';
import { measureForms, readDistribution, readMeasure } from '../../src/symbolic/read-measure.ts';
import { golden } from '../golden/read.ts';

const p = (text: string, variables?: readonly string[]): Polynomial => Polynomial.parse(text, variables);
const E = (text: string, ...rest: Parameters<typeof expectation> extends [unknown, ...infer R] ? R : never): string =>
  `${expectation(p(text), ...rest)}`;

describe('laws of one variable', () => {
  const cases = Object.entries(golden<{ laws: Record<string, string[]> }>('averages.json').laws);
  test.each(cases)('%s has the moments that SymPy integrates', (text, expected) => {
    const law = readDistribution(text);
    expect(law.name).toBe(text);
    expect(expected.map((_, k) => formatRational(law.moment(k)))).toEqual(expected);
  });

  test('all have E[x^0] = 1 and E[x²] ≥ E[x]²', () => {
    for (const { name, examples } of distributionTypes)
      for (const law of examples) {
        const [zero, one, two] = [0, 1, 2].map((k) => law.moment(k));
        expect(formatRational(zero!), name).toBe('1');
        const variance = two!.numerator * one!.denominator ** 2n - one!.numerator ** 2n * two!.denominator;
        expect(variance >= 0n, name).toBe(true);
      }
  });

  test('by hand', () => {
    expect(formatRational(discrete([0, 1], ['2/3', '1/3']).moment(7))).toBe('1/3');
    expect(formatRational(gamma().moment(5))).toBe('120');
    expect(formatRational(symmetricBeta(0).moment(4))).toBe('3/8');
    expect([1, 2, 3].map((k) => formatRational(rademacher().moment(k)))).toEqual(['0', '1', '0']);
  });

  it.each([
    [() => normal(0, -1), /normal: variance: expected a number ≥ 0, got -1/],
    [() => uniform(1, 1), /expected lower < upper, got the interval \[1, 1\]/],
    [() => gamma(0), /expected a number > 0, got 0/],
    [() => symmetricBeta('-1/2'), /expected a number > -1\/2, got -1\/2/],
    [() => discrete([]), /expected at least one value/],
    [() => discrete([1, 2], ['1/2', '1/3']), /expected probabilities that add up to 1, got 5\/6/],
    [() => discrete([1, 2], ['3/2', '-1/2']), /probability 2: expected a number ≥ 0, got -1\/2/],
    [() => discrete([1, 2], [1]), /expected a probability for each of 2 values, got 1/],
    [() => moments([2, 1]), /the variance E\[x²\] − E\[x\]² would be -3, below 0/],
    [() => moments([0, 1]).moment(3), /the moment E\[x\^3\] is needed, but only those up to E\[x\^2\] are known/],
    [() => normal().moment(-1), /expected an order, an integer ≥ 0, got -1/],
  ])('%s is refused', (make, message) => {
    expect(make).toThrow(message);
  });
});

describe('independent variables', () => {
  test('one law for all, a list, or by name', () => {
    expect(E('x^2*y^2', independent(uniform(0, 1)))).toBe('1/9');
    expect(E('x^2*y^2', independent([uniform(0, 1), rademacher()]))).toBe('1/3');
    expect(E('x^2*y^2*z', independent({ x: normal(0, '1/2') }))).toBe('1/2*y^2*z');
  });

  test('agree with the Gaussian where they are Gaussian', () => {
    const f = power(p('x - 2*y + 1/3'), 6);
    const diagonal = gaussian({
      covariance: [
        [2, 0],
        [0, '1/3'],
      ],
      mean: [1, '-1/2'],
    });
    expect(`${expectation(f, independent([normal(1, 2), normal('-1/2', '1/3')]))}`).toBe(`${expectation(f, diagonal)}`);
  });

  test('what is missing is said', () => {
    const law = moments([0, 1]);
    expect(() => expectation(p('x^4*y'), independent(law))).toThrow(/the moment E\[x\^4\] is needed/);
    expect(() => expectation(p('x'), independent([law, law]))).toThrow(
      /expected a law for each of 1 variables \(x\), got 2/,
    );
    expect(() => independent({ x: 3 as never })).toThrow(/independent: x: expected a law of one variable/);
  });
});

describe('the sphere', () => {
  const cases = golden<{ spheres: { dimension: number; exponents: number[]; expectation: string }[] }>(
    'averages.json',
  ).spheres;
  test.each(cases)(
    'has the moments that Gaussians give: $dimension $exponents',
    ({ dimension, exponents, expectation: value }) => {
      const f = p(exponents.map((e, i) => `x${i + 1}^${e}`).join('*'));
      expect(formatRational(expectedValue(f, sphere({ dimension })))).toBe(value);
    },
  );

  test('|x|² is R², whatever it is multiplied with', () => {
    const measure = sphere({ radiusSquared: '3/2' });
    const [square, f] = [p('x^2 + y^2 + z^2'), p('x^4*y^2 - x*y + z^2', ['x', 'y', 'z'])];
    expect(E('x^2 + y^2 + z^2', measure)).toBe('3/2');
    expect(formatRational(expectedValue(multiply(square, f), measure))).toBe(
      formatRational(expectedValue(multiply(p('3/2', ['x', 'y', 'z']), f), measure)),
    );
  });

  test('sizes that do not fit are refused', () => {
    expect(() => sphere({ dimension: 0 })).toThrow(/expected an integer ≥ 1, got 0/);
    expect(() => sphere({ radiusSquared: -1 })).toThrow(/expected a number ≥ 0, got -1/);
    expect(() => expectation(p('x*y*z'), sphere({ dimension: 2 }))).toThrow(
      /expected at least 3 for the variables x, y, z/,
    );
    expect(() => sphere({ dimension: 1, variables: ['x', 'y'] })).toThrow(/expected at least 2/);
  });
});

describe('the torus and the circular unitary ensemble', () => {
  test('phases', () => {
    expect(E('z1^2*w1^2*z2*w2', torus())).toBe('1');
    expect(E('z1^2*w1 + a*z2*w2', torus())).toBe('a');
    expect(E('(z1 + z2)^3*(w1 + w2)^3', torus())).toBe('20');
  });

  // Haar averages over U(N); N = 2: Catalan numbers, N = 3: permutations without a falling sequence of 4 [Rains 1998; OEIS
  // A000108, A005802], N = 4: A047889.
  test.each([
    [1, [1, 1, 1, 1, 1, 1, 1, 1]],
    [2, [1, 1, 2, 5, 14, 42, 132, 429]],
    [3, [1, 1, 2, 6, 23, 103, 513, 2761]],
    [4, [1, 1, 2, 6, 24, 119, 694, 4582]],
  ])('E|p₁|^{2j} for N = %i', (N, expected) => {
    expect(expected.map((_, j) => Number(E(`p1^${j}*q1^${j} + 0*p1`, cue(N))))).toEqual(expected);
  });

  test('the Gram matrices of weight 4 at N = 3 and 2, by characters from an independent implementation', () => {
    const partitions = [[4], [3, 1], [2, 2], [2, 1, 1], [1, 1, 1, 1]];
    const gram = (N: number): number[][] =>
      partitions.map((left) =>
        partitions.map((right) =>
          Number(E([...left.map((k) => `p${k}`), ...right.map((k) => `q${k}`)].join('*'), cue(N))),
        ),
      );
    expect(gram(3)).toEqual([
      [3, 1, 1, -1, 1],
      [1, 2, -1, 1, -1],
      [1, -1, 7, 1, -1],
      [-1, 1, 1, 3, 1],
      [1, -1, -1, 1, 23],
    ]);
    expect(gram(2)).toEqual([
      [2, 1, 2, 0, -2],
      [1, 2, -1, 1, -1],
      [2, -1, 6, 0, 2],
      [0, 1, 0, 2, 4],
      [-2, -1, 2, 4, 14],
    ]);
    // Stable: z_λ on the diagonal.
    expect(gram(4)).toEqual([4, 3, 8, 4, 24].map((z, i) => partitions.map((_, j) => (i === j ? z : 0))));
  });

  test('E[⟨h, p̃⟩² conj⟨g, p̃⟩²] for h = (3,4)/5, g = (5,12)/13, where the √2 of p̃₂ cancel', () => {
    expect([3, 4, 6].map((N) => formatRational(expectedValue(square, cue(N))))).toEqual([
      '7362/4225',
      '7938/4225',
      '7938/4225',
    ]);
  });

  test('names and sizes', () => {
    expect(E('a*p1*q1', cue(5))).toBe('a');
    expect(`${expectation(p('t1*u1'), cue(5, { letters: ['t', 'u'] }))}`).toBe('1');
    expect(() => cue(0)).toThrow(/an integer ≥ 1, got 0/);
    expect(() => cue(2, { letters: ['p', 'p'] })).toThrow(/expected different letters/);
    expect(() => expectation(p('p1^70*q1^70'), cue(69))).toThrow(/go through .* partitions, over the limit/);
    expect(E('p1^70*q1^70', cue(70)).length).toBe(101);
  });
});

/** (3/5 p̃₁ + 4/5 p̃₂)² (5/13 q̃₁ + 12/13 q̃₂)² with p̃₂ = p₂/√2, without the parts of odd degree in √2, which have different weights. */
const square = p('(9/25*p1^2 + 8/25*p2^2)*(25/169*q1^2 + 72/169*q2^2) + (24/25*120/169)/2*p1*p2*q1*q2', [
  'p1',
  'p2',
  'q1',
  'q2',
]);

describe('measures as text', () => {
  test('are read', () => {
    expect(E('x^2', readMeasure(['uniform(0, 1)']))).toBe('1/3');
    expect(E('x^2', readMeasure([' sphere( 2 , 4 ) ']))).toBe('1/2');
    expect(E('x^2*y', readMeasure(['x=normal(0, 3)', 'y = discrete(0: 2/3, 1: 1/3)']))).toBe('1');
    expect(E('x', readMeasure(['discrete(1, 2)']))).toBe('3/2');
    for (const form of measureForms()) expect(form).toMatch(/^[a-z-]+(\(.+\))?$/);
  });

  it.each([
    [['unifrom'], /there is no measure 'unifrom'. Did you mean 'uniform'\? There are .*sphere/],
    [['rademacher(3)'], /expected no parameters, got 'rademacher\(3\)'/],
    [['uniform(0, 1, 2)'], /expected at most 2, got/],
    [['uniform(0'], /cannot read 'uniform\(0'/],
    [['sphere', 'torus'], /expected one measure, or a law for each variable by name/],
    [['x=sphere'], /x: there is no measure 'sphere'/],
    [['x=rademacher', 'x=rademacher'], /'x' has two laws/],
    [['cue'], /expected the size of the matrix/],
    [['cue(two)'], /expected an integer, got 'two'/],
    [['discrete(0: 1/2, 1)'], /expected 'value: probability' or values alone/],
    [['independent'], /expected the law of each variable/],
  ])('%j is refused', (texts, message) => {
    expect(() => readMeasure(texts)).toThrow(message);
  });

  test('every type has examples that average 1 to 1', () => {
    for (const { name, examples } of measureTypes)
      for (const measure of examples) expect(E('1', measure), name).toBe('1');
  });
});

test('connected correlations and inner products fit measures for a number of variables', () => {
  const measure = gaussian({
    covariance: [
      ['a', 'b'],
      ['b', 'c'],
    ],
    variables: ['x', 'y'],
  });
  expect(`${connectedCorrelation([p('x'), p('x*y'), p('y')], measure)}`).toBe('b^2 + a*c');
  expect(
    `${innerProduct(
      p('x'),
      p('y'),
      gaussian({
        covariance: [
          [1, '1/2'],
          ['1/2', 1],
        ],
      }),
    )}`,
  ).toBe('1/2');
  expect(`${innerProduct(p('x^2'), p('x^2'), standardGaussian())}`).toBe('3');
});

import fc from 'fast-check';
import {
  add,
  chaosExpansion,
  connectedCorrelation,
  covariance,
  cue,
  cumulants,
  equal,
  gaussian,
  hermite,
  independent,
  momentsOf,
  multiply,
  norm,
  Polynomial,
  rademacher,
  scale,
  sobolDecomposition,
  sphere,
  standardGaussian,
  symbolicCovariance,
  torus,
  uniform,
  variance,
  wickOrdered,
  wickProduct,
  wickSymbol,
  ZZ,
} from 'isserlis/symbolic';
import { gaussians, independentMeasures, laws, polynomials } from 'isserlis/testing';
import { describe, expect, test } from 'vitest';
import { formatRational } from '../../src/base/rational.ts';
import type { Measure } from '../../src/symbolic/measure.ts';
import { failureOf } from '../testing/failure.ts';

const p = (text: string, variables?: readonly string[]): Polynomial => Polynomial.parse(text, variables);
const chaos = (f: Polynomial, measure: Measure): [number, string, string][] =>
  chaosExpansion(f, measure).map(({ degree, component, weight }) => [degree, `${component}`, `${weight}`]);

describe('chaos expansions', () => {
  test('of x³ + x y under N(0, I): He_3 + 3 He_1 + He_1 He_1', () => {
    expect(chaos(p('x^3 + x*y'), standardGaussian())).toEqual([
      [0, '0', '0'],
      [1, '3*x', '9'],
      [2, 'x*y', '1'],
      [3, 'x^3 - 3*x', '6'],
    ]);
  });

  test('of x y with correlation r: E[(x y − r)²] = 1 + r²', () => {
    const measure = gaussian({
      covariance: [
        [1, 'r'],
        ['r', 1],
      ],
    });
    expect(chaos(p('x*y'), measure)).toEqual([
      [0, 'r', 'r^2'],
      [1, '0', '0'],
      [2, 'x*y - r', 'r^2 + 1'],
    ]);
  });

  test('of a coin: x² is 1', () => {
    expect(chaos(p('x^3 + x^2*y + x*y'), independent(rademacher()))).toEqual([
      [0, '0', '0'],
      [1, 'x + y', '2'],
      [2, 'x*y', '1'],
    ]);
  });

  test('with variables that stay, and of zero', () => {
    expect(chaos(p('a*x^2'), standardGaussian(['x']))).toEqual([
      [0, 'a', 'a^2'],
      [1, '0', '0'],
      [2, 'a*x^2 - a', '2*a^2'],
    ]);
    expect(chaos(p('0', ['x']), standardGaussian())).toEqual([]);
    expect(
      chaos(
        p('0', ['x', 'y']),
        gaussian({
          covariance: [
            [1, 1],
            [1, 1],
          ],
        }),
      ),
    ).toEqual([]);
  });

  test('by products of orthogonal polynomials is that by Wick ordering', () => {
    fc.assert(
      fc.property(polynomials({ variables: ['x', 'y'], maximumDegree: 5 }), (f) => {
        const diagonal = gaussian({
          covariance: [
            [2, 0],
            [0, '1/3'],
          ],
          mean: [1, '-1/2'],
          variables: ['x', 'y'],
        });
        const { coordinates: _, ...general } = diagonal;
        const [fast, plain] = [chaosExpansion(f, diagonal), chaosExpansion(f, general)];
        expect(fast.length).toBe(plain.length);
        fast.forEach(({ component, weight }, k) => {
          expect(equal(component, plain[k]!.component)).toBe(true);
          expect(equal(weight, plain[k]!.weight)).toBe(true);
        });
      }),
      { numRuns: 30 },
    );
  });

  test('Parseval', () => laws.parseval(undefined, { numRuns: 40 }));

  test('are refused for other measures', () => {
    expect(() => chaosExpansion(p('x'), sphere())).toThrow(/'sphere of radius² 1' is neither Gaussian nor a product/);
    expect(() => chaosExpansion(p('z1'), torus())).toThrow(/'torus' is neither/);
  });
});

describe('Sobol’ decompositions', () => {
  test('of x + x y + y² by hand', () => {
    // On [0, 1]: Var(x + x/2) = 9/48, Var(y/2 + y²) by moments, and E[((x − ½)(y − ½))²] = 1/144.
    const {
      mean,
      variance: total,
      subsets,
      firstOrder,
      total: totals,
    } = sobolDecomposition(p('x + x*y + y^2'), independent(uniform(0, 1)));
    expect(formatRational(mean)).toBe('13/12');
    const shown = subsets.map((part) => [part.variables.join(), formatRational(part.variance)]);
    // Var(y/2 + y²) = 1/48 + 4/45 + 1/12.
    expect(shown).toEqual([
      ['y', '139/720'],
      ['x', '3/16'],
      ['x,y', '1/144'],
    ]);
    expect(formatRational(total)).toBe('31/80');
    expect(formatRational(firstOrder.x!)).toBe('3/16');
    expect(formatRational(totals.x!)).toBe('7/36');
  });

  test('split the variance', () => laws.sobolSplitsVariance(independentMeasures(['x1', 'x2', 'x3']), { numRuns: 40 }));

  test('of constants, and of variables that stay or hang together', () => {
    expect(sobolDecomposition(p('3', ['x']), standardGaussian())).toMatchObject({
      subsets: [],
      variance: { numerator: 0n },
    });
    expect(() => sobolDecomposition(p('a*x'), standardGaussian(['x']))).toThrow(
      /expected a number, got a polynomial in a/,
    );
    expect(() =>
      sobolDecomposition(
        p('x*y'),
        gaussian({
          covariance: [
            [1, '1/2'],
            ['1/2', 1],
          ],
        }),
      ),
    ).toThrow(/are not independent under the measure 'Gaussian'/);
  });
});

describe('Wick ordering', () => {
  test('under N(0, 1) is the Hermite polynomial', () => {
    for (let n = 0; n <= 7; n++) {
      const expected = hermite(ZZ, n)
        .map((c, k) => `${c}*x^${k}`)
        .join(' + ');
      expect(`${wickOrdered(p(`x^${n}`, ['x']), standardGaussian())}`).toBe(`${p(expected, ['x'])}`);
    }
  });

  test(':x² y²: by Wick’s theorem', () => {
    expect(
      equal(
        wickOrdered(p('x^2*y^2'), gaussian({ covariance: symbolicCovariance(2) })),
        p('x^2*y^2 - C_1_1*y^2 - C_2_2*x^2 - 4*C_1_2*x*y + C_1_1*C_2_2 + 2*C_1_2^2'),
      ),
    ).toBe(true);
  });

  test('products of Wick powers add exponents', () => {
    const measure = gaussian({
      covariance: [
        [2, 'r'],
        ['r', 1],
      ],
      variables: ['x', 'y'],
    });
    const left = wickProduct(wickOrdered(p('x^2'), measure), wickOrdered(p('x*y'), measure), measure);
    expect(equal(left, wickOrdered(p('x^3*y'), measure))).toBe(true);
  });

  test('about a symbolic mean', () => {
    const measure = gaussian({ covariance: [['v']], mean: ['m'] });
    expect(`${wickOrdered(p('x^2'), measure)}`).toBe('x^2 - v');
    expect(equal(wickSymbol(wickOrdered(p('x^3'), measure), measure), p('x^3'))).toBe(true);
  });

  test('too many terms, and degrees, are refused before the work starts', () => {
    const names = Array.from({ length: 30 }, (_, i) => `x${i + 1}`);
    const f = p(names.join('*'));
    const covariance = names.map((_, i) => names.map((_, j) => (i === j ? 2 : 1)));
    expect(`${wickOrdered(f, standardGaussian())}`).toBe(`${f}`);
    expect(() => wickOrdered(f, gaussian({ covariance, variables: names }))).toThrow(
      /may have 1.1e9 terms, over the limit/,
    );
    expect(() => sobolDecomposition(p('x^1001'), standardGaussian())).toThrow(
      /degrees up to 1000 in each variable, got 1001/,
    );
  });

  test('obeys its laws', () => laws.wickOrdering(undefined, { numRuns: 40 }));
});

describe('cumulants', () => {
  test('of x² are those of χ², 2^{n−1} (n−1)!', () => {
    expect(cumulants(p('x^2'), standardGaussian(), 6).map(String)).toEqual(['1', '2', '8', '48', '384', '3840']);
    expect(momentsOf(p('x^2'), standardGaussian(), 4).map(String)).toEqual(['1', '3', '15', '105']);
  });

  test('of a Gaussian are 0 from the third on', () => {
    fc.assert(
      fc.property(gaussians(['x', 'y'], { means: true }), (measure) => {
        const [, , ...higher] = cumulants(p('x - 3*y + 2'), measure, 5);
        expect(higher.map(String)).toEqual(['0', '0', '0']);
      }),
      { numRuns: 20 },
    );
  });

  test('connected correlations: of equal factors they are cumulants, of independent ones 0, and they are multilinear', () => {
    const f = p('x^2 + x');
    const [k1, k2, k3, k4] = cumulants(f, standardGaussian(), 4);
    expect([1, 2, 3, 4].map((n) => `${connectedCorrelation(new Array(n).fill(f), standardGaussian())}`)).toEqual(
      [k1, k2, k3, k4].map(String),
    );
    expect(`${connectedCorrelation([p('x^2'), p('x*z'), p('y^2*z')], standardGaussian())}`).toBe('0');
    fc.assert(
      fc.property(gaussians(['x', 'y']), polynomials({ variables: ['x', 'y'], maximumDegree: 2 }), (measure, g) => {
        const kappa = (h: Polynomial): Polynomial => connectedCorrelation([h, p('x*y'), p('y^2 + x')], measure);
        expect(equal(kappa(add(g, scale(3, p('x')))), add(kappa(g), scale(3, kappa(p('x')))))).toBe(true);
        expect(equal(connectedCorrelation([g, p('x')], measure), covariance(g, p('x'), measure))).toBe(true);
      }),
      { numRuns: 20 },
    );
  });

  test('four Gaussians have no connected correlation', () => {
    const measure = gaussian({ covariance: symbolicCovariance(4) });
    const coordinates = ['a', 'b', 'c', 'd'].map((name) => p(name, ['a', 'b', 'c', 'd']));
    expect(connectedCorrelation(coordinates, measure).length).toBe(0);
  });

  test('bad orders are refused', () => {
    expect(() => cumulants(p('x'), standardGaussian(), 0)).toThrow(/expected an order, an integer ≥ 1, got 0/);
    expect(() => connectedCorrelation([], standardGaussian())).toThrow(/at least one polynomial, got none/);
    expect(() => connectedCorrelation(new Array(13).fill(p('x')), standardGaussian())).toThrow(/at most 12/);
  });
});

test('variance, covariance and norm', () => {
  expect(`${variance(p('x^2'), standardGaussian())}`).toBe('2');
  expect(
    `${covariance(
      p('x'),
      p('y^3'),
      gaussian({
        covariance: [
          [1, 'r'],
          ['r', 1],
        ],
        variables: ['x', 'y'],
      }),
    )}`,
  ).toBe('3*r');
  expect(norm(p('x^2'), standardGaussian())).toBeCloseTo(Math.sqrt(3), 15);
  expect(norm(multiply(p('x'), p(`${10n ** 200n}`, ['x'])), standardGaussian())).toBe(1e200);
  // p₁ − q₁ = 2i Im p₁ is imaginary.
  expect(() => norm(p('p1 - q1'), cue(3))).toThrow(/E\[f²\] is -2, below 0/);
});

describe('the laws fail', () => {
  const shifted = (measure: Measure): Measure => ({
    ...measure,
    moments(request) {
      const own = measure.moments(request);
      return (factors) => {
        const moment = own(factors);
        return factors.length === 1
          ? { ...moment, numerator: request.ring.add(moment.numerator, request.ring.one) }
          : moment;
      };
    },
  });
  const wrong = gaussians(['x1', 'x2', 'x3']).map((measure) => ({ ...measure, ...shifted(measure) }));

  test('where a moment is wrong', () => {
    expect(failureOf(() => laws.oddExpectationIsZero(wrong))).toMatch(/E of an odd polynomial is 0: E\[/);
    expect(failureOf(() => laws.steinLemma(wrong as never))).toMatch(/Stein's lemma at x1/);
    expect(failureOf(() => laws.parseval(wrong))).toMatch(/is not/);
    expect(failureOf(() => laws.wickOrdering(wrong as never))).toMatch(/E\[f ⋄ g\] = E\[f\] E\[g\]/);
  });

  test('where a law lies', () => {
    const lying = fc.constant(
      independent({ x1: { ...uniform(), moment: () => ({ numerator: -1n, denominator: 1n }) } }),
    );
    expect(failureOf(() => laws.expectationIsLinearAndPositive(lying))).toMatch(/E\[f²\] ≥ 0|expected a number/);
    const moving = independentMeasures(['x1', 'x2', 'x3']).map((measure) => ({
      ...measure,
      coordinates: () => [rademacher(), rademacher(), rademacher()],
    }));
    expect(failureOf(() => laws.sobolSplitsVariance(moving))).toMatch(/is not/);
  });
});

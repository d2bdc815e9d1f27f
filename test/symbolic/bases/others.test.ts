import fc from 'fast-check';
import {
  differentiateFourier,
  elementaryInPowerSums,
  elementarySymmetric,
  elementaryToPowerSums,
  equal,
  evaluateTropical,
  fourierFromPowers,
  fourierFunction,
  fourierToPowers,
  MaxPlus,
  multiplyFourier,
  Polynomial,
  powerSum,
  powerSumInElementary,
  powerSumsToElementary,
  substitute,
  type TropicalCoefficients,
  toElementarySymmetric,
  tropicalClosure,
  tropicalFunction,
  tropicalRing,
  tropicalRoots,
} from 'isserlis/symbolic';
import { polynomials, rationals, semiringLaws } from 'isserlis/testing';
import { describe, expect, test } from 'vitest';
import { formatRational, numberFromRational, type Rational, rational } from '../../../src/base/rational.ts';
import { QQ } from '../../../src/symbolic/rings/rationals.ts';
import { golden } from '../../golden/read.ts';

describe('symmetric polynomials', () => {
  const x = (n: number): string[] => Array.from({ length: n }, (_, i) => `x${i + 1}`);

  test('power sums in elementary ones are SymPy’s', () => {
    golden<{ newton: string[] }>('averages.json').newton.forEach((text, i) => {
      expect(`${powerSumInElementary(i + 1)}`).toBe(`${Polynomial.parse(text, powerSumInElementary(i + 1).variables)}`);
    });
  });

  test('Newton’s identities hold in variables, also beyond their number', () => {
    for (const [k, n] of [
      [1, 1],
      [4, 3],
      [3, 4],
      [6, 2],
    ] as const) {
      const e = (i: number): Polynomial => elementarySymmetric(x(n), i);
      const f = powerSumInElementary(k, n);
      const image = substitute(f, Object.fromEntries(f.variables.map((name, i) => [name, e(i + 1)])));
      expect(equal(image, powerSum(x(n), k))).toBe(true);
      const g = elementaryInPowerSums(k);
      const back = substitute(g, Object.fromEntries(g.variables.map((name, i) => [name, powerSum(x(n), i + 1)])));
      expect(equal(back, e(k))).toBe(true);
    }
  });

  test('conversion is exact both ways, other variables stay', () => {
    fc.assert(
      fc.property(polynomials({ variables: ['e1', 'e2', 'e3', 'a'], maximumDegree: 3 }), (f) => {
        expect(equal(powerSumsToElementary(elementaryToPowerSums(f)), f)).toBe(true);
      }),
      { numRuns: 20 },
    );
    expect(() => powerSumsToElementary(Polynomial.parse('p1*e1'))).toThrow(/'e1' is already one of e1, e2/);
  });

  test('the fundamental theorem, and what is not symmetric', () => {
    fc.assert(
      fc.property(polynomials({ variables: ['e1', 'e2', 'e3'], maximumDegree: 3 }), (f) => {
        const symmetric = substitute(f, {
          e1: elementarySymmetric(x(3), 1),
          e2: elementarySymmetric(x(3), 2),
          e3: elementarySymmetric(x(3), 3),
        });
        expect(equal(toElementarySymmetric(symmetric), f)).toBe(true);
      }),
      { numRuns: 20 },
    );
    expect(() => toElementarySymmetric(Polynomial.parse('x^2 + y'))).toThrow(/exchanging x and y changes it/);
    expect(elementarySymmetric(x(3), 4).length).toBe(0);
    expect(`${elementarySymmetric(x(3), 0)}`).toBe('1');
  });
});

describe('tropical polynomials', () => {
  const numbers = fc.option(rationals(), { nil: undefined });
  test('(max, +) is a semiring, and so are polynomials over it', () => {
    semiringLaws(MaxPlus, numbers);
    const ring = tropicalRing(2);
    const term = fc.tuple(fc.array(fc.nat(2), { minLength: 2, maxLength: 2 }), rationals());
    const elements = fc
      .array(term, { maxLength: 4 })
      .map((terms) =>
        ring.fromTerms(
          terms.map(([powers, c]): [number, Rational] => [
            ring.table.number(powers.flatMap((e, v): [number, number][] => (e > 0 ? [[v, e]] : []))),
            c,
          ]),
        ),
      );
    semiringLaws(ring, elements, { numRuns: 30 });
    fc.assert(
      fc.property(elements, elements, rationals(), rationals(), (f, g, u, v) => {
        const at = (h: typeof f) => evaluateTropical(ring, h, [u, v]);
        expect(MaxPlus.equal(at(ring.mul(f, g)), MaxPlus.mul(at(f), at(g)))).toBe(true);
        expect(MaxPlus.equal(at(ring.add(f, g)), MaxPlus.add(at(f), at(g)))).toBe(true);
      }),
      { numRuns: 50 },
    );
    expect(() => evaluateTropical(ring, ring.one, [0])).toThrow(/expected 2 coordinates, got 1/);
  });

  test('are the tropical activations of arXiv:2502.01247', () => {
    // Its public code (K-H-Ismail/torchortho 40e69c4) at degree 3 and initialisation, (√2/3) max_k (k x + 1).
    const f = tropicalFunction([1, 1, 1, 1]);
    for (const [x, y] of [
      [-2.25, 0.47140452079103173],
      [0.75, 1.5320646925708532],
      [3, 4.714045207910317],
    ] as const)
      expect((Math.SQRT2 / 3) * f(x)).toBeCloseTo(y, 14);
  });

  test('have roots, and are made of them', () => {
    const coefficients = fc
      .array(numbers, { minLength: 1, maxLength: 6 })
      .filter((list) => list.some((a) => a !== undefined));
    fc.assert(
      fc.property(coefficients, rationals(), (a, x) => {
        const value = (list: TropicalCoefficients): Rational =>
          list.reduce<Rational | undefined>(
            (largest, c, k) =>
              MaxPlus.add(largest, c === undefined ? undefined : QQ.add(c as Rational, QQ.mul(rational(BigInt(k)), x))),
            undefined,
          )!;
        const closure = tropicalClosure(a);
        expect(QQ.equal(value(closure), value(a))).toBe(true);
        const roots = tropicalRoots(a);
        const least = closure.findIndex((c) => c !== undefined);
        const product = roots.reduce(
          (sum, { root, multiplicity }) => QQ.add(sum, QQ.mul(rational(BigInt(multiplicity)), MaxPlus.add(x, root)!)),
          QQ.add(closure.at(-1)!, QQ.mul(rational(BigInt(least)), x)),
        );
        expect(QQ.equal(product, value(a))).toBe(true);
      }),
    );
    expect(
      tropicalRoots([0, '1/2', 3, undefined, 1]).map(({ root, multiplicity }) => [formatRational(root), multiplicity]),
    ).toEqual([
      ['-3/2', 2],
      ['1', 2],
    ]);
    expect(() => tropicalRoots([undefined])).toThrow(/expected at least one term, got none/);
  });
});

describe('the Fourier basis', () => {
  const list = fc.array(rationals(), { maxLength: 5 });
  const some = fc.record({ cosines: list, sines: list });
  const floats = (f: { cosines: readonly Rational[]; sines: readonly Rational[] }) =>
    fourierFunction({ cosines: f.cosines.map(numberFromRational), sines: f.sines.map(numberFromRational) });
  const small = fc.record({
    cosines: fc.array(
      fc.integer({ min: -9, max: 9 }).map((n) => rational(BigInt(n))),
      { maxLength: 5 },
    ),
    sines: fc.array(
      fc.integer({ min: -9, max: 9 }).map((n) => rational(BigInt(n))),
      { maxLength: 5 },
    ),
  });

  test('to powers of cos and sin, and back', () => {
    fc.assert(
      fc.property(some, (f) => {
        const back = fourierFromPowers(QQ, fourierToPowers(QQ, f));
        const again = fourierFromPowers(QQ, fourierToPowers(QQ, back));
        expect(again).toEqual(back);
        f.cosines.forEach((c, k) => {
          expect(QQ.equal(back.cosines[k] ?? QQ.zero, c)).toBe(true);
        });
        f.sines.forEach((c, k) => {
          expect(QQ.equal(back.sines[k] ?? QQ.zero, c)).toBe(true);
        });
      }),
    );
  });

  test('products and derivatives are those of the functions', () => {
    fc.assert(
      fc.property(small, small, fc.integer({ min: -30, max: 30 }), (f, g, n) => {
        const [product, slope] = [multiplyFourier(QQ, f, g), differentiateFourier(QQ, f)];
        expect(floats(product)(n / 10)).toBeCloseTo(floats(f)(n / 10) * floats(g)(n / 10), 8);
        const h = 2 ** -12;
        expect(floats(slope)(n / 10)).toBeCloseTo((floats(f)(n / 10 + h) - floats(f)(n / 10 - h)) / (2 * h), 2);
      }),
    );
    // sin θ cos θ = ½ sin 2θ, sin² θ = ½ − ½ cos 2θ.
    const sine = { cosines: [], sines: [QQ.one] };
    const cosine = { cosines: [QQ.zero, QQ.one], sines: [] };
    expect(multiplyFourier(QQ, sine, cosine).sines.map(formatRational)).toEqual(['0', '1/2']);
    expect(multiplyFourier(QQ, sine, sine).cosines.map(formatRational)).toEqual(['1/2', '0', '-1/2']);
  });
});

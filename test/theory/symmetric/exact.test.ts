import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatRational, parseRational, type Rational, rational } from '../../../src/base/rational.ts';
import { factorial } from '../../../src/symbolic/combinatorics.ts';
import {
  adaptedExponent,
  correlationPotential,
  normalisedPotential,
} from '../../../src/theory/symmetric/adapted-exponent.ts';
import { readAnalyticLink } from '../../../src/theory/symmetric/analytic-link.ts';
import {
  partitions,
  powerSumGram,
  powerSumInnerProducts,
} from '../../../src/theory/symmetric/power-sum-inner-products.ts';
import { singleIndexMoment } from '../../../src/theory/symmetric/single-index-moments.ts';
import { formatSurds, numberFromSurds, squareFree, sumOfSurds } from '../../../src/theory/symmetric/surd-sum.ts';
import { golden } from '../../golden/read.ts';

interface Golden {
  readonly powersOfTrace: Readonly<Record<string, readonly number[]>>;
  readonly gram: readonly {
    readonly weight: number;
    readonly size: number;
    readonly entries: readonly (readonly number[])[];
  }[];
  readonly moments: readonly {
    readonly k: number;
    readonly N: number;
    readonly value: string;
    readonly predicted: string;
  }[];
}
const { powersOfTrace, gram, moments } = golden<Golden>('symmetric.json');

/** z_λ = Π_k k^{m_k} m_k!. */
const centraliser = (lambda: readonly number[]): bigint =>
  [...new Set(lambda)].reduce((z, part) => {
    const count = lambda.filter((other) => other === part).length;
    return z * BigInt(part) ** BigInt(count) * factorial(count);
  }, 1n);

describe('inner products of power sums', () => {
  test('are those by another program, beyond the stable range too', () => {
    for (const { weight, size, entries } of gram)
      expect(powerSumGram(weight, size).entries.map((row) => row.map(Number))).toEqual(entries);
    for (const [size, values] of Object.entries(powersOfTrace)) {
      const inner = powerSumInnerProducts(Number(size));
      values.forEach((value, j) => {
        const ones = new Array<number>(j).fill(1);
        expect(inner(ones, ones)).toBe(BigInt(value));
      });
    }
  });

  test('Parseval: in the stable range E|F|² = Σ c_λ² z_λ', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 6 }),
        fc.infiniteStream(fc.integer({ min: -5, max: 5 })),
        (weight, stream) => {
          const all = partitions(weight);
          const inner = powerSumInnerProducts(Math.max(1, weight));
          const c = all.map(() => BigInt(stream.next().value));
          let square = 0n;
          all.forEach((lambda, i) => {
            all.forEach((mu, j) => {
              square += c[i]! * c[j]! * inner(lambda, mu);
            });
          });
          expect(square).toBe(all.reduce((sum, lambda, i) => sum + c[i]! ** 2n * centraliser(lambda), 0n));
        },
      ),
      { numRuns: 20 },
    );
  });

  test('of different weights vanish; order of parts does not matter; empty products are 1', () => {
    const inner = powerSumInnerProducts(2);
    expect([inner([3], [2]), inner([], []), inner([], [1]), inner([1, 3], [2, 2]), inner([3, 1], [2, 2])]).toEqual([
      0n,
      1n,
      0n,
      -1n,
      -1n,
    ]);
    expect(partitions(0)).toEqual([[]]);
    expect(() => inner([0], [1])).toThrow('integers ≥ 1, got 0');
    expect(() => powerSumGram(30, 2)).toThrow('partitions, over the limit');
  });
});

describe('moments of linear forms', () => {
  test('are those by another program', () => {
    for (const { k, N, value, predicted } of moments) {
      const found = singleIndexMoment(['3/5', '4/5'], k, ['5/13', '12/13'], k, N);
      expect(formatSurds(found.value)).toBe(value);
      expect(formatRational(found.stable)).toBe(predicted);
      expect(found.inStableRange).toBe(2 * k <= N);
    }
  });

  const form = fc.array(fc.integer({ min: -3, max: 3 }), { minLength: 1, maxLength: 3 });
  test('are stable where they should be, and unchanged by x → −x', () => {
    fc.assert(
      fc.property(form, form, fc.nat(3), fc.nat(3), fc.integer({ min: 1, max: 7 }), (h, g, k, l, size) => {
        const { value, stable, inStableRange } = singleIndexMoment(h, k, g, l, size);
        if (inStableRange) expect(formatSurds(value)).toBe(formatRational(stable));
        const turned = (side: readonly number[]): number[] => side.map((c, i) => (i % 2 === 0 ? -c : c));
        expect(singleIndexMoment(turned(h), k, turned(g), l, size).value).toEqual(value);
        // Conjugation: all is real.
        expect(singleIndexMoment(g, l, h, k, size).value).toEqual(value);
      }),
      { numRuns: 60 },
    );
  });

  test('E|z|^{2j} ≤ j! ‖h‖^{2j} at every N, rising with N', () => {
    fc.assert(
      fc.property(form, fc.integer({ min: 1, max: 3 }), (h, j) => {
        const values = [1, 2, 3, 5, 9].map((size) => singleIndexMoment(h, j, h, j, size));
        const numbers = values.map(({ value }) => numberFromSurds(value));
        numbers.slice(1).forEach((value, i) => {
          expect(value).toBeGreaterThanOrEqual(numbers[i]! - 1e-9 * value);
        });
        expect(formatSurds(values[4]!.value)).toBe(formatRational(values[4]!.stable));
      }),
      { numRuns: 20 },
    );
  });

  test('of nothing, and what is too large', () => {
    expect(singleIndexMoment([0, 0], 2, [1], 2, 3).value).toEqual([]);
    expect(formatSurds(singleIndexMoment([], 0, [], 0, 1).value)).toBe('1');
    expect(() => singleIndexMoment([1], -1, [1], 1, 1)).toThrow('integers ≥ 0');
    expect(() => singleIndexMoment([1, 1, 1, 1], 30, [1, 1, 1, 1], 30, 3)).toThrow('over the limit');
  });

  test('sums of surds', () => {
    expect(squareFree([12, 6])).toEqual({ root: 6n, radicand: 2n });
    const surds = [
      { coefficient: rational(1n, 2n), radicand: 6n },
      { coefficient: rational(-3n), radicand: 1n },
      { coefficient: rational(-3n, 2n), radicand: 6n },
      { coefficient: rational(1n), radicand: 2n },
    ];
    expect(formatSurds(sumOfSurds(surds))).toBe('-3 + √2 - √6');
    expect(formatSurds([])).toBe('0');
    expect(numberFromSurds(sumOfSurds(surds))).toBeCloseTo(-3 + Math.SQRT2 - Math.sqrt(6), 14);
  });
});

describe('links', () => {
  const exponentOf = (text: string): unknown[] => {
    const { value, lower, tier, symmetryOrder } = adaptedExponent(readAnalyticLink(text));
    return [value, lower, tier, symmetryOrder];
  };
  test.each([
    ['z^3 - z', [1, 1, 'proved', 1]],
    ['2z^6 + 0.1 z^4 + 7', [4, 4, 'proved', 2]],
    ['(z^2)^3', [6, 6, 'proved', 6]],
    ['7', [Infinity, Infinity, 'proved', undefined]],
    ['z - z', [Infinity, Infinity, 'proved', undefined]],
    ['exp(z) - 1 - z', [2, 2, 'proved', 1]],
    ['cos(z)', [2, 2, 'proved', undefined]],
    ['sin(z) - tanh(z)', [3, 3, 'proved', 1]],
    ['sin(z)^2 + cos(z)^2', [undefined, 32, 'unknown', undefined]],
    ['1/(1 - z^4)', [4, 4, 'proved', undefined]],
  ])('%s', (text, expected) => expect(exponentOf(text)).toEqual(expected));

  // Taylor coefficients of Abramowitz and Stegun, 4.2.1, 4.1.24, 4.3.65 to 4.3.67, 4.5.62 to 4.5.64, 4.4.42, 3.6.9.
  test.each([
    ['exp(z)', '1 1 1/2 1/6 1/24 1/120'],
    ['expm1(z)', '0 1 1/2 1/6 1/24 1/120'],
    ['log(1 + z)', '0 1 -1/2 1/3 -1/4 1/5'],
    ['log1p(z)', '0 1 -1/2 1/3 -1/4 1/5'],
    ['sin(z)', '0 1 0 -1/6 0 1/120'],
    ['cos(z)', '1 0 -1/2 0 1/24 0'],
    ['tan(z)', '0 1 0 1/3 0 2/15'],
    ['sinh(z)', '0 1 0 1/6 0 1/120'],
    ['cosh(z)', '1 0 1/2 0 1/24 0'],
    ['tanh(z)', '0 1 0 -1/3 0 2/15'],
    ['atan(z)', '0 1 0 -1/3 0 1/5'],
    ['sqrt(1 + z)', '1 1/2 -1/8 1/16 -5/128 7/256'],
    ['sin(z)/z', '1 0 -1/6 0 1/120 0'],
    ['(1 + z)^-2', '1 -2 3 -4 5 -6'],
  ])('the series of %s', (text, expected) => {
    const { coefficients, complete } = readAnalyticLink(text);
    expect(coefficients.slice(0, 6).map(formatRational).join(' ')).toBe(expected);
    expect([coefficients.length, complete]).toEqual([32, false]);
  });

  test.each([
    ['abs(z)', "'abs(z)' is not read"],
    ['pi*z', "'pi' is not rational"],
    ['exp(1 + z)', 'not rational'],
    ['x*y', 'expected one variable, got x, y'],
    ['1/z', 'a pole at 0'],
    ['log(z)', 'not 1 at z = 0'],
    ['z^z', 'not a number'],
    ['', 'it is empty'],
    ['z +', 'cannot be read'],
    ['z^150*z^100', 'a degree over 200'],
  ])('refuses %j', (text, message) => expect(() => readAnalyticLink(text)).toThrow(message));

  test('polynomials read back, and F_k = α_k² k!', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 1, maxLength: 7 }), (c) => {
        const link = readAnalyticLink(c.map((x, k) => `(${x}/3)*z^${k}`).join(' + '));
        c.forEach((x, k) => {
          expect(formatRational(link.coefficients[k] ?? rational(0n))).toBe(formatRational(parseRational(`${x}/3`)));
          const expected: Rational = rational(BigInt(x) ** 2n * factorial(k), 9n);
          expect(correlationPotential(link)[k] ?? rational(0n)).toEqual(expected);
        });
        const s = adaptedExponent(link).value!;
        if (s < Infinity) expect(normalisedPotential(link)![s]).toBe(1 / s);
        else expect(normalisedPotential(link)).toBeUndefined();
      }),
      { numRuns: 40 },
    );
  });
});

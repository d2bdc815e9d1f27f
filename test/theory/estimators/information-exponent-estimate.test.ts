import { estimateInformationExponent, projections, samplesFromCsv } from 'isserlis/theory';
import { describe, expect, it, test } from 'vitest';
import { key, words } from '../../../src/base/philox.ts';
import { gaussianityCheck } from '../../../src/theory/estimators/gaussianity.ts';
import { hermiteFourthMoment, hermiteValues } from '../../../src/theory/estimators/hermite-values.ts';
import {
  catoniInterval,
  unbiasedSquareOfMean,
  upperBoundOfMean,
} from '../../../src/theory/estimators/mean-interval.ts';
import { directionFromCsv } from '../../../src/theory/estimators/samples-from-table.ts';

/** Draws of N(0, 1) by Box and Muller's method. */
function normals(seed: number, n: number): Float64Array {
  const draws = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const [a, b] = words(key(seed, 'test'), i);
    draws[i] = Math.sqrt(-2 * Math.log((a + 1) / 2 ** 32)) * Math.cos((2 * Math.PI * b) / 2 ** 32);
  }
  return draws;
}
const link = (z: Float64Array, k: number): Float64Array => hermiteValues(z, k);

describe('the parts', () => {
  test('h_3 is (x³ − 3x)/√6, and E h_k⁴ = 3, 15, 93, 639', () => {
    for (const [x, value] of [
      [2, 2],
      [-1, 2],
      [0.5, -1.375],
    ] as const)
      expect(hermiteValues(Float64Array.of(x), 3)[0]).toBeCloseTo(value / Math.sqrt(6), 14);
    // SymPy, from the Gaussian moments of He_k⁴/k!²
    expect([1, 2, 3, 4].map(hermiteFourthMoment)).toEqual([3, 15, 93, 639]);
  });
  test('the square of a mean without bias: over all ordered pairs', () => {
    // (1·2 + 1·4 + 2·4)·2/6
    expect(unbiasedSquareOfMean(Float64Array.of(1, 2, 4))).toBeCloseTo(14 / 3, 12);
  });
  test("both ends of Catoni's interval are on the threshold, the far sides", () => {
    const draws = Float64Array.of(-1, 0, 0.5, 3, 20);
    const [scale, secondMoment, L] = [0.3, 4, 3];
    const { lower, upper } = catoniInterval(draws, { scale, secondMoment, L });
    const sum = (theta: number): number =>
      draws.reduce((all, a) => {
        const x = scale * (a - theta);
        return all + Math.sign(x) * Math.log(1 + Math.abs(x) + (x * x) / 2);
      }, 0);
    const threshold = (5 * scale ** 2 * secondMoment) / 2 + L;
    expect([sum(lower) / threshold, sum(upper) / threshold]).toEqual([expect.closeTo(1, 4), expect.closeTo(-1, 4)]);
    expect(sum(lower) >= threshold && sum(upper) <= -threshold).toBe(true);
  });
  test('too few draws give no bound of a mean', () => {
    expect([upperBoundOfMean(1, 100, 10, 5), upperBoundOfMean(1, 400, 10, 5)]).toEqual([undefined, 2]);
  });
  test('draws of another law are noticed', () => {
    const z = normals(1, 4000);
    const check = (values: Float64Array): boolean => {
      const { distance, threshold } = gaussianityCheck(values);
      return distance > threshold;
    };
    expect([check(z), check(z.map((x) => 1.2 * x)), check(z.map((x) => x + 0.2))]).toEqual([false, true, true]);
  });
});

describe('the estimate', () => {
  const z = normals(2, 20_000);
  test.each([
    [1, 1],
    [2, 2],
    [3, 3],
  ])('of h_%i is at most %i, and what comes before is small', (k, expected) => {
    const { upperBound, statement, orders, tier } = estimateInformationExponent({ projections: z, labels: link(z, k) });
    expect([upperBound, tier]).toEqual([expected, 'tested']);
    expect(statement).toMatch(k === 1 ? /^IE ≤ 1 at level 0.05$/ : /^IE ≤ \d at level 0.05; \|u_1\| ≤ 0\.\d+/);
    expect(orders[k - 1]!.squared.lower).toBeGreaterThan(0);
  });
  test('two labels need no kurtosis', () => {
    const labels = z.map((x) => Math.sign(x * x - 1));
    const { upperBound, assumptions } = estimateInformationExponent({ projections: z, labels }, { margin: 0.1 });
    expect(upperBound).toBe(2);
    expect(assumptions).toContain('y takes no values but -1 and 1');
  });
  test('is the same for labels times a power of two, and with the same seed', () => {
    const labels = link(z, 2);
    const bounds = (s: number, seed: number): readonly number[] =>
      estimateInformationExponent({ projections: z, labels: labels.map((y) => s * y) }, { seed }).orders.map(
        ({ within }) => within / s,
      );
    expect(bounds(8, 0)).toEqual(bounds(1, 0));
    expect(bounds(1, 1)).not.toEqual(bounds(1, 0));
  });
  test('says how many samples are needed, and nothing else, where there are too few', () => {
    const few = estimateInformationExponent({ projections: z.subarray(0, 50), labels: link(z.subarray(0, 50), 4) });
    expect([few.upperBound, few.orders, few.statement]).toEqual([undefined, [], 'no order found at level 0.05']);
    expect(few.remedy).toMatch(/more than \d+ samples/);
  });

  // All intervals hold with probability 0.95 at least, if the kurtosis assumed is right. So of 200 runs more than 22 fail with
  // probability P(Binomial(200, 0.05) > 22) < 4e-4.
  it.each([2, 3, 4, 5])('covers: labels h_%i, 1,500 samples', (k) => {
    let [failures, stated] = [0, 0];
    for (let run = 0; run < 200; run++) {
      const draws = normals(100 + run, 1500);
      const { orders } = estimateInformationExponent(
        { projections: draws, labels: link(draws, k) },
        { maximumOrder: 4 },
      );
      if (orders.length > 0) stated++;
      const truth = (order: number): number => (order === k ? 1 : 0);
      if (orders.some(({ order, coefficient: { lower, upper } }) => truth(order) < lower || truth(order) > upper))
        failures++;
    }
    expect(failures).toBeLessThanOrEqual(22);
    expect(stated).toBeGreaterThan(20);
  });

  test('refuses', () => {
    const labels = link(z, 1);
    const estimate = (options: object, y: ArrayLike<number> = labels): unknown =>
      estimateInformationExponent({ projections: z, labels: y }, options);
    expect(() => estimate({ level: 1 })).toThrow(/between 0 and 1/);
    expect(() => estimate({ maximumOrder: 99 })).toThrow(/from 1 to 20/);
    expect(() => estimate({ kurtosis: 0.5 })).toThrow(/≥ 1/);
    expect(() => estimate({ labelBound: 0.1 })).toThrow(/beyond the bound/);
    expect(() =>
      estimate(
        {},
        labels.map(() => 3),
      ),
    ).toThrow(/all of them are 3/);
    expect(() => estimate({}, [1, 2])).toThrow(/a label for each/);
    expect(() =>
      estimate(
        {},
        labels.map((y, i) => (i === 7 ? Number.NaN : y)),
      ),
    ).toThrow(/labels\[7\]/);
  });
});

describe('samples as text', () => {
  test('the last column is the label, or the one named; the header is optional', () => {
    expect(samplesFromCsv('a,b,t\n1,2,3\n4,5,6\n')).toMatchObject({
      variables: ['a', 'b'],
      label: 't',
      labels: Float64Array.of(3, 6),
    });
    expect(samplesFromCsv('a,b,t\n1,2,3', 'a')).toMatchObject({ variables: ['b', 't'], labels: Float64Array.of(1) });
    expect(samplesFromCsv('1, 2, 3e1', '2')).toMatchObject({ variables: ['x1', 'x2'], labels: Float64Array.of(2) });
    expect(samplesFromCsv('"a, b",t\n"1",2').variables).toEqual(['a, b']);
  });
  test('a direction is one row or one column, and is normalised', () => {
    expect([directionFromCsv('w\n3\n4'), directionFromCsv('3,4')]).toEqual([
      Float64Array.of(3, 4),
      Float64Array.of(3, 4),
    ]);
    expect(
      projections(
        [
          [1, 0],
          [5, 10],
        ],
        [3, 4],
      ),
    ).toEqual(Float64Array.of(0.6, 11));
    expect(() => projections([[1, 0]], [0, 0])).toThrow(/not all 0/);
    expect(() => directionFromCsv('1,2\n3,4')).toThrow(/one row or one column/);
  });
  test.each([
    ['', /no numbers/],
    ['1,2\n3', /:2: expected 2 columns/],
    ['1,2\n3,x', /:2, column 2: expected a number, got 'x'/],
    ['1\n2', /at least one input/],
    ['1,2\n3,', /got ''/],
  ])('%j is refused', (text, message) => expect(() => samplesFromCsv(text)).toThrow(message));
  test('so is a label that is not there', () =>
    expect(() => samplesFromCsv('a,b\n1,2', 'c')).toThrow(/Its columns are a, b/));
});

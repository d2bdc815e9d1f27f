import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MonomialTable } from '../../src/symbolic/monomial-table.ts';
import {
  degreeOfFactors,
  type Factor,
  factorsOf,
  gradedReverseLex,
  monomialsFrom,
  totalDegree,
} from '../../src/symbolic/monomials.ts';

const factorsFrom = (exponents: readonly number[]): Factor[] =>
  exponents.flatMap((exponent, v): Factor[] => (exponent > 0 ? [[v, exponent]] : []));
const exponentVectors = (n: number, largest: number): fc.Arbitrary<number[]> =>
  fc.array(fc.nat(largest), { minLength: n, maxLength: n });

describe('graded reverse lexicographic order', () => {
  test('sorts the monomials of degree 3 in x > y > z as textbooks do', () => {
    // Cox, Little and O'Shea, Ideals, Varieties, and Algorithms, §2.2, carried on to degree 3.
    const expected = ['xxx', 'xxy', 'xyy', 'yyy', 'xxz', 'xyz', 'yyz', 'xzz', 'yzz', 'zzz'];
    const counts = (word: string): number[] => ['x', 'y', 'z'].map((letter) => word.split(letter).length - 1);
    const shuffled = [...expected].sort();
    expect(shuffled.sort((a, b) => gradedReverseLex(factorsFrom(counts(a)), factorsFrom(counts(b))))).toEqual(expected);
  });

  test('is the definition: by degree, then a > b if the last nonzero entry of a − b is negative', () => {
    const definition = (a: number[], b: number[]): number => {
      const sum = (v: number[]): number => v.reduce((x, y) => x + y, 0);
      if (sum(a) !== sum(b)) return sum(b) - sum(a);
      return a.map((e, i) => e - b[i]!).findLast((d) => d !== 0) ?? 0;
    };
    fc.assert(
      fc.property(exponentVectors(4, 3), exponentVectors(4, 3), (a, b) => {
        expect(Math.sign(gradedReverseLex(factorsFrom(a), factorsFrom(b)))).toBe(Math.sign(definition(a, b)));
      }),
      { numRuns: 1000 },
    );
  });

  test('is kept by products: a > b implies a c > b c', () => {
    const plus = (a: number[], b: number[]): Factor[] => factorsFrom(a.map((e, i) => e + b[i]!));
    fc.assert(
      fc.property(
        exponentVectors(4, 3),
        exponentVectors(4, 3),
        exponentVectors(4, 3),
        (a, b, c) =>
          Math.sign(gradedReverseLex(factorsFrom(a), factorsFrom(b))) ===
          Math.sign(gradedReverseLex(plus(a, c), plus(b, c))),
      ),
    );
  });
});

test('monomialsFrom packs lists of factors, and factorsOf takes them out', () => {
  fc.assert(
    fc.property(fc.array(exponentVectors(5, 4)), (vectors) => {
      const list = vectors.map(factorsFrom);
      const packed = monomialsFrom(list);
      expect(list.map((_, t) => factorsOf(packed, t))).toEqual(list);
      expect(list.map((_, t) => totalDegree(packed, t))).toEqual(list.map(degreeOfFactors));
    }),
  );
});

describe('MonomialTable', () => {
  const sum = (a: number[], b: number[]): Factor[] => factorsFrom(a.map((e, i) => e + b[i]!));

  test('numbers each monomial once, 1 first', () => {
    const table = new MonomialTable(3);
    expect(table.number([])).toBe(table.one);
    const number = table.number([
      [0, 2],
      [2, 1],
    ]);
    expect(
      table.number([
        [0, 2],
        [2, 1],
      ]),
    ).toBe(number);
    expect(table.factors(number)).toEqual([
      [0, 2],
      [2, 1],
    ]);
    expect(table.size).toBe(2);
  });

  test('multiplies by adding exponents, again from its memory', () => {
    const table = new MonomialTable(4);
    fc.assert(
      fc.property(exponentVectors(4, 5), exponentVectors(4, 5), (a, b) => {
        const [x, y] = [table.number(factorsFrom(a)), table.number(factorsFrom(b))];
        for (let time = 0; time < 2; time++) {
          expect(table.factors(table.product(x, y))).toEqual(sum(a, b));
          expect(table.product(y, x)).toBe(table.product(x, y));
        }
      }),
    );
  });

  test('multiplies monomials whose numbers are beyond those with a memory', () => {
    const table = new MonomialTable(2);
    const numbers = Array.from({ length: 5000 }, (_, e) => table.number(factorsFrom([e + 1, 3])));
    expect(numbers.at(-1)).toBeGreaterThan(4096);
    for (const [i, j] of [
      [0, 4999],
      [4999, 4999],
      [4500, 4700],
      [10, 4095],
      [4094, 4096],
    ] as const) {
      for (let time = 0; time < 2; time++)
        expect(table.factors(table.product(numbers[i]!, numbers[j]!))).toEqual([
          [0, i + j + 2],
          [1, 6],
        ]);
    }
    expect(table.product(table.one, numbers[4999]!)).toBe(numbers[4999]);
  });

  test('refuses exponents and numbers of variables that it cannot hold', () => {
    const table = new MonomialTable(1);
    const high = table.number([[0, 65535]]);
    expect(table.factors(high)).toEqual([[0, 65535]]);
    expect(() => table.product(high, table.number([[0, 1]]))).toThrow(
      'polynomial: expected exponents up to 65535, got 65536',
    );
    expect(() => new MonomialTable(65536)).toThrow('polynomial: expected at most 65535 variables, got 65536');
  });
});

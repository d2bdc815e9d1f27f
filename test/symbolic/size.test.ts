import fc from 'fast-check';
import { dense, network, polynomial, product, square, trace } from 'isserlis/network';
import { networks } from 'isserlis/testing';
import { describe, expect, test } from 'vitest';
import { indeterminateEntries, unknownsOf } from '../../src/symbolic/indeterminates.ts';
import { interpret } from '../../src/symbolic/interpret.ts';
import type { Ring } from '../../src/symbolic/ring.ts';
import { Heights } from '../../src/symbolic/rings/height.ts';
import { polynomialRing } from '../../src/symbolic/rings/polynomial-ring.ts';
import { QQ } from '../../src/symbolic/rings/rationals.ts';
import { monomialCount, supportOfVariable, supports, variableCount } from '../../src/symbolic/rings/support.ts';
import { expansionSize, showBytes, showCount } from '../../src/symbolic/size.ts';

describe('counts of monomials', () => {
  test('are binomial coefficients: those of a list of all exponent vectors', () => {
    const list = (n: number, d: number): number =>
      n === 0 ? 1 : Array.from({ length: d + 1 }, (_, e) => list(n - 1, d - e)).reduce((a, b) => a + b, 0);
    for (let n = 0; n <= 5; n++)
      for (let d = 0; d <= 6; d++) expect(monomialCount(n, d), `${n}, ${d}`).toBe(list(n, d));
  });

  test('are exact, as those of Pascal’s triangle in integers, while they are below 2^50', () => {
    const binomial = (n: bigint, k: bigint): bigint => {
      let result = 1n;
      for (let i = 1n; i <= k; i++) result = (result * (n - k + i)) / i;
      return result;
    };
    fc.assert(
      fc.property(fc.nat(100), fc.nat(40), (n, d) => {
        const exact = binomial(BigInt(n + d), BigInt(d));
        if (exact < 2n ** 50n) expect(monomialCount(n, d)).toBe(Number(exact));
      }),
      { numRuns: 500 },
    );
  });

  test('beyond all doubles are Infinity, below degree 0 none', () => {
    expect(monomialCount(5000, 5000)).toBe(Infinity);
    expect(monomialCount(3, -1)).toBe(0);
    expect(monomialCount(3, -Infinity)).toBe(0);
  });

  test('of a set of variables are its bits', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(300)), (variables) => {
        expect(variableCount(variables.reduce((set, v) => set | (1n << BigInt(v)), 0n))).toBe(variables.length);
      }),
    );
  });
});

describe('the size of an expansion', () => {
  /** Q, counting its products. */
  function counting(): { ring: Ring<typeof QQ.zero>; products(): number } {
    let count = 0;
    const ring: typeof QQ = {
      ...QQ,
      mul: (a, b) => {
        count++;
        return QQ.mul(a, b);
      },
    };
    return { ring, products: () => count };
  }

  const measured = (net: ReturnType<typeof network>): { terms: number[]; degrees: number[]; products: number } => {
    const program = trace(net);
    const unknowns = unknownsOf(program);
    const { ring, products } = counting();
    const P = polynomialRing(ring, unknowns.variables.length);
    const values = interpret(program, P, indeterminateEntries(unknowns, P, P.variable));
    const degreeOf = (monomial: number): number => P.table.factors(monomial).reduce((sum, [, e]) => sum + e, 0);
    return {
      terms: values.map(({ coefficients }) => coefficients.length),
      degrees: values.map(({ monomials }) => Math.max(-Infinity, ...[...monomials].map(degreeOf))),
      products: products(),
    };
  };
  const estimated = (net: ReturnType<typeof network>): ReturnType<typeof expansionSize> =>
    expansionSize(trace(net), unknownsOf(trace(net)));

  test('is at least what the plain expansion takes: terms, degree, products of coefficients', () => {
    fc.assert(
      fc.property(networks(), (net) => {
        const [size, real] = [estimated(net), measured(net)];
        size.outputs.forEach((bound, k) => {
          expect(bound.terms).toBeGreaterThanOrEqual(real.terms[k]!);
          expect(bound.degree).toBeGreaterThanOrEqual(real.degrees[k]!);
        });
        expect(size.products).toBeGreaterThanOrEqual(real.products);
      }),
    );
  });

  test('is exact where nothing cancels and every monomial occurs', () => {
    // Two inputs, three hidden units with bias, cubes: C(5, 2) = 10 terms; nothing is zero.
    const net = network({
      inputs: 2,
      layers: [
        dense({
          weight: [
            [1, 2],
            [3, 4],
            [5, 6],
          ],
          bias: [1, 1, 1],
        }),
        polynomial([1, 1, 1, 1]),
        dense({ weight: [[1, 1, 1]] }),
      ],
    });
    const [size, real] = [estimated(net), measured(net)];
    expect([size.outputs[0]!.terms, size.outputs[0]!.degree]).toEqual([10, 3]);
    expect([real.terms, real.degrees, real.products]).toEqual([[10], [3], size.products]);
  });

  test('by hand: (x + y)² twice over, as a square and as a product of branches', () => {
    const sum = dense({ weight: [[1, 1]] });
    // dense: 2 products of one term each; square of 2 terms: 3; and the same twice plus 2 · 2 for the product of branches
    expect(estimated(network({ inputs: 2, layers: [sum, square()] })).products).toBe(5);
    expect(estimated(network({ inputs: 2, layers: [product([sum], [sum])] })).products).toBe(8);
  });

  test('counts the variables that occur', () => {
    const net = network({
      inputs: 4,
      layers: [
        dense({
          weight: [
            [1, 0, 2, 0],
            [0, 0, 0, 0],
          ],
        }),
        square(),
      ],
    });
    const { outputs } = estimated(net);
    expect(outputs.map(({ variables }) => variables)).toEqual([0b101n, 0n]);
    expect(outputs.map(({ terms }) => terms)).toEqual([3, 0]);
    expect(outputs[1]!.degree).toBe(-Infinity);
  });

  test('has heights that bound: 3/2 (x + 2 y)² has norm 27, denominator 2', () => {
    const net = network({ inputs: 2, layers: [dense({ weight: [[1, 2]] }), polynomial([0, 0, '3/2'])] });
    expect(estimated(net).heights).toEqual([{ denominator: 2n, norm: 27n }]);
  });

  test('of some outputs is no more than that of all', () => {
    fc.assert(
      fc.property(networks({ inputs: 2 }), (net) => {
        const program = trace(net);
        const all = estimated(net);
        const one = expansionSize(program, unknownsOf(program), [0]);
        expect(one.products).toBeLessThanOrEqual(all.products);
        expect(one.outputs[0]).toEqual(all.outputs[0]);
      }),
    );
  });
});

describe('supports', () => {
  const K = supports();
  const [x, y] = [supportOfVariable(0), supportOfVariable(1)];

  test('zero absorbs and adds nothing', () => {
    expect([K.mul(x, K.zero), K.add(x, K.zero), K.add(K.zero, x)]).toEqual([K.zero, x, x]);
    expect([K.from(0), K.from('0/3'), K.from(0.5)]).toEqual([K.zero, K.zero, K.one]);
  });

  test('the smaller of two bounds is kept', () => {
    const sum = K.add(x, y);
    const square1 = K.mul(sum, sum);
    expect(square1.terms).toBe(3);
    // 2 · 3 products, but only C(5, 2) = 10 monomials of degree ≤ 3; then 12 against 15
    expect(K.mul(square1, sum).terms).toBe(6);
    expect(K.mul(K.mul(square1, square1), square1).terms).toBe(18);
    expect(K.mul(K.mul(K.mul(square1, square1), square1), square1).terms).toBe(45);
  });
});

test('heights of indeterminates are 1', () => {
  const net = network({ inputs: 2, layers: [] });
  const unknowns = unknownsOf(trace(net));
  expect(
    interpret(
      trace(net),
      Heights,
      indeterminateEntries(unknowns, Heights, () => Heights.one),
    ),
  ).toEqual([Heights.one, Heights.one]);
});

test('sizes are shown short', () => {
  expect([0, 12.4, 999_999, 1e6, 2.04e9, Infinity].map(showCount)).toEqual([
    '0',
    '12',
    '999999',
    '1.0e6',
    '2.0e9',
    'Infinity',
  ]);
  expect([0, 100, 1023, 1024, 1536, 2 ** 20 * 200, 3 * 2 ** 30, 2 ** 41, 2 ** 61, Infinity].map(showBytes)).toEqual([
    '0 B',
    '100 B',
    '1023 B',
    '1.0 KiB',
    '1.5 KiB',
    '200 MiB',
    '3.0 GiB',
    '2.0 TiB',
    'more than an exbibyte',
    'more than an exbibyte',
  ]);
});

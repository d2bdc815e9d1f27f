import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { exactValue } from '../../../src/base/coefficient.ts';
import { key } from '../../../src/base/philox.ts';
import { formatRational, parseRational, rational } from '../../../src/base/rational.ts';
import { hermiteKernels, type PairProblem, plainPairSums } from '../../../src/numeric/hermite-kernels/pair-sums.ts';
import { pairSums } from '../../../src/numeric/hermite-kernels/pair-sums-in-parallel.ts';
import { fillGaussians } from '../../../src/numeric/random/fill.ts';
import { expectation } from '../../../src/symbolic/expectation.ts';
import { parsePolynomial } from '../../../src/symbolic/interop/mathjs.ts';
import { gaussian } from '../../../src/symbolic/measures/gaussian.ts';
import { add, multiply } from '../../../src/symbolic/operations/arithmetic.ts';
import { evaluate } from '../../../src/symbolic/operations/evaluate.ts';
import type { Polynomial } from '../../../src/symbolic/polynomial.ts';
import type { Ring } from '../../../src/symbolic/ring.ts';
import { QQ } from '../../../src/symbolic/rings/rationals.ts';
import { hermiteTensorKernels } from '../../../src/theory/directions/hermite-tensor-kernels.ts';
import { symmetricDimension } from '../../../src/theory/directions/order-statistics.ts';
import { addHermiteTensor } from '../../../src/theory/directions/tensor-unfolding.ts';
import { golden } from '../../golden/read.ts';

interface Golden {
  readonly hermiteKernels: {
    readonly at: { readonly c: string; readonly S: string; readonly d: number };
    readonly values: readonly string[];
    readonly closedForms: Readonly<Record<string, string>>;
  };
}
const { at, values, closedForms } = golden<Golden>('directions.json').hermiteKernels;
const factorial = (k: number): bigint => (k === 0 ? 1n : BigInt(k) * factorial(k - 1));

const polynomials: Ring<Polynomial> = {
  name: 'Q[…]',
  zero: parsePolynomial('0'),
  one: parsePolynomial('1'),
  from: (c) => parsePolynomial(formatRational(exactValue(c))),
  add,
  mul: multiply,
  equal: (a, b) => `${a}` === `${b}`,
};

describe('the kernels of Hermite tensors', () => {
  test('have the golden values', () => {
    const g = hermiteTensorKernels(QQ, parseRational(at.c, 'c'), parseRational(at.S, 'S'), at.d, 6);
    const products = g.map((value, k) => formatRational(QQ.mul(value, rational(factorial(k)))));
    expect(products).toEqual(values);
  });

  test('are the closed forms', () => {
    const integers = fc.integer({ min: -9, max: 9 });
    fc.assert(
      fc.property(integers, integers, fc.integer({ min: 1, max: 30 }), (c, S, d) => {
        const g = hermiteTensorKernels(QQ, QQ.from(c), QQ.from(S), d, 4);
        for (const [k, form] of Object.entries(closedForms)) {
          const f = parsePolynomial(form.replaceAll('**', '^'));
          const point = Object.fromEntries(f.variables.map((name) => [name, { c, S, d }[name]!]));
          const value = QQ.mul(g[Number(k)]!, rational(factorial(Number(k))));
          expect(formatRational(value)).toBe(formatRational(evaluate(f, point)));
        }
      }),
    );
  });

  test('are inner products of the tensors, in doubles', () => {
    const vector = fc.array(fc.double({ min: -2, max: 2, noNaN: true }), { minLength: 3, maxLength: 3 });
    fc.assert(
      fc.property(vector, vector, (x, y) => {
        const g = new Float64Array(6);
        const product = (a: readonly number[], b: readonly number[]): number => a.reduce((s, v, i) => s + v * b[i]!, 0);
        hermiteKernels(g, product(x, y), product(x, x) + product(y, y), 3);
        for (let k = 1; k <= 5; k++) {
          const [a, b] = [x, y].map((v) => {
            const tensor = new Float64Array(3 ** k);
            addHermiteTensor(tensor, Float64Array.from(v), k, 1);
            return tensor;
          }) as [Float64Array, Float64Array];
          const exact = a.reduce((sum, value, i) => sum + value * b[i]!, 0) / Number(factorial(k));
          expect(Math.abs(g[k]! - exact)).toBeLessThan(1e-10 * (1 + Math.abs(exact)));
        }
      }),
      { numRuns: 30 },
    );
  });

  test.each([1, 2, 3])('have mean square C(d+k−1, k) in %i dimensions, exactly', (d) => {
    const names = Array.from({ length: d }, (_, i) => [`x${i}`, `y${i}`]);
    const sum = (terms: readonly string[]): Polynomial => parsePolynomial(terms.join(' + '));
    const c = sum(names.map(([x, y]) => `${x}*${y}`));
    const S = sum(names.map(([x, y]) => `${x}^2 + ${y}^2`));
    const g = hermiteTensorKernels(polynomials, c, S, d, 3);
    for (let k = 1; k <= 3; k++)
      expect(`${expectation(multiply(g[k]!, g[k]!), gaussian())}`).toBe(`${symmetricDimension(d, k)}`);
  });
});

describe('sums over pairs', () => {
  const problem = (n: number, dimension: number, labellings: number, orders: number): PairProblem => ({
    inputs: fillGaussians(new Float64Array(n * dimension), key(1, 'x')),
    dimension,
    labels: fillGaussians(new Float64Array(n), key(1, 'y')),
    labellings: Array.from({ length: labellings }, (_, layer) =>
      fillGaussians(new Float64Array(n), key(1, 'z'), { layer }),
    ),
    orders,
  });
  const close = (a: Float64Array, b: Float64Array): void => {
    const size = Math.max(...Array.from(b, Math.abs));
    a.forEach((value, i) => {
      expect(Math.abs(value - b[i]!)).toBeLessThanOrEqual(1e-12 * size);
    });
  };

  test.each([
    [2, 1, 0, 1],
    [32, 3, 1, 2],
    [33, 1, 4, 6],
    [150, 7, 5, 4],
  ])('on tiles are those pair by pair: n = %i, d = %i, %i labellings, orders to %i', async (...size) => {
    const given = problem(...size);
    const [tiled, plain] = [await pairSums(given), plainPairSums(given)];
    expect([tiled.path, plain.path]).toEqual(['tiled', 'plain']);
    for (let k = 0; k < given.orders; k++) {
      close(tiled.rowSums[k]!, plain.rowSums[k]!);
      close(tiled.labellingSums[k]!, plain.labellingSums[k]!);
    }
    close(tiled.squares, plain.squares);
  });

  test('have the same bits on any number of threads', async () => {
    const given = problem(300, 5, 3, 4);
    const one = await pairSums(given, { threads: 1 });
    expect(await pairSums(given, { threads: 3 })).toEqual(one);
    expect(await pairSums(given)).toEqual(one);
  });

  test('say what does not fit', async () => {
    await expect(pairSums(problem(100, 5, 0, 2), { maximumBytes: 1000 })).rejects.toThrow(/over the limit/);
    await expect(pairSums(problem(10, 5, 0, 2), { threads: 0 })).rejects.toThrow(/threads/);
  });
});

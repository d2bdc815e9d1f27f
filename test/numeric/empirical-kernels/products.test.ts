import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LaneArena, PADDING } from '../../../src/numeric/empirical-kernels/lane-arena.ts';
import { fillGaussians } from '../../../src/numeric/random/fill.ts';
import { double, single } from '../../../src/numeric/wasm/precision.ts';

const gaussians = (count: number, layer: number): Float64Array =>
  fillGaussians(new Float64Array(count), { seed: 9, stream: 'products' }, { layer });

describe.each([
  ['double', double, (x: number) => x],
  ['single', single, Math.fround],
] as const)('kernels in %s precision against loops', (_, precision, round) => {
  /** Σ a_k b_k from the first term to the last, bit for bit. */
  const inner = (terms: number, a: (k: number) => number, b: (k: number) => number): number => {
    let sum = 0;
    for (let k = 0; k < terms; k++) sum = round(sum + round(round(a(k)) * round(b(k))));
    return sum;
  };

  test('W x, Wᵀ x and row-major Gram products, of any shape', () => {
    const sizes = fc.record({
      rows: fc.integer({ min: 1, max: 150 }),
      columns: fc.oneof(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 250, max: 530 })),
      samples: fc.integer({ min: 1, max: 18 }),
    });
    fc.assert(
      fc.property(sizes, ({ rows, columns, samples }) => {
        const arena = new LaneArena(precision);
        const blocks = arena.blocksOf(samples);
        const [w, xs, ds] = [rows * columns, columns * samples, rows * samples].map(gaussians);
        const [x, delta] = [arena.value(columns, samples, 'x'), arena.value(rows, samples, 'δ')];
        const [y, back] = [arena.value(rows, samples, 'y'), arena.value(columns, samples, 'back')];
        arena.write(x, xs!, samples);
        arena.write(delta, ds!, samples);
        const weights = arena.array(w!.length + PADDING, 'W');
        arena.numbers(weights, w!.length).set(w!);
        const copy = arena.scratch('copy', 163840);
        arena.products.multiplyRows(y.address, weights, x.address, rows, columns, blocks, y.stride, x.stride, false);
        for (const accumulate of [false, true])
          arena.products.multiplyColumns(
            back.address,
            weights,
            delta.address,
            rows,
            columns,
            blocks,
            back.stride,
            delta.stride,
            accumulate,
            copy,
          );
        const gram = arena.matrix(columns, samples);
        arena.gram(gram, { address: weights, samples: columns }, delta, columns, samples);
        const products = arena.numbers(gram, columns * arena.widthOf(samples));
        const [forward, backward] = [arena.read(y, samples), arena.read(back, samples)];
        // A few of the entries: the loops are slow.
        for (let k = 0; k < 40; k++) {
          const [s, r, c] = [k % samples, (k * 37) % rows, (k * 53) % columns];
          const exact = inner(
            columns,
            (j) => w![r * columns + j]!,
            (j) => xs![s * columns + j]!,
          );
          expect(forward[s * rows + r]).toBe(exact);
          let sum = 0;
          for (let pass = 0; pass < 2; pass++)
            for (let i = 0; i < rows; i++)
              sum = round(sum + round(round(w![i * columns + c]!) * round(ds![s * rows + i]!)));
          expect(backward[s * columns + c]).toBe(sum);
          expect(products[c * arena.widthOf(samples) + s]).toBe(
            inner(
              rows,
              (i) => w![i * columns + c]!,
              (i) => ds![s * rows + i]!,
            ),
          );
        }
      }),
      { numRuns: 25 },
    );
  });
});

describe('factors of symmetric matrices', () => {
  const factorise = (a: readonly number[], n: number, tolerance: number) => {
    const { module, products } = new LaneArena(double);
    const width = n + (n % 2);
    const [factor, right, diagonal] = [n * width, n * width, n].map((count) => module.allocate(count * 8));
    const rows = (address: number): number[] => [...module.doubles(address, n * width)];
    const put = (address: number, m: readonly number[]): void => {
      for (let i = 0; i < n; i++) module.doubles(address, n * width).set(m.slice(i * n, i * n + n), i * width);
    };
    put(factor!, a);
    const bad = module.functions.cholesky(factor!, n, width, tolerance, diagonal!);
    const u = rows(factor!);
    return {
      bad,
      upper: (i: number, j: number): number => (i <= j ? u[i * width + j]! : 0),
      /** X with L Lᵀ X = B. */
      solve: (b: readonly number[]): number[] => {
        put(right!, b);
        module.functions.solveLower(factor!, right!, n, width);
        module.functions.solveUpper(factor!, right!, n, width);
        const x = rows(right!);
        return Array.from({ length: n * n }, (_, k) => x[Math.floor(k / n) * width + (k % n)]!);
      },
      products,
    };
  };

  test('of singular ones: by hand', () => {
    const a = [4, 2, 2, 2, 1, 1, 2, 1, 5];
    const { upper, solve, bad } = factorise(a, 3, 1e-12);
    expect(bad).toBe(-1);
    expect([0, 1, 2].map((i) => [0, 1, 2].map((j) => upper(i, j)))).toEqual([
      [2, 1, 1],
      [0, 0, 0],
      [0, 0, 2],
    ]);
    const x = solve([8, 0, 0, 4, 0, 0, 7, 0, 0]);
    expect([0, 3, 6].map((row) => [0, 1, 2].reduce((sum, k) => sum + a[row + k]! * x[3 * k]!, 0))).toEqual([8, 4, 7]);
    expect(factorise([1, 0, 0, Number.POSITIVE_INFINITY], 2, 0).bad).toBe(1);
  });

  test('L Lᵀ is the matrix, and the solution solves', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 33 }), fc.nat(1000), (n, draw) => {
        const terms = 4 * n + 4;
        const x = gaussians(n * terms, draw);
        const dot = (i: number, j: number): number => {
          let sum = 0;
          for (let k = 0; k < terms; k++) sum += x[i * terms + k]! * x[j * terms + k]!;
          return sum;
        };
        const a = Array.from({ length: n * n }, (_, k) => dot(Math.floor(k / n), k % n));
        const { upper, solve } = factorise(a, n, 1e-14);
        const unit = 2 ** -53;
        const solution = solve(Array.from({ length: n * n }, (_, k) => (Math.floor(k / n) === k % n ? 1 : 0)));
        for (let i = 0; i < n; i++)
          for (let j = 0; j < n; j++) {
            let [product, identity] = [0, 0];
            for (let k = 0; k < n; k++) {
              product += upper(k, i) * upper(k, j);
              identity += a[i * n + k]! * solution[k * n + j]!;
            }
            // Higham, Accuracy and Stability of Numerical Algorithms, Theorem 10.3: (n + 1) u |L||Lᵀ|, and one for the check.
            const scale = Math.sqrt(a[i * n + i]! * a[j * n + j]!);
            expect(Math.abs(product - a[i * n + j]!)).toBeLessThanOrEqual(4 * (n + 2) * unit * scale);
            // The condition of a Gaussian Gram matrix with four times as many terms as rows is below 100.
            expect(Math.abs(identity - (i === j ? 1 : 0))).toBeLessThanOrEqual(100 * 16 * (n + 2) ** 2 * unit);
          }
      }),
      { numRuns: 15 },
    );
  });
});

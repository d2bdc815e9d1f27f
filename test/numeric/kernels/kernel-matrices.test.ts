import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Coefficient, exactValue } from '../../../src/base/coefficient.ts';
import { numberFromRational, rationalFromNumber } from '../../../src/base/rational.ts';
import { polynomial } from '../../../src/network/activations/polynomial.ts';
import { relu } from '../../../src/network/activations/relu.ts';
import { tanh } from '../../../src/network/activations/tanh.ts';
import type { Layer } from '../../../src/network/layer-type.ts';
import { dense } from '../../../src/network/layers/dense.ts';
import { product } from '../../../src/network/layers/product.ts';
import { residual } from '../../../src/network/layers/residual.ts';
import { type Network, network } from '../../../src/network/network.ts';
import { kernelErrorBound } from '../../../src/numeric/kernels/kernel-error-bound.ts';
import { type KernelMatrices, kernelMatrices } from '../../../src/numeric/kernels/kernel-matrices.ts';
import { kernelMatricesInParallel } from '../../../src/numeric/kernels/kernel-matrices-in-parallel.ts';
import { uniformPoints } from '../../../src/numeric/uniform-points.ts';
import { exactKernels } from '../../../src/symbolic/kernels/exact-kernels.ts';
import { QQ } from '../../../src/symbolic/rings/rationals.ts';
import { coefficients } from '../../../src/testing/arbitraries/coefficients.ts';
import { golden } from '../../golden/read.ts';

interface Golden {
  readonly inputs: readonly (readonly number[])[];
  readonly networks: Readonly<Record<string, { nngp: readonly number[][]; ntk: readonly number[][] }>>;
}

const { inputs, networks } = golden<Golden>('kernels.json');
const WIDTH = 7;
const wide = (bias = true): Layer => dense({ outputs: WIDTH, symbolic: true, bias });
const P = polynomial([0.5, 1, -0.25, 0.125]);
const Q = polynomial([0, 0.5, 1]);
const of = (dimension: number, ...layers: readonly Layer[]): Network => network({ inputs: dimension, layers });

const rows = ({ columns }: KernelMatrices, matrix: ArrayLike<number>): number[][] =>
  Array.from({ length: matrix.length / columns }, (_, i) =>
    Array.from({ length: columns }, (_, j) => matrix[i * columns + j]!),
  );

describe('neural-tangents gives the same', () => {
  const options = { weightVariance: 2, biasVariance: 0.25 };
  const cases: Record<string, [Network, object, KernelMatrices['path']]> = {
    chain: [of(3, wide(false), P, wide(false), P, wide(false)), {}, 'tiled'],
    'chain-with-bias': [of(3, wide(), P, wide(), Q, wide()), options, 'tiled'],
    standard: [of(3, wide(), P, wide(), Q, wide()), { ...options, parametrisation: 'standard' }, 'tiled'],
    residual: [of(3, wide(), residual([Q, wide()]), Q, wide()), options, 'plain'],
    product: [of(3, product([wide()], [wide(), Q, wide()]), wide()), options, 'plain'],
    relu: [of(3, wide(), relu(), wide(), relu(), wide()), options, 'plain'],
  };
  test('in every case', () => expect(Object.keys(cases).sort()).toEqual(Object.keys(networks).sort()));
  test.each(Object.entries(cases))('%s', (name, [net, options, path]) => {
    const kernels = kernelMatrices(net, inputs, options);
    expect(kernels.path).toBe(path);
    const expected = networks[name]!;
    for (const kind of ['nngp', 'ntk'] as const) {
      rows(kernels, kernels[kind]).forEach((row, i) => {
        row.forEach((value, j) => {
          // Equal inputs are 2^−26 apart for a square root of rounding errors, in both libraries.
          const allowed = (name === 'relu' && i !== j ? 1e-7 : 1e-13) * Math.abs(expected[kind][i]![i]!);
          expect(Math.abs(value - expected[kind][i]![j]!)).toBeLessThanOrEqual(allowed);
        });
      });
    }
  });
});

const chains = fc
  .record({
    activations: fc.array(fc.array(coefficients(), { minLength: 1, maxLength: 4 }), { maxLength: 2 }),
    dimension: fc.integer({ min: 1, max: 5 }),
    bias: fc.boolean(),
  })
  .map(({ activations, dimension, bias }) =>
    of(dimension, ...activations.flatMap((c) => [wide(bias), polynomial(c)]), wide(bias)),
  );

/** The bounds hold barring underflow: the square of a tiny coefficient, cubed by the next layer, is 0 in single precision. */
const underflows = (net: Network): boolean =>
  net.layers.some(
    (layer) =>
      'coefficients' in layer &&
      (layer.coefficients as readonly Coefficient[]).some((c) => {
        const size = Math.abs(numberFromRational(exactValue(c)));
        return size !== 0 && size < 2 ** -10;
      }),
  );

describe('the tiled path', () => {
  test.each(['double', 'single'] as const)('in %s precision is within its bound of the exact kernels', (precision) =>
    fc.assert(
      fc.property(chains, fc.integer({ min: 0, max: 99 }), (net, seed) => {
        fc.pre(!underflows(net));
        const dimension = net.inputs.length;
        const x = uniformPoints({ seed, stream: 'kernels' }, 4, dimension, -2, 2);
        x.fill(0, dimension, 2 * dimension);
        const options = { biasVariance: 0.5, precision };
        const kernels = kernelMatrices(net, x, options);
        fc.pre(kernels.path === 'tiled');
        const points = Array.from({ length: 4 }, (_, i) => Array.from(x.subarray(i * dimension, (i + 1) * dimension)));
        const exact = exactKernels(net, points, { biasVariance: 0.5 });
        for (let i = 0; i < 4; i++) {
          for (let j = 0; j < 4; j++) {
            const bound = kernelErrorBound(net, points[i]!, points[j]!, options);
            for (const kind of ['nngp', 'ntk'] as const) {
              const { numerator, denominator } = exact[kind][i]![j]!;
              const error = QQ.add(rationalFromNumber(kernels[kind][i * 4 + j]!), {
                numerator: -numerator,
                denominator,
              });
              expect(Math.abs(numberFromRational(error))).toBeLessThanOrEqual(bound[kind]);
            }
          }
        }
      }),
      { numRuns: 60 },
    ),
  );
  test('is taken for chains', () => {
    const paths = fc.sample(chains, { numRuns: 50, seed: 1 }).map((net) => {
      const x = uniformPoints({ seed: 1, stream: 'path' }, 2, net.inputs.length, -1, 1);
      return kernelMatrices(net, x).path;
    });
    expect(paths.filter((path) => path === 'tiled').length).toBeGreaterThan(40);
  });

  const net = of(6, wide(), P, wide(), Q, wide());
  // Sizes around those of tiles and panels.
  test.each([1, 3, 31, 32, 33, 67])('of %i inputs is the plain one, and symmetric', (n) => {
    const x = uniformPoints({ seed: n, stream: 'tiles' }, n, 6, -1, 1);
    for (const precision of ['double', 'single'] as const) {
      const [tiled, plain] = (['fastest', 'plain'] as const).map((path) =>
        kernelMatrices(net, x, { path, precision, biasVariance: 0.1 }),
      ) as [KernelMatrices, KernelMatrices];
      expect([tiled.path, plain.path, tiled.ntk.length]).toEqual(['tiled', 'plain', n * n]);
      const allowed = precision === 'double' ? 1e-14 : 1e-5;
      for (const kind of ['nngp', 'ntk'] as const) {
        const largest = Math.max(...Array.from(plain[kind], Math.abs));
        for (let i = 0; i < n * n; i++) {
          expect(Math.abs(tiled[kind][i]! - plain[kind][i]!)).toBeLessThanOrEqual(allowed * largest);
          expect(tiled[kind][i]).toBe(tiled[kind][(i % n) * n + Math.floor(i / n)]);
        }
      }
    }
  });
  test('between two sets of inputs is a block of the whole, in memory taken again too', () => {
    const x = uniformPoints({ seed: 7, stream: 'tiles' }, 50, 6, -1, 1);
    const whole = kernelMatrices(net, x);
    const copy = Float64Array.from(whole.ntk);
    const block = kernelMatrices(net, x.subarray(0, 40 * 6), { others: x.subarray(40 * 6), reuse: whole });
    expect(block.ntk.buffer).toBe(whole.ntk.buffer);
    expect([block.rows, block.columns, block.path]).toEqual([40, 10, 'tiled']);
    for (let i = 0; i < 40; i++) for (let j = 0; j < 10; j++) expect(block.ntk[i * 10 + j]).toBe(copy[i * 50 + 40 + j]);
  });
  test('on threads has the same bits', async () => {
    const x = uniformPoints({ seed: 8, stream: 'tiles' }, 100, 6, -1, 1);
    const one = kernelMatrices(net, x);
    const two = await kernelMatricesInParallel(net, x, { threads: 2 });
    expect(two.path).toBe('tiled');
    expect([...two.ntk]).toEqual([...one.ntk]);
    expect([...two.nngp]).toEqual([...one.nngp]);
    await expect(kernelMatricesInParallel(net, x, { threads: 0 })).rejects.toThrow(
      'threads: expected a positive integer',
    );
    await expect(kernelMatricesInParallel(net, x, { signal: AbortSignal.abort('stop') })).rejects.toBe('stop');
  });
});

describe('kernelMatrices', () => {
  const deep = of(2, wide(), tanh(), wide(), relu(), wide());
  test('has no NaN for inputs of zero norm, without biases', () => {
    const zero = [
      [0, 0],
      [1, 2],
      [0, 0],
      [-1, -2],
    ];
    for (const layers of [
      [P],
      [Q, wide(false), P],
      [relu()],
      [tanh(), wide(false), relu()],
      [residual([P, wide(false)])],
    ]) {
      const kernels = kernelMatrices(of(2, wide(false), ...layers, wide(false)), zero);
      expect([...kernels.nngp, ...kernels.ntk].every(Number.isFinite)).toBe(true);
    }
  });
  test('of Hermite polynomials off unit norm is right', () => {
    // E f² and Θ of He₃ at K = k: 15k³ − 18k² + 9k and 42k³ − 36k² + 18k.
    const kernels = kernelMatrices(of(1, wide(false), polynomial([0, -3, 0, 1]), wide(false)), [[8]]);
    const k = 64;
    expect([kernels.nngp[0], kernels.ntk[0]]).toEqual([
      15 * k ** 3 - 18 * k ** 2 + 9 * k,
      42 * k ** 3 - 36 * k ** 2 + 18 * k,
    ]);
  });
  test('with tanh states what its quadrature leaves', () => {
    const kernels = kernelMatrices(deep, [
      [1, 2],
      [3, -1],
    ]);
    expect(kernels.path).toBe('plain');
    expect(kernels.quadratureError).toBeGreaterThan(0);
    expect(kernels.quadratureError).toBeLessThan(1e-6);
  });
  test('of parametrisations without an output variance is 0', () => {
    const kernels = kernelMatrices(of(2, wide(), P, wide()), [[1, 2]], { parametrisation: 'mup' });
    expect([kernels.nngp[0], kernels.path]).toEqual([0, 'tiled']);
    expect(kernels.ntk[0]).toBeGreaterThan(0);
  });
  test('refuses what it cannot do', () => {
    const net = of(2, wide(), Q, wide());
    expect(() => kernelMatrices(net, [[1]])).toThrow('inputs[0]: expected 2 numbers');
    expect(() => kernelMatrices(net, [[1, Number.NaN]])).toThrow('inputs[0][1]: expected a finite number');
    expect(() => kernelMatrices(net, [])).toThrow('expected a positive multiple of 2 numbers, got 0');
    expect(() => kernelMatrices(net, [[1, 2]], { others: Float64Array.of(1) })).toThrow(
      'others: expected a positive multiple',
    );
    expect(() => kernelMatrices(net, [[1e200, 2]])).toThrow('beyond the range of doubles');
    expect(() => kernelMatrices(net, [[1e12, 2]], { precision: 'single' })).toThrow(
      'the range of the floats does not hold it',
    );
    expect(() => kernelMatrices(net, [[1, 2]], { precision: 'half' as never })).toThrow(
      "expected 'double' or 'single'",
    );
    expect(() => kernelErrorBound(of(2, wide(), relu(), wide()), [1, 2], [1, 2])).toThrow('not a polynomial');
  });
});

/** O₃ and O₄ against exact derivatives of the expansion with symbolic weights; their symmetries; their size. */
import {
  bilinear,
  dense,
  type Layer,
  type Network,
  network,
  polynomial,
  product,
  residual,
  tanh,
  trace,
} from 'isserlis/network';
import { hierarchyDescent, hierarchyFlow, initialWeights, tangentHierarchy, withHiddenWidth } from 'isserlis/numeric';
import { add, differentiate, evaluate, expand, multiply, type Polynomial, scale, substitute } from 'isserlis/symbolic';
import { describe, expect, test } from 'vitest';
import { knownValues } from '../../../src/numeric/run-arguments.ts';

const weightsOf = (net: Network): Float64Array[] => trace(net).parameters.map((p) => Float64Array.from(knownValues(p)));

const entryNames = (name: string, shape: readonly number[]): string[] =>
  shape.reduce<string[]>(
    (names, n) => names.flatMap((p) => Array.from({ length: n }, (_, i) => `${p}_${i + 1}`)),
    [name],
  );

/** A vector field on the weights. */
type Field = ReadonlyMap<string, Polynomial | number>;

const zero = (f: Polynomial): Polynomial => scale(0, f);

/** Σ ∂f/∂w v_w. */
function derivative(f: Polynomial, field: Field): Polynomial {
  let sum = zero(f);
  for (const name of f.variables) {
    const v = field.get(name);
    if (v === undefined) continue;
    const slope = differentiate(f, name);
    sum = add(sum, typeof v === 'number' ? scale(v, slope) : multiply(slope, v));
  }
  return sum;
}

/** Every tensor by its definition: polynomials in the weights, and their values as rationals. */
function exact(net: Network, rows: readonly (readonly number[])[], rates: readonly number[], trained: number) {
  const point: Record<string, number> = {};
  const rateOf: Record<string, number> = {};
  const weights = weightsOf(net);
  trace(net).parameters.forEach(({ name, shape }, k) => {
    entryNames(name, shape).forEach((entry, i) => {
      point[entry] = weights[k]![i]!;
      rateOf[entry] = rates[k]!;
    });
  });
  const at = (f: Polynomial): number => {
    const { numerator, denominator } = evaluate(f, Object.fromEntries(f.variables.map((v) => [v, point[v]!])));
    return Number(numerator) / Number(denominator);
  };
  const map = expand(net, { symbolic: true });
  const functions = rows.flatMap((row) =>
    map.outputs.map(({ polynomial: f }) => {
      const known = row.flatMap((x, i) => (f.variables.includes(`x${i + 1}`) ? [[`x${i + 1}`, x] as const] : []));
      return substitute(f, Object.fromEntries(known));
    }),
  );
  const fields: Field[] = functions.map(
    (f) => new Map(f.variables.map((name) => [name, scale(rateOf[name]!, differentiate(f, name))])),
  );
  const held: Field[] = fields.map((field) => new Map([...field].map(([name, g]) => [name, at(g as Polynomial)])));
  /** D²f[v, w], v and w not differentiated. */
  const twice = (f: Polynomial, v: Field, w: Field): Polynomial =>
    f.variables
      .map((name) => multiply(derivative(differentiate(f, name), w), v.get(name) as Polynomial))
      .reduce(add, zero(f));
  const few = functions.slice(0, trained).map((_, b) => b);
  const each = <A, B>(list: readonly A[], entry: (a: A, b: number) => B): B[] =>
    list.flatMap((a) => few.map((b) => entry(a, b)));
  const kernels = each(functions, (f, b) => derivative(f, fields[b]!));
  const third = each(kernels, (f, c) => derivative(f, fields[c]!));
  const second = functions.flatMap((f) => few.flatMap((b) => few.map((c) => twice(f, fields[b]!, fields[c]!))));
  const along = (f: Polynomial, ...list: readonly number[]): number =>
    at(list.reduce((g, b) => derivative(g, held[b]!), f));
  return {
    kernel: kernels.map(at),
    third: third.map(at),
    fourth: each(third, (f, d) => at(derivative(f, fields[d]!))),
    second: second.map(at),
    secondDerivative: each(second, (f, d) => at(derivative(f, fields[d]!))),
    cubic: functions.flatMap((f) => few.flatMap((b) => few.flatMap((c) => few.map((d) => along(f, b, c, d))))),
    kernelSecond: kernels.flatMap((f) => few.flatMap((c) => few.map((d) => along(f, c, d)))),
  };
}

const biased = network({
  inputs: 1,
  layers: [dense({ weight: [[1], [-2]], bias: [1, -1] }), polynomial([0, 1, 1, 0.5]), dense({ weight: [[1, 0.5]] })],
});
const twoLayers = network({
  inputs: 1,
  layers: [
    dense({ weight: [[1], [-1]] }),
    polynomial([0, 1, 1]),
    dense({ weight: [[2, 1]] }),
    polynomial([0, 0, 1]),
    dense({ weight: [[0.5]] }),
  ],
});
const others = network({
  inputs: 1,
  layers: [
    residual([dense({ weight: [[2]], bias: [1] })]),
    product([], [dense({ weight: [[-1]] })]),
    bilinear({ weight: [[[1]], [[2]]] }),
  ],
});

test.each([
  ['biases', biased, [[1], [-1], [0.5]], 2],
  ['two hidden layers, test inputs beside one that is trained on', twoLayers, [[1], [2], [-0.5]], 1],
  ['two outputs, products, residuals, bilinear maps', others, [[1], [2]], 1],
] as const)('is that of the expansion: %s', (_, net, rows, samples) => {
  const outputs = net === others ? 2 : 1;
  const rates = trace(net).parameters.map((__, k) => [1, 0.5, 2, 0.25][k % 4]!);
  const inputs = Float64Array.from(rows.flat());
  const hierarchy = tangentHierarchy(trace(net), inputs, { weights: weightsOf(net), rates, trained: samples });
  expect([hierarchy.size, hierarchy.trained]).toEqual([rows.length * outputs, samples * outputs]);
  for (const [name, expected] of Object.entries(exact(net, rows, rates, samples * outputs))) {
    const found = hierarchy[name as 'kernel'];
    expect(found).toHaveLength(expected.length);
    // Entries are sums of fewer than 10⁴ products, and polarisation takes differences of terms up to four times the largest.
    const largest = Math.max(...expected.map(Math.abs));
    expect(largest).toBeGreaterThan(0);
    expected.forEach((entry, i) => {
      expect(Math.abs(found[i]! - entry)).toBeLessThanOrEqual(4e4 * 2 ** -53 * largest);
    });
  }
});

describe('symmetries', () => {
  const net = withHiddenWidth(
    network({
      inputs: 3,
      layers: [dense({ outputs: 1, symbolic: true }), tanh(), dense({ outputs: 2, symbolic: true })],
    }),
    6,
  );
  const program = trace(net);
  const weights = initialWeights(
    program,
    program.parameters.map(() => 0.5),
    { seed: 4 },
  );
  const inputs = Float64Array.of(1, 0.5, -1, 0.25, -0.75, 2);
  const {
    third,
    fourth,
    second,
    cubic,
    kernelSecond,
    kernel,
    size: n,
  } = tangentHierarchy(program, inputs, { weights });
  const at = (t: Float64Array, ...index: number[]): number => t[index.reduce((sum, i) => sum * n + i, 0)]!;
  const pairs = (use: (a: number, b: number, c: number, d: number) => void): void => {
    for (let k = 0; k < n ** 4; k++)
      use(Math.floor(k / n ** 3), Math.floor(k / n ** 2) % n, Math.floor(k / n) % n, k % n);
  };

  test('Θ, O₃ and O₄ are symmetric in their first two indices, D²f and D³f in those of the directions', () =>
    pairs((a, b, c, d) => {
      expect(at(kernel, a, b)).toBeCloseTo(at(kernel, b, a), 12);
      expect(at(third, a, b, c)).toBeCloseTo(at(third, b, a, c), 12);
      expect(at(fourth, a, b, c, d)).toBeCloseTo(at(fourth, b, a, c, d), 12);
      expect(at(second, a, b, c)).toBeCloseTo(at(second, a, c, b), 12);
      expect(at(cubic, a, b, c, d)).toBeCloseTo(at(cubic, a, d, b, c), 12);
      expect(at(kernelSecond, a, b, c, d)).toBeCloseTo(at(kernelSecond, a, b, d, c), 12);
    }));

  // As Christoffel's symbols follow from derivatives of a metric.
  test('D²f_a[g_b, g_c] = ½ (O₃abc + O₃acb − O₃bca)', () =>
    pairs((a, b, c) => {
      const half = (at(third, a, b, c) + at(third, a, c, b) - at(third, b, c, a)) / 2;
      expect(at(second, a, b, c)).toBeCloseTo(half, 12);
    }));
});

test('the trained function is a multiple of the output: of order 2k + 2 in the factor', () => {
  const options = { weights: weightsOf(twoLayers) };
  const inputs = Float64Array.of(1, -2);
  const [one, half] = [1, 0.5].map((outputFactor) =>
    tangentHierarchy(trace(twoLayers), inputs, { ...options, outputFactor }),
  );
  for (const [name, power] of [
    ['kernel', 2],
    ['third', 3],
    ['fourth', 4],
    ['cubic', 4],
    ['second', 3],
  ] as const)
    one![name].forEach((entry, i) => {
      expect(half![name][i]! / entry).toBeCloseTo(0.5 ** power, 12);
    });
});

test('a step of small learning rate is the flow, to its order', () => {
  const inputs = Float64Array.of(1, -2);
  const weights = weightsOf(twoLayers).map((w) => w.map((x) => x / 2));
  const hierarchy = tangentHierarchy(trace(twoLayers), inputs, { weights });
  const dynamics = { hierarchy, initial: Float64Array.of(0.5, -1), targets: Float64Array.of(0, 1) };
  const time = 1e-3 / hierarchy.kernel[0]!;
  const flow = hierarchyFlow(dynamics, 1)(time);
  const errors = [10, 100].map((steps) => {
    const descent = hierarchyDescent(dynamics);
    for (let k = 0; k < steps; k++)
      descent.step(descent.outputs.map((f, c) => (time / steps) * (f - dynamics.targets[c]!)));
    return Math.abs(descent.outputs[0]! - flow[0]!);
  });
  // Euler's method is of order 1.
  expect(errors[0]! / errors[1]!).toBeGreaterThan(9);
  expect(errors[0]! / errors[1]!).toBeLessThan(11);
});

test('says how many inputs fit, before it starts, and what it cannot differentiate', () => {
  const wide = withHiddenWidth(
    network({
      inputs: 2,
      layers: [dense({ outputs: 1, symbolic: true }), polynomial([0, 1, 1]), dense({ outputs: 1, symbolic: true })],
    }),
    64,
  );
  const program = trace(wide);
  const weights = initialWeights(program, [1, 1], {});
  expect(() => tangentHierarchy(program, new Float64Array(400).fill(1), { weights })).toThrow(
    /O₃ and O₄ of 200 training inputs × outputs and 0 others take .* 1024 MiB .*Use at most 68 training inputs/s,
  );
  expect(() => tangentHierarchy(program, new Float64Array(2_000_000).fill(1), { weights, trained: 1 })).toThrow(
    /No training input fits/,
  );
  const exponential: Layer = { type: 'exp', build: (b, x) => b.map({ kind: 'exp', f: Math.exp, df: Math.exp }, x) };
  const bare = network({ inputs: 1, layers: [dense({ weight: [[1]] }), exponential, dense({ weight: [[1]] })] });
  expect(() => tangentHierarchy(trace(bare), Float64Array.of(1), { weights: weightsOf(bare) })).toThrow(
    /layers\[1\].*'exp' does not say its derivatives/,
  );
});

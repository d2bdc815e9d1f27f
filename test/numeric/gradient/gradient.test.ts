import fc from 'fast-check';
import {
  bilinear,
  dense,
  type Layer,
  type Network,
  network,
  polynomial,
  product,
  relu,
  residual,
  square,
  tanh,
  trace,
} from 'isserlis/network';
import { type GradientProgram, gradientProgram, InputError, initialKernelDrift, tangentKernel } from 'isserlis/numeric';
import { differentiate, evaluate, expand } from 'isserlis/symbolic';
import { describe, expect, test } from 'vitest';
import { knownValues } from '../../../src/numeric/run-arguments.ts';

const small = fc.integer({ min: -2, max: 2 });
const matrix = (rows: number, columns: number) =>
  fc.array(fc.array(small, { minLength: columns, maxLength: columns }), { minLength: rows, maxLength: rows });
const vector = (length: number) => fc.array(small, { minLength: length, maxLength: length });

/** A layer from two values to two, of every kind there is, with small integers: doubles then compute exactly. */
const layers: fc.Arbitrary<Layer> = fc.letrec<{ layer: Layer }>((tie) => ({
  layer: fc.oneof(
    { depthSize: 'small', maxDepth: 1 },
    fc.record({ weight: matrix(2, 2), bias: vector(2) }).map(dense),
    matrix(2, 2).map((weight) => dense({ weight })),
    fc.constant(square()),
    vector(3).map((c) => polynomial(c)),
    fc
      .record({ weight: fc.array(matrix(2, 2), { minLength: 2, maxLength: 2 }), bias: vector(2) })
      .map((options) => bilinear(options)),
    tie('layer').map((layer) => residual([layer])),
    fc.tuple(tie('layer'), tie('layer')).map(([a, b]) => product([a], [b])),
  ),
})).layer;

const networks: fc.Arbitrary<Network> = fc
  .tuple(layers, layers, matrix(2, 2))
  .map(([a, b, weight]) => network({ inputs: 2, layers: [dense({ weight }), a, b] }));

const weightsOf = (net: Network): Float64Array[] => trace(net).parameters.map((p) => Float64Array.from(knownValues(p)));

/** Every weight an indeterminate, its values substituted after the derivative. */
function exactGradients(net: Network, x: readonly number[]): number[][][] {
  const map = expand(net, { symbolic: true });
  const program = trace(net);
  const weights = weightsOf(net);
  const values: Record<string, number> = { x1: x[0]!, x2: x[1]! };
  const names = program.parameters.map(({ name, shape }, k) => {
    const all = entryNames(name, shape);
    all.forEach((entry, i) => {
      values[entry] = weights[k]![i]!;
    });
    return all;
  });
  return map.outputs.map(({ polynomial: f }) =>
    names.map((entries) =>
      entries.map((entry) => {
        if (!f.variables.includes(entry)) return 0;
        const at = Object.fromEntries(f.variables.map((v) => [v, values[v]!]));
        const { numerator, denominator } = evaluate(differentiate(f, entry), at);
        return Number(numerator) / Number(denominator);
      }),
    ),
  );
}

const entryNames = (name: string, shape: readonly number[]): string[] =>
  shape.reduce<string[]>(
    (names, n) => names.flatMap((p) => Array.from({ length: n }, (_, i) => `${p}_${i + 1}`)),
    [name],
  );

const gradientsAt = (program: GradientProgram, net: Network, x: readonly number[], output: number): number[][] => {
  const values = program.forward(Float64Array.from(x), weightsOf(net));
  const cotangent = new Float64Array(program.outputs);
  cotangent[output] = 1;
  return program.backward(values, cotangent).map((g) => [...g].map((d) => d + 0));
};

describe('gradientProgram', () => {
  test('gives the derivatives of the expansion with symbolic weights, exactly where doubles are exact', () =>
    fc.assert(
      fc.property(networks, vector(2), (net, x) => {
        const program = gradientProgram(trace(net));
        expect([0, 1].map((o) => gradientsAt(program, net, x, o))).toEqual(exactGradients(net, x));
      }),
      { numRuns: 60 },
    ));

  const wide = (): Network =>
    network({
      inputs: 7,
      layers: [
        dense({ weight: numbers(33, 7, 0.3), bias: numbers(1, 33, 0.7)[0]! }),
        polynomial([0.1, 1, 0.3]),
        residual([dense({ weight: numbers(33, 33, 0.11) }), tanh()]),
        product([], [dense({ weight: numbers(33, 33, 0.05) })]),
        dense({ weight: numbers(3, 33, 0.9), bias: [0.1, -0.2, 0.3] }),
      ],
    });

  test('gives the same bits by products of matrices, which it takes, and by plain loops', () => {
    const net = wide();
    const inputs = Float64Array.from(numbers(11, 7, 0.37).flat());
    const cotangent = Float64Array.from(numbers(11, 3, 0.77).flat());
    const [fast, plain] = (['fastest', 'plain'] as const).map((path) => {
      const program = gradientProgram(trace(net), { path });
      const values = program.forward(inputs, weightsOf(net));
      return { program, outputs: program.outputsOf(values), gradients: program.backward(values, cotangent) };
    });
    expect(fast!.program.steps.filter((step) => step?.matrix === true).length).toBe(4);
    expect(fast!.outputs).toEqual(plain!.outputs);
    expect(fast!.gradients).toEqual(plain!.gradients);
  });

  test('sums over samples: a batch has the gradients of its samples together', () => {
    const net = wide();
    const program = gradientProgram(trace(net));
    const rows = numbers(5, 7, 0.37);
    const all = program.backward(
      program.forward(Float64Array.from(rows.flat()), weightsOf(net)),
      new Float64Array(15).fill(1),
    );
    const single = rows.map((row) =>
      program.backward(program.forward(Float64Array.from(row), weightsOf(net)), new Float64Array(3).fill(1)),
    );
    all.forEach((gradient, k) => {
      gradient.forEach((d, i) => {
        expect(d).toBeCloseTo(
          single.reduce((sum, one) => sum + one[k]![i]!, 0),
          10,
        );
      });
    });
  });

  test('differentiates ReLU and refuses an activation without derivative', () => {
    const net = network({ inputs: 1, layers: [dense({ weight: [[3], [-3]] }), relu(), dense({ weight: [[5, 7]] })] });
    expect(gradientsAt(gradientProgram(trace(net)), net, [2], 0)).toEqual([
      [10, 0],
      [6, 0],
    ]);
    const bare: Layer = { type: 'floor', build: (b, x) => b.map({ kind: 'floor', f: Math.floor }, x) };
    const other = network({ inputs: 1, layers: [dense({ weight: [[1]] }), bare] });
    expect(() => gradientsAt(gradientProgram(trace(other)), other, [1], 0)).toThrow(/layers\[1\].*no derivative df/);
    expect(() => gradientProgram(trace(net), { path: 'quick' as 'plain' })).toThrow(InputError);
  });
});

/** A weight squared, and one that is used twice: no Gram products for these. */
const shared: Layer = {
  type: 'shared',
  build(b, x) {
    const w = b.parameter('A', { symbolic: true, shape: [2, 2] });
    const v = b.parameter('B', { symbolic: true, shape: [2, 2] });
    const once = b.einsum('oi,i->o', b.multiply(w, w), x);
    return b.einsum('oi,i->o', v, b.einsum('oi,i->o', v, once));
  },
};

/** Rows √rate ∂f_a/∂W, a = (input, output). */
function jacobian(net: Network, inputs: Float64Array, rates: readonly number[], weights = weightsOf(net)) {
  const program = gradientProgram(trace(net));
  const width = trace(net).inputs.length;
  return Float64Array.from(
    Array.from({ length: inputs.length / width }, (_, s) => {
      const values = program.forward(inputs.subarray(s * width, (s + 1) * width), weights);
      return Array.from({ length: program.outputs }, (__, o) => {
        const cotangent = new Float64Array(program.outputs);
        cotangent[o] = 1;
        return program.backward(values, cotangent).flatMap((g, k) => [...g].map((d) => Math.sqrt(rates[k]!) * d));
      });
    }).flat(2),
  );
}

describe('tangentKernel', () => {
  test('is J R Jᵀ for every layer there is', () =>
    fc.assert(
      fc.property(networks, fc.array(vector(2), { minLength: 1, maxLength: 3 }), (net, rows) => {
        const weights = weightsOf(net);
        const rates = weights.map((_, k) => 4 ** (k % 3));
        const inputs = Float64Array.from(rows.flat());
        const J = jacobian(net, inputs, rates);
        const kernel = tangentKernel(trace(net), rates)(inputs, weights);
        expect([...kernel].map((x) => x + 0)).toEqual(productWithTransposed(J, J, rows.length * 2).map((x) => x + 0));
      }),
      { numRuns: 60 },
    ));

  test('writes out the gradient of weights for which it is no outer product', () => {
    const net = network({ inputs: 2, layers: [shared] });
    const program = gradientProgram(trace(net));
    const weights = [Float64Array.of(1, 2, -1, 3), Float64Array.of(2, 0, 1, 1)];
    const inputs = Float64Array.of(1, 2, -1, 1);
    const J = jacobian(net, inputs, [1, 9], weights);
    expect([...tangentKernel(trace(net), [1, 9])(inputs, weights)]).toEqual(productWithTransposed(J, J, 4));
    // By hand, at x = (1, 2): once = (9, 19), f₁ = 4·9 = 36, ∂f₁/∂B₁₁ = 2·2·9 = 36, ∂f₁/∂A₁₁ = 4·2·1·1 = 8.
    const values = program.forward(Float64Array.of(1, 2), weights);
    expect([...program.outputsOf(values)]).toEqual([36, 46]);
    const [a, b] = program.backward(values, Float64Array.of(1, 0));
    expect([a![0], b![0]]).toEqual([8, 36]);
  });

  test('of more inputs than go at once, of other weights and inputs later', () => {
    const net = network({
      inputs: 1,
      layers: [
        dense({ weight: [[1], [-2]] }),
        square(),
        dense({
          weight: [
            [1, 0],
            [2, 1],
            [-1, 1],
          ],
        }),
      ],
    });
    const kernel = tangentKernel(trace(net), [1, 4]);
    const many = Float64Array.from({ length: 300 }, (_, i) => (i % 7) - 3);
    for (const inputs of [many.subarray(0, 3), many, many.subarray(5, 9)])
      for (const scale of [1, 2]) {
        const weights = weightsOf(net).map((w) => w.map((x) => scale * x));
        const J = jacobian(net, inputs, [1, 4], weights);
        expect(kernel(inputs, weights)).toEqual(Float64Array.from(productWithTransposed(J, J, inputs.length * 3)));
      }
  });

  test('says what does not fit', () => {
    const net = network({ inputs: 1, layers: [dense({ weight: [[1]] })] });
    expect(() => tangentKernel(trace(net), [1])(new Float64Array(20_000), weightsOf(net))).toThrow(
      /1024 MiB are allowed/,
    );
  });
});

describe('initialKernelDrift', () => {
  const drift = (layer: Layer, [u, v]: readonly [number, number], f: number) => {
    const net = network({ inputs: 1, layers: [dense({ weight: [[u]] }), layer, dense({ weight: [[v]] })] });
    // f − y = 1: the weights move by −∇f.
    return initialKernelDrift(net, { inputs: [[1]], targets: [[f - 1]] });
  };

  test('by hand: f = v u² x², Θ = u⁴ + 4u²v² along −(2uv, u²)', () => {
    const { kernel, derivative } = drift(square(), [3, 5], 45);
    // (4u³ + 8uv²)(−30) + 8u²v (−9)
    expect([...kernel, ...derivative]).toEqual([981, 708 * -30 + 360 * -9]);
  });

  test('knows the second derivative of tanh, and refuses those that are not known', () => {
    // f = v tanh u, Θ = t² + v² s² with t = tanh u, s = 1 − t², along −(v s, t).
    const [t, v] = [Math.tanh(0.5), 3];
    const s = 1 - t * t;
    const expected = (2 * t * s - 4 * v * v * s * s * t) * -v * s + 2 * v * s * s * -t;
    expect(drift(tanh(), [0.5, v], v * t).derivative[0]).toBeCloseTo(expected, 12);
    const bare: Layer = { type: 'exp', build: (b, x) => b.map({ kind: 'exp', f: Math.exp, df: Math.exp }, x) };
    expect(() => drift(bare, [0.5, v], 0)).toThrow(/layers\[1\].*'exp' does not say its derivatives up to order 2/);
  });
});

function productWithTransposed(a: Float64Array, b: Float64Array, rows: number): number[] {
  const columns = a.length / rows;
  return Array.from({ length: rows * rows }, (_, at) => {
    let sum = 0;
    for (let k = 0; k < columns; k++) sum += a[Math.floor(at / rows) * columns + k]! * b[(at % rows) * columns + k]!;
    return sum;
  });
}

function numbers(rows: number, columns: number, seed: number): number[][] {
  return Array.from({ length: rows }, (_, i) =>
    Array.from({ length: columns }, (__, j) => Math.sin(seed * (1 + i * columns + j)) / 4),
  );
}

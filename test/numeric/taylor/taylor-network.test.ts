import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { Builder, type Network, network, relu, sigmoid, tanh, trace } from '../../../src/network/index.ts';
import { sizeOf } from '../../../src/network/tensor.ts';
import type { ParameterValues } from '../../../src/numeric/index.ts';
import { type Direction, innerProduct } from '../../../src/numeric/taylor/direction.ts';
import { entriesOperator, type LinearOperator, LowRank } from '../../../src/numeric/taylor/operators.ts';
import { RevealedGaussian } from '../../../src/numeric/taylor/revealed-gaussian.ts';
import { TaylorNetwork } from '../../../src/numeric/taylor/taylor-network.ts';
import { ByExpansion, networkOf, points, shapes, weightsOf } from '../integer-networks.ts';

const operator = (rows: number, columns: number, entries: Float64Array): LinearOperator =>
  entriesOperator(rows, columns, (first, out) => out.set(entries.subarray(first, first + out.length)));

function networkAt(net: Network, parameters: ParameterValues, output = 0): TaylorNetwork {
  const program = trace(net);
  return new TaylorNetwork(
    program,
    (p, product) => {
      const values = parameters[program.parameters[p]!.name]!;
      return product === undefined ? values : operator(product.rows, product.columns, values);
    },
    output,
  );
}

const directionOf = ({ program, products }: TaylorNetwork, values: ParameterValues): Direction =>
  new Map(
    program.parameters.map(({ name }, p) => {
      const product = [...products.values()].find(({ parameter }) => parameter === p);
      return [p, product === undefined ? values[name]! : operator(product.rows, product.columns, values[name]!)];
    }),
  );

/** All entries of a gradient, one weight after another. */
const entriesOf = ({ program }: TaylorNetwork, gradient: Direction): readonly number[] =>
  program.parameters.flatMap(({ shape }, p) => {
    const part = gradient.get(p);
    if (part === undefined) return Array.from({ length: sizeOf(shape) }, () => 0);
    if (part instanceof Float64Array) return [...part];
    const { rows, columns, terms } = part as LowRank;
    return Array.from({ length: rows * columns }, (_, i) =>
      terms.reduce((sum, [left, right]) => sum + left[Math.floor(i / columns)]! * right[i % columns]!, 0),
    );
  });

describe.each(Object.keys(shapes))('%s: derivatives are those of the expansion, exactly', (name) => {
  const net = networkOf(shapes[name]!);
  const exact = new ByExpansion(net);
  const output = exact.outputs.length - 1;
  const weights = weightsOf(net);

  it('gradient, Hessian times a vector, third derivatives, polarised ones', () => {
    fc.assert(
      fc.property(weights, weights, weights, points(1), (parameters, first, second, [x]) => {
        const taylor = networkAt(net, parameters, output);
        const [theta, u, v] = [parameters, first, second].map((values) => exact.flat(values));
        const at = Float64Array.from(x!);
        const [along, across] = [directionOf(taylor, first), directionOf(taylor, second)];
        const derivative = (...directions: (readonly number[])[]): number =>
          exact.derivative(output, x!, theta!, directions);
        const series = taylor.series(at, along, 3);
        expect([series[0], series[1], 2 * series[2]!].map((c) => c! + 0)).toEqual(
          [derivative(), derivative(u!), derivative(u!, u!)].map((c) => c + 0),
        );
        const [gradient, image] = taylor.gradientSeries(at, along, 1);
        expect(entriesOf(taylor, gradient!).map((c) => c + 0)).toEqual(
          exact.gradient(output, x!, theta!).map((c) => c + 0),
        );
        expect(innerProduct(image!, across)).toBe(derivative(u!, v!));
        expect(taylor.derivative(at, [along, across])).toBe(derivative(u!, v!));
      }),
      { numRuns: 3 },
    );
  });

  it('the whole series is the polynomial along the line', () => {
    fc.assert(
      fc.property(weights, weights, points(1), (parameters, direction, [x]) => {
        const taylor = networkAt(net, parameters, output);
        const [theta, v] = [parameters, direction].map((values) => exact.flat(values));
        const series = taylor.series(Float64Array.from(x!), directionOf(taylor, direction), 16);
        for (const t of [1, -2]) {
          const moved = theta!.map((w, i) => w + t * v![i]!);
          expect(series.reduceRight((sum, c) => sum * t + c, 0)).toBe(exact.value(exact.outputs[output]!, x!, moved));
        }
      }),
      { numRuns: 5 },
    );
  });
});

test('third and fourth derivatives along the gradient', () => {
  const net = networkOf(shapes.biases!);
  const exact = new ByExpansion(net);
  fc.assert(
    fc.property(weightsOf(net), points(1), (parameters, [x]) => {
      const taylor = networkAt(net, parameters);
      const theta = exact.flat(parameters);
      const at = Float64Array.from(x!);
      const gradient = taylor.gradient(at);
      const g = exact.gradient(0, x!, theta);
      const series = taylor.series(at, gradient, 4);
      expect(6 * series[3]!).toBeCloseTo(exact.derivative(0, x!, theta, [g, g, g]), 3);
      expect(series[4]).toBe(0);
      // Three directions, polarised.
      const along = taylor.gradientSeries(at, gradient, 1)[1]!;
      const h = entriesOf(taylor, along);
      expect(taylor.derivative(at, [gradient, along, gradient])).toBeCloseTo(
        exact.derivative(0, x!, theta, [g, h, g]),
        3,
      );
    }),
    { numRuns: 2 },
  );
});

describe('activations', () => {
  const taylorOf = (layer: ReturnType<typeof tanh>, x: number, order: number): readonly number[] => {
    const builder = new Builder(['x']);
    const { nodes } = builder.finish(layer.build(builder, builder.input()));
    const node = nodes.at(-1)!;
    return node.operation === 'map' ? node.activation.taylor!(x, order) : [];
  };
  it('have the Taylor coefficients of calculus', () => {
    const [y, s] = [Math.tanh(0.5), 1 / (1 + Math.exp(-0.5))];
    const slope = 1 - y * y;
    const expected = [y, slope, -y * slope, -(slope * (1 - 3 * y * y)) / 3];
    taylorOf(tanh(), 0.5, 3).forEach((c, k) => {
      expect(c).toBeCloseTo(expected[k]!, 14);
    });
    const logistic = [s, s * (1 - s), (s * (1 - s) * (1 - 2 * s)) / 2, (s * (1 - s) * (1 - 6 * s + 6 * s * s)) / 6];
    taylorOf(sigmoid(), 0.5, 3).forEach((c, k) => {
      expect(c).toBeCloseTo(logistic[k]!, 14);
    });
    expect(taylorOf(relu(), 2, 3)).toEqual([2, 1, 0, 0]);
    expect(taylorOf(relu(), -2, 0)).toEqual([0]);
  });
  it('that do not say their derivatives are refused beyond the first', () => {
    const bare = {
      type: 'bare',
      build: (b: Builder, x: number) => b.map({ kind: 'bare', f: Math.sin, df: Math.cos }, x),
    };
    const net = network({ inputs: 1, layers: [...networkOf(shapes.biases!).layers.slice(0, 0), bare] });
    const taylor = networkAt(net, {});
    expect(taylor.series(Float64Array.of(1), new Map(), 1)[0]).toBe(Math.sin(1));
    expect(() => taylor.series(Float64Array.of(1), new Map(), 2)).toThrow(
      "layers[0] (bare): the activation 'bare' does not say its derivatives up to order 2",
    );
  });
});

describe('a Gaussian matrix that is revealed', () => {
  const vector = (size: number, seed: number): Float64Array =>
    Float64Array.from({ length: size }, (_, i) => Math.sin(seed + 2.7 * i * (1 + seed)));
  const key = { seed: 5, stream: 'revealed' };

  it('is one linear map, whatever is asked first', () => {
    const w = new RevealedGaussian(12, 9, 1.5, key, 0);
    const [x, u, v] = [vector(9, 1), vector(12, 2), vector(12, 3)];
    const right = w.times(x);
    const left = w.transposeTimes(u);
    const later = w.transposeTimes(v);
    const dot = (a: Float64Array, b: Float64Array): number => a.reduce((sum, y, i) => sum + y * b[i]!, 0);
    expect(dot(u, right)).toBeCloseTo(dot(left, x), 10);
    expect(dot(v, right)).toBeCloseTo(dot(later, x), 10);
    const y = vector(9, 4);
    const sum = w.times(x.map((entry, i) => 2 * entry - y[i]!));
    const apart = w.times(y);
    sum.forEach((entry, i) => {
      expect(entry).toBeCloseTo(2 * right[i]! - apart[i]!, 10);
    });
    expect([...w.times(new Float64Array(9))]).toEqual(Array.from({ length: 12 }, () => 0));
  });

  it('has independent entries of one variance, queried from both sides in a way that depends on the answers', () => {
    const draws = 4000;
    const entries = Array.from({ length: draws }, (_, draw) => {
      const w = new RevealedGaussian(3, 2, 1, key, draw);
      const first = w.times(Float64Array.of(1, 1));
      const second = w.transposeTimes(first);
      w.times(second);
      return [...w.times(Float64Array.of(1, 0)), ...w.times(Float64Array.of(0, 1))];
    });
    for (let i = 0; i < 6; i++)
      for (let j = i; j < 6; j++) {
        const products = entries.map((row) => row[i]! * row[j]!);
        const mean = products.reduce((a, b) => a + b, 0) / draws;
        // Var(g g′) = 1, Var(g²) = 2: five standard errors.
        expect(Math.abs(mean - (i === j ? 1 : 0))).toBeLessThan(5 * Math.sqrt((i === j ? 2 : 1) / draws));
      }
    const fourth = entries.reduce((sum, row) => sum + row[4]! ** 4, 0) / draws;
    expect(Math.abs(fourth - 3)).toBeLessThan(5 * Math.sqrt(96 / draws));
  });
});

test('operators: rows made in groups, and sums of outer products', () => {
  const low = new LowRank(2, 3, [[Float64Array.of(1, 2), Float64Array.of(3, 4, 5)]]);
  expect([...low.times(Float64Array.of(1, 0, 1))]).toEqual([8, 16]);
  expect([...low.transposeTimes(Float64Array.of(1, 1))]).toEqual([9, 12, 15]);
  const made: number[] = [];
  const wide = entriesOperator(3, 2 ** 20, (first, out) => {
    made.push(first);
    out.fill(first / 2 ** 20 + 1);
  });
  expect([...wide.times(new Float64Array(2 ** 20).fill(1))]).toEqual([1, 2, 3].map((c) => c * 2 ** 20));
  expect(made).toEqual([0, 2 ** 20, 2 ** 21]);
});

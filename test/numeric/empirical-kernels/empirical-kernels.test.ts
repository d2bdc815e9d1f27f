import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { dense, network, polynomial, relu, tanh } from '../../../src/network/index.ts';
import { ExplicitWeights } from '../../../src/numeric/empirical-kernels/explicit-weights.ts';
import { LaneArena } from '../../../src/numeric/empirical-kernels/lane-arena.ts';
import { empiricalKernels } from '../../../src/numeric/index.ts';
import { double } from '../../../src/numeric/wasm/precision.ts';
import { ByExpansion, networkOf, points, shapes, weightsOf } from '../integer-networks.ts';

const COUNT = 5;
const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
const dot = (a: readonly number[], b: readonly number[]): number => sum(a.map((x, i) => x * b[i]!));

describe.each(Object.keys(shapes))('%s', (name) => {
  const net = networkOf(shapes[name]!);
  const exact = new ByExpansion(net);
  const outputs = exact.outputs.map((_, o) => o);

  test.each(['double', 'single'] as const)(
    'kernels are those of the expansion, exactly, in %s precision',
    (precision) => {
      fc.assert(
        fc.property(weightsOf(net), points(COUNT), (parameters, inputs) => {
          const weights = exact.flat(parameters);
          const gradients = inputs.map((x) => outputs.map((o) => exact.gradient(o, x, weights)));
          const values = inputs.map((x) => exact.outputs.map((p) => exact.value(p, x, weights)));
          const { nngp, ntk } = empiricalKernels(net, inputs, { parameters, precision });
          const norms = gradients.map((g) => Math.sqrt(sum(g.map((one) => dot(one, one)))));
          inputs.forEach((_, a) => {
            inputs.forEach((__, b) => {
              const theta = sum(outputs.map((o) => dot(gradients[a]![o]!, gradients[b]![o]!))) / outputs.length;
              // Beyond 24 bits single precision rounds; sums of terms that cancel are below the product of the norms.
              if (precision === 'single' && norms[a]! * norms[b]! > 2 ** 20) return;
              expect(ntk[a * COUNT + b]).toBe(theta);
              expect(nngp[a * COUNT + b]).toBe(dot(values[a]!, values[b]!) / outputs.length);
            });
          });
        }),
        { numRuns: precision === 'double' ? 6 : 3 },
      );
    },
  );

  it('gives the same bits in groups of inputs, and for inputs of its own for the columns', () => {
    fc.assert(
      fc.property(weightsOf(net), points(23), (parameters, inputs) => {
        const whole = empiricalKernels(net, inputs, { parameters });
        let groups = 0;
        const progress = (_: number, total: number): void => {
          groups = total;
        };
        const parts = empiricalKernels(net, inputs, { parameters, memory: 1, progress });
        expect(groups).toBe(36);
        expect(parts).toEqual(whole);
        const some = empiricalKernels(net, inputs.slice(0, 7), { parameters, others: inputs, memory: 1 });
        expect(some).toEqual({
          rows: 7,
          columns: 23,
          nngp: whole.nngp.slice(0, 7 * 23),
          ntk: whole.ntk.slice(0, 7 * 23),
        });
      }),
      { numRuns: 2 },
    );
  });
});

test('one output, and rates', () => {
  const net = networkOf(shapes.biases!);
  const exact = new ByExpansion(net);
  fc.assert(
    fc.property(weightsOf(net), points(3), (parameters, inputs) => {
      const weights = exact.flat(parameters);
      const rates = { W1: 2, b1: 0, W2: 1 };
      const { ntk, nngp } = empiricalKernels(net, inputs, { parameters, output: 1, rates });
      const factor = exact.names.map((name) => (name.startsWith('W1') ? 2 : name.startsWith('b1') ? 0 : 1));
      const gradients = inputs.map((x) => exact.gradient(1, x, weights));
      const scaled = gradients.map((g) => g.map((y, i) => y * factor[i]!));
      inputs.forEach((x, a) => {
        expect(ntk[a * 3]).toBe(dot(scaled[a]!, gradients[0]!));
        expect(nngp[a * 3]).toBe(
          exact.value(exact.outputs[1]!, x, weights) * exact.value(exact.outputs[1]!, inputs[0]!, weights),
        );
      });
    }),
    { numRuns: 5 },
  );
});

test('activations that are no polynomials', () => {
  const layers = (activation: ReturnType<typeof relu>) => [
    dense({
      weight: [
        [1, 2],
        [-1, 1],
      ],
    }),
    activation,
    dense({ weight: [[2, -3]] }),
  ];
  const x = [1, -0.25];
  // z = (0.5, −1.25): ReLU passes the first alone. Θ = h·h + |x|² Σ (w σ′)².
  const rectified = empiricalKernels(network({ inputs: 2, layers: layers(relu()) }), [x]);
  expect(rectified.ntk[0]).toBe(0.25 + 4 * 1.0625);
  const smooth = empiricalKernels(network({ inputs: 2, layers: layers(tanh()) }), [x]);
  const [p, q] = [Math.tanh(0.5), Math.tanh(-1.25)];
  expect(smooth.ntk[0]).toBeCloseTo(p * p + q * q + 1.0625 * ((2 * (1 - p * p)) ** 2 + (3 * (1 - q * q)) ** 2), 12);
});

test('a weight taken in groups of rows is the weight', () => {
  const [rows, columns, samples] = [23, 9, 6];
  const entries = Float64Array.from({ length: rows * columns }, (_, i) => ((i * 7919) % 11) - 5);
  const results = [2 ** 20, 1].map((most) => {
    const arena = new LaneArena(double);
    const weights = new ExplicitWeights(arena, rows, columns, 'W', most);
    const made: number[] = [];
    weights.set((first, out) => {
      made.push(out.length);
      out.set(entries.subarray(first, first + out.length));
    });
    const [x, y, back] = [columns, rows, columns].map((size) => arena.value(size, samples, 'x'));
    arena.write(
      x!,
      Float64Array.from({ length: columns * samples }, (_, i) => (i % 7) - 3),
      samples,
    );
    weights.times(y!, x!, samples);
    weights.transposeTimes(back!, y!, x!, y!, samples);
    return { made, y: arena.read(y!, samples), back: arena.read(back!, samples) };
  });
  const [whole, parts] = results;
  expect(whole!.made).toEqual([rows * columns]);
  expect(Math.max(...parts!.made)).toBe(5 * columns);
  expect(parts!.y).toEqual(whole!.y);
  expect(parts!.back).toEqual(whole!.back);
  const first = Array.from({ length: rows }, (_, r) =>
    sum(Array.from({ length: columns }, (_, c) => entries[r * columns + c]! * ((c % 7) - 3))),
  );
  expect([...whole!.y.subarray(0, rows)]).toEqual(first);
});

describe('what is wrong is said', () => {
  const net = networkOf(shapes.chain!);
  const given = network({
    inputs: 2,
    layers: [dense({ weight: [[1, 1]] }), polynomial([0, 0, 0, 1]), dense({ weight: [[1]] })],
  });
  test.each([
    ['inputs', () => empiricalKernels(given, [[1]]), 'inputs[0]: expected 2 numbers, got 1'],
    ['a number that is none', () => empiricalKernels(given, [[1, Number.NaN]]), 'inputs[1]: expected a finite number'],
    ['missing weights', () => empiricalKernels(net, [[1, 1]]), 'parameters: W1: missing'],
    [
      'an output that there is not',
      () => empiricalKernels(given, [[1, 1]], { output: 1 }),
      'output: expected an integer from 0 to 0, got 1',
    ],
    [
      'a precision',
      () => empiricalKernels(given, [[1, 1]], { precision: 'half' as 'single' }),
      "precision: expected double or single, got 'half'",
    ],
    [
      'overflow',
      () => empiricalKernels(given, [[1e200, 1]]),
      'layers[1] (polynomial): entry 0 of [1] at sample 0 is Infinity',
    ],
  ])('%s', (_, run, message) => {
    expect(run).toThrow(message);
  });

  it('stops when told to', () => {
    const controller = new AbortController();
    controller.abort(new Error('enough'));
    expect(() => empiricalKernels(given, [[1, 1]], { signal: controller.signal })).toThrow('enough');
  });
});

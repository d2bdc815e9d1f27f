import { describe, expect, it, test } from 'vitest';
import { dense, type Layer, type Network, network, polynomial, relu, tanh, trace } from '../../../src/network/index.ts';
import { observables, reference, type SimulationOptions, simulate, wasm } from '../../../src/numeric/index.ts';
import { drawnNetworks, planSimulation } from '../../../src/numeric/simulation/plan.ts';
import { programAtWidth } from '../../../src/numeric/simulation/program-at-width.ts';
import { innerProduct } from '../../../src/numeric/taylor/direction.ts';
import { networkOf, shapes } from '../integer-networks.ts';

const d = (outputs = 2): Layer => dense({ outputs, symbolic: true });
const chain = (coefficients: readonly (number | string)[], hidden: number): Network =>
  network({
    inputs: 2,
    layers: [...Array.from({ length: hidden }, () => [d(), polynomial(coefficients)]).flat(), d(1)],
  });

/** K11 = K22 = 1, K12 = 1/2, with inputGram 'sum'. */
const PAIR = [
  [1, 0],
  [0.5, Math.sqrt(0.75)],
];
const ONE = [[1, 0]];
const LEVEL = 0.999;

/** Estimates by name at one width. */
async function estimates(net: Network, options: Partial<SimulationOptions> & { observable: string; width: number }) {
  const { width, ...rest } = options;
  const { statistics } = await simulate(net, {
    inputs: ONE,
    inputGram: 'sum',
    draws: 1500,
    level: LEVEL,
    threads: 1,
    ...rest,
    widths: [width],
  });
  return new Map(statistics.map(({ name, byWidth }) => [name, byWidth[0]!.estimate]));
}

const power = (coefficients: readonly number[], n: number): number =>
  coefficients.reduceRight((sum, c) => sum / n + c, 0);

/*
 * Exact values as polynomials in 1/n, from a prototype over FLINT polynomials that was checked by brute force at n = 1–4
 * (set partitions of factors over neurons, Price's theorem for derivatives); inputs as in ONE and PAIR.
 */
const golden: readonly [
  name: string,
  coefficients: readonly (number | string)[],
  hidden: number,
  width: number,
  observable: string,
  values: Readonly<Record<string, readonly number[]>>,
][] = [
  [
    'x',
    [0, 1],
    1,
    16,
    'ntk',
    { 'E Θ(1,1)': [2], 'E Θ(1,1)²': [4, 4], 'Var Θ(1,1)': [0, 4], 'E Θ(1,2)': [1], 'E Θ(1,2)²': [1, 1.75] },
  ],
  ['x', [0, 1], 3, 64, 'ntk', { 'E Θ(1,1)': [4], 'E Θ(1,1)²': [16, 56, 92, 52], 'Var Θ(1,1)': [0, 56, 92, 52] }],
  [
    'x²',
    [0, 0, 1],
    1,
    64,
    'ntk',
    { 'E Θ(1,1)': [7], 'E Θ(1,1)²': [49, 320], 'E Θ(1,2)': [2.5], 'E Θ(1,2)²': [6.25, 61.25] },
  ],
  [
    'x²',
    [0, 0, 1],
    2,
    256,
    'ntk',
    { 'E Θ(1,1)': [111, 1344], 'E Θ(1,2)': [28.5, 297], 'E Θ(1,1)²': [12321, 788928, 23950848, 410972160, 2382931968] },
  ],
  [
    'He₂',
    [-1, 0, 1],
    2,
    256,
    'ntk',
    { 'E Θ(1,2)': [4.5, 153], 'E Θ(1,2)²': [81 / 4, 19369 / 4, 1383871 / 4, 45531199 / 4, 150165745 / 2] },
  ],
  ['cubic', [0, 1, '1/2', '1/6'], 1, 64, 'ntk', { 'E Θ(1,2)': [71 / 24], 'E Θ(1,2)²': [5041 / 576, 115669 / 1152] }],
  ['x', [0, 1], 3, 16, 'output-moments', { 'E f(1)^2': [1], 'E f(1)^4': [3, 18, 36, 24] }],
  ['x²', [0, 0, 1], 1, 64, 'output-moments', { 'E f(1)^2': [3], 'E f(1)^4': [27, 288] }],
  ['He₂', [-1, 0, 1], 2, 128, 'nngp', { 'E f f (1,2)': [1.5, 36] }],
  [
    'x',
    [0, 1],
    3,
    64,
    'correlations',
    { 'E f_m f_mn f_nr f_r': [0, 40, 82, 58], 'E f_mnr f_m f_n f_r': [0, 0, 36, 36], 'E f_m f_m': [4] },
  ],
  [
    'x²',
    [0, 0, 1],
    1,
    64,
    'correlations',
    { 'E f_mnr f_m f_n f_r': [0, 72], 'E f_m f_mn f_nr f_r': [0, 204], 'E f_mn f_m f_n f': [0, 192] },
  ],
  ['x²', [0, 0, 1], 2, 256, 'hessian', { 'E f tr H': [78, 672], 'E tr H²': [508, 5408] }],
  ['x³', [0, 0, 0, 1], 1, 16, 'hessian', { 'E f tr H': [18], 'E tr H²': [90] }],
  ['x', [0, 1], 2, 64, 'tangent-drift', { '−dΘ(1,1)/dt': [0, 16, 20], '−dΘ(1,2)/dt': [0, 8, 10] }],
  ['x²', [0, 0, 1], 1, 64, 'tangent-drift', { '−dΘ(1,1)/dt': [0, 384], '−dΘ(1,2)/dt': [0, 105] }],
];

/** Explicit weights: the first narrow case of each observable, since what is measured does not ask where weights come from. */
const narrow = golden.filter(([, , hidden, width]) => hidden * width < 260);
const explicit = narrow.filter(([, , , , observable], k) => narrow.findIndex((row) => row[4] === observable) === k);

describe.each([
  ['conditional', golden],
  ['explicit', explicit],
] as const)('%s sampling covers exact values at finite width', (sampling, rows) => {
  test.each(rows)('%s %j, %i hidden layers of %i, %s', async (_, coefficients, hidden, width, observable, values) => {
    const inputs = observable === 'ntk' || observable === 'nngp' || observable === 'tangent-drift' ? PAIR : ONE;
    // By Taylor series a draw takes milliseconds. At widths of 64 their laws are near enough to normal for Student's interval.
    const draws = ['correlations', 'hessian', 'tangent-drift'].includes(observable) ? 400 : 1500;
    const found = await estimates(chain(coefficients, hidden), { observable, width, sampling, inputs, draws });
    for (const [name, exact] of Object.entries(values)) {
      const { lower, upper } = found.get(name)!;
      expect([name, lower, upper, lower <= power(exact, width) && power(exact, width) <= upper]).toEqual([
        name,
        lower,
        upper,
        true,
      ]);
    }
  });
});

describe('the two ways to sample agree', () => {
  test.each(['residual', 'shortcut', 'product', 'bilinear', 'biases'])('%s', async (name) => {
    const net = networkOf(shapes[name]!);
    const common = { width: 12, inputs: PAIR, draws: 150, biasVariance: '1/2' };
    for (const observable of ['ntk', 'correlations']) {
      const [one, other] = await Promise.all(
        (['conditional', 'explicit'] as const).map((sampling) => estimates(net, { ...common, observable, sampling })),
      );
      for (const [statistic, { value, lower, upper }] of one!) {
        const { value: second, lower: low, upper: high } = other!.get(statistic)!;
        const error = Math.hypot(upper - lower, high - low) / 2;
        expect([statistic, Math.abs(value - second) <= error]).toEqual([statistic, true]);
      }
    }
  });
});

test('what a sweep and a Taylor series say of one draw is the same', () => {
  for (const name of Object.keys(shapes)) {
    const net = name === 'input' ? undefined : networkOf(shapes[name]!);
    if (net === undefined || name === 'bilinear after a layer') continue;
    const plan = planSimulation(net, {
      widths: [7],
      draws: 2,
      observable: 'ntk',
      inputs: PAIR,
      sampling: 'explicit',
      biasVariance: 1,
    });
    const drawn = drawnNetworks(plan, plan.widths[0]!).draw(3);
    const theta = drawn.ntk();
    const gradients = drawn.inputs.map((x) => drawn.taylor.gradient(x));
    const size = Math.max(...theta.map(Math.abs));
    for (const [a, b] of [
      [0, 0],
      [0, 1],
      [1, 1],
    ] as const)
      expect(Math.abs(innerProduct(gradients[a]!, drawn.raise(gradients[b]!)) - theta[2 * a + b]!)).toBeLessThan(
        1e-12 * size,
      );
    const [f] = drawn.taylor.series(drawn.inputs[1]!, new Map(), 0);
    expect(drawn.outputs()[1]).toBeCloseTo(f!, 10);
  }
});

describe('draws', () => {
  const net = chain([0, 1, '1/2'], 2);
  const options = { widths: [16, 80], draws: 12, observable: 'ntk', inputs: PAIR, seed: 3 } as const;
  it('do not depend on threads, nor on what was drawn before', async () => {
    const one = await simulate(net, { ...options, threads: 1 });
    const kept = new Map<number, Map<number, readonly number[]>>();
    const onDraw = (width: number, draw: number, values: readonly number[]): void => {
      if (draw % 3 === 1) kept.set(width, (kept.get(width) ?? new Map()).set(draw, values));
    };
    expect(await simulate(net, { ...options, threads: 3, onDraw })).toEqual(one);
    let drawn = 0;
    const again = await simulate(net, { ...options, threads: 1, finished: kept, onDraw: () => drawn++ });
    expect(again).toEqual(one);
    expect(drawn).toBe(24 - 2 * 4);
    expect(await simulate(net, { ...options, seed: 4, threads: 1 })).not.toEqual(one);
  });
  it('go through backends, whatever theirs is, to the same weights', async () => {
    const outputs = { ...options, observable: 'nngp', widths: [16], sampling: 'explicit' as const, threads: 1 };
    const own = await simulate(net, outputs);
    const plain = await simulate(net, { ...outputs, backend: reference });
    expect(await simulate(net, { ...outputs, backend: wasm })).toEqual(plain);
    own.statistics.forEach(({ byWidth }, k) => {
      expect(byWidth[0]!.estimate.value).toBeCloseTo(plain.statistics[k]!.byWidth[0]!.estimate.value, 10);
    });
  });
  it('go through backends for Θ too, as programs', async () => {
    const kernels = { ...options, observable: 'ntk', widths: [16], sampling: 'explicit' as const, threads: 1 };
    const own = await simulate(net, kernels);
    const plain = await simulate(net, { ...kernels, backend: reference });
    expect(await simulate(net, { ...kernels, backend: wasm })).toEqual(plain);
    own.statistics.forEach(({ byWidth }, k) => {
      const value = byWidth[0]!.estimate.value;
      expect(Math.abs(value / plain.statistics[k]!.byWidth[0]!.estimate.value - 1)).toBeLessThan(1e-10);
    });
    await expect(simulate(net, { ...kernels, observable: 'hessian', backend: reference })).rejects.toThrow(
      'reference computes outputs and Θ, and hessian needs more derivatives',
    );
  });
  it('are of networks with activations that are no polynomials too, on threads', async () => {
    for (const layer of [relu(), tanh()]) {
      const smooth = network({ inputs: 2, layers: [d(), layer, d(1)] });
      const settings = { ...options, widths: [32], observable: 'correlations' } as const;
      expect(await simulate(smooth, { ...settings, threads: 2 })).toEqual(
        await simulate(smooth, { ...settings, threads: 1 }),
      );
    }
    const own = {
      type: 'own',
      build: (b: Parameters<Layer['build']>[0], x: number) => b.map({ kind: 'own', f: Math.sin, df: Math.cos }, x),
    };
    const net = network({ inputs: 2, layers: [d(), own, d(1)] });
    expect((await simulate(net, { ...options, threads: 2 })).statistics[0]!.byWidth[0]!.estimate.value).toBeGreaterThan(
      0,
    );
  });
  it('at singular Gram matrices: the same input twice, its negative, and none', async () => {
    const inputs = [
      [1, 0.5],
      [1, 0.5],
      [-1, -0.5],
      [0, 0],
    ];
    for (const sampling of ['conditional', 'explicit'] as const) {
      const plan = planSimulation(chain([0, 1, 0, 1], 3), {
        widths: [32],
        draws: 2,
        observable: 'ntk',
        inputs,
        sampling,
      });
      const theta = drawnNetworks(plan, plan.widths[0]!).draw(0).ntk();
      for (const [a, b, sign] of [
        [0, 1, 1],
        [1, 1, 1],
        [0, 2, -1],
        [2, 2, 1],
      ] as const)
        expect(theta[4 * a + b]! / theta[0]!).toBeCloseTo(sign, 5);
      for (let a = 0; a < 4; a++) expect(theta[12 + a]).toBeCloseTo(0, 10);
    }
  });
  it('end when told to, and those that are finished have been told of', async () => {
    const controller = new AbortController();
    let finished = 0;
    const onDraw = (): void => {
      if (++finished === 3) controller.abort(new Error('enough'));
    };
    for (const threads of [1, 2]) {
      finished = 0;
      await expect(
        simulate(net, { ...options, draws: 10_000, threads, signal: controller.signal, onDraw }),
      ).rejects.toThrow('enough');
    }
  });
});

describe('architectures', () => {
  it('have every hidden width replaced, whatever ties them together', () => {
    const shapesOf = (net: Network): string[] =>
      programAtWidth(trace(net), 9).parameters.map(({ shape }) => shape.join('×'));
    expect(shapesOf(networkOf(shapes.chain!))).toEqual(['9×2', '9×9', '1×9']);
    expect(shapesOf(networkOf(shapes.residual!))).toEqual(['9×2', '9×9', '9', '1×9']);
    expect(shapesOf(networkOf(shapes.product!))).toEqual(['9×2', '9×2', '9', '9×2', '1×9']);
    expect(shapesOf(networkOf(shapes.bilinear!))).toEqual(['9×2×2', '1×9']);
    expect(() => shapesOf(networkOf(shapes.input!))).toThrow('no layer is hidden');
    expect(() => programAtWidth(trace(networkOf(shapes.chain!)), 0)).toThrow(
      'width: expected a positive integer, got 0',
    );
  });
  it('are at any width: 16,384 without a weight matrix', async () => {
    const wide = await simulate(chain([0, 0, 1], 2), {
      widths: [16384],
      draws: 3,
      observable: 'correlations',
      inputs: ONE,
      inputGram: 'sum',
      threads: 1,
    });
    expect(wide.statistics[1]!.byWidth[0]!.estimate.value).toBeGreaterThan(90);
  });
});

describe('what is wrong is said', () => {
  const net = chain([0, 0, 1], 2);
  const options = { widths: [16], draws: 4, observable: 'ntk', inputs: ONE, threads: 1 } as const;
  test.each<[string, Partial<SimulationOptions>, string]>([
    ['no width', { widths: [] }, 'widths: expected at least one, got none'],
    ['a width of 0', { widths: [0] }, 'width: expected a positive integer, got 0'],
    ['a width twice', { widths: [8, 8] }, 'widths: 8 is given twice'],
    ['too few draws', { draws: 1 }, 'draws: expected an integer from 2 to 2^32, got 1'],
    [
      'an observable',
      { observable: 'tnk' },
      `observable: expected one of ${observables.map(({ name }) => name).join(', ')}, got 'tnk'`,
    ],
    ['inputs', { inputs: [[1, 2, 3]] }, 'inputs[0]: expected 2 numbers, got 3'],
    ['an input that is no number', { inputs: [[1, Number.NaN]] }, 'inputs[1]: expected a finite number, got NaN'],
    ['a seed', { seed: 1.5 }, 'seed: expected an integer'],
    ['threads', { threads: 0 }, 'threads: expected a positive integer, got 0'],
    ['a level', { level: 1 }, 'level: expected a number between 0 and 1, got 1'],
    ['a parametrisation', { parametrisation: 'mup' }, "parametrisation: expected ntk or standard, got 'mup'"],
    ['a negative variance', { biasVariance: -1 }, 'biasVariance: expected a variance ≥ 0, got -1'],
    ['overflow', { weightVariance: 1e30 }, 'E Θ(1,1)² is a mean over Infinity'],
    ['overflow of a layer', { weightVariance: 1e200 }, 'width 16, draw 0: layers['],
    ['overflow of a derivative', { weightVariance: 1e200, observable: 'hessian' }, 'width 16, draw 0: layers['],
    ['overflow on the reference', { weightVariance: 1e200, backend: reference }, 'width 16: reference: layers['],
    ['overflow on threads', { weightVariance: 1e30, threads: 2 }, 'E Θ(1,1)² is a mean over Infinity'],
    ['a network that does not fit', { widths: [2 ** 24] }, '2048 MiB is the limit'],
    // Two Gram matrices take 16 n² bytes, the values of an input about 3.8 kB: 2³¹ together.
    ['inputs that do not fit', { inputs: new Float64Array(40000) }, 'Take 11465 inputs or fewer'],
  ])('%s', async (_, wrong, message) => {
    await expect(simulate(net, { ...options, ...wrong })).rejects.toThrow(message);
    await expect(simulate(net, { ...options, ...wrong })).rejects.toHaveProperty('where');
  });
});

import fc from 'fast-check';
import { activationFromText, formatRational, gramMatrix, wideNetwork } from 'isserlis/symbolic';
import {
  activationLayer,
  correlationReport,
  isNamedActivation,
  meanAtWidth,
  parseCorrelationFunction,
  simulateCorrelations,
  simulatedCorrelationFigure,
  simulatedNetwork,
} from 'isserlis/theory';
import { describe, expect, it, test } from 'vitest';
import { concreteInputs } from '../../../src/theory/correlation-functions/simulated-network.ts';

const networkOf = (activation: string, depth: number, rest: object = {}) =>
  wideNetwork({ depth, activation: activationFromText(activation).map(formatRational), ...rest });

describe('simulated beside exact', () => {
  const HALF = gramMatrix([
    ['1', '1/2'],
    ['1/2', '2'],
  ]);
  // At a level of 0.999, and with seeds that are fixed.
  it.each([
    ['x', 2, ['f[m,n,r](1) f[m](1) f[n](1) f[r](1)', 'f[m,n](1) f[n,r](2) f[r,m](1) f(2)'], {}],
    ['x^2', 1, ['f[m,n](1) f[m](2) f[n](1) f(2)', 'f[m](1) f[m](2)', 'f[m,m](1) f(2)'], {}],
    [
      '1/2 + x - x^2/2',
      1,
      ['f[m,n](1) f[m](2) f[n](1) f(2)', 'f(1) f(2)'],
      { weightVariance: '1/2', biasVariance: '1/3' },
    ],
  ] as const)('%s with %i hidden layers: %j', async (activation, depth, notations, variances) => {
    const network = networkOf(activation, depth, variances);
    const correlations = notations.map(parseCorrelationFunction);
    const reports = correlations.map((one) => correlationReport(one, network, { gram: HALF }));
    const options = { widths: [8, 32], draws: 400, level: 0.999, gram: HALF, threads: 1 };
    const found = await simulateCorrelations(correlations, simulatedNetwork(network), options, reports);
    expect(found.map(({ correlation }) => correlation)).toEqual(notations);
    for (const { byWidth, tier } of found) {
      expect(tier).toBe('tested');
      for (const { estimate, exact } of byWidth) {
        expect(estimate.lower).toBeLessThanOrEqual(exact!);
        expect(estimate.upper).toBeGreaterThanOrEqual(exact!);
      }
    }
  });

  it('fits an exponent, and draws both', async () => {
    const network = networkOf('x^2', 1);
    const correlation = parseCorrelationFunction('f[m,n](1) f[m](1) f[n](1) f(1)');
    const report = correlationReport(correlation, network);
    const options = { widths: [16, 64], draws: 600, threads: 1 };
    const [simulated] = await simulateCorrelations([correlation], simulatedNetwork(network), options, [report]);
    // Exactly 192/n.
    expect(simulated).toMatchObject({ method: 'exact contraction', draws: 600, seed: 0, exactSlope: -1 });
    expect(simulated!.byWidth.map(({ exact }) => exact)).toEqual([12, 3]);
    expect(simulated!.exponent!.lower).toBeLessThan(-1);
    expect(simulated!.exponent!.upper).toBeGreaterThan(-1);
    const figure = await simulatedCorrelationFigure([{ label: 'x^2', simulated: simulated!, exact: report }], -1);
    expect(figure.description).toContain(
      `beside the exact curve: x^2, fitted exponent ${simulated!.exponent!.value.toFixed(2)}.`,
    );
    const layers = (figure.specification as { layer: { data: { values: { n: number; value: number }[] } }[] }).layer;
    // 16, 19, …, 64.
    expect(layers[1]!.data.values).toHaveLength(9);
    expect(layers[1]!.data.values.at(-1)).toMatchObject({ n: 64, value: 3 });
    expect(layers[2]!.data.values).toHaveLength(2);
  });

  it('takes relu and tanh, which have no exact means', async () => {
    expect(['relu', 'Tanh', 'sigmoid', 'x', 'square', 'dense', 'polynomial'].filter(isNamedActivation)).toEqual([
      'relu',
      'Tanh',
      'sigmoid',
    ]);
    const correlation = parseCorrelationFunction('f[m](1) f[m](1)');
    const options = { widths: [512], draws: 60, threads: 1, level: 0.999 };
    const [relu] = await simulateCorrelations([correlation], { activations: [activationLayer('relu')] }, options);
    const { exact, estimate } = relu!.byWidth[0]!;
    expect(exact).toBeNull();
    // E σ(g)² + E σ′(g)² = 1/2 + 1/2 at any width.
    expect(estimate.lower).toBeLessThan(1);
    expect(estimate.upper).toBeGreaterThan(1);
  });
});

test('inputs have the inner products of their Gram matrix, and equal ones are one', () => {
  const entry = fc.integer({ min: -3, max: 3 });
  fc.assert(
    fc.property(
      fc.array(fc.array(entry, { minLength: 3, maxLength: 3 }), { minLength: 4, maxLength: 4 }),
      (vectors) => {
        const dot = (a: readonly number[], b: readonly number[]): number => a.reduce((sum, x, k) => sum + x * b[k]!, 0);
        const gram = gramMatrix(vectors.map((a) => vectors.map((b) => dot(a, b))));
        const correlation = parseCorrelationFunction('f(1) f(2) f(3) f(4)');
        const { inputs, correlations } = concreteInputs([correlation], gram);
        const at = correlations[0]!.tensors.map(({ input }) => inputs[input - 1]!);
        at.forEach((a, i) => {
          // Entries below 28, and four roundings of sums of four terms in a factor.
          for (const [j, b] of at.entries()) expect(dot(a, b)).toBeCloseTo(dot(vectors[i]!, vectors[j]!), 9);
        });
      },
    ),
    { numRuns: 50 },
  );
  const { inputs, correlations } = concreteInputs([parseCorrelationFunction('f(1) f(3) f(2)')]);
  expect(inputs).toEqual([[1]]);
  expect(correlations[0]!.tensors.map(({ input }) => input)).toEqual([1, 1, 1]);
});

test('an exact mean at a width is its nearest double', () => {
  const report = correlationReport(parseCorrelationFunction('f(1) f(1) f(1) f(1)'), networkOf('x^2', 2));
  // 2187 + 163296/n + 5318784/n² + 91570176/n³ + 541458432/n⁴.
  const [n, c] = [6, [2187, 163296, 5318784, 91570176, 541458432]];
  const numerator = c.reduce((sum, x) => sum * n + x, 0);
  expect(meanAtWidth(report, n)).toBe(numerator / n ** 4);
});

test('says what cannot be simulated', async () => {
  expect(() => simulatedNetwork(networkOf('x', 2, { widths: ['n', 'm'] }))).toThrow('one width for all hidden layers');
  expect(() => simulatedNetwork(networkOf('x', 1, { weightVariance: [1, 2] }))).toThrow('weight variances');
  const correlation = parseCorrelationFunction('f(1) f(2)');
  expect(() => concreteInputs([correlation], gramMatrix([['K']]))).toThrow('1 rows');
  expect(() => concreteInputs([parseCorrelationFunction('f(1) f(1)')], gramMatrix([['K']]))).toThrow('got K');
  expect(() => activationLayer('swoosh(x)')).toThrow('swoosh');
});

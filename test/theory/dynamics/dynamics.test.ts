import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { key } from '../../../src/base/philox.ts';
import { rational } from '../../../src/base/rational.ts';
import { activationFormula, namedActivation } from '../../../src/numeric/propagation/activation-formula.ts';
import { fillGaussians } from '../../../src/numeric/random/fill.ts';
import { parsePolynomial } from '../../../src/symbolic/interop/mathjs.ts';
import { Draws } from '../../../src/theory/dynamics/draws.ts';
import { learningExperiment } from '../../../src/theory/dynamics/learning-experiment.ts';
import {
  type Link,
  normalisedFunctionLink,
  normalisedHermite,
  normalisedPolynomialLink,
} from '../../../src/theory/dynamics/link.ts';
import { staircase } from '../../../src/theory/dynamics/multi-index-flow.ts';
import { onlineMethods } from '../../../src/theory/dynamics/online-methods.generated.ts';
import { onlineRun } from '../../../src/theory/dynamics/online-simulation.ts';
import { overlapFlow, overlapSpeed, overlapTime, overlapTimeOf } from '../../../src/theory/dynamics/overlap-flow.ts';
import { learningFigure } from '../../../src/theory/figures/learning-figure.ts';
import { golden } from '../../golden/read.ts';

const link = (...powers: readonly number[]): Link =>
  normalisedPolynomialLink(
    'f',
    powers.map((c) => rational(BigInt(c))),
  );
const methodNamed = (name: string): (typeof onlineMethods)[number] => onlineMethods.find((m) => m.name === name)!;
const he3 = link(0, -3, 0, 1);

describe('links', () => {
  test('have mean 0 and variance 1, and their exponent', () => {
    expect(he3.coefficients).toEqual([0, 0, 0, 1]);
    expect([he3.informationExponent, he3.tier]).toEqual([3, 'proved']);
    expect(he3.f(2)).toBeCloseTo(normalisedHermite(3, 2), 14);
    const shifted = link(5, 0, 2);
    expect(shifted.f(0)).toBeCloseTo(-Math.SQRT1_2, 14);
    expect(shifted.informationExponent).toBe(2);
  });
  test('of other functions come by quadrature', async () => {
    const relu = normalisedFunctionLink(namedActivation('relu'));
    // u_1 = ½ and Var relu = ½ − 1/(2π).
    expect(relu.coefficients[1]).toBeCloseTo(0.5 / Math.sqrt(0.5 - 1 / (2 * Math.PI)), 10);
    expect([relu.informationExponent, relu.tier]).toEqual([1, 'observed']);
    expect(normalisedFunctionLink(await activationFormula('x^2*exp(-x^2)')).informationExponent).toBe(4);
    expect(() => link(3)).toThrow(/constant/);
    expect(() => link()).toThrow(/constant/);
  });
});

describe('the overlap flow', () => {
  const { flowTimes } = golden<{
    readonly flowTimes: readonly { readonly order: number; readonly dimension: number; readonly time: number }[];
  }>('directions.json');

  test.each(flowTimes)('takes the golden time, k = $order, d = $dimension', ({ order, dimension, time }) => {
    // The golden times have six decimals, with ṁ = k m^(k−1)(1 − m²).
    expect(Math.abs(overlapTime(order, dimension ** -0.5, 0.5) - time)).toBeLessThan(5.1e-7);
  });

  test('has closed forms that are the quadrature, and the flow gets there', () => {
    const overlap = fc.double({ min: 0.01, max: 0.98, noNaN: true });
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 7 }),
        overlap,
        overlap,
        fc.double({ min: 0.3, max: 2, noNaN: true }),
        (k, a, b, u) => {
          const [start, end] = a < b ? [a, b] : [b, a];
          const coefficients = [...new Array<number>(k).fill(0), u];
          const time = overlapTime(k, start, end, u);
          // Both primitives are rounded.
          const rounding = (2 ** -48 * (8 + start ** (2 - k))) / (k * u * u);
          const { value, error } = overlapTimeOf(coefficients, start, end);
          expect(Math.abs(value - time)).toBeLessThanOrEqual(1e-9 * time + error + rounding);
          if (time < 200) expect(overlapFlow(coefficients, start, [time])[0]).toBeCloseTo(end, 6);
        },
      ),
      { numRuns: 40 },
    );
  });

  test('says where it stands still', () => {
    expect(overlapTime(1, 0, 0.5)).toBe(Math.atanh(0.5));
    expect(() => overlapTime(2, 0, 0.5)).toThrow(/0 < start/);
    expect(() => overlapTime(3, 0.1, 1)).toThrow(/end < 1/);
    expect(() => overlapTimeOf([1, 0], 0.1, 0.5)).toThrow(/constant/);
    expect(overlapSpeed([0, 1], 1)).toBe(0);
  });
});

describe('staircases', () => {
  const times = Array.from({ length: 400 }, (_, i) => i * 0.05);
  test('climb one direction after another', () => {
    const f = parsePolynomial('x1 + x1*x2 + x1*x2*x3');
    const { steps, overlaps } = staircase(f, { start: [0.01, 0.01, 0.01], times });
    expect(steps.every((t) => t !== undefined)).toBe(true);
    expect([...steps].sort((a, b) => a! - b!)).toEqual(steps);
    expect(steps[0]).toBeLessThan(steps[1]!);
    expect(steps[1]).toBeLessThan(steps[2]!);
    expect(overlaps.every((m) => Math.hypot(...m) < 1 + 1e-9)).toBe(true);
    // The end is a critical point of F on the sphere: ∇F = λ m.
    const [a, b, c] = overlaps.at(-1)! as [number, number, number];
    const ratios = [(1 + b + b * c) / a, (a + a * c) / b, (a * b) / c];
    for (const ratio of ratios) expect(ratio).toBeCloseTo(ratios[0]!, 4);
    expect(staircase(f, { start: [0.01, 0.01, 0.01], times, threshold: 0.9 }).steps).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });
  test.each([
    ['x1*x2*x3', 0.01, 3],
    ['x1*x2*x3', 0.001, 3],
    ['x1*x2', 0.001, 2],
  ])('leave the saddle of %s, m = %f, after the time of its leap', (text, m, leap) => {
    // From equal overlaps dm/dt = m^(leap − 1) (1 − leap m²): 1/m − 1/(3/10) or ln(0.3/m), and little more.
    const exact = leap === 3 ? 1 / m - 1 / 0.3 : Math.log(0.3 / m);
    const long = Array.from({ length: 2001 }, (_, i) => (i / 1000) * exact);
    const { steps } = staircase(parsePolynomial(text), { start: new Array(leap).fill(m), times: long, threshold: 0.3 });
    expect(steps[0]! / exact).toBeGreaterThan(1);
    expect(steps[0]! / exact).toBeLessThan(1.1);
  });
  test('of one direction are the overlap flow', () => {
    // σ = f = He₃: F = 3! m³, so that ṁ = 18 m²(1 − m²), k u_k² = 18.
    const { overlaps } = staircase(parsePolynomial('x^3 - 3*x'), {
      start: [0.1],
      times: [0.3],
      student: [0, 0, 0, 1],
    });
    expect(overlaps[0]![0]).toBeCloseTo(overlapFlow([0, 0, 0, Math.sqrt(6)], 0.1, [0.3])[0]!, 8);
  });
  test('need an overlap for each variable', () => {
    expect(() => staircase(parsePolynomial('x*y'), { start: [1], times })).toThrow(/2 overlaps/);
    expect(() => staircase(parsePolynomial('x*y'), { start: [1, 1], times })).toThrow(/at most 1/);
  });
});

describe('draws', () => {
  test.each([0, 1, 2, 3, 10, 999])('χ² with %i degrees has its mean and variance', (degrees) => {
    const draws = new Draws(key(1, 'chi'), 0);
    const n = 20000;
    const values = Float64Array.from({ length: n }, () => draws.chiSquare(degrees));
    const mean = values.reduce((sum, v) => sum + v / n, 0);
    const variance = values.reduce((sum, v) => sum + (v - mean) ** 2 / n, 0);
    // Five deviations of the mean, √(2k/n), and of the variance, √((8k² + 48k)/n).
    expect(Math.abs(mean - degrees)).toBeLessThanOrEqual(5 * Math.sqrt((2 * degrees) / n));
    expect(Math.abs(variance - 2 * degrees)).toBeLessThanOrEqual(5 * Math.sqrt((8 * degrees ** 2 + 48 * degrees) / n));
  });
});

describe('online learning', () => {
  test.each(onlineMethods.map(({ name }) => name))('by %s has the law of the run in R^d', (name) => {
    const method = methodNamed(name);
    const [d, steps, runs] = [6, 30, 400];
    const prepared = method.prepare(he3, d);
    const eta = 3 * prepared.stepSize;
    const full = Array.from({ length: runs }, (_, run) => {
      const w = new Float64Array(d);
      w[0] = d ** -0.5;
      w[1] = Math.sqrt(1 - 1 / d);
      const inputs = fillGaussians(new Float64Array(steps * d), key(2, 'full'), { layer: run });
      for (let n = 0; n < steps; n++) {
        const x = inputs.subarray(n * d, (n + 1) * d);
        const z = x.reduce((sum, v, i) => sum + v * w[i]!, 0);
        const s = prepared.slope({ z, y: he3.f(x[0]!), squaredNorm: x.reduce((sum, v) => sum + v * v, 0) });
        for (let i = 0; i < d; i++) w[i]! += eta * s * (x[i]! - z * w[i]!);
        const norm = Math.hypot(...w);
        for (let i = 0; i < d; i++) w[i]! /= norm;
      }
      return w[0]!;
    });
    const reduced = Array.from(
      { length: runs },
      (_, run) =>
        onlineRun(he3, method, {
          dimension: d,
          seed: 2,
          run,
          maximumSamples: steps,
          threshold: 1 - 1e-12,
          stepFactor: 3,
        }).overlap,
    );
    // Kolmogorov and Smirnov: P(D > 0.18) < 2 e^(−2 · 200 · 0.18²) = 5e−6 for two samples of 400.
    const points = [...full, ...reduced];
    const share = (values: readonly number[], t: number): number => values.filter((v) => v <= t).length / runs;
    expect(Math.max(...points.map((t) => Math.abs(share(full, t) - share(reduced, t))))).toBeLessThan(0.18);
    expect(new Set(full).size).toBe(runs);
  });

  test('smoothed has the average slope over the sphere', () => {
    const d = 16;
    const { slope } = methodNamed('smoothed').prepare(he3, d);
    const [z, r] = [0.7, 20];
    const lambda = d ** 0.25;
    const scale = 1 / Math.sqrt(1 + lambda ** 2);
    // t = √(r − z²) cos θ, θ of density ∝ sin^(d−3) θ: the average of scale f'(scale (z + λ t)), by Simpson's rule.
    const n = 2000;
    let [sum, mass] = [0, 0];
    for (let i = 0; i <= n; i++) {
      const theta = (Math.PI * i) / n;
      const weight = Math.sin(theta) ** (d - 3) * (i === 0 || i === n ? 1 : i % 2 === 1 ? 4 : 2);
      mass += weight;
      sum += weight * scale * he3.df(scale * (z + lambda * Math.sqrt(r - z * z) * Math.cos(theta)));
    }
    const expected = 2 * (sum / mass) * (1 + lambda ** 2) ** 1.5;
    expect(slope({ z, y: 2, squaredNorm: r })).toBeCloseTo(expected, 9);
    expect(() => methodNamed('smoothed').prepare(normalisedFunctionLink(namedActivation('tanh')), d)).toThrow(
      /polynomial/,
    );
  });

  test('gives the same runs again, whatever else is run', async () => {
    const options = { runs: 3, seed: 5 };
    const both = await learningExperiment(he3, methodNamed('sgd'), { ...options, dimensions: [8, 16] });
    const one = await learningExperiment(he3, methodNamed('sgd'), { ...options, dimensions: [16] });
    expect(both.dimensions[1]).toEqual(one.dimensions[0]);
    const other = await learningExperiment(he3, methodNamed('sgd'), { runs: 3, seed: 6, dimensions: [16] });
    expect(other.dimensions[0]).not.toEqual(one.dimensions[0]);
  });

  test('shows slopes of 1 and of 2 apart: information exponents 1 and 3', async () => {
    const options = { dimensions: [32, 128, 512], runs: 16, seed: 1 };
    const linear = (await learningExperiment(link(0, 1), methodNamed('sgd'), options)).slope!;
    const cubic = (await learningExperiment(he3, methodNamed('sgd'), { ...options, dimensions: [16, 32, 64, 128] }))
      .slope!;
    const reused = (
      await learningExperiment(he3, methodNamed('batch-reuse'), { ...options, dimensions: [64, 256, 1024] })
    ).slope!;
    expect(linear.value).toBeGreaterThan(0.9);
    expect(linear.upper).toBeLessThan(1.4);
    expect(cubic.lower).toBeGreaterThan(1.4);
    expect(cubic.value).toBeLessThan(2.6);
    expect(reused.upper).toBeLessThan(1.5);
  });

  test('admits that runs did not arrive', async () => {
    const few = await learningExperiment(he3, methodNamed('sgd'), {
      dimensions: [64, 128],
      runs: 2,
      seed: 1,
      budget: 0.001,
    });
    expect(few.dimensions.map(({ reached, median }) => [reached, median])).toEqual([
      [0, Infinity],
      [0, Infinity],
    ]);
    expect(few.slope).toBeUndefined();
    const { svg } = await learningFigure(few);
    expect(svg).not.toMatch(/NaN|undefined/);
  });

  test('says what is wrong, before it starts', async () => {
    const run = (options: object): Promise<unknown> =>
      learningExperiment(he3, methodNamed('sgd'), { dimensions: [16], seed: 1, ...options });
    await expect(run({ dimensions: [] })).rejects.toThrow(/at least one/);
    await expect(run({ dimensions: [16, 16] })).rejects.toThrow(/once/);
    await expect(run({ dimensions: [1] })).rejects.toThrow(/dimension/);
    await expect(run({ dimensions: [1e6] })).rejects.toThrow(/over the limit/);
    await expect(run({ threshold: 1 })).rejects.toThrow(/threshold/);
    await expect(run({ signal: AbortSignal.abort(new Error('stopped')) })).rejects.toThrow('stopped');
  });
});

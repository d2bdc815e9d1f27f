import fc from 'fast-check';
import {
  activationFormula,
  bivariateMean,
  floatCriticalPoints,
  floatFixedPoints,
  floatMaps,
  floatVarianceByDepth,
  gaussianMean,
  namedActivation,
} from 'isserlis/numeric';
import { fixedPoints, signalMaps } from 'isserlis/symbolic';
import { describe, expect, test } from 'vitest';
import { evaluateFloat } from '../../../src/symbolic/operations/evaluate.ts';
import { golden } from '../../golden/read.ts';

interface Floats {
  floats: {
    points: {
      activation: string;
      weightVariance: number;
      biasVariance: number;
      variance: string;
      perpendicular: string;
      parallel: string;
      correlation?: string;
      slope?: string;
    }[];
    critical: { activation: string; biasVariance: number; variance: string; weightVariance: string }[];
  };
}

describe('means', () => {
  test('of what is known in closed form lie within their error', () => {
    const known: [(g: number) => number, number][] = [
      [(g) => g ** 8, 105],
      [(g) => Math.exp(g), Math.exp(0.5)],
      [(g) => Math.max(g, 0), 1 / Math.sqrt(2 * Math.PI)],
      [(g) => Math.abs(g - 0.3), 0.6 * (normal(0.3) - 0.5) + 2 * density(0.3)],
      [(g) => Math.cos(3 * g), Math.exp(-4.5)],
      [(g) => (g > 0.7 ? 1 : 0), 1 - normal(0.7)],
    ];
    for (const [f, expected] of known) {
      const { value, error } = gaussianMean(f);
      expect(Math.abs(value - expected)).toBeLessThanOrEqual(error + 1e-15);
      expect(error).toBeLessThan(1e-12 * Math.max(1, Math.abs(expected)));
    }
    // E |uv| = (2/π)(√(1 − c²) + c asin c).
    const c = 0.6;
    const { value, error } = bivariateMean((u, v) => Math.abs(u * v), c);
    expect(Math.abs(value - (2 / Math.PI) * (0.8 + c * Math.asin(c)))).toBeLessThanOrEqual(error);
    expect(error).toBeLessThan(1e-9);
  });

  test('that do not exist are refused, never a number', () => {
    expect(() => gaussianMean((g) => Math.exp(g * g))).toThrow('does not converge');
    expect(() => gaussianMean((g) => Math.exp(0.6 * g * g))).toThrow('does not converge');
    expect(() => gaussianMean((g) => Math.sqrt(g))).toThrow('the integrand is not finite at');
  });
});

/** Φ(0.3), Φ(0.7): tables. */
const normal = (x: number): number => (x === 0.3 ? 0.6179114221889526 : 0.758036347776927);
const density = (x: number): number => Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI);

describe('float maps', () => {
  test('of a polynomial are the exact ones', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: -3, max: 3 }), { minLength: 2, maxLength: 4 }),
        async (coefficients) => {
          const text = coefficients.map((c, k) => `(${c})*x^${k}`).join('+');
          const options = { weightVariance: 0.75, biasVariance: 0.125 };
          const [floats, exact] = [
            floatMaps(await activationFormula(text), options),
            signalMaps(coefficients, options),
          ];
          const K = 0.625;
          const pairs = [
            [floats.variance(K), evaluateFloat(exact.variance, [K])],
            [floats.parallel(K), evaluateFloat(exact.parallel, [K])],
            [floats.perpendicular(K), evaluateFloat(exact.perpendicular, [K])],
          ] as const;
          for (const [a, b] of pairs)
            expect(Math.abs(a.value - b.value)).toBeLessThanOrEqual(1e-11 * (1 + Math.abs(b.value)));
        },
      ),
      { numRuns: 10 },
    ));

  test('of a polynomial have the exact covariance and slope', async () => {
    const exact = signalMaps([1, -1, '1/2'], { weightVariance: 2 });
    const floats = floatMaps(await activationFormula('1 - x + x^2/2'), { weightVariance: 2 });
    const { value, error } = floats.covariance(0.5, 0.25);
    const expected = evaluateFloat(exact.covariance, { K: 0.5, c: 0.25 }).value;
    expect(Math.abs(value - expected)).toBeLessThanOrEqual(error + 1e-12);
    // E σ′(u)σ′(v) = 1 + cov for σ′ = x − 1.
    expect(floats.correlationSlope(0.5, 0.25).value).toBeCloseTo(2 * (1 + 0.125), 10);
  });

  test('refuse what is no variance and no correlation', async () => {
    const maps = floatMaps(namedActivation('tanh'));
    expect(() => maps.variance(-1)).toThrow('variance: expected a finite number ≥ 0, got -1');
    expect(() => maps.covariance(1, 1.5)).toThrow('correlation: expected a number from −1 to 1');
    expect(() => floatMaps(namedActivation('tanh'), { biasVariance: Number.NaN })).toThrow('biasVariance');
    const inverse = floatMaps(await activationFormula('1/x'));
    expect(() => inverse.variance(0)).toThrow('An activation must be finite everywhere');
  });
});

describe('float fixed points', () => {
  const { points, critical } = golden<Floats>('propagation.json').floats;
  // mpmath at 20 digits: nested quadrature and secants; erf's correlation map in closed form.
  test.each(points)('of $activation at $weightVariance, $biasVariance agree with mpmath', async (item) => {
    const { points: found } = floatFixedPoints(floatMaps(await activationFormula(item.activation), item));
    const point = found.at(-1)!;
    expect(Math.abs(point.variance - Number(item.variance))).toBeLessThanOrEqual(point.error + 1e-14);
    expect(point.perpendicular).toBeCloseTo(Number(item.perpendicular), 12);
    expect(point.parallel).toBeCloseTo(Number(item.parallel), 12);
    expect(point.correlation!.value === 1).toBe(Number(item.perpendicular) <= 1);
    if (item.correlation !== undefined) {
      expect(point.correlation!.value).toBeCloseTo(Number(item.correlation), 9);
      expect(point.correlation!.slope).toBeCloseTo(Number(item.slope), 9);
    }
  });

  test.each(critical)('the critical σ_w² of $activation at σ_b² = $biasVariance is mpmath’s', async (item) => {
    const found = floatCriticalPoints(await activationFormula(item.activation), item.biasVariance).points;
    expect(found).toHaveLength(1);
    expect(found[0]!.variance).toBeCloseTo(Number(item.variance), 10);
    expect(found[0]!.weightVariance).toBeCloseTo(Number(item.weightVariance), 10);
  });

  test('the edges of chaos everyone knows: 2 for ReLU at every K, (1, 0) for tanh, 4 for GELU', async () => {
    // He et al. 2015; Poole et al. 2016; for GELU σ′(0) = 1/2.
    expect(floatCriticalPoints(namedActivation('relu')).everyVariance).toBeCloseTo(2, 13);
    expect(floatFixedPoints(floatMaps(namedActivation('relu'), { weightVariance: 2 })).everyVariance).toBe(true);
    expect(floatCriticalPoints(namedActivation('tanh')).points).toEqual([{ variance: 0, weightVariance: 1 }]);
    expect(floatCriticalPoints(await activationFormula('x/2*(1 + erf(x/sqrt(2)))')).points[0]).toEqual({
      variance: 0,
      weightVariance: 4,
    });
    expect(floatCriticalPoints(namedActivation('step')).points).toEqual([]);
    // E e^(2√K g) = e^(2K) = D(K): K = 1 at σ_w² = e⁻², a point of the grid.
    const [exponential] = floatCriticalPoints(namedActivation('exp')).points;
    expect(exponential!.weightVariance).toBeCloseTo(Math.exp(-2), 12);
  });

  test('of He₂ are the exact ones', async () => {
    const exact = fixedPoints(signalMaps([-1, 0, 1], { weightVariance: '3/5', biasVariance: '1/50' })).points;
    const floats = floatFixedPoints(
      floatMaps(await activationFormula('x^2 - 1'), { weightVariance: 0.6, biasVariance: 0.02 }),
    ).points;
    expect(floats).toHaveLength(exact.length);
    floats.forEach((point, i) => {
      expect(point.variance).toBeCloseTo(exact[i]!.variance.toNumber(), 10);
      expect(point.correlation!.value).toBeCloseTo(exact[i]!.correlation!.value.toNumber(), 7);
    });
  });

  test('are approached by depth', () => {
    const steps = floatVarianceByDepth(floatMaps(namedActivation('relu'), { biasVariance: 1 }), 0.5, 60);
    expect(steps.at(-1)!.variance).toBeCloseTo(2, 13);
    expect(steps.map(({ depth }) => depth)).toEqual(Array.from({ length: 61 }, (_, i) => i));
  });
});

describe('formulas', () => {
  test('have the derivative that differences show', async () => {
    for (const text of [
      'x*sigmoid(x)',
      'tanh(2x)^2 - x^3/3',
      'softplus(x) + atan(x)',
      'gelu(x - 1)',
      'exp(-x^2)',
      '2^x',
      'silu(x)/cosh(x)',
      'abs(x)*sin(x)',
    ]) {
      const { f, df } = await activationFormula(text);
      for (const x of [-2.3, -0.4, 0.6, 1.9]) {
        const h = 1e-5;
        expect(df(x), text).toBeCloseTo((f(x + h) - f(x - h)) / (2 * h), 7);
      }
    }
  });

  test('that cannot be read say where', async () => {
    await expect(activationFormula('tanh(x')).rejects.toThrow("'tanh(x' cannot be read");
    await expect(activationFormula('tnah(x)')).rejects.toThrow("no function 'tnah' here. Did you mean 'tanh'?");
    await expect(activationFormula('x + y')).rejects.toThrow('expected one variable, got x, y');
    await expect(activationFormula('x > 0')).rejects.toThrow('is not part of a formula');
    await expect(activationFormula('tanh(x, 2)')).rejects.toThrow('takes one argument');
  });
});

import fc from 'fast-check';
import { dense, network, polynomial } from 'isserlis/network';
import {
  gradientFlow,
  type KernelMode,
  kernelMatrices,
  key,
  learningCurve,
  type SquareMatrix,
  sphereModes,
  symmetricMatrix,
} from 'isserlis/numeric';
import { singleIndexPower, sphereEigenvalues } from 'isserlis/symbolic';
import { describe, expect, test } from 'vitest';
import { uniform } from '../../../src/base/philox.ts';
import { golden } from '../../golden/read.ts';

const modes = fc.array(
  fc.record({
    eigenvalue: fc.constantFrom(0, 1e-6, 0.01, 0.3, 1, 40),
    multiplicity: fc.integer({ min: 1, max: 30 }),
    power: fc.constantFrom(0, 0.1, 1),
  }),
  { minLength: 1, maxLength: 5 },
);

describe('learningCurve', () => {
  test('shares out as many samples as there are: Σ L_i + δ/κ = n', () =>
    fc.assert(
      fc.property(modes, fc.integer({ min: 1, max: 200 }), fc.constantFrom(0, 1e-8, 0.1, 5), (list, n, ridge) => {
        const [point] = learningCurve(list, [n], { ridge, noise: 0.1 });
        const learned = list.reduce((sum, { multiplicity }, i) => sum + multiplicity * point!.learnability[i]!, 0);
        const rank = list.reduce((sum, m) => sum + (m.eigenvalue > 0 ? m.multiplicity : 0), 0);
        if (ridge === 0 && rank <= n) expect([point!.effectiveRidge, learned]).toEqual([0, rank]);
        else expect(learned + ridge / point!.effectiveRidge).toBeCloseTo(n, 8);
        expect(point!.testError).toBeGreaterThanOrEqual(0);
        expect(point!.trainError).toBeGreaterThanOrEqual(0);
      }),
    ));

  test('teaches every mode more with more samples', () =>
    fc.assert(
      fc.property(modes, fc.constantFrom(0, 0.1), (list, ridge) => {
        const points = learningCurve(list, [1, 3, 10, 31, 100], { ridge });
        for (let k = 1; k < points.length; k++)
          points[k]!.learnability.forEach((L, i) => {
            expect(L).toBeGreaterThanOrEqual(points[k - 1]!.learnability[i]! - 1e-12);
          });
      }),
    ));

  test('of one flat spectrum is linear regression: (1 − n/M) without noise, σ²/(n/M − 1) beyond M', () => {
    // M equal eigenvalues, no ridge: κ = λ(M − n)/n, L = n/M, error (1 − n/M)²/(1 − n/M). Beyond: M σ²/(n − M), as for least squares with Gaussian features (n − M − 1 exactly).
    const flat: KernelMode[] = [{ eigenvalue: 0.5, multiplicity: 40, power: 1 }];
    const [under] = learningCurve(flat, [10]);
    expect(under!.testError).toBeCloseTo(0.75, 12);
    expect(under!.effectiveRidge).toBeCloseTo(1.5, 12);
    const [over] = learningCurve(flat, [100], { noise: 0.3 });
    expect(over!.testError).toBeCloseTo((0.3 * 40) / 60, 12);
    expect(over!.trainError).toBeCloseTo(0.3 * 0.6, 12);
    const [threshold, quiet] = [learningCurve(flat, [40], { noise: 0.3 })[0]!, learningCurve(flat, [40])[0]!];
    expect([threshold.testError, threshold.trainError, quiet.testError]).toEqual([Infinity, 0, 0]);
  });

  test('approaches its values without ridge as the ridge goes to 0', () =>
    fc.assert(
      fc.property(modes, fc.integer({ min: 1, max: 150 }), (list, n) => {
        const rank = list.reduce((sum, m) => sum + (m.eigenvalue > 0 ? m.multiplicity : 0), 0);
        fc.pre(rank !== n);
        const options = { noise: 0.2, unlearnable: 0.05 };
        const [without] = learningCurve(list, [n], options);
        const [small] = learningCurve(list, [n], { ...options, ridge: 1e-13 });
        // Next to the threshold the error moves by some ridge/λ² a sample: 10⁻³ leaves room for it.
        for (const error of ['testError', 'trainError'] as const)
          expect(Math.abs(small![error] - without![error])).toBeLessThanOrEqual(1e-3 * (1 + without![error]));
      }),
    ));

  test('is what kernel regression on the sphere shows', () => {
    const dimension = 8;
    const kernel = [0.5, 1, 1, 0.4];
    const target = [0, 1, 0, '1/2'];
    const { modes: list, unlearnable } = sphereModes(
      sphereEigenvalues(kernel, dimension),
      singleIndexPower(target, dimension),
    );
    const trials = 30;
    for (const [n, ridge] of [
      [20, 0.05],
      [60, 0.05],
      [40, 1],
    ] as const) {
      const errors = Array.from({ length: trials }, (_, trial) => simulatedError(kernel, dimension, n, ridge, trial));
      const mean = errors.reduce((sum, e) => sum + e, 0) / trials;
      const deviation = Math.sqrt(errors.reduce((sum, e) => sum + (e - mean) ** 2, 0) / (trials * (trials - 1)));
      const { testError } = learningCurve(list, [n], { ridge, unlearnable })[0]!;
      // Five standard errors, and a twelfth of the prediction for an approximation that is exact only for many samples.
      expect(Math.abs(mean - testError)).toBeLessThan(5 * deviation + testError / 12);
    }
  });

  test('refuses numbers that mean nothing', () => {
    const one = [{ eigenvalue: 1, multiplicity: 1, power: 1 }];
    expect(() => learningCurve(one, [0])).toThrow('samples: expected integers ≥ 1, got 0');
    expect(() => learningCurve(one, [3], { ridge: -1 })).toThrow('ridge: expected a finite number ≥ 0');
    expect(() => learningCurve([{ eigenvalue: Number.NaN, multiplicity: 1, power: 1 }], [3])).toThrow(
      'modes[0].eigenvalue',
    );
    expect(() => sphereModes(sphereEigenvalues([0, 1, -1], 3), [])).toThrow('its eigenvalue of degree 0 is -1/3');
  });
});

/** Points on the sphere, one draw a trial; the target x₁ + x₁³/2; the exact mean square over 150 fresh points. */
function simulatedError(kernel: readonly number[], dimension: number, n: number, ridge: number, trial: number): number {
  const source = key(5, 'learning-curve');
  let index = 0;
  const normal = (): number => {
    const [u, v] = [uniform(source, index++, trial), uniform(source, index++, trial)];
    return Math.sqrt(-2 * Math.log(1 - u)) * Math.cos(2 * Math.PI * v);
  };
  const points = Array.from({ length: n + 150 }, () => {
    const x = Array.from({ length: dimension }, normal);
    const norm = Math.hypot(...x);
    return x.map((a) => a / norm);
  });
  const k = (x: readonly number[], y: readonly number[]): number =>
    kernel.reduceRight((sum, c) => sum * x.reduce((dot, a, i) => dot + a * y[i]!, 0) + c, 0);
  const f = (x: readonly number[]): number => x[0]! + x[0]! ** 3 / 2;
  const train = points.slice(0, n);
  const weights = solve(
    train.map((x, i) => train.map((y, j) => k(x, y) + (i === j ? ridge : 0))),
    train.map(f),
  );
  const test = points.slice(n);
  return (
    test.reduce((sum, x) => sum + (train.reduce((fit, y, i) => fit + weights[i]! * k(x, y), 0) - f(x)) ** 2, 0) /
    test.length
  );
}

/** Gaussian elimination with pivots, for tests only. */
function solve(matrix: readonly (readonly number[])[], right: readonly number[]): readonly number[] {
  const a = matrix.map((row, i) => [...row, right[i]!]);
  const n = a.length;
  for (let k = 0; k < n; k++) {
    const pivot = a.reduce((best, row, i) => (i >= k && Math.abs(row[k]!) > Math.abs(a[best]![k]!) ? i : best), k);
    [a[k], a[pivot]] = [a[pivot]!, a[k]!];
    for (let i = k + 1; i < n; i++) {
      const factor = a[i]![k]! / a[k]![k]!;
      for (let j = k; j <= n; j++) a[i]![j]! -= factor * a[k]![j]!;
    }
  }
  const x = new Array<number>(n).fill(0);
  for (let k = n - 1; k >= 0; k--)
    x[k] = (a[k]![n]! - x.reduce((sum, value, j) => (j > k ? sum + a[k]![j]! * value : sum), 0)) / a[k]![k]!;
  return x;
}

interface Flow {
  flow: {
    tangent: number[][];
    prior: number[][];
    targets: number[][];
    states: { time: number; mean: number[][]; covariance: number[][] }[];
  };
}

describe('gradientFlow', () => {
  const { tangent, prior, targets, states } = golden<Flow>('propagation.json').flow;
  const tangentKernel = symmetricMatrix(tangent);
  const priorKernel = symmetricMatrix(prior);

  // mpmath at 40 digits: matrix exponentials of the linear system, mean and covariance apart from each other.
  test.each(states)('agrees with mpmath at time $time', ({ time, mean, covariance }) => {
    const state = gradientFlow({ tangentKernel, priorKernel, targets }).at(time);
    mean.forEach((row, i) => {
      row.forEach((value, o) => {
        expect(state.mean[i]![o]).toBeCloseTo(value, 10);
      });
      covariance[i]!.forEach((value, j) => {
        expect(state.covariance.entries[i * mean.length + j]).toBeCloseTo(value, 9);
      });
    });
  });

  test('follows the differential equation, integrated step by step, with twins among the training inputs', () => {
    const x = [
      [1, 0.5],
      [1, 0.5],
      [-0.3, 0.8],
      [0.2, 0.2],
      [-1, 1],
    ];
    const kernel = (u: number[], v: number[]): number => 1 + u[0]! * v[0]! + u[1]! * v[1]!;
    const gram = symmetricMatrix(x.map((u) => x.map((v) => kernel(u, v))));
    const initial = [[0.5], [0.5], [-1], [0], [2]];
    const flow = gradientFlow({ tangentKernel: gram, targets: [[1], [3], [-1]], initial });
    expect(flow.eigenvalues.filter((v) => v <= flow.rankTolerance)).toHaveLength(1);
    let f = initial.map(([value]) => value!);
    const y = [1, 3, -1];
    const slope = (at: readonly number[]): number[] =>
      at.map((_, i) => -y.reduce((sum, target, j) => sum + gram.entries[i * 5 + j]! * (at[j]! - target), 0));
    const along = (a: readonly number[], b: readonly number[], h: number): number[] => a.map((v, i) => v + h * b[i]!);
    const steps = 2000;
    const h = 0.7 / steps;
    for (let step = 0; step < steps; step++) {
      const k1 = slope(f);
      const k2 = slope(along(f, k1, h / 2));
      const k3 = slope(along(f, k2, h / 2));
      const k4 = slope(along(f, k3, h));
      f = f.map((v, i) => v + (h / 6) * (k1[i]! + 2 * k2[i]! + 2 * k3[i]! + k4[i]!));
    }
    flow.at(0.7).mean.forEach(([value], i) => {
      expect(value).toBeCloseTo(f[i]!, 10);
    });
    // At the end the twins sit at the mean of their targets, and everything is finite.
    const { mean } = flow.at(Infinity);
    expect(mean[0]![0]).toBeCloseTo(2, 10);
    expect(mean[1]![0]).toBeCloseTo(2, 10);
    expect(
      flow
        .at(1e12)
        .mean.flat()
        .every((v, i) => Math.abs(v - mean.flat()[i]!) < 1e-9),
    ).toBe(true);
  });

  test('starts at the prior, ends at the data, and never has negative variance', () => {
    const flow = gradientFlow({ tangentKernel, priorKernel, targets });
    const [start, end] = [flow.at(0), flow.at(Infinity)];
    expect(start.mean.flat().every((v) => v === 0)).toBe(true);
    start.covariance.entries.forEach((v, i) => {
      expect(v).toBeCloseTo(priorKernel.entries[i]!, 12);
    });
    targets.forEach((row, i) => {
      row.forEach((value, o) => {
        expect(end.mean[i]![o]).toBeCloseTo(value, 8);
      });
      expect(Math.abs(end.covariance.entries[i * 6 + i]!)).toBeLessThan(1e-9);
    });
    for (const time of [0, 0.01, 0.3, 2, 50, Infinity])
      for (let i = 0; i < 6; i++) expect(flow.at(time).covariance.entries[i * 7]).toBeGreaterThan(-1e-9);
  });

  test('with Θ = K ends at the posterior of the Gaussian process', () => {
    const { mean, covariance } = gradientFlow({ tangentKernel, priorKernel: tangentKernel, targets }).at(Infinity);
    const train = tangent.slice(0, 4).map((row) => row.slice(0, 4));
    for (const i of [4, 5]) {
      const weights = solve(train, tangent[i]!.slice(0, 4));
      expect(mean[i]![0]).toBeCloseTo(
        weights.reduce((sum, w, j) => sum + w * targets[j]![0]!, 0),
        8,
      );
      for (const j of [4, 5]) {
        const explained = weights.reduce((sum, w, k) => sum + w * tangent[k]![j]!, 0);
        expect(covariance.entries[i * 6 + j]).toBeCloseTo(tangent[i]![j]! - explained, 8);
      }
    }
  });

  test('takes the kernels of a network, whose wide limit it trains', () => {
    const net = network({
      inputs: 2,
      layers: [dense({ outputs: 9, symbolic: true }), polynomial([0, 1, '1/2']), dense({ outputs: 1, symbolic: true })],
    });
    const inputs = [
      [1, 0],
      [0.5, -1],
      [0, 0.3],
      [-1, 1],
    ];
    const { ntk, nngp } = kernelMatrices(net, inputs);
    const size = inputs.length;
    const flow = gradientFlow({
      tangentKernel: { size, entries: Float64Array.from(ntk) },
      priorKernel: { size, entries: Float64Array.from(nngp) },
      targets: [[1], [-1], [0.5]],
    });
    const { mean, covariance } = flow.at(Infinity);
    expect(
      mean
        .slice(0, 3)
        .flat()
        .map((v) => Math.round(v * 1e6) / 1e6),
    ).toEqual([1, -1, 0.5]);
    expect(covariance.entries[15]).toBeGreaterThan(0);
    expect(covariance.entries[15]).toBeLessThan(100 * nngp[15]!);
  });

  test('without a prior has no covariance', () => {
    const { covariance } = gradientFlow({ tangentKernel, targets }).at(1);
    expect(covariance.entries.every((v) => v === 0)).toBe(true);
  });

  test('refuses what is no problem of this kind, saying where', () => {
    const two = (a: number, b: number, c: number): SquareMatrix =>
      symmetricMatrix([
        [a, b],
        [b, c],
      ]);
    expect(() => gradientFlow({ tangentKernel: two(1, 2, 1), targets: [[1], [1]] })).toThrow(
      'is not positive semidefinite: it has the eigenvalue -1.00000',
    );
    expect(() => gradientFlow({ tangentKernel: two(0, 1, 1), targets: [[1]] })).toThrow(
      'the test input in row 1 is coupled',
    );
    expect(() => gradientFlow({ tangentKernel, targets: [] })).toThrow('targets: expected from 1 to 6 rows');
    expect(() => gradientFlow({ tangentKernel, targets: [[1], [Number.NaN]] })).toThrow(
      'targets: expected finite numbers',
    );
    expect(() => gradientFlow({ tangentKernel, targets: [[1], [1, 2]] })).toThrow(
      'targets: expected 1 numbers in row 1, got 2',
    );
    expect(() => gradientFlow({ tangentKernel, targets, priorKernel: two(1, 0, 1) })).toThrow(
      'priorKernel: expected size 6',
    );
    expect(() => gradientFlow({ tangentKernel, targets, initial: [] })).toThrow('initial: expected 6 rows, got 0');
    expect(() => gradientFlow({ tangentKernel, targets }).at(-1)).toThrow('time: expected a number ≥ 0');
  });
});

import { describe, expect, it } from 'vitest';
import { formatRational, numberFromRational } from '../../../src/base/rational.ts';
import { gradientFlow } from '../../../src/numeric/regression/gradient-flow.ts';
import { gramMatrix } from '../../../src/symbolic/width/gram.ts';
import { type WideNetwork, wideNetwork } from '../../../src/symbolic/width/wide-network.ts';
import { output, tangentKernel } from '../../../src/theory/correlation-functions/cumulants.ts';
import {
  type DynamicSum,
  meanOfSum,
  sumOf,
  timeDerivative,
  trainingLoss,
} from '../../../src/theory/correlation-functions/dynamics.ts';
import { expansionInWidth } from '../../../src/theory/correlation-functions/mean.ts';
import { initialMoments, numbersOf } from '../../../src/theory/finite-width-dynamics/initial-moments.ts';
import { type MeanRecord, meanDynamics } from '../../../src/theory/finite-width-dynamics/mean-dynamics.ts';
import { MomentSystem } from '../../../src/theory/finite-width-dynamics/moment-rates.ts';

const GRAM = gramMatrix([
  [1, '1/3', '1/5'],
  ['1/3', 1, '1/2'],
  ['1/5', '1/2', '3/4'],
]);
const TARGETS = [1.5, -0.5];
const TRAINING = [1, 2];

const one = gramMatrix([[1]]);
const square = (depth: number): WideNetwork => wideNetwork({ depth, activation: [0, 0, 1] });

describe('moments at initialisation', () => {
  it.each([
    [1, { kernel: '7', kernelCovariance: '320', curvature: '192' }],
    [2, { outputsCorrection: '288', kernel: '111', kernelCovariance: '490560', curvature: '198720' }],
  ])('of x^2 with %i hidden layers are those known in closed form', (depth, known) => {
    // dΘ/dt = −2 E ∂_{μν}f ∂_μf ∂_νf f for one example: 384 and 397440 in the references.
    const moments = initialMoments(square(depth), one, 1);
    for (const [name, value] of Object.entries(known))
      expect(formatRational(moments[name as 'kernel'].entries[0]!), name).toBe(value);
  });
});

describe('derivatives at time 0', () => {
  const network = wideNetwork({ depth: 1, activation: [0, 1, '1/2'], biasVariance: '1/4' });
  const moments = initialMoments(network, GRAM, 2);
  const system = new MomentSystem(moments, [...TARGETS, 0]);
  const rateAt = (state: Float64Array): Float64Array => {
    const out = new Float64Array(state.length);
    system.rate(state, out, 0, [0, 1]);
    return out;
  };
  const first = rateAt(system.initial);
  // Rates are polynomials of degree 4 at most in the state, for which this difference is exact.
  const along = (h: number): Float64Array => rateAt(system.initial.map((x, i) => x + h * first[i]!));
  const h = 1 / 64;
  const [a, b, c, d] = [along(-2 * h), along(-h), along(h), along(2 * h)];
  const second = first.map((_, i) => (a![i]! - 8 * b![i]! + 8 * c![i]! - d![i]!) / (12 * h));

  const exact = (sum: DynamicSum): readonly [number, number] => {
    const mean = meanOfSum(sum, network, { gram: GRAM, orders: 2, targets: TARGETS });
    const { coefficients } = expansionInWidth(mean, network);
    const at = (power: number): number => {
      const found = coefficients.get(power);
      return found === undefined ? 0 : numberFromRational(found.coefficient(0));
    };
    return [at(0), at(1)];
  };
  const close = (value: number, expected: number): void =>
    // Sums of some hundred terms in doubles, of the size of the largest moment.
    expect(Math.abs(value - expected)).toBeLessThan(
      1e-11 * Math.max(1, ...first.map(Math.abs), ...second.map(Math.abs)),
    );

  it.each([1, 2])('are those of the hierarchy, order %i', (order) => {
    const rate = system.moments(order === 1 ? first : second);
    const differentiated = (sum: DynamicSum): DynamicSum =>
      order === 1 ? timeDerivative(sum, TRAINING) : timeDerivative(timeDerivative(sum, TRAINING), TRAINING);
    for (const input of [1, 2, 3]) {
      const [limit, correction] = exact(differentiated(sumOf(output(input))));
      close(rate.mean[input - 1]!, limit);
      close(rate.meanCorrection[input - 1]!, correction);
    }
    for (const [x, z] of [
      [1, 1],
      [2, 1],
      [3, 2],
    ] as const)
      close(rate.kernelCorrection[(x - 1) * 2 + z - 1]!, exact(differentiated(sumOf(tangentKernel(x, z))))[1]);
    const loss = (rate.secondCorrection[0]! + rate.secondCorrection[4]!) / 2;
    close(loss, exact(differentiated(trainingLoss(TRAINING)))[1]);
  });
});

describe('the limit', () => {
  it('is the gradient flow of kernel regression', () => {
    const network = wideNetwork({ depth: 2, activation: [0, 1, '1/2'] });
    const times = [0, 0.05, 0.3];
    const all = initialMoments(network, GRAM, 3);
    const flow = gradientFlow({
      tangentKernel: { size: 3, entries: numbersOf(all.kernel) },
      priorKernel: { size: 3, entries: numbersOf(all.outputs) },
      targets: TARGETS.map((y) => [y]),
    });
    const { records } = meanDynamics({ network, gram: GRAM, targets: TARGETS, schedule: { method: 'flow', times } });
    records.forEach((record, k) => {
      const { mean, covariance } = flow.at(times[k]!);
      record.outputs.forEach(({ limit }, i) => {
        expect(limit).toBeCloseTo(mean[i]![0]!, 8);
      });
      record.variances.forEach(({ limit }, i) => {
        expect(limit).toBeCloseTo(covariance.entries[4 * i]!, 8);
      });
    });
  });
});

/**
 * f = n^(−1/2) Σ V U x, x = 1: p = |U + V|²/2n and q = |U − V|²/2n are independent, each χ²_n/n. With Θ = p + q, f = √n (p − q)/2 the flow
 * is f′ = −Θ (f − y), Θ² − 4f²/n constant. So the means are integrals over two Gamma laws.
 */
function linearMeans(
  n: number,
  y: number,
  time: number,
): { readonly f: number; readonly loss: number; readonly theta: number } {
  const points = 81;
  const nodes = Array.from({ length: points }, (_, i) => 1 + ((2 * i) / (points - 1) - 1) * 8 * Math.sqrt(2 / n));
  const density = nodes.map((p) => (p <= 0 ? 0 : Math.exp((n / 2 - 1) * Math.log(p) - (n / 2) * (p - 1))));
  const total = density.reduce((sum, w) => sum + w, 0);
  let [f1, loss, theta] = [0, 0, 0];
  nodes.forEach((p, i) => {
    nodes.forEach((q, j) => {
      const weight = (density[i]! * density[j]!) / total ** 2;
      if (weight < 1e-22) return;
      let f = (Math.sqrt(n) * (p - q)) / 2;
      const constant = (p + q) ** 2 - (4 * f * f) / n;
      const speed = (x: number): number => -(x - y) * Math.sqrt(constant + (4 * x * x) / n);
      const steps = 40;
      const h = time / steps;
      for (let s = 0; s < steps; s++) {
        const k1 = speed(f);
        const k2 = speed(f + (h * k1) / 2);
        const k3 = speed(f + (h * k2) / 2);
        f += (h * (k1 + 2 * k2 + 2 * k3 + speed(f + h * k3))) / 6;
      }
      f1 += weight * f;
      loss += (weight * (f - y) ** 2) / 2;
      theta += weight * Math.sqrt(constant + (4 * f * f) / n);
    });
  });
  return { f: f1, loss, theta };
}

describe('one hidden layer of z, one example', () => {
  const network = wideNetwork({ depth: 1, activation: [0, 1] });

  it('has the 1/n of integrals over the exact law', () => {
    const [y, time] = [1.5, 0.6];
    const [record] = meanDynamics({
      network,
      gram: one,
      targets: [y],
      schedule: { method: 'flow', times: [time] },
    }).records as [MeanRecord];
    const [coarse, fine] = [400, 800].map((n) => ({ n, ...linearMeans(n, y, time) }));
    // n (mean − limit) = correction + c/n + …: what is left of order 1/n² after Richardson's step is below 1e-4 of it.
    const extrapolated = (of: 'f' | 'loss' | 'theta', limit: number): number =>
      2 * fine!.n * (fine![of] - limit) - coarse!.n * (coarse![of] - limit);
    const pairs = [
      ['f', record.outputs[0]!],
      ['loss', record.loss],
      ['theta', record.kernel[0]![0]!],
    ] as const;
    for (const [name, { limit, correction }] of pairs)
      expect(extrapolated(name, limit) / correction, name).toBeCloseTo(1, 3);
  });

  it('has E f = 2ηy − 2η²y/n after a step of descent', () => {
    // f ← f − ηrΘ + η²r²f/n, E rΘ = −2y, E r²f = −2y.
    const [eta, y] = [0.2, 1.5];
    const schedule = { method: 'gd' as const, learningRate: eta, steps: [1] };
    const [{ outputs }] = meanDynamics({ network, gram: one, targets: [y], schedule }).records as [MeanRecord];
    expect(outputs[0]!.limit).toBeCloseTo(2 * eta * y, 14);
    expect(outputs[0]!.correction).toBeCloseTo(-2 * eta * eta * y, 14);
  });
});

describe('descent', () => {
  it('is the flow as its learning rate falls', () => {
    const network = wideNetwork({ depth: 1, activation: [0, 1, '1/2'] });
    const common = { network, gram: GRAM, targets: TARGETS, moments: initialMoments(network, GRAM, 2) };
    const time = 0.2;
    const numbers = ({ records: [record] }: { readonly records: readonly MeanRecord[] }): readonly number[] =>
      [record!.loss, ...record!.outputs, ...record!.variances, ...record!.kernel.flat()].map((e) => e.correction);
    const descent = (steps: number): readonly number[] =>
      numbers(meanDynamics({ ...common, schedule: { method: 'gd', learningRate: time / steps, steps: [steps] } }));
    const flow = numbers(meanDynamics({ ...common, schedule: { method: 'flow', times: [time] } }));
    const [coarse, fine] = [descent(200), descent(400)];
    const largest = Math.max(...flow.map(Math.abs));
    flow.forEach((value, i) => {
      // The error is c η + O(η²), so that halving η halves it.
      const [e1, e2] = [coarse![i]! - value, fine![i]! - value];
      expect(Math.abs(e1 - 2 * e2)).toBeLessThan(0.02 * Math.abs(e1) + 1e-6 * largest);
    });
  });
});

it('says what cannot be followed', () => {
  const common = { gram: one, targets: [1], schedule: { method: 'flow' as const, times: [1] } };
  const network = square(1);
  expect(() => meanDynamics({ ...common, network: wideNetwork({ depth: 1, activation: [0, 1], widths: 8 }) })).toThrow(
    /indeterminate width/,
  );
  expect(() => meanDynamics({ ...common, network, gram: gramMatrix([['K']]) })).toThrow(/symbol K/);
  expect(() => meanDynamics({ ...common, network, targets: [1, 2] })).toThrow(/targets/);
  expect(() => meanDynamics({ ...common, network, schedule: { method: 'flow', times: [1, 0.5] } })).toThrow(/rising/);
  const many = gramMatrix(
    Array.from({ length: 12 }, (_, i) => Array.from({ length: 12 }, (_, j) => (i === j ? 1 : 0))),
  );
  expect(() => meanDynamics({ ...common, network, gram: many, targets: new Array<number>(12).fill(1) })).toThrow(
    /over the limit/,
  );
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dense, network, polynomial } from '../../../src/network/index.ts';
import { directionOf, hessianTraces, networkDerivatives, type SampleEstimate } from '../../../src/numeric/index.ts';
import { ByExpansion, networkOf, points, shapes, weightsOf } from '../integer-networks.ts';

describe('derivatives of a network as it is', () => {
  it.each(['biases', 'product', 'bilinear'])('%s: traces of the Hessian are those of the expansion', (name) => {
    const net = networkOf(shapes[name]!);
    const exact = new ByExpansion(net);
    fc.assert(
      fc.property(weightsOf(net), points(1), (parameters, [x]) => {
        const theta = exact.flat(parameters);
        const unit = (mu: number): number[] => theta.map((_, nu) => (mu === nu ? 1 : 0));
        const hessian = theta.map((_, mu) =>
          theta.map((__, nu) => exact.derivative(0, x!, theta, [unit(mu), unit(nu)])),
        );
        const { method, trace, square } = hessianTraces(networkDerivatives(net, parameters), Float64Array.from(x!));
        expect(method).toBe('exact');
        expect(trace).toBe(hessian.reduce((sum, row, mu) => sum + row[mu]!, 0));
        expect(square).toBe(hessian.flat().reduce((sum, h) => sum + h * h, 0));
      }),
      { numRuns: 2 },
    );
  });

  it('many weights: intervals of random signs cover the traces', () => {
    // f = v·(W x)², so H has 2 v_i x_j x_k at (W_ij, W_ik) and 2 z_i x_j at (v_i, W_ij).
    const [width, inputs] = [60, 12];
    const w = Array.from({ length: width }, (_, i) =>
      Array.from({ length: inputs }, (__, j) => ((3 * i + 5 * j) % 7) - 3),
    );
    const v = Array.from({ length: width }, (_, i) => (i % 3) - 0.5);
    const x = Array.from({ length: inputs }, (_, j) => (j % 4) / 4 - 0.25);
    const net = network({ inputs, layers: [dense({ weight: w }), polynomial([0, 0, 1]), dense({ weight: [v] })] });
    const z = w.map((row) => row.reduce((sum, entry, j) => sum + entry * x[j]!, 0));
    const norm = x.reduce((sum, entry) => sum + entry * entry, 0);
    const trace = v.reduce((sum, entry) => sum + 2 * entry * norm, 0);
    const square = v.reduce((sum, entry, i) => sum + (2 * entry * norm) ** 2 + 2 * (2 * z[i]!) ** 2 * norm, 0);
    const result = hessianTraces(networkDerivatives(net), Float64Array.from(x), { level: 0.99, probes: 1000 });
    expect(result.method).toBe('sampled');
    for (const [estimate, exact] of [
      [result.trace, trace],
      [result.square, square],
    ] as [SampleEstimate, number][]) {
      expect(estimate.lower).toBeLessThanOrEqual(exact);
      expect(estimate.upper).toBeGreaterThanOrEqual(exact);
    }
  });

  it('say what is wrong', () => {
    const net = networkOf(shapes.biases!);
    expect(() => networkDerivatives(net)).toThrow('parameters: W1: missing');
    const given = network({ inputs: 1, layers: [dense({ weight: [[2]] })] });
    expect(() => networkDerivatives(given, {}, 1)).toThrow('output: expected an integer from 0 to 0, got 1');
    const derivatives = networkDerivatives(given);
    expect(() => directionOf(derivatives, { W1: new Float64Array(2) })).toThrow(
      'direction: W1: expected 1 numbers, got 2',
    );
    expect(() => derivatives.gradient(new Float64Array(3))).toThrow('input: expected 1 numbers, got 3');
  });
});

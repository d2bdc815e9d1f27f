import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { silent } from '../../../src/base/progress.ts';
import { dense, network, polynomial, relu, tanh, trace } from '../../../src/network/index.ts';
import { openBackend, reference, tangentKernelProgram, wasm } from '../../../src/numeric/index.ts';
import { expandPlainly } from '../../../src/symbolic/expand-plain.ts';
import { unknownsOf } from '../../../src/symbolic/indeterminates.ts';
import { ByExpansion, networkOf, points, shapes, weightsOf } from '../integer-networks.ts';

const cases = Object.entries(shapes);

describe('the tangent kernel as a program', () => {
  it.each(cases)('is Σ ∂f(x) ∂f(x′) for %s, on two backends', (_, layers) => {
    const net = networkOf(layers);
    const program = trace(net);
    const byExpansion = new ByExpansion(net);
    const rates = program.parameters.map((__, p) => p + 1);
    const rateOfEntry = program.parameters.flatMap(({ shape }, p) =>
      Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => rates[p]!),
    );
    fc.assert(
      fc.property(weightsOf(net), points(2), (weights, [x, y]) => {
        const flat = byExpansion.flat(weights);
        for (const output of byExpansion.outputs.keys()) {
          const [a, b] = [x!, y!].map((point) => byExpansion.gradient(output, point, flat));
          const expected = rateOfEntry.reduce((sum, rate, i) => sum + rate * a![i]! * b![i]!, 0);
          const kernel = tangentKernelProgram(program, { output, rates });
          const inputs = Float64Array.of(...x!, ...y!);
          for (const backend of [reference, wasm])
            expect(Array.from(backend.compile(kernel)!.run(inputs, weights) as Float64Array, (v) => v + 0)).toEqual([
              expected + 0,
            ]);
        }
      }),
      { numRuns: 10 },
    );
  });

  it('is exact over the rational numbers: (W x)² has Θ = 4 (W x)(W x′) x·x′', () => {
    const net = network({ inputs: 1, layers: [dense({ weight: [['1/3']] }), polynomial([0, 0, '1/7'])] });
    const kernel = tangentKernelProgram(trace(net));
    expect(kernel.inputs).toEqual(['x1', 'x1′']);
    // f = (w x)²/7, ∂f/∂w = 2 w x²/7: Θ = 4 w² x² x′²/49.
    expect(`${expandPlainly(kernel, unknownsOf(kernel), [0], silent)[0]}`).toBe('4/441*x1^2*x1_2^2');
  });

  it('takes activations by their derivatives', async () => {
    for (const [layer, slope] of [
      [relu(), (z: number) => (z > 0 ? 1 : 0)],
      [tanh(), (z: number) => 1 - Math.tanh(z) ** 2],
    ] as const) {
      const kernel = tangentKernelProgram(trace(network({ inputs: 1, layers: [dense({ weight: [[2]] }), layer] })));
      const backend = await openBackend('wasm');
      // ∂f/∂w = x σ′(2x).
      expect([...(await backend.compile(kernel)!.run(Float64Array.of(0.25, 0.5)))]).toEqual([
        0.25 * 0.5 * slope(0.5) * slope(1),
      ]);
    }
  });

  it('refuses outputs that there are not', () => {
    const program = trace(networkOf(shapes.chain!));
    expect(() => tangentKernelProgram(program, { output: 1 })).toThrow(
      'output: expected an integer from 0 to 0, got 1',
    );
  });

  it('is 0 without weights', () => {
    const kernel = tangentKernelProgram(trace(network({ inputs: 1, layers: [polynomial([0, 1])] })));
    expect(reference.compile(kernel).run(Float64Array.of(1, 2))).toEqual(Float64Array.of(0));
  });
});

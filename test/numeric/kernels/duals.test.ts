import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { tanh } from '../../../src/network/activations/tanh.ts';
import { dense } from '../../../src/network/layers/dense.ts';
import { network, trace } from '../../../src/network/network.ts';
import { dualEvaluator } from '../../../src/numeric/kernels/dual-evaluator.ts';
import { dualFunctions } from '../../../src/numeric/kernels/dual-functions.generated.ts';
import { leakyRelu } from '../../../src/numeric/kernels/duals/leaky-relu.ts';
import { hermiteCoefficients } from '../../../src/numeric/kernels/hermite-dual.ts';
import { golden } from '../../golden/read.ts';

interface Golden {
  readonly duals: readonly { name: string; k: [number, number, number]; dual: number; derivative: number }[];
}

const { duals } = golden<Golden>('kernels.json');
/** What the quadrature of the golden values leaves, relative to the largest of them. */
const QUADRATURE = 1e-12;

const activationOf = (kind: string) => {
  const f: Record<string, { f: (x: number) => number; df: (x: number) => number }> = {
    tanh: { f: Math.tanh, df: (x) => 1 - Math.tanh(x) ** 2 },
    sigmoid: { f: (x) => 1 / (1 + Math.exp(-x)), df: (x) => 1 / (2 + Math.exp(x) + Math.exp(-x)) },
  };
  return { kind, ...f[kind] };
};

describe('dual activations', () => {
  test('every closed form is among the golden values', () =>
    expect(dualFunctions.filter(({ name }) => !duals.some((value) => value.name === name))).toEqual([]));
  test.each(duals)('$name at $k is its integral', ({ name, k: [k11, k12, k22], dual, derivative }) => {
    const evaluator = dualEvaluator(activationOf(name));
    const [left, right] = [evaluator.prepare(Float64Array.of(k11)), evaluator.prepare(Float64Array.of(k22))];
    const allowed = evaluator.error(left, right) + QUADRATURE * Math.max(1, Math.abs(dual), Math.abs(derivative));
    expect(allowed).toBeLessThan(1e-9);
    expect(Math.abs(evaluator.dual(left, 0, right, 0, k12) - dual)).toBeLessThan(allowed);
    expect(Math.abs(evaluator.derivativeDual(left, 0, right, 0, k12) - derivative)).toBeLessThan(allowed);
  });

  const variance = fc.oneof(fc.constant(0), fc.double({ min: 1e-300, max: 1e3, noNaN: true }));
  test.each(dualFunctions.map((dual) => [dual.name, dual] as const))(
    '%s: finite at zero, parallel and opposite',
    (name, dual) =>
      fc.assert(
        fc.property(variance, variance, fc.constantFrom(-1, -0.999999999, 0, 0.5, 1), (k11, k22, c) => {
          const k12 = c * Math.sqrt(k11) * Math.sqrt(k22);
          const values = [dual.dual(k11, k12, k22), dual.derivativeDual(k11, k12, k22)];
          // e^x alone has values beyond the range of doubles here.
          expect(values.every(name === 'exp' ? (x) => !Number.isNaN(x) : Number.isFinite)).toBe(true);
          expect(dual.dual(k22, k12, k11)).toBe(dual.dual(k11, k12, k22));
        }),
      ),
  );
  test('of parallel inputs: E σ(u)² for ReLU is K/2, for sign 1, for |x| K', () => {
    const at = (name: string, k: number): number => dualFunctions.find((dual) => dual.name === name)!.dual(k, k, k);
    expect([at('relu', 3), at('sign', 3), at('abs', 3)]).toEqual([1.5, 1, 3]);
    expect(dualFunctions.find(({ name }) => name === 'relu')!.derivativeDual(0.3, 0.3, 0.3)).toBe(0.5);
  });
  test('leaky ReLU of slope 1 is the identity, of slope 0 ReLU, of slope −1 |x|', () => {
    const by = (name: string) => dualFunctions.find((dual) => dual.name === name)!;
    expect(leakyRelu(1).dual(1, 0.3, 2)).toBe(0.3);
    expect(leakyRelu(0).dual(1, 0.3, 2)).toBe(by('relu').dual(1, 0.3, 2));
    expect(leakyRelu(-1).dual(1, 0.3, 2)).toBeCloseTo(by('abs').dual(1, 0.3, 2), 15);
  });
});

describe('hermiteCoefficients', () => {
  test('of a polynomial are its own: x³ at K = 4 is 8 (√6 h₃ + 3 h₁)', () => {
    const cubic = { kind: 'cubic', f: (x: number) => x ** 3, df: (x: number) => 3 * x * x };
    const { value, error } = hermiteCoefficients(cubic, 4);
    const expected = [0, 24, 0, 8 * Math.sqrt(6)];
    value.forEach((a, l) => {
      expect(Math.abs(a - (expected[l] ?? 0))).toBeLessThan(1e-11);
    });
    expect(error).toBeLessThan(1e-5);
  });
  test('says so when it is not settled: a kink, and functions without a derivative', () => {
    const kink = { kind: 'kink', f: (x: number) => Math.abs(x - 0.1), df: Math.sign };
    expect(hermiteCoefficients(kink, 1).error).toBeGreaterThan(1e-4);
    expect(() => hermiteCoefficients({ kind: 'odd', f: Math.cbrt }, 1)).toThrow(
      'needs the function and its derivative',
    );
    const pole = { kind: 'pole', f: (x: number) => 1 / x, df: (x: number) => -1 / x ** 2 };
    expect(() => hermiteCoefficients(pole, 1)).toThrow('its value at 0 standard deviations is Infinity');
  });
  test('are found for a layer of the library', () => {
    const program = trace(network({ inputs: 1, layers: [dense({ weight: [[1]] }), tanh()] }));
    const node = program.nodes.find(({ operation }) => operation === 'map');
    if (node?.operation !== 'map') throw new Error('no activation');
    expect(hermiteCoefficients(node.activation, 0).derivative[0]).toBeCloseTo(1, 12);
  });
});

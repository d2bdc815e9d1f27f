import { bilinear, dense, network, polynomial, product, relu, residual, square, trace } from 'isserlis/network';
import { reference } from 'isserlis/numeric';
import { describe, expect, test } from 'vitest';

const run = (net: Parameters<typeof trace>[0], inputs: readonly number[]): number[] =>
  Array.from(reference.compile(trace(net)).run(Float64Array.from(inputs)));

describe('the reference backend', () => {
  test('computes every kind of layer', () => {
    const w = [
      [1, 2],
      [3, -1],
    ];
    expect(run(network({ inputs: 2, layers: [dense({ weight: w, bias: [0.5, 0] })] }), [1, 2])).toEqual([5.5, 1]);
    expect(run(network({ inputs: 1, layers: [polynomial([1, 0, 2, 3])] }), [2])).toEqual([33]);
    expect(run(network({ inputs: 2, layers: [square()] }), [3, -4])).toEqual([9, 16]);
    expect(run(network({ inputs: 2, layers: [product([dense({ weight: w })], [])] }), [1, 2])).toEqual([5, 2]);
    expect(run(network({ inputs: 2, layers: [residual([square()])] }), [3, -4])).toEqual([12, 12]);
    expect(run(network({ inputs: 2, layers: [bilinear({ weight: [w] })] }), [1, 2])).toEqual([1 + 4 + 6 - 4]);
    expect(run(network({ inputs: 2, layers: [relu()] }), [3, -4])).toEqual([3, 0]);
  });

  test('takes several samples at once, one after another', () => {
    const net = network({ inputs: 2, layers: [dense({ weight: [[1, 10]] })] });
    expect(run(net, [1, 2, 3, 4, 5, 6])).toEqual([21, 43, 65]);
  });

  test('follows the order that it documents: sums from the left, Horner from the highest power', () => {
    const sum = network({ inputs: 3, layers: [dense({ weight: [[1, 1, 1]] })] });
    expect(run(sum, [1e16, 1, 1])).toEqual([1e16 + 1 + 1]);
    expect(run(sum, [1, 1, 1e16])).toEqual([1 + 1 + 1e16]);
    expect(1e16 + 1 + 1).not.toBe(1 + 1 + 1e16);
    const [a, b, c, x] = [0.1, 0.7, 1 / 3, 1.9] as const;
    expect(run(network({ inputs: 1, layers: [polynomial([a, b, c])] }), [x])).toEqual([(c * x + b) * x + a]);
  });

  test('takes the double nearest to a fraction', () => {
    expect(run(network({ inputs: 1, layers: [dense({ weight: [['1/3']] })] }), [1])).toEqual([1 / 3]);
  });

  test('asks for the values of symbolic weights', () => {
    const program = trace(network({ inputs: 2, layers: [dense({ outputs: 1, symbolic: true })] }));
    const { run: evaluate } = reference.compile(program);
    expect(evaluate(Float64Array.of(2, 3), { W1: Float64Array.of(10, 1) })).toEqual(Float64Array.of(23));
    expect(() => evaluate(Float64Array.of(2, 3))).toThrow('parameters: W1: missing');
    expect(() => evaluate(Float64Array.of(2, 3), { W1: Float64Array.of(1) })).toThrow('expected 2 numbers, got 1');
  });

  test('refuses inputs that do not fit, and never gives NaN or infinity', () => {
    const net = network({ inputs: 2, layers: [square(), dense({ weight: [[1, -1]] })] });
    expect(() => run(net, [1, 2, 3])).toThrow('expected a multiple of 2 numbers');
    expect(() => run(net, [1, Number.NaN])).toThrow('inputs[1]: expected a finite number, got NaN');
    expect(() => run(net, [1e200, 1e200])).toThrow(
      'reference: layers[0] (square): entry 0 of [2] at sample 0 is Infinity',
    );
  });
});

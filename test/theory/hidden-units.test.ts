import fc from 'fast-check';
import { bilinear, dense, network, polynomial, product, residual, trace } from 'isserlis/network';
import { equal, expand } from 'isserlis/symbolic';
import { networks } from 'isserlis/testing';
import { hiddenUnits, key, permutation, permuteHiddenUnits } from 'isserlis/theory';
import { describe, expect, test } from 'vitest';
import { small } from './networks.ts';

const square2 = [
  [1, 2],
  [3, 4],
];

describe('hidden units', () => {
  test('are those of a dense layer and the next, in all weights that they number', () => {
    const program = trace(small());
    const units = hiddenUnits(program);
    expect(units.map(({ size }) => size)).toEqual([3]);
    const names = units[0]!.axes.map(({ parameter, axis }) => `${program.parameters[parameter]!.name}[${axis}]`);
    expect(names.sort()).toEqual(['W1[0]', 'W2[1]', 'b1[0]']);
  });

  test('are not those tied to the input or the output', () => {
    const sizes = (...layers: Parameters<typeof network>[0]['layers']): number[] =>
      hiddenUnits(trace(network({ inputs: 2, layers }))).map(({ size }) => size);
    expect(sizes(dense({ weight: square2 }))).toEqual([]);
    expect(sizes(residual([dense({ weight: square2 })]), dense({ weight: [[1, 1]] }))).toEqual([]);
    expect(
      sizes(dense({ weight: square2 }), residual([dense({ weight: square2 })]), dense({ weight: [[1, 1]] })),
    ).toEqual([2]);
    expect(
      sizes(product([dense({ weight: square2 })], [dense({ weight: square2 })]), dense({ weight: [[1, 1]] })),
    ).toEqual([2]);
    expect(sizes(dense({ weight: square2 }), bilinear({ weight: [square2] }))).toEqual([2]);
    expect(sizes(dense({ outputs: 2, symbolic: true }), dense({ weight: [[1, 1]] }))).toEqual([]);
  });

  test('can be renumbered in every network without a change of its polynomials', () => {
    fc.assert(
      fc.property(networks({ maximumDegree: 4 }), fc.nat(), (net, seed) => {
        const program = trace(net);
        const units = hiddenUnits(program);
        const permutations = units.map(({ size }, layer) => permutation(key(seed, 'test'), size, layer));
        const [left, right] = [expand(net), expand(permuteHiddenUnits(net, program, units, permutations))];
        expect(left.outputs.every(({ polynomial: f }, k) => equal(f, right.outputs[k]!.polynomial))).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  test('must be renumbered in all weights: in one alone, the polynomials change', () => {
    const net = small();
    const program = trace(net);
    const [units] = hiddenUnits(program);
    for (const axis of units!.axes) {
      const wrong = permuteHiddenUnits(net, program, [{ size: 3, axes: [axis] }], [[1, 2, 0]]);
      expect(equal(expand(net).output(), expand(wrong).output())).toBe(false);
    }
  });

  test('are told apart when activations differ between them', () => {
    // A product of a branch with an activation and one without: one class, since both branches' units are paired.
    const net = network({
      inputs: 2,
      layers: [
        product([dense({ weight: square2 }), polynomial([0, 1, 1])], [dense({ weight: square2 })]),
        dense({ weight: [[1, 5]] }),
      ],
    });
    const program = trace(net);
    const units = hiddenUnits(program);
    expect(units.map(({ axes }) => axes.length)).toEqual([3]);
    expect(equal(expand(net).output(), expand(permuteHiddenUnits(net, program, units, [[1, 0]])).output())).toBe(true);
  });
});

describe('a random permutation', () => {
  test('is a permutation other than the identity, of its key only', () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 2, max: 30 }), fc.nat(5), (seed, size, layer) => {
        const order = permutation(key(seed, 'p'), size, layer);
        expect([...order].sort((a, b) => a - b)).toEqual([...Array(size).keys()]);
        expect(order.some((from, to) => from !== to)).toBe(true);
        expect(permutation(key(seed, 'p'), size, layer)).toEqual(order);
      }),
    );
  });

  test('differs between layers and takes every value', () => {
    const seen = new Set(Array.from({ length: 200 }, (_, layer) => permutation(key(3, 'p'), 3, layer).join()));
    expect(seen.size).toBe(5);
  });
});

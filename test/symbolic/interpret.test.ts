import fc from 'fast-check';
import { bilinear, dense, type Layer, network, polynomial, relu, trace } from 'isserlis/network';
import { activations, coefficients, networks } from 'isserlis/testing';
import { describe, expect, test } from 'vitest';
import { exactValue } from '../../src/base/coefficient.ts';
import { indeterminateEntries, unknownsOf } from '../../src/symbolic/indeterminates.ts';
import { evaluateUnivariate, interpret } from '../../src/symbolic/interpret.ts';
import { power, type Ring } from '../../src/symbolic/ring.ts';
import { Degree } from '../../src/symbolic/rings/degree.ts';
import { ZZ } from '../../src/symbolic/rings/integers.ts';
import { QQ } from '../../src/symbolic/rings/rationals.ts';

/** Z, counting its products. */
function counting(): { ring: Ring<bigint>; products(): number } {
  let count = 0;
  return {
    ring: {
      ...ZZ,
      mul: (a, b) => {
        count++;
        return a * b;
      },
    },
    products: () => count,
  };
}

describe('evaluateUnivariate', () => {
  test('is Σ c_k x^k', () => {
    fc.assert(
      fc.property(activations({ maximumDegree: 9 }), coefficients(), ({ coefficients: c }, x) => {
        const plain = c.reduce(
          (sum, ck, k) => QQ.add(sum, QQ.mul(exactValue(ck), power(QQ, exactValue(x), k))),
          QQ.zero,
        );
        expect(
          evaluateUnivariate(
            QQ,
            c.map((ck) => exactValue(ck)),
            exactValue(x),
          ),
        ).toEqual(plain);
      }),
    );
  });

  test('makes even powers by squaring, and none that it does not need', () => {
    const { ring, products } = counting();
    // x^16: four squares; times 1; nothing for the fifteen zeros.
    expect(evaluateUnivariate(ring, [...new Array<bigint>(16).fill(0n), 1n], 3n)).toBe(3n ** 16n);
    expect(products()).toBe(5);
  });

  test('of no terms is 0', () => {
    expect(evaluateUnivariate(ZZ, [0n, 0n], 3n)).toBe(0n);
  });
});

describe('interpret', () => {
  const net = network({
    inputs: 2,
    layers: [
      dense({
        weight: [
          [1, 2],
          [3, 4],
          [5, 6],
        ],
      }),
      polynomial([0, 0, 1]),
      dense({
        weight: [
          [1, 0, 0],
          [0, 1, 1],
        ],
      }),
    ],
  });
  const integers = {
    inputs: [1n, 10n],
    parameter: ({ tensor }: { tensor?: { data: ArrayLike<unknown> } }, index: number) =>
      BigInt(tensor!.data[index] as number),
  };

  test('evaluates a forward pass', () => {
    // (21, 43, 65)² → 441, 1849 + 4225
    expect(interpret(trace(net), ZZ, integers)).toEqual([441n, 6074n]);
  });

  test('computes the outputs asked for, in their order', () => {
    expect(interpret(trace(net), ZZ, { ...integers, outputs: [1] })).toEqual([6074n]);
    expect(interpret(trace(net), ZZ, { ...integers, outputs: [1, 0, 1] })).toEqual([6074n, 441n, 6074n]);
  });

  test('and of the rest only what they need', () => {
    // Two hidden units that the one output does not read are left out by weights of zero only in value, so take a program
    // whose entries do not mix: x ⊙ x.
    const squares = network({ inputs: 5, layers: [polynomial([0, 0, 1])] });
    const { ring, products } = counting();
    interpret(trace(squares), ring, { inputs: [1n, 2n, 3n, 4n, 5n], parameter: () => 0n, outputs: [3] });
    expect(products()).toBe(2);
  });

  test('tells of each node, and gives the same with and without a choice of outputs', () => {
    fc.assert(
      fc.property(networks({ inputs: 2 }), (random) => {
        const program = trace(random);
        const unknowns = unknownsOf(program);
        const seen: number[] = [];
        const entries = indeterminateEntries(unknowns, QQ, (i) => QQ.from(i + 2));
        const all = interpret(program, QQ, { ...entries, onNode: (value) => seen.push(value) });
        expect(seen).toEqual([...program.nodes.keys()]);
        all.forEach((value, index) => {
          expect(interpret(program, QQ, { ...entries, outputs: [index] })).toEqual([value]);
        });
      }),
      { numRuns: 50 },
    );
  });

  test('constants, sums with coefficients, and products of three', () => {
    const layer: Layer = {
      type: 'odd',
      build: (builder, x) => builder.linear(['3', -2], builder.einsum('i,i,i->i', x, x, builder.constant(5, [2])), x),
    };
    // 15 x² − 2 x
    expect(
      interpret(trace(network({ inputs: 2, layers: [layer] })), ZZ, { inputs: [2n, 3n], parameter: () => 0n }),
    ).toEqual([56n, 129n]);
  });

  test('sums over indices of one operand', () => {
    const total: Layer = {
      type: 'total',
      build: (builder, x) => builder.einsum('ij->j', builder.einsum('i,j->ij', x, x)),
    };
    expect(
      interpret(trace(network({ inputs: 2, layers: [total] })), ZZ, { inputs: [2n, 3n], parameter: () => 0n }),
    ).toEqual([10n, 15n]);
  });

  test('over (max, +) bounds the degree', () => {
    const layers = [
      dense({
        weight: [
          [1, 0],
          [0, 0],
        ],
      }),
      polynomial([0, 1, 0, 2]),
      bilinear({
        weight: [
          [
            [0, 1],
            [0, 0],
          ],
          [
            [1, 0],
            [0, 0],
          ],
        ],
      }),
    ];
    // hidden (x1, 0) → degrees (3, −∞); outputs x₁ x₂ → −∞, x₁² → 6
    expect(
      interpret(trace(network({ inputs: 2, layers })), Degree, {
        inputs: [1, 1],
        parameter: ({ tensor }, index) => Degree.from((tensor!.data as number[])[index]!),
      }),
    ).toEqual([-Infinity, 6]);
  });

  test('names the layer of an activation that is no polynomial', () => {
    const relus = network({ inputs: 1, layers: [dense({ weight: [[1]] }), relu()] });
    expect(() => interpret(trace(relus), QQ, { inputs: [QQ.one], parameter: () => QQ.one })).toThrow(
      "layers[1] (relu): the activation 'relu' is not a polynomial",
    );
  });
});

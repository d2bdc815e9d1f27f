/** Each layer's expansion worked out by hand from its formula: laws alone cannot see a formula copied wrongly. */
import {
  bilinear,
  dense,
  type Layer,
  type LayerType,
  layerTypes,
  network,
  polynomial,
  product,
  relu,
  residual,
  sigmoid,
  square,
  tanh,
  trace,
} from 'isserlis/network';
import { layerLaws } from 'isserlis/testing';
import { describe, expect, test } from 'vitest';
import { expand } from '../../src/symbolic/expand.ts';

/** The polynomials of a network of two inputs u and v, as text. */
const expansion = (...layers: Layer[]): string[] =>
  expand(network({ inputs: ['u', 'v'], layers })).outputs.map(({ polynomial: f }) => `${f}`);

describe('by hand', () => {
  test('no layers: the inputs', () => {
    expect(expansion()).toEqual(['u', 'v']);
  });

  test('dense: y = W x + b', () => {
    // W = (1 −1/2; 1/4 3; 0 0), b = (0, 2/3, −1): y₁ = u − v/2, y₂ = u/4 + 3 v + 2/3, y₃ = −1.
    expect(
      expansion(
        dense({
          weight: [
            [1, '-1/2'],
            [0.25, 3],
            [0, 0],
          ],
          bias: [0, '2/3', -1],
        }),
      ),
    ).toEqual(['u - 1/2*v', '1/4*u + 3*v + 2/3', '-1']);
    expect(expansion(dense({ weight: [[2, 0]] }))).toEqual(['2*u']);
  });

  test('dense: W is [out, in], so W = (0 1; 0 0) sends (u, v) to (v, 0)', () => {
    expect(
      expansion(
        dense({
          weight: [
            [0, 1],
            [0, 0],
          ],
        }),
      ),
    ).toEqual(['v', '0']);
  });

  test('polynomial: σ(z) = Σ c_k z^k, the constant first', () => {
    // 1/2 − u/3 + 2 u² + u³
    expect(expansion(polynomial([0.5, '-1/3', 2, 1]))).toEqual([
      'u^3 + 2*u^2 - 1/3*u + 1/2',
      'v^3 + 2*v^2 - 1/3*v + 1/2',
    ]);
    // σ(u + v) with σ(z) = z³: 1, 3, 3, 1
    expect(expansion(dense({ weight: [[1, 1]] }), polynomial([0, 0, 0, 1]))).toEqual(['u^3 + 3*u^2*v + 3*u*v^2 + v^3']);
    expect(expansion(polynomial([0]))).toEqual(['0', '0']);
  });

  test('square: x_i²', () => {
    // (u − 2 v)² = u² − 4 u v + 4 v²
    expect(expansion(dense({ weight: [[1, -2]] }), square())).toEqual(['u^2 - 4*u*v + 4*v^2']);
  });

  test('product: entry by entry, over branches of the same input', () => {
    // (u + 2 v)(−u + v) u = (−u² + u v − 2 u v + 2 v²) u = −u³ − u² v + 2 u v²; (3 u)(v) v = 3 u v²
    const [p, q] = [
      dense({
        weight: [
          [1, 2],
          [3, 0],
        ],
      }),
      dense({
        weight: [
          [-1, 1],
          [0, 1],
        ],
      }),
    ];
    expect(expansion(product([p], [q], []))).toEqual(['-u^3 - u^2*v + 2*u*v^2', '3*u*v^2']);
    expect(expansion(product([p]))).toEqual(['u + 2*v', '3*u']);
  });

  test('residual: s(x) + F(x)', () => {
    // F = (u², v²) with s = x: u² + u, v² + v
    expect(expansion(residual([square()]))).toEqual(['u^2 + u', 'v^2 + v']);
    // F = (u + v)², s = 3 u − v
    expect(expansion(residual([dense({ weight: [[1, 1]] }), square()], [dense({ weight: [[3, -1]] })]))).toEqual([
      'u^2 + 2*u*v + v^2 + 3*u - v',
    ]);
    expect(expansion(residual([]))).toEqual(['2*u', '2*v']);
  });

  test('bilinear: y_o = Σ_ij B_oij x_i x_j + b_o', () => {
    // B₁ = (1 2; 1/3 −1): u² + (2 + 1/3) u v − v², b₁ = 1; B₂ = (0 1; 1 0): 2 u v, b₂ = −1/2
    const b = bilinear({
      weight: [
        [
          [1, 2],
          ['1/3', -1],
        ],
        [
          [0, 1],
          [1, 0],
        ],
      ],
      bias: [1, '-1/2'],
    });
    expect(expansion(b)).toEqual(['u^2 + 7/3*u*v - v^2 + 1', '2*u*v - 1/2']);
    expect(
      expansion(
        bilinear({
          weight: [
            [
              [0, 5],
              [0, 0],
            ],
          ],
        }),
      ),
    ).toEqual(['5*u*v']);
  });

  test('nested two deep', () => {
    // inner residual: w ↦ w + w²; product with the input: (u + u²) u, (v + v²) v; outer residual adds u, v.
    const inner = product([residual([square()])], []);
    expect(expansion(residual([inner]))).toEqual(['u^3 + u^2 + u', 'v^3 + v^2 + v']);
  });
});

describe('symbolic weights', () => {
  test('dense and bilinear: W1_row_column, b1_row, B2_o_i_j, counted from 1', () => {
    const net = network({
      inputs: 1,
      layers: [
        dense({ outputs: 1, symbolic: true, bias: true }),
        bilinear({ weight: [[[1]]], bias: [1], symbolic: true }),
      ],
    });
    const map = expand(net);
    expect(map.variables).toEqual(['x1', 'W1_1_1', 'b1_1', 'B2_1_1_1', 'b2_1']);
    // B (W x + b)² + b'
    expect(`${map}`).toBe('y1 = x1^2*W1_1_1^2*B2_1_1_1 + 2*x1*W1_1_1*b1_1*B2_1_1_1 + b1_1^2*B2_1_1_1 + b2_1');
  });

  test('one weight of several', () => {
    const net = network({ inputs: 2, layers: [dense({ weight: [[2, 3]], bias: { symbolic: true, shape: [1] } })] });
    expect(`${expand(net)}`).toBe('y1 = 2*x1 + 3*x2 + b1_1');
  });

  test('all of them on demand, whatever numbers are given', () => {
    const net = network({ inputs: 2, layers: [dense({ weight: [[2, 3]] }), square()] });
    expect(`${expand(net, { symbolic: true })}`).toBe('y1 = x1^2*W1_1_1^2 + 2*x1*x2*W1_1_1*W1_1_2 + x2^2*W1_1_2^2');
  });

  test('must not have the name of an input', () => {
    const net = network({ inputs: ['W1_1_1', 'b'], layers: [dense({ outputs: 1, symbolic: true })] });
    expect(() => expand(net)).toThrow("inputs: the name 'W1_1_1' is that of a symbolic weight. Rename the input");
  });
});

describe('every layer type', () => {
  test('has a name of its own and a summary', () => {
    const names = layerTypes.map(({ type }) => type);
    expect(new Set(names).size).toBe(names.length);
    for (const { type, summary, example } of layerTypes) {
      expect(example.type).toBe(type);
      expect(summary).not.toBe('');
    }
  });

  const isPolynomial = ({ example }: LayerType): boolean =>
    trace(network({ inputs: 2, layers: [example] })).nodes.every(
      (node) => node.operation !== 'map' || node.activation.coefficients !== undefined,
    );

  test.each(layerTypes.filter(isPolynomial))('$type satisfies the laws', ({ example }) => {
    layerLaws(example, { numRuns: 50 });
  });

  test.each(layerTypes.filter((type) => !isPolynomial(type)))(
    '$type is refused by exact paths, the layer named',
    ({ type, example }) => {
      const net = network({ inputs: 2, layers: [dense({ weight: [[1, 1]] }), example] });
      expect(() => expand(net)).toThrow(
        `layers[1] (${type}): the activation '${type}' is not a polynomial, and this path is exact. Replace it by a polynomial activation, { "type": "polynomial", "coefficients": […] }`,
      );
    },
  );

  test('an activation inside others is named with the way there', () => {
    const net = network({ inputs: 2, layers: [residual([product([], [relu()])])] });
    expect(() => expand(net)).toThrow(
      "layers[0] (residual), branch, layers[0] (product), branches[1], layers[0] (relu): the activation 'relu' is not",
    );
  });
});

describe('activations over floats', () => {
  const activationOf = (layer: Layer): { f(x: number): number; df(x: number): number } => {
    const node = trace(network({ inputs: 1, layers: [layer] })).nodes.at(-1)!;
    return (node as Extract<typeof node, { operation: 'map' }>).activation as {
      f(x: number): number;
      df(x: number): number;
    };
  };

  test('have the values of their formula', () => {
    expect([-2, 0, 3].map(activationOf(relu()).f)).toEqual([0, 0, 3]);
    expect([-1, 0, 0.5].map(activationOf(tanh()).f)).toEqual([-1, 0, 0.5].map(Math.tanh));
    // 1/(1 + e^(−x)); 0.7310585786300049 is what Python prints for 1/(1 + exp(−1)).
    expect([-Infinity, 0, 1, Infinity].map(activationOf(sigmoid()).f)).toEqual([0, 0.5, 0.7310585786300049, 1]);
  });

  test('have the derivative of their formula', () => {
    // tanh' = 1 − tanh², σ' = σ (1 − σ): at 0 they are 1 and 1/4; relu' is 0 and 1 on the two sides.
    expect([-1, 2].map(activationOf(relu()).df)).toEqual([0, 1]);
    expect(activationOf(tanh()).df(0)).toBe(1);
    expect(activationOf(sigmoid()).df(0)).toBe(0.25);
  });
});

test('a layer takes what it is given, exactly: a float is that float', () => {
  expect(expansion(dense({ weight: [[0.1, '0.1']] }))).toEqual(['3602879701896397/36028797018963968*u + 1/10*v']);
});

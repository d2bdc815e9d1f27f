import fc from 'fast-check';
import { networks } from 'isserlis/testing';
import { describe, expect, test } from 'vitest';
import { InputError } from '../../src/base/errors.ts';
import { layerTypes } from '../../src/network/layer-types.generated.ts';
import { network, networkToJson, outputNames, trace } from '../../src/network/network.ts';
import { parseNetwork } from '../../src/network/parse-network.ts';

const square = [
  [1, 2],
  [3, 4],
];
const dense = { type: 'dense', weight: square };
/** The message for a network of two inputs with the given layers; fails when there is none. */
const refusal = (json: unknown): string => {
  try {
    parseNetwork(json);
  } catch (error) {
    expect(error).toBeInstanceOf(InputError);
    return (error as InputError).message;
  }
  throw new Error(`${JSON.stringify(json)} was taken`);
};
const layerRefusal = (...layers: unknown[]): string => refusal({ inputs: 2, layers });

describe('the network', () => {
  test('has a name, names of inputs and outputs, or how many inputs there are', () => {
    const net = parseNetwork({ name: 'n', inputs: ['a', 'b'], outputs: ['u', 'v'], layers: [dense] });
    expect([net.name, net.inputs, outputNames(net, trace(net))]).toEqual(['n', ['a', 'b'], ['u', 'v']]);
    const counted = parseNetwork({ inputs: 3, layers: [] });
    expect([counted.name, counted.inputs, outputNames(counted, trace(counted))]).toEqual([
      'network',
      ['x1', 'x2', 'x3'],
      ['y1', 'y2', 'y3'],
    ]);
  });

  test.each<[unknown, string]>([
    [3, 'network.json: expected an object with inputs and layers, got a number'],
    [null, 'network.json: expected an object with inputs and layers, got null'],
    [[], 'network.json: expected an object with inputs and layers, got a list'],
    [{}, 'network.json: inputs: expected a list of names or how many there are, got nothing'],
    [{ inputs: 2 }, 'network.json: layers: expected a list of layers, got nothing'],
    [{ inputs: 2, layers: {} }, 'network.json: layers: expected a list of layers, got an object'],
    [{ inputs: 0, layers: [] }, 'network.json: inputs: expected a list of names or how many there are, got 0'],
    [{ inputs: 1.5, layers: [] }, 'network.json: inputs: expected a list of names or how many there are, got 1.5'],
    [{ inputs: [1], layers: [] }, 'network.json: inputs: expected a list of names or how many there are, got [1]'],
    [{ inputs: [], layers: [] }, 'network.json: inputs: expected at least one input, got none'],
    [{ inputs: ['a', 'b', 'a'], layers: [] }, "network.json: inputs[2]: the name 'a' is taken already"],
    [{ inputs: ['a', ' '], layers: [] }, 'network.json: inputs[1]: expected a name, got " "'],
    [{ inputs: 2, outputs: ['u'], layers: [] }, 'network.json: outputs: 1 names for 2 outputs'],
    [{ inputs: 2, outputs: ['u', 'u'], layers: [] }, "network.json: outputs[1]: the name 'u' is taken already"],
    [{ inputs: 2, outputs: 2, layers: [] }, 'network.json: outputs: expected a list of names, got 2'],
    [{ inputs: 2, name: 7, layers: [] }, 'network.json: name: expected a string, got 7'],
    [
      { inputs: 2, layer: [] },
      "network.json: the field 'layer' is not known. Did you mean 'layers'? A network has name, inputs, outputs, weights, layers",
    ],
  ])('%j is refused', (json, message) => {
    expect(refusal(json)).toBe(message);
  });
});

const types = `The types are ${layerTypes.map(({ type }) => type).join(', ')}`;

describe('a layer', () => {
  test.each<[string, unknown, string]>([
    [
      'of a type that does not exist',
      { type: 'dence' },
      `layers[0]: there is no layer type "dence". Did you mean 'dense'? ${types}`,
    ],
    [
      'of a type in capitals',
      { type: 'Polynomial' },
      `layers[0]: there is no layer type "Polynomial". Did you mean 'polynomial'? ${types}`,
    ],
    ['of a type like no other', { type: 'conv2d' }, `layers[0]: there is no layer type "conv2d". ${types}`],
    ['without a type', {}, `layers[0]: its type is missing. ${types}`],
    ['that is a number', 3, 'layers[0]: expected a layer such as { "type": "dense", … }, got a number'],
    ['that is a list', [dense], 'layers[0]: expected a layer such as { "type": "dense", … }, got a list'],
    [
      'with a field it does not have',
      { ...dense, activation: 'relu' },
      "layers[0] (dense): the field 'activation' is not known. Its fields are 'weight', 'bias', 'symbolic', 'outputs'",
    ],
    [
      'with a field where there are none',
      { type: 'square', power: 2 },
      "layers[0] (square): the field 'power' is not known. Its fields are none",
    ],
  ])('%s is refused', (_, layer, message) => {
    expect(layerRefusal(layer)).toBe(`network.json: ${message}`);
  });
});

describe('a weight', () => {
  const withWeight = (weight: unknown): string => layerRefusal({ type: 'dense', weight });

  test.each<[string, unknown, string]>([
    ['missing', undefined, ': missing. Name a tensor of the weights file or give the rows inline'],
    [
      'named without a weights file',
      'w',
      ': it names the tensor \'w\', but the network has no weights file. Add "weights": "model.safetensors", or give the numbers inline',
    ],
    [
      'of no kind',
      5,
      ': expected a weight, got 5. Give a tensor\'s name in the weights file, an array of numbers, or { "symbolic": true, "shape": [out, in] }',
    ],
    ['ragged', [[1, 2], [3]], '[1]: expected 2 entries as in the first row, got 1'],
    [
      'deeper in places',
      [
        [1, [2]],
        [3, 4],
      ],
      "[0][1]: expected a number or a string such as '3/7', got [2]",
    ],
    ['less deep in places', [[1, 2], 3], '[1]: expected 2 entries as in the first row, got 3'],
    ['empty', [], ': expected at least one entry along each axis, got shape [0]'],
    ['with empty rows', [[], []], ': expected at least one entry along each axis, got shape [2, 0]'],
    [
      'with a word',
      [
        [1, 'x'],
        [3, 4],
      ],
      "[0][1]: cannot read the number 'x'. Write an integer, a decimal or a fraction, such as '-2', '0.1', '1e-3' or '3/7'",
    ],
    [
      'with null',
      [
        [1, 2],
        [null, 4],
      ],
      "[1][0]: expected a number or a string such as '3/7', got null",
    ],
    [
      'with a zero denominator',
      [
        [1, 2],
        [3, '4/0'],
      ],
      "[1][1]: '4/0' has a zero denominator",
    ],
  ])('%s is refused', (_, weight, message) => {
    expect(withWeight(weight)).toBe(`network.json: layers[0] (dense).weight${message}`);
  });
});

describe('shapes that do not chain', () => {
  test.each<[string, unknown[], string]>([
    [
      'dense: columns',
      [dense, { type: 'dense', weight: [[1, 2, 3]] }],
      'layers[1] (dense): weight: expected shape [1, 2], got [1, 3]. The layer before gives 2 values, and W is [out, in]',
    ],
    [
      'dense: rank',
      [{ type: 'dense', weight: [1, 2] }],
      'layers[0] (dense): weight: expected shape [2, 2], got [2]. The layer before gives 2 values, and W is [out, in]',
    ],
    [
      'dense: bias',
      [{ ...dense, bias: [1, 2, 3] }],
      'layers[0] (dense): bias: expected shape [2], got [3]. It has one entry for each row of the weight',
    ],
    [
      'dense: outputs',
      [{ ...dense, outputs: 3 }],
      'layers[0] (dense): weight: expected shape [3, 2], got [2, 2]. The layer before gives 2 values, and W is [out, in]',
    ],
    [
      'bilinear',
      [{ type: 'bilinear', weight: [[[1]]] }],
      'layers[0] (bilinear): weight: expected shape [1, 2, 2], got [1, 1, 1]. The layer before gives 2 values, and B is [out, in, in]',
    ],
    [
      'bilinear: bias',
      [{ type: 'bilinear', weight: [square], bias: [1, 2] }],
      'layers[0] (bilinear): bias: expected shape [1], got [2]. It has one entry for each output',
    ],
    [
      'product',
      [{ type: 'product', branches: [[dense], [{ type: 'dense', weight: [[1, 2]] }]] }],
      "layers[0] (product): branches[1]: expected the first branch's shape [2], got [1]",
    ],
    [
      'residual',
      [{ type: 'residual', layers: [{ type: 'dense', weight: [[1, 2]] }] }],
      'layers[0] (residual): residual: the shortcut has shape [2] and the branch [1]. Give shortcut layers that end in the shape of the branch',
    ],
    [
      'two deep',
      [
        dense,
        {
          type: 'product',
          branches: [[], [{ type: 'residual', layers: [dense, { type: 'dense', weight: [[1, 2, 3]] }] }]],
        },
      ],
      'layers[1] (product), branches[1], layers[0] (residual), branch, layers[1] (dense): weight: expected shape [1, 2], got [1, 3]. The layer before gives 2 values, and W is [out, in]',
    ],
  ])('%s: named by layer, expected and got', (_, layers, message) => {
    expect(layerRefusal(...layers)).toBe(`network.json: ${message}`);
  });
});

describe('options of layers', () => {
  test.each<[string, unknown, string]>([
    [
      'dense without weight or outputs',
      { type: 'dense', symbolic: true },
      'layers[0] (dense): dense: expected a weight. Give weight: [[…], …], or outputs: 3 with symbolic: true',
    ],
    ['dense: symbolic', { ...dense, symbolic: 'yes' }, 'layers[0] (dense).symbolic: expected true or false, got "yes"'],
    [
      'dense: outputs',
      { type: 'dense', symbolic: true, outputs: 0 },
      'layers[0] (dense).outputs: expected a positive integer, got 0',
    ],
    [
      'bilinear: symbolic',
      { type: 'bilinear', weight: [square], symbolic: 'yes' },
      'layers[0] (bilinear).symbolic: expected true or false, got "yes"',
    ],
    [
      'bilinear without weight',
      { type: 'bilinear' },
      'layers[0] (bilinear).weight: missing. It has shape [out, in, in]',
    ],
    [
      'polynomial without coefficients',
      { type: 'polynomial' },
      'layers[0] (polynomial).coefficients: expected a list of numbers, the constant term first, got undefined',
    ],
    [
      'polynomial: none',
      { type: 'polynomial', coefficients: [] },
      'layers[0] (polynomial).coefficients: expected a list of numbers, the constant term first, got []',
    ],
    [
      'polynomial: a word',
      { type: 'polynomial', coefficients: [0, 'a'] },
      "layers[0] (polynomial).coefficients[1]: cannot read the number 'a'. Write an integer, a decimal or a fraction, such as '-2', '0.1', '1e-3' or '3/7'",
    ],
    [
      'product without branches',
      { type: 'product' },
      'layers[0] (product).branches: expected a list of lists of layers, got undefined',
    ],
    [
      'product of none',
      { type: 'product', branches: [] },
      'layers[0] (product): product: expected at least one branch, got none',
    ],
    [
      'product of numbers',
      { type: 'product', branches: [3] },
      'layers[0] (product).branches[0]: expected a list of layers, got a number',
    ],
    [
      'product with a wrong layer',
      { type: 'product', branches: [[], [{ type: 'x' }]] },
      `layers[0] (product).branches[1][0]: there is no layer type "x". ${types}`,
    ],
    [
      'residual without layers',
      { type: 'residual' },
      'layers[0] (residual).layers: missing. Give the layers of the branch F in y = x + F(x)',
    ],
    [
      'residual: shortcut',
      { type: 'residual', layers: [], shortcut: 5 },
      'layers[0] (residual).shortcut: expected a list of layers, got a number',
    ],
    [
      'residual with a wrong layer',
      {
        type: 'residual',
        layers: [
          dense,
          {
            ...dense,
            weight: [
              [1, 'x'],
              [3, 4],
            ],
          },
        ],
      },
      "layers[0] (residual).layers[1] (dense).weight[0][1]: cannot read the number 'x'. Write an integer, a decimal or a fraction, such as '-2', '0.1', '1e-3' or '3/7'",
    ],
  ])('%s: refused with the field', (_, layer, message) => {
    expect(layerRefusal(layer)).toBe(`network.json: ${message}`);
  });
});

describe('networkToJson', () => {
  test('is what parseNetwork reads', () => {
    fc.assert(
      fc.property(networks(), (net) => {
        const json = networkToJson(net);
        expect(networkToJson(parseNetwork(JSON.parse(JSON.stringify(json))))).toEqual(json);
      }),
    );
  });

  test('keeps names, symbolic weights and exact numbers', () => {
    const json = {
      name: 'n',
      inputs: ['a', 'b'],
      outputs: ['u'],
      layers: [
        { type: 'dense', weight: [['1/3', 0.1]], bias: ['1e-3'] },
        { type: 'dense', outputs: 2, symbolic: true, bias: true },
        { type: 'bilinear', weight: { symbolic: true, shape: [1, 2, 2] } },
        { type: 'relu' },
      ],
    };
    expect(networkToJson(parseNetwork(json))).toEqual(json);
  });

  test('writes no integer that JSON would round', () => {
    // JSON.stringify(2 ** 60) is 1152921504606847000, which is another integer.
    const net = network({
      inputs: 1,
      layers: [
        parseNetwork({ inputs: 1, layers: [{ type: 'dense', weight: [[2 ** 60]], bias: [-(2 ** 100)] }] }).layers[0]!,
      ],
    });
    expect(networkToJson(net)).toMatchObject({ layers: [{ weight: [['1152921504606846976']], bias: [-(2 ** 100)] }] });
  });
});

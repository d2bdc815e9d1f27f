import { bilinear, dense, type Layer, network, polynomial, product, residual, trace } from 'isserlis/network';
import { describe, expect, test } from 'vitest';

describe('network', () => {
  test('names inputs x1, x2, … where only their number is given', () => {
    expect(network({ inputs: 2, layers: [] }).inputs).toEqual(['x1', 'x2']);
    expect(network({ inputs: ['a'], layers: [] }).inputs).toEqual(['a']);
  });

  test.each<[string, () => unknown, string]>([
    ['no inputs', () => network({ inputs: [], layers: [] }), 'inputs: expected at least one input, got none'],
    [
      'half an input',
      () => network({ inputs: 0.5, layers: [] }),
      'inputs: expected a positive integer or a list of names, got 0.5',
    ],
    ['repeated names', () => network({ inputs: ['a', 'a'], layers: [] }), "inputs[1]: the name 'a' is taken already"],
    ['empty names', () => network({ inputs: [''], layers: [] }), 'inputs[0]: expected a name, got ""'],
    [
      'repeated outputs',
      () => network({ inputs: 2, outputs: ['u', 'u'], layers: [] }),
      "outputs[1]: the name 'u' is taken already",
    ],
    [
      'too many outputs',
      () => network({ inputs: 1, outputs: ['u', 'v'], layers: [] }),
      'outputs: 2 names for 1 outputs',
    ],
    [
      'shapes that do not chain',
      () => network({ inputs: 3, layers: [dense({ weight: [[1, 2]] })] }),
      'layers[0] (dense): weight: expected shape [1, 3], got [1, 2]. The layer before gives 3 values, and W is [out, in]',
    ],
    [
      'a dense layer without weight',
      () => dense({}),
      'dense: expected a weight. Give weight: [[…], …], or outputs: 3 with symbolic: true',
    ],
    [
      'a ragged weight',
      () => dense({ weight: [[1, 2], [3]] }),
      'weight[1]: expected 2 entries as in the first row, got 1',
    ],
    [
      'an infinite weight',
      () => dense({ weight: [[1, Infinity]] }),
      'weight[0][1]: expected a finite number, got Infinity',
    ],
    [
      'a NaN in a tensor',
      () => network({ inputs: 2, layers: [dense({ weight: { shape: [1, 2], data: Float64Array.of(1, NaN) } })] }),
      'layers[0] (dense): W1[0][1]: expected a finite number, got NaN',
    ],
    [
      'a tensor with entries missing',
      () => network({ inputs: 2, layers: [dense({ weight: { shape: [1, 2], data: [1] } })] }),
      'layers[0] (dense): W1: expected 2 entries for shape [1, 2], got 1',
    ],
    [
      'an integer of another type',
      () => dense({ weight: [[3n as unknown as number]] }),
      "weight[0][0]: expected a number or a string such as '3/7', got 3n",
    ],
    [
      'a polynomial without coefficients',
      () => polynomial([]),
      'coefficients: expected a list of numbers, the constant term first, got []',
    ],
    ['a product of nothing', () => product(), 'product: expected at least one branch, got none'],
  ])('refuses %s', (_, build, message) => {
    expect(build).toThrow(message);
  });

  test('passes on what breaks inside a layer, with the place', () => {
    const broken: Layer = { type: 'broken', build: (builder) => builder.shape(99).length };
    expect(() => network({ inputs: 1, layers: [residual([broken])] })).toThrow(
      /^layers\[0\] \(residual\).*layers\[0\] \(broken\): value 99 is not defined/,
    );
  });

  test('takes a vector at the output only', () => {
    const outer: Layer = { type: 'outer', build: (builder, x) => builder.einsum('i,j->ij', x, x) };
    expect(() => network({ inputs: 2, layers: [outer] })).toThrow(
      'network: expected a vector at the output, got shape [2,2]',
    );
  });
});

describe('trace', () => {
  test('gives parameters names by the order of the layers, those inside others included', () => {
    const w = dense({ weight: [[1]], bias: [1] });
    const net = network({
      inputs: 1,
      layers: [w, product([w], [polynomial([0, 1]), dense({ weight: [[2]] })]), bilinear({ weight: [[[1]]] })],
    });
    expect(trace(net).parameters.map(({ name }) => name)).toEqual(['W1', 'b1', 'W2', 'b2', 'W3', 'B4']);
  });

  test('gives plain data, the same each time', () => {
    const net = network({
      inputs: 2,
      layers: [dense({ weight: [[1, '1/2']] }), polynomial([0, 1, 2]), residual([polynomial([1])])],
    });
    const program = trace(net);
    expect(JSON.parse(JSON.stringify(program))).toEqual(program);
    expect(trace(net)).toEqual(program);
  });

  test('says where each node comes from', () => {
    const net = network({ inputs: 2, layers: [product([dense({ weight: [[1, 1]] })])] });
    expect(trace(net).places).toEqual([
      '',
      'layers[0] (product), branches[0], layers[0] (dense)',
      'layers[0] (product), branches[0], layers[0] (dense)',
    ]);
  });
});

describe('plain misuse', () => {
  test('is told what was expected', () => {
    const untyped = (value: unknown): never => value as never;
    expect(() => network(untyped({ inputs: 2 }))).toThrow(/network: expected inputs and a list of layers/);
    expect(() => trace(untyped({}))).toThrow(/expected inputs and a list of layers, got \{\}/);
    expect(() => dense(untyped(undefined))).toThrow(/dense: expected a weight/);
  });
});

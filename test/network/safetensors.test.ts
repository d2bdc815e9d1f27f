import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readSafetensors } from '../../src/network/safetensors.ts';
import {
  bitsOfDouble,
  bitsOfSingle,
  doubles,
  littleEndian,
  safetensors,
  singles,
  type TensorBytes,
} from './safetensors-bytes.ts';

/** The entries of the only tensor of a file. */
const read = (tensor: TensorBytes): number[] => [
  ...(readSafetensors(safetensors({ w: tensor }), 'f').tensor('w', 'here').data as Float64Array),
];
const half = (...patterns: number[]): TensorBytes => ({
  dtype: 'F16',
  shape: [patterns.length],
  bytes: littleEndian(2, patterns.map(BigInt)),
});
const brain = (...patterns: number[]): TensorBytes => ({
  dtype: 'BF16',
  shape: [patterns.length],
  bytes: littleEndian(2, patterns.map(BigInt)),
});

describe('element types', () => {
  test('F64 and F32 entries are those floats, exactly', () => {
    const values = [0.1, -0, 5e-324, Number.MAX_VALUE, -1 / 3];
    expect(read(doubles([5], values))).toEqual(values);
    const single = [Math.fround(0.1), -0, 2 ** -149, 2 ** 128 - 2 ** 104, -Math.fround(1 / 3)];
    expect(read(singles([5], single))).toEqual(single);
    fc.assert(
      fc.property(fc.array(fc.float({ noNaN: true, noDefaultInfinity: true }), { minLength: 1 }), (data) => {
        expect(read(singles([data.length], data))).toEqual(data);
      }),
    );
  });

  test('F16: the examples of IEEE 754 binary16', () => {
    // Smallest subnormal, largest subnormal, smallest normal, nearest below 1, 1, next above 1, largest, −2, −0, nearest 1/3.
    expect(read(half(0x0001, 0x03ff, 0x0400, 0x3bff, 0x3c00, 0x3c01, 0x7bff, 0xc000, 0x8000, 0x3555))).toEqual([
      2 ** -24,
      2 ** -14 - 2 ** -24,
      2 ** -14,
      1 - 2 ** -11,
      1,
      1 + 2 ** -10,
      65504,
      -2,
      -0,
      0.333251953125,
    ]);
  });

  test('F16: every finite pattern is sign · significand · 2^exponent, as in binary text', () => {
    const patterns = Array.from({ length: 2 ** 16 }, (_, pattern) => pattern).filter(
      (pattern) => ((pattern >> 10) & 31) < 31,
    );
    const expected = patterns.map((pattern) => {
      const [, sign, exponent, fraction] = /^(.)(.{5})(.{10})$/.exec(pattern.toString(2).padStart(16, '0'))!;
      const biased = Number.parseInt(exponent!, 2);
      const significand = Number.parseInt(fraction!, 2) / 1024 + (biased > 0 ? 1 : 0);
      return (sign === '1' ? -1 : 1) * significand * 2 ** (Math.max(biased, 1) - 15);
    });
    expect(read(half(...patterns))).toEqual(expected);
  });

  test('BF16: the upper half of a single', () => {
    // 1, −2, largest, smallest subnormal, −0, 0.15625
    expect(read(brain(0x3f80, 0xc000, 0x7f7f, 0x0001, 0x8000, 0x3e20))).toEqual([
      1,
      -2,
      2 ** 128 - 2 ** 120,
      2 ** -133,
      -0,
      0.15625,
    ]);
    fc.assert(
      fc.property(fc.float({ noNaN: true, noDefaultInfinity: true }), (x) => {
        const upper = Number(bitsOfSingle(x) >> 16n);
        expect(read(brain(upper))).toEqual(
          read({ dtype: 'F32', shape: [1], bytes: littleEndian(4, [BigInt(upper) << 16n]) }),
        );
      }),
    );
  });

  test('other types are refused by name', () => {
    const integers: TensorBytes = { dtype: 'I64', shape: [1], bytes: littleEndian(8, [3n]) };
    expect(() => read(integers)).toThrow(
      "f: tensor 'w': its element type is I64, expected one of F64, F32, F16, BF16. Save it as one of these",
    );
  });

  test('NaN and infinities are refused, the entry named', () => {
    const nan = safetensors({ w: singles([2, 2], [1, 2, 3, NaN]) });
    expect(() => readSafetensors(nan, 'm.safetensors').tensor('w', 'here')).toThrow(
      "m.safetensors: tensor 'w'[1][1]: expected a finite number, got NaN",
    );
    expect(() => read(half(0x3c00, 0xfc00))).toThrow("f: tensor 'w'[1]: expected a finite number, got -Infinity");
    expect(() => read(half(0x7c01))).toThrow('got NaN');
    expect(() => read(brain(0x7f80))).toThrow('got Infinity');
    expect(() => read(doubles([1], [Infinity]))).toThrow('got Infinity');
  });
});

describe('files', () => {
  const file = safetensors(
    { '0.weight': doubles([2, 3], [1, 2, 3, 4, 5, 6]), '0.bias': singles([2], [7, 8]) },
    { metadata: { format: 'pt' } },
  );

  test('hold tensors by name, in row-major order, and metadata that is no tensor', () => {
    const { names, tensor } = readSafetensors(file, 'f');
    expect(names).toEqual(['0.weight', '0.bias']);
    expect(tensor('0.weight', 'here')).toEqual({ shape: [2, 3], data: Float64Array.of(1, 2, 3, 4, 5, 6) });
    expect(tensor('0.bias', 'here')).toEqual({ shape: [2], data: Float64Array.of(7, 8) });
  });

  test('may start anywhere in a buffer', () => {
    const shifted = new Uint8Array(file.length + 3);
    shifted.set(file, 3);
    expect(readSafetensors(shifted.subarray(3), 'f').tensor('0.bias', 'here').data).toEqual(Float64Array.of(7, 8));
  });

  test('without the tensor asked for name the nearest', () => {
    expect(() => readSafetensors(file, 'm.safetensors').tensor('0.wieght', 'layers[0] (dense).weight')).toThrow(
      "layers[0] (dense).weight: m.safetensors has no tensor '0.wieght'. Did you mean '0.weight'? It holds '0.weight', '0.bias'",
    );
    expect(() => readSafetensors(safetensors({}), 'f').tensor('w', 'here')).toThrow(
      "here: f has no tensor 'w'. It holds none",
    );
  });

  test('cut off anywhere are refused, none in silence', () => {
    for (let length = 0; length < file.length; length++) {
      expect(() => {
        const { names, tensor } = readSafetensors(file.subarray(0, length), 'cut.safetensors');
        for (const name of names) tensor(name, 'here');
      }, `first ${length} bytes`).toThrow(/^cut\.safetensors: .*truncated/);
    }
  });

  test.each<[string, Uint8Array, RegExp]>([
    [
      'of another format',
      new TextEncoder().encode('<!DOCTYPE html><html>'),
      /^f: its header should take \d+ bytes, but the file has 21/,
    ],
    ['with a header that is no JSON', safetensors({}, { header: '{"w":' }), /^f: header: not valid JSON/],
    ['with a header that is no object', safetensors({}, { header: '[1]' }), /^f: its header is not a JSON object/],
    [
      'with an entry that is no object',
      safetensors({}, { header: '{"w":3}' }),
      /^f: tensor 'w': its header entry is not an object/,
    ],
    [
      'without a dtype',
      safetensors({}, { header: '{"w":{"shape":[1],"data_offsets":[0,8]}}' }),
      /^f: tensor 'w': expected a dtype, got undefined/,
    ],
    ['with a negative length', safetensors({ w: doubles([-1], [1]) }), /^f: tensor 'w': expected a shape, got \[-1\]/],
    [
      'with a length that is no integer',
      safetensors({ w: doubles([0.5], [1]) }),
      /^f: tensor 'w': expected a shape, got \[0\.5\]/,
    ],
    [
      'with one offset',
      safetensors({ w: { ...doubles([1], [1]), offsets: [0] } }),
      /^f: tensor 'w': expected data_offsets \[begin, end\], got \[0\]/,
    ],
    [
      'with offsets the wrong way round',
      safetensors({ w: { ...doubles([1], [1]), offsets: [8, 0] } }),
      /^f: tensor 'w'/,
    ],
    [
      'with offsets beyond the file',
      safetensors({ w: { ...doubles([1], [1]), offsets: [0, 16] } }),
      /^f: tensor 'w': its data should end at byte 16 of the data, but the file has 8/,
    ],
    [
      'with a length far beyond the file',
      safetensors({}, { headerLength: 2n ** 63n }),
      /^f: its header should take 9223372036854776000 bytes, but the file has 10/,
    ],
  ])('%s are refused', (_, bytes, message) => {
    expect(() => readSafetensors(bytes, 'f')).toThrow(message);
  });

  test('whose data do not have the size of their shape are refused', () => {
    const wrong = safetensors({ w: { ...doubles([2, 2], [1, 2, 3]) } });
    expect(() => readSafetensors(wrong, 'f').tensor('w', 'here')).toThrow(
      "f: tensor 'w': shape [2, 2] of F64 takes 32 bytes, but it has 24",
    );
  });

  test('a double and a single of the same value have their own bits', () => {
    expect(bitsOfDouble(1)).toBe(0x3ff0000000000000n);
    expect(bitsOfSingle(1)).toBe(0x3f800000n);
  });
});

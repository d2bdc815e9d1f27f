import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { key, keyWords, streamWord, words } from '../../../src/base/philox.ts';
import { type PhiloxOutput, philoxBytes, philoxKernel } from '../../../src/numeric/random/philox-float.ts';

type Kernel = (
  this: { readonly thread: { readonly x: number; readonly y: number } },
  key: Float32Array,
  counter: Float32Array,
  perRow: number,
) => number;

/** The kernel with every operation's result checked to be an integer (or half of one, before floor) that floats hold. */
function compile(output: PhiloxOutput): Kernel {
  const text = philoxKernel(output)
    .replace(/ = ([^;]+);/g, (_, expression: string) => ` = exact(${expression});`)
    .replaceAll('Math.floor(', 'floor(');
  const exact = (value: number): number => {
    if (Math.fround(value) !== value || Math.abs(value) >= 2 ** 24) throw new Error(`${value} is no exact float`);
    return value;
  };
  const floor = (value: number): number => Math.floor(exact(value));
  return new Function('exact', 'floor', `return ${text}`)(exact, floor) as Kernel;
}

describe('the generator in single precision', () => {
  const draw = (kernel: Kernel, first: number, layer: number, x: number, y: number, perRow: number): number =>
    kernel.call(
      { thread: { x, y } },
      philoxBytes(keyWords(key(2 ** 50 + 12345, 'float'))),
      philoxBytes([first >>> 0, Math.floor(first / 2 ** 32), layer, streamWord('float')]),
      perRow,
    );

  test('has the bytes of the generator in integers, and every number on the way is an exact float', () => {
    const kernel = compile('bytes');
    fc.assert(
      fc.property(
        fc.constantFrom(0, 255, 2 ** 24 - 1, 2 ** 32 - 2, 2 ** 52),
        fc.integer({ min: 0, max: 2 ** 32 - 1 }),
        fc.nat(4),
        fc.nat(3),
        (first, layer, block, y) => {
          const expected = philoxBytes(words(key(2 ** 50 + 12345, 'float'), first + 5 * y + block, layer));
          const bytes = Float32Array.from({ length: 16 }, (_, j) => draw(kernel, first, layer, 16 * block + j, y, 5));
          expect(bytes).toEqual(expected);
        },
      ),
      { numRuns: 30 },
    );
  });

  test('has uniforms of 24 bits', () => {
    const kernel = compile('uniforms');
    const all = words(key(2 ** 50 + 12345, 'float'), 7);
    for (let w = 0; w < 4; w++) expect(draw(kernel, 0, 0, 4 * 7 + w, 0, 8)).toBe((all[w]! >>> 8) / 2 ** 24);
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { key, philox4x32, randomBits, uniform, type Words, words } from '../../src/base/philox.ts';

const wordsFrom = (hexadecimal: string): number[] => hexadecimal.split(' ').map((word) => Number.parseInt(word, 16));

describe('philox4x32', () => {
  // kat_vectors of Random123 1.14, philox4x32-10: counter, key, result.
  test.each([
    ['00000000 00000000 00000000 00000000', '00000000 00000000', '6627e8d5 e169c58d bc57ac4c 9b00dbd8'],
    ['ffffffff ffffffff ffffffff ffffffff', 'ffffffff ffffffff', '408f276d 41c83b0e a20bc7c6 6d5451fd'],
    ['243f6a88 85a308d3 13198a2e 03707344', 'a4093822 299f31d0', 'd16cfe09 94fdcceb 5001e420 24126ea1'],
  ])('of counter %s and key %s is as published', (counter, k, expected) => {
    expect(philox4x32(wordsFrom(counter) as unknown as Words, wordsFrom(k) as [number, number])).toEqual(
      wordsFrom(expected),
    );
  });

  test('is ten rounds as in the paper, computed with 64-bit integers', () => {
    const word = fc.integer({ min: 0, max: 2 ** 32 - 1 });
    const mask = 0xffffffffn;
    const reference = (counter: readonly number[], k: readonly number[]): number[] => {
      let [c0, c1, c2, c3] = counter.map(BigInt) as [bigint, bigint, bigint, bigint];
      let [k0, k1] = k.map(BigInt) as [bigint, bigint];
      for (let round = 0; round < 10; round++) {
        const [p0, p1] = [0xd2511f53n * c0, 0xcd9e8d57n * c2];
        [c0, c1, c2, c3] = [(p1 >> 32n) ^ c1 ^ k0, p1 & mask, (p0 >> 32n) ^ c3 ^ k1, p0 & mask];
        [k0, k1] = [(k0 + 0x9e3779b9n) & mask, (k1 + 0xbb67ae85n) & mask];
      }
      return [c0, c1, c2, c3].map(Number);
    };
    fc.assert(
      fc.property(fc.tuple(word, word, word, word), fc.tuple(word, word), (counter, k) => {
        expect(philox4x32(counter, k)).toEqual(reference(counter, k));
      }),
    );
  });
});

describe('draws', () => {
  const source = key(7, 'test');

  test('depend on seed, stream, layer and index', () => {
    const draws = [
      words(source, 3, 1),
      words(key(8, 'test'), 3, 1),
      words(key(7, 'Test'), 3, 1),
      words(source, 4, 1),
      words(source, 3, 2),
      words(key(7 + 2 ** 40, 'test'), 3, 1),
      words(source, 3 + 2 ** 40, 1),
    ];
    expect(new Set(draws.map(String)).size).toBe(draws.length);
    expect(words(key(7, 'test'), 3, 1)).toEqual(draws[0]);
  });

  test('of uniform are 53 bits of two words', () => {
    const [a, b] = words(source, 5, 2);
    expect(uniform(source, 5, 2) * 2 ** 53).toBe(Number((BigInt(a >>> 5) << 26n) | BigInt(b >>> 6)));
    for (let index = 0; index < 1000; index++) expect(uniform(source, index)).toBeLessThan(1);
  });

  test('of bits have all their bits, none above', () => {
    for (const bits of [1, 31, 32, 33, 127, 128, 129, 300]) {
      const all = Array.from({ length: 64 }, (_, layer) => randomBits(source, bits, layer));
      // 64 draws miss a given bit with probability 2^−64.
      expect(all.reduce((union, value) => union | value)).toBe(2n ** BigInt(bits) - 1n);
      expect(all.reduce((common, value) => common & value)).toBe(0n);
    }
  });
});

test('a seed is an integer from 0 to 2^53 − 1', () => {
  for (const seed of [-1, 0.5, 2 ** 53, NaN, Infinity])
    expect(() => key(seed, 's')).toThrow(/^seed: expected an integer from 0/);
  expect(key(2 ** 53 - 1, 's').seed).toBe(2 ** 53 - 1);
});

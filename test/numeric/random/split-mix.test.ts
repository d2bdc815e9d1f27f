import { expect, test } from 'vitest';
import { key, philox4x32, streamWord } from '../../../src/base/philox.ts';
import { fillGaussians } from '../../../src/numeric/random/fill.ts';
import { gaussian } from '../../../src/numeric/random/gaussian.ts';
import { split, weylStep } from '../../../src/numeric/random/split-mix.ts';

test('SplitMix64 has the known answers of seed 1,234,567', () => {
  const numbers = [1n, 2n, 3n, 4n, 5n].map((k) => {
    const [high, low] = split(1_234_567n + k * 0x9e3779b97f4a7c15n);
    return (BigInt(high) << 32n) | BigInt(low);
  });
  expect(numbers).toEqual([
    6457827717110365317n,
    3203168211198807973n,
    9817491932198370423n,
    4593380528125082431n,
    16408922859458223821n,
  ]);
});

test('steps are odd, and those of few changes of bit are replaced', () => {
  expect(weylStep(0x9e3779b97f4a7c14n)).toBe(0x9e3779b97f4a7c15n);
  expect(weylStep(0n)).toBe(0xaaaaaaaaaaaaaaabn);
  expect(weylStep(0xffffffff00000000n)).toBe(0x55555555aaaaaaabn);
});

test('chunks with a replaced step have the bits of the single draws', () => {
  const source = key(0, 'weights');
  const replaced = Array.from({ length: 200 }, (_, chunk) => chunk).filter((chunk) => {
    const [, , low, high] = philox4x32([chunk, 0x80000000, 0, streamWord('weights')], [0, 0]);
    const step = (BigInt(high) << 32n) | BigInt(low) | 1n;
    return weylStep(step) !== step;
  });
  expect(replaced.length).toBeGreaterThan(0);
  for (const chunk of replaced) {
    const filled = fillGaussians(new Float64Array(20), source, { start: 1024 * chunk });
    expect(filled).toEqual(filled.map((_, i) => gaussian(source, 1024 * chunk + i)));
  }
});

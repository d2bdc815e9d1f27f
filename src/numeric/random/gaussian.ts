import { type Key, keyWords, philox4x32, streamWord, words } from '../../base/philox.ts';
import { logarithm } from './logarithm.ts';
import { cosineAndSine } from './turns.ts';

/** Below this a radius word takes 32 more bits. */
const TAIL = 2 ** 20;
/** Set in the second word of the counter, which an index below 2^53 leaves free, for the blocks of those bits. */
const EXTENSION = 0x80000000;

/**
 * The standard Gaussian at (seed, stream, layer, index), index < 2^53, by Box and Muller's transform in doubles.
 *
 * The block ⌊index/4⌋ of four words w gives two pairs, (w₀, w₁) and (w₂, w₃): √(−2 ln u) (cos 2πv, sin 2πv) with
 * v = (w₁ + ½)/2³² and u = (w₀ + ½)/2³²; where w₀ < 2²⁰, 32 more bits w′ refine it to u = (2³² w₀ + w′ + ½)/2⁶⁴.
 * So the tail reaches |g| = √(130 ln 2) = 9.49, tail probabilities are exact to 2⁻²⁰ of themselves, and the moments of the
 * law that is drawn from are those of N(0, 1) to 2e-15 of themselves up to the 8th, 2e-12 up to the 16th, 2e-9 up to the
 * 24th. The rounding errors of the functions are below 3 ulps in all. [Box and Muller 1958, Ann. Math. Stat. 29(2)]
 */
export function gaussian(source: Key, index: number, layer = 0): number {
  const block = Math.floor(index / 4);
  const pair = Math.floor(index / 2) % 2;
  const all = words(source, block, layer);
  const u = radiusFraction(all[2 * pair]!, () => extension(source, block, layer)[2 * pair]!);
  const radius = Math.sqrt(-2 * logarithm(u));
  return radius * cosineAndSine(all[2 * pair + 1]!)[index % 2]!;
}

/** u in (0, 1), exactly. */
function radiusFraction(word: number, more: () => number): number {
  if (word >= TAIL) return (word + 0.5) * 2 ** -32;
  return (word * 2 ** 32 + more() + 0.5) * 2 ** -64;
}

const extension = (source: Key, block: number, layer: number): readonly number[] =>
  philox4x32(
    [block >>> 0, (Math.floor(block / 2 ** 32) | EXTENSION) >>> 0, layer >>> 0, streamWord(source.stream)],
    keyWords(source),
  );

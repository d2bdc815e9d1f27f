import { type Key, keyWords, philox4x32, streamWord } from '../../base/philox.ts';
import { split, weylStep } from './split-mix.ts';
import { atRim, coarsePlace, finePlace, layerOf, ziggurat } from './ziggurat.ts';

/** Draws that one block of Philox seeds. */
const CHUNK = 1024;
/** Set in the second word of the counter, which an index below 2^53 leaves free: no other draw uses these blocks. */
const MARK = 0x80000000;

/**
 * The standard Gaussian at (seed, stream, layer, index), index < 2^53, by Marsaglia and Tsang's ziggurat of 2,048 layers in
 * doubles, from two words: 11 bits choose a layer, 52 a place u in (−1, 1), an odd multiple of 2⁻⁵¹, and x = u x_i is
 * the draw where |x| < x_{i+1}. Elsewhere, one time in 440, 64-bit numbers decide between x and another try, or draw from
 * the tail beyond R = 4.216.
 *
 * The law that is drawn from, edges and heights rounded as they are, has the moments of N(0, 1) to 2e-15 of themselves up
 * to the 24th. The tail reaches |g| = R + 53 ln 2/R = 12.9; its probabilities are exact to 2⁻²⁰ of themselves up to
 * |g| = 9.6. The edges are exact to 4e-13 of themselves, x is one rounding from u x_i, and in the tail the error is
 * below 2 ulps. [Marsaglia and Tsang 2000, J. Stat. Softw. 5(8)]
 */
export function gaussian(source: Key, index: number, layer = 0): number {
  const words = wordsOf(source, index, layer);
  const i = layerOf(words.first);
  const x = finePlace(words.first, words.second()) * ziggurat().edges[i]!;
  return Math.abs(x) < ziggurat().edges[i + 1]! ? x : atRim(i, x, words.next);
}

/**
 * The standard Gaussian at (seed, stream, layer, index) in single precision, one word each: the layer of
 * {@link gaussian}, the place known to 21 bits, an odd multiple of 2⁻²¹, and the edges rounded to floats. Where the draw is
 * decided at once, as both are but for one time in 440, it is that of `gaussian` to 2⁻²¹ of the layer's width and two
 * roundings; rims and the tail are decided in doubles by the same numbers, and rounded.
 *
 * The law before the last rounding has the moments of N(0, 1) to 4e-10 of themselves at the 2nd, 7e-9 up to the 8th and
 * 1e-7 up to the 24th; the tail is that of `gaussian`.
 */
export function gaussianSingle(source: Key, index: number, layer = 0): number {
  const words = wordsOf(source, index, layer);
  const edges = ziggurat().singleEdges;
  const i = layerOf(words.first);
  const x = Math.fround(coarsePlace(words.first) * edges[i]!);
  return Math.abs(x) < edges[i + 1]! ? x : Math.fround(atRim(i, x, words.next));
}

/** The words of one draw: two, and then as many pairs as it takes. */
interface DrawWords {
  readonly first: number;
  second(): number;
  next(): readonly [number, number];
}

/**
 * The block ⌊index/1024⌋ of four words w seeds SplitMix64: it starts at w₀ + 2³² w₁ and steps by w₂ + 2³² w₃ as
 * `weylStep` makes it. Draw j of the chunk has half j mod 2 of the numbers ⌊j/2⌋ and 512 + ⌊j/2⌋, then the
 * numbers 1024 + j, 2048 + j, …
 */
function wordsOf(source: Key, index: number, layer: number): DrawWords {
  const chunk = Math.floor(index / CHUNK);
  const draw = index % CHUNK;
  const [w0, w1, w2, w3] = philox4x32(
    [chunk >>> 0, (Math.floor(chunk / 2 ** 32) | MARK) >>> 0, layer >>> 0, streamWord(source.stream)],
    keyWords(source),
  );
  const start = BigInt(w0) + (BigInt(w1) << 32n);
  const step = weylStep(BigInt(w2) + (BigInt(w3) << 32n));
  const number = (k: number): readonly [number, number] => split(start + BigInt(k) * step);
  const half = Math.floor(draw / 2);
  const which = draw % 2 === 0 ? 1 : 0;
  let taken = 0;
  return {
    first: number(half)[which],
    second: () => number(CHUNK / 2 + half)[which],
    next: () => number(CHUNK * ++taken + draw),
  };
}

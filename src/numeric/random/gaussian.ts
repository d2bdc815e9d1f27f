import { type Key, keyWords, philox4x32, streamWord } from '../../base/philox.ts';
import { split, weylStep } from './split-mix.ts';
import { atRim, coarsePlace, finePlace, layerOf, ziggurat } from './ziggurat.ts';

/** Draws that one block of the generator seeds. */
const CHUNK = 1024;
/** Set in the second word of the counter, which an index below 2^53 leaves free: no other draw uses these blocks. */
const MARK = 0x80000000;

export function gaussian(source: Key, index: number, layer = 0): number {
  const words = wordsOf(source, index, layer);
  const i = layerOf(words.first);
  const x = finePlace(words.first, words.second()) * ziggurat().edges[i]!;
  return Math.abs(x) < ziggurat().edges[i + 1]! ? x : atRim(i, x, words.next);
}

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

/**
 * Counter-based randomness: Philox4x32-10 of Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as
 * 1, 2, 3" (SC '11). Every draw is a function of (seed, stream, layer, index), so neither the order of work nor the
 * number of threads changes a bit of it.
 */
import { InputError } from './errors.ts';

/** What a draw depends on besides its position: the user's seed and the name of the stream. */
export interface Key {
  readonly seed: number;
  readonly stream: string;
}

/** Throws {@link InputError} unless `seed` is an integer from 0 to 2^53 − 1. */
export function key(seed: number, stream: string): Key {
  if (!Number.isSafeInteger(seed) || seed < 0) {
    throw new InputError('seed', `expected an integer from 0 to ${Number.MAX_SAFE_INTEGER}, got ${seed}`);
  }
  return { seed, stream };
}

export type Words = readonly [number, number, number, number];

const MULTIPLIER_0 = 0xd2511f53;
const MULTIPLIER_1 = 0xcd9e8d57;
const WEYL_0 = 0x9e3779b9;
const WEYL_1 = 0xbb67ae85;
const ROUNDS = 10;

/** The high 32 bits of the 64-bit product of two unsigned 32-bit words. */
function multiplyHigh(a: number, b: number): number {
  const [aHigh, aLow, bHigh, bLow] = [a >>> 16, a & 0xffff, b >>> 16, b & 0xffff];
  const middle = aHigh * bLow + ((aLow * bLow) >>> 16);
  return (
    (aHigh * bHigh + Math.floor(middle / 0x10000) + Math.floor(((middle % 0x10000) + aLow * bHigh) / 0x10000)) >>> 0
  );
}

/** Four random words from a 128-bit counter and a 64-bit key, each given and returned as unsigned 32-bit words. */
export function philox4x32(counter: Words, [keyLow, keyHigh]: readonly [number, number]): Words {
  let [c0, c1, c2, c3] = counter;
  let [k0, k1] = [keyLow, keyHigh];
  for (let round = 0; round < ROUNDS; round++) {
    const [high0, low0] = [multiplyHigh(MULTIPLIER_0, c0), Math.imul(MULTIPLIER_0, c0) >>> 0];
    const [high1, low1] = [multiplyHigh(MULTIPLIER_1, c2), Math.imul(MULTIPLIER_1, c2) >>> 0];
    [c0, c1, c2, c3] = [(high1 ^ c1 ^ k0) >>> 0, low1, (high0 ^ c3 ^ k1) >>> 0, low0];
    k0 = (k0 + WEYL_0) >>> 0;
    k1 = (k1 + WEYL_1) >>> 0;
  }
  return [c0, c1, c2, c3];
}

/** FNV-1a of a stream's name, 32 bits: the last word of every counter. */
export function streamWord(name: string): number {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(name)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return hash;
}

/** The generator's two key words: the low and the high half of the seed. */
export const keyWords = ({ seed }: Key): readonly [number, number] => [seed >>> 0, Math.floor(seed / 2 ** 32) >>> 0];

/** The four words at (seed, stream, layer, index); `index` up to 2^53. */
export function words(source: Key, index: number, layer = 0): Words {
  const high = Math.floor(index / 2 ** 32);
  return philox4x32([index >>> 0, high >>> 0, layer >>> 0, streamWord(source.stream)], keyWords(source));
}

/** A uniform double in [0, 1) with 53 random bits. */
export function uniform(source: Key, index: number, layer = 0): number {
  const [a, b] = words(source, index, layer);
  return ((a >>> 5) * 0x4000000 + (b >>> 6)) / 2 ** 53;
}

/** `bits` random bits as an integer, from the blocks at (layer, 0), (layer, 1), … */
export function randomBits(source: Key, bits: number, layer = 0): bigint {
  let value = 0n;
  for (let index = 0; index * 128 < bits; index++)
    for (const word of words(source, index, layer)) value = (value << 32n) | BigInt(word);
  return value & ((1n << BigInt(bits)) - 1n);
}

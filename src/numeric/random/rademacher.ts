import { type Key, words } from '../../base/philox.ts';
import { type FillOptions, fillWords } from './fill.ts';

/** The sign, −1 or 1, at (seed, stream, layer, index): bit index mod 128 of block ⌊index/128⌋, counted from the lowest of its first word. */
export function rademacher(source: Key, index: number, layer = 0): 1 | -1 {
  const word = words(source, Math.floor(index / 128), layer)[Math.floor((index % 128) / 32)]!;
  return (word >>> (index % 32)) & 1 ? 1 : -1;
}

/** Fills `out` with signs: `out[i] = rademacher(source, start + i, layer)`. Returns `out`. Throws as {@link fillWords} does. */
export function fillRademacher<T extends Float64Array | Float32Array | Int8Array>(
  out: T,
  source: Key,
  { layer = 0, start = 0 }: FillOptions = {},
): T {
  const first = Math.floor(start / 32);
  const bits = new Uint32Array(Math.min(out.length === 0 ? 0 : WORDS, Math.ceil((out.length + (start % 32)) / 32)));
  const ahead = start % 32;
  for (let done = 0, from = first; done < out.length; from += bits.length) {
    fillWords(bits, source, { layer, start: from });
    for (let bit = from === first ? ahead : 0; bit < 32 * bits.length && done < out.length; bit++)
      out[done++] = (bits[bit >>> 5]! >>> (bit & 31)) & 1 ? 1 : -1;
  }
  return out;
}

/** Words made at once. */
const WORDS = 4096;

import { InputError } from '../../base/errors.ts';
import { type Key, philox4x32, words } from '../../base/philox.ts';
import { checkLayer } from './fill.ts';

/**
 * The permutation of 0, …, length − 1 at (seed, stream, layer, index), all equally likely: Fisher and Yates' shuffle, its
 * choices by Lemire's rejection, so that none is favoured. Its words are those of a generator of its own, keyed by the
 * first two words at the position; two of n permutations share a key with probability below n² 2⁻⁶⁵.
 * Throws {@link InputError} unless `length` is an integer from 0 to 2³² − 1. [Lemire 2019, ACM TOMACS 29(1), alg. 5]
 */
export function permutation(source: Key, length: number, index = 0, layer = 0): Uint32Array {
  if (!Number.isInteger(length) || length < 0 || length > 0xffffffff)
    throw new InputError('length', `expected an integer from 0 to 2^32 − 1, got ${length}`);
  checkLayer(layer);
  const [k0, k1] = words(source, index, layer);
  let block = 0;
  let left: number[] = [];
  const word = (): number => {
    if (left.length === 0) left = [...philox4x32([block++, 0, 0, 0], [k0, k1])];
    return left.pop()!;
  };
  /** Uniform in 0, …, n − 1. */
  const below = (n: number): number => {
    const rejected = 2 ** 32 % n;
    for (;;) {
      // The 64-bit product word · n, as its high and low words, by halves that doubles hold exactly.
      const x = word();
      const low = (x & 0xffff) * n;
      const high = (x >>> 16) * n + Math.floor(low / 0x10000);
      if ((high % 0x10000) * 0x10000 + (low % 0x10000) >= rejected) return Math.floor(high / 0x10000);
    }
  };
  const result = Uint32Array.from({ length }, (_, i) => i);
  for (let i = length - 1; i > 0; i--) {
    const j = below(i + 1);
    [result[i], result[j]] = [result[j]!, result[i]!];
  }
  return result;
}

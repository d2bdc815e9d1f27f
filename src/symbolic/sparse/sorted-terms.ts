/** Out of the kernel: terms in the order of polynomials, keys and coefficients still packed. */
import { PackedIntegers } from '../engine/packed-integers.ts';
import type { Monomials } from '../monomials.ts';
import type { TermList } from '../term-list.ts';
import { monomialsOfKeys } from './key-space.ts';
import type { SparseTerms, TermStore } from './sparse-terms.ts';

/** The terms of a polynomial, monomials and big integers made when they are asked for. */
export function sortedTerms(store: TermStore, terms: SparseTerms, denominator: bigint): TermList {
  const { space, length, limbs, bits, sumBits } = terms;
  const { kernel } = store;
  const mark = kernel.used;
  const { keys, integers } = store.load(terms);
  const words = space.units / 2;
  const keysOut = kernel.allocate(4 * space.units * length);
  const integersOut = kernel.allocate(4 * limbs * length);
  const scratch = kernel.allocate(12 * length + 16 + 8 * words + 1028 * (8 * words + 1));
  // The degree stands in the topmost bits, and the highest degree comes first.
  const flipped = ((1n << BigInt(space.degreeBits)) - 1n) << BigInt(64 - space.degreeBits);
  kernel.functions.sortTerms(keysOut, integersOut, keys, integers, length, words, limbs, flipped, scratch);
  const sortedKeys = kernel.take(keysOut, space.units * length);
  const packed = new PackedIntegers(new Int32Array(kernel.take(integersOut, limbs * length).buffer), limbs);
  kernel.release(mark);
  let monomials: Monomials | undefined;
  return {
    length,
    denominator,
    monomials() {
      monomials ??= monomialsOfKeys(space, sortedKeys, length);
      return monomials;
    },
    numerator: (t) => packed.get(t),
    packed: { words: packed.words, limbs, bits, sumBits },
  };
}

/** Terms of an integer polynomial as the kernel works on them: keys and packed coefficients, in its memory or out of it. */
import { bitLength } from '../../base/rational.ts';
import type { Monomials } from '../monomials.ts';
import { type KeySpace, monomialsOfKeys } from './key-space.ts';
import type { SparseKernel } from './sparse-kernel.ts';

/** Terms in any order, no key twice, none zero. */
export interface SparseTerms {
  readonly space: KeySpace;
  readonly length: number;
  /** 32-bit words of a coefficient, an even number: two's complement, lowest first. */
  readonly limbs: number;
  /** |coefficient| ≤ 2^bits. */
  readonly bits: number;
  /** Σ |coefficient| ≤ 2^sumBits. */
  readonly sumBits: number;
  place: Place;
  /** The same monomials explicitly, where they were given so. */
  readonly monomials?: Monomials;
}

/** Addresses in the kernel's memory, or arrays of their own. */
export type Place =
  | { readonly resident: true; readonly keys: number; readonly integers: number }
  | { readonly resident: false; readonly keys: Uint32Array; readonly integers: Uint32Array };

/** Covers the roundings of logarithms. */
const SLACK = 1e-9;

/** A bound of log₂ of a double that is itself a bound. */
export const bitsOf = (bound: number): number => (bound <= 0 ? 0 : Math.log2(bound) * (1 + SLACK) + SLACK);

/** log₂ of Σ 2^b for one more summand, from above. */
export const addBits = (a: number, b: number): number => {
  if (a === -Infinity) return b;
  const [large, small] = a > b ? [a, b] : [b, a];
  return large + Math.log2(1 + 2 ** (small - large)) + SLACK;
};

/** Results longer than this many units leave the kernel's memory at once. */
const LARGEST_RESIDENT = 2 ** 16;
/** Coefficients up to this go by way of doubles. */
const LARGEST_SHORT = 2 ** 31;
/** Small ones leave together, when they have come to this many bytes. */
const LARGEST_ARENA = 2 ** 25;

/** The terms that live in a kernel's memory; they move out when it gets full. */
export class TermStore {
  readonly kernel: SparseKernel;
  #residents: SparseTerms[] = [];
  #base: number;
  #outside = 0;
  #peak = 0;

  constructor(kernel: SparseKernel) {
    this.kernel = kernel;
    this.#base = kernel.used;
  }

  /** Bytes at the peak, those outside the kernel included; terms that were let go count as if they were not. */
  get peakBytes(): number {
    return Math.max(this.#peak, this.#outside + this.kernel.peak);
  }

  /** Moves all terms out of the kernel's memory when they take much of it. To be called when no address is held. */
  settle(): void {
    if (this.kernel.used - this.#base < LARGEST_ARENA) return;
    for (const terms of this.#residents) {
      if (!terms.place.resident) continue;
      const { keys, integers } = terms.place;
      terms.place = this.#out(keys, terms.length * terms.space.units, integers, terms.length * terms.limbs);
    }
    this.#residents = [];
    this.kernel.release(this.#base);
  }

  #out(keys: number, keyUnits: number, integers: number, words: number): Place {
    this.#outside += 4 * (keyUnits + words);
    this.#peak = Math.max(this.#peak, this.#outside + this.kernel.used);
    return { resident: false, keys: this.kernel.take(keys, keyUnits), integers: this.kernel.take(integers, words) };
  }

  /** One term: a key to be written by `write`, and its coefficient, not zero. */
  single(space: KeySpace, coefficient: bigint, write: (keys: Uint32Array, at: number) => void): SparseTerms {
    const small = Number(coefficient);
    const short = Math.abs(small) <= LARGEST_SHORT;
    const bits = short ? bitsOf(Math.abs(small)) : bitLength(coefficient);
    const limbs = short ? 2 : 2 * Math.ceil((bits + 1) / 64);
    const keys = this.kernel.allocate(4 * space.units);
    const integers = this.kernel.allocate(4 * limbs);
    const { units } = this.kernel;
    write(units, keys / 4);
    if (short) {
      units[integers / 4] = small;
      units[integers / 4 + 1] = small < 0 ? -1 : 0;
      return this.#resident({
        space,
        length: 1,
        limbs,
        bits,
        sumBits: bits,
        place: { resident: true, keys, integers },
      });
    }
    let rest = coefficient;
    for (let at = integers / 4; at < integers / 4 + limbs; at++) {
      units[at] = Number(BigInt.asUintN(32, rest));
      rest >>= 32n;
    }
    return this.#resident({ space, length: 1, limbs, bits, sumBits: bits, place: { resident: true, keys, integers } });
  }

  /** Terms whose keys and integers stand at addresses in the kernel, all memory from `mark` on being theirs to keep or give back. */
  keep(
    mark: number,
    space: KeySpace,
    length: number,
    limbs: number,
    keys: number,
    integers: number,
    bits: number,
    sumBits: number,
  ): SparseTerms {
    const [keyUnits, words] = [length * space.units, length * limbs];
    const terms = { space, length, limbs, bits, sumBits: Math.min(sumBits, bits + bitsOf(length)) };
    if (keyUnits + words > LARGEST_RESIDENT) {
      const place = this.#out(keys, keyUnits, integers, words);
      this.kernel.release(mark);
      return { ...terms, place };
    }
    // Keys stand before integers, so that neither move overwrites what the other has still to read.
    const integersTo = mark + 16 * Math.ceil(keyUnits / 4);
    this.kernel.move(mark, keys, keyUnits);
    this.kernel.move(integersTo, integers, words);
    this.kernel.release(mark);
    this.kernel.allocate(integersTo - mark + 4 * words);
    return this.#resident({ ...terms, place: { resident: true, keys: mark, integers: integersTo } });
  }

  #resident(terms: SparseTerms): SparseTerms {
    this.#residents.push(terms);
    return terms;
  }

  /** Addresses of terms in the kernel, copied there if they are not. */
  load({ place }: SparseTerms): { readonly keys: number; readonly integers: number } {
    if (place.resident) return place;
    return { keys: this.kernel.put(place.keys), integers: this.kernel.put(place.integers) };
  }
}

/** The monomials of terms, explicitly. */
export function monomialsOfTerms({ kernel }: TermStore, { place, space, length, monomials }: SparseTerms): Monomials {
  if (monomials !== undefined) return monomials;
  const keys = place.resident
    ? kernel.units.subarray(place.keys / 4, place.keys / 4 + length * space.units)
    : place.keys;
  return monomialsOfKeys(space, keys, length);
}

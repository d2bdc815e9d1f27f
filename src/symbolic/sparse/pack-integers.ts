/** Big integers as words. */
import { bitLength } from '../../base/rational.ts';
import type { PackedNumerators } from '../term-list.ts';

const WORD = 2 ** 32;
const SLACK = 1e-9;

/** Packs integers into equal numbers of 32-bit words, an even number. */
export function packIntegers(values: readonly bigint[]): PackedNumerators {
  return packSafeIntegers(values) ?? packLongIntegers(values);
}

/** Those that doubles hold exactly; undefined when one of them does not fit. */
function packSafeIntegers(values: readonly bigint[]): PackedNumerators | undefined {
  const words = new Int32Array(2 * values.length);
  let largest = 0;
  let sum = 0;
  for (let t = 0; t < values.length; t++) {
    const value = Number(values[t]!);
    const size = Math.abs(value);
    if (!(size <= Number.MAX_SAFE_INTEGER)) return undefined;
    if (size > largest) largest = size;
    sum += size;
    words[2 * t] = value;
    words[2 * t + 1] = Math.floor(value / WORD);
  }
  const log = (x: number): number => (x <= 1 ? 0 : Math.log2(x) * (1 + SLACK) + SLACK);
  return { words, limbs: 2, bits: log(largest), sumBits: log(sum) };
}

function packLongIntegers(values: readonly bigint[]): PackedNumerators {
  const largest = values.reduce((most, value) => (value > most ? value : -value > most ? -value : most), 0n);
  const bits = bitLength(largest);
  const limbs = 2 * Math.ceil((bits + 1) / 64);
  const words = new Int32Array(limbs * values.length);
  const pairs = new BigInt64Array(words.buffer);
  let at = 0;
  for (const value of values) {
    // BigInt64Array keeps the lowest 64 bits.
    let rest = value;
    for (let l = 0; l < limbs; l += 2) {
      pairs[at++] = rest;
      if (l + 2 < limbs) rest >>= 64n;
    }
  }
  return { words, limbs, bits, sumBits: bits + Math.log2(Math.max(1, values.length)) + SLACK };
}

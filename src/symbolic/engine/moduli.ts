/** How many primes an expansion needs, and the tables that put the integers together again. */
import { bitLength } from '../../base/rational.ts';
import { inverted, primesUpTo, reduced } from './modular.ts';

/** Primes whose product is more than four times a bound, and how many products may be summed before a reduction. */
export interface Moduli {
  readonly primes: readonly number[];
  readonly capacity: number;
  /** A bound of |value|: every integer below it is determined. */
  readonly bound: bigint;
}

/** A little below 2^53, for what is summed besides the products. */
const EXACT = 2 ** 53 * 0.98;
const LARGEST_PRIME = 2 ** 26 - 1;
/** Sums longer than this are reduced on the way, rather than the primes made smaller still. */
const LONGEST_SUM = 33;

/**
 * Primes for integers of absolute value ≤ bound. They are as large as lets a sum of `summands` products of two balanced
 * residues stay below 2^53 without a reduction; `avoid` are primes that divide a denominator.
 */
export function moduliFor(bound: bigint, summands: number, avoid: ReadonlySet<number> = new Set()): Moduli {
  const sum = Math.min(summands + 1, LONGEST_SUM);
  const largest = Math.min(Math.floor(2 * Math.sqrt(EXACT / sum)), LARGEST_PRIME);
  const target = 4n * bound;
  const bits = bitLength(target);
  const guess = Math.ceil(bits / Math.log2(largest * 0.99)) + avoid.size;
  const chosen: number[] = [];
  let product = 1n;
  for (let count = guess; product <= target; count += 4) {
    chosen.length = 0;
    product = 1n;
    for (const p of primesUpTo(largest, count)) {
      if (product > target) break;
      if (avoid.has(p)) continue;
      chosen.push(p);
      product *= BigInt(p);
    }
  }
  return { primes: chosen, capacity: Math.max(1, Math.floor(EXACT / (chosen[0]! / 2) ** 2) - 1), bound };
}

/** What the kernel's `reconstruct` reads. */
export interface ReconstructionTables {
  /** Words of 32 bits of each result, an even number. */
  readonly limbs: number;
  readonly digits: number;
  readonly digitBits: number;
  /** (M/p)⁻¹ mod p for each prime. */
  readonly cofactorInverses: Float64Array;
  /** M/p for each prime, `digits` digits each. */
  readonly cofactors: Int32Array;
  /** M = Π p. */
  readonly product: Int32Array;
}

/** Words of 32 bits that a value takes in two's complement with a sign bit; an even number. */
export const limbsOf = ({ bound }: Moduli): number => 2 * Math.ceil((bitLength(bound) + 1) / 64);

export function reconstructionTables(moduli: Moduli): ReconstructionTables {
  const { primes } = moduli;
  const product = primes.reduce((m, p) => m * BigInt(p), 1n);
  // Sums of primes.length + 1 products below 2^25 · 2^digitBits must stay below 2^63.
  const digitBits = Math.min(31, 37 - Math.ceil(Math.log2(primes.length + 1)));
  const digits = Math.ceil((bitLength(product) / digitBits + 1) / 8) * 8;
  const cofactors = new Int32Array(primes.length * digits);
  const cofactorInverses = new Float64Array(primes.length);
  primes.forEach((p, i) => {
    const cofactor = product / BigInt(p);
    cofactorInverses[i] = inverted(reduced(Number(cofactor % BigInt(p)), p), p);
    writeDigits(cofactor, digitBits, cofactors, i * digits);
  });
  const productDigits = new Int32Array(digits);
  writeDigits(product, digitBits, productDigits, 0);
  return { limbs: limbsOf(moduli), digits, digitBits, cofactorInverses, cofactors, product: productDigits };
}

/** The digits of a non-negative integer, lowest first, 48 bits taken out at a time. */
function writeDigits(value: bigint, digitBits: number, out: Int32Array, start: number): void {
  const base = 2 ** digitBits;
  let held = 0;
  let bits = 0;
  let at = start;
  const hex = value.toString(16);
  for (let end = hex.length; end > 0; end -= 5) {
    held += Number.parseInt(hex.slice(Math.max(0, end - 5), end), 16) * 2 ** bits;
    bits += 20;
    if (bits >= digitBits) {
      out[at++] = held % base;
      held = Math.floor(held / base);
      bits -= digitBits;
    }
  }
  if (held > 0) out[at] = held;
}

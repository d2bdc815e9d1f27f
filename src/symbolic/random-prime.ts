/** Random primes, for checks whose error probability is stated. */
import { type Key, randomBits } from '../base/philox.ts';

const ROUNDS = 64;

/** A sequence of random integers that depends on a key only. */
export class RandomIntegers {
  readonly #key: Key;
  #block = 0;

  constructor(source: Key) {
    this.#key = source;
  }

  /** `bits` random bits. */
  bits(bits: number): bigint {
    return randomBits(this.#key, bits, this.#block++);
  }

  /** Uniform in [0, bound), by rejection. */
  below(bound: bigint): bigint {
    const bits = bound.toString(2).length;
    for (;;) {
      const candidate = this.bits(bits);
      if (candidate < bound) return candidate;
    }
  }
}

/**
 * A uniformly random prime of exactly `bits` bits, up to the error of the Miller–Rabin test: a composite number passes
 * its 64 rounds with probability at most 4⁻⁶⁴ (Rabin 1980).
 */
export function randomPrime(random: RandomIntegers, bits: number): bigint {
  for (;;) {
    const candidate = random.bits(bits) | (1n << BigInt(bits - 1)) | 1n;
    if (SMALL_PRIMES.every((p) => candidate % p !== 0n) && isProbablePrime(candidate, random, ROUNDS)) return candidate;
  }
}

const SMALL_PRIMES = [3n, 5n, 7n, 11n, 13n, 17n, 19n, 23n, 29n, 31n, 37n, 41n, 43n, 47n];

/** Miller–Rabin with random bases, for odd n > 3: false is certain, true errs with probability at most 4^−rounds. */
export function isProbablePrime(n: bigint, random: RandomIntegers, rounds: number): boolean {
  let odd = n - 1n;
  let twos = 0;
  while ((odd & 1n) === 0n) {
    odd >>= 1n;
    twos++;
  }
  for (let round = 0; round < rounds; round++) {
    let x = powerModulo(2n + random.below(n - 3n), odd, n);
    if (x === 1n || x === n - 1n) continue;
    let witness = true;
    for (let i = 1; i < twos && witness; i++) {
      x = (x * x) % n;
      if (x === n - 1n) witness = false;
    }
    if (witness) return false;
  }
  return true;
}

/** base^exponent mod n. */
export function powerModulo(base: bigint, exponent: bigint, n: bigint): bigint {
  let result = 1n;
  let square = base % n;
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if ((rest & 1n) === 1n) result = (result * square) % n;
    square = (square * square) % n;
  }
  return result;
}

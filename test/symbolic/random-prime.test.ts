import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { key } from '../../src/base/philox.ts';
import { isProbablePrime, powerModulo, RandomIntegers, randomPrime } from '../../src/symbolic/random-prime.ts';

const random = (stream = 'test', seed = 1): RandomIntegers => new RandomIntegers(key(seed, stream));

/** The primes up to a limit, by the sieve of Eratosthenes. */
function sieve(limit: number): Set<number> {
  const composite = new Uint8Array(limit + 1);
  const primes = new Set<number>();
  for (let n = 2; n <= limit; n++) {
    if (composite[n] === 1) continue;
    primes.add(n);
    for (let m = n * n; m <= limit; m += n) composite[m] = 1;
  }
  return primes;
}

describe('isProbablePrime', () => {
  test('finds the odd primes up to 10,000', () => {
    const primes = sieve(10_000);
    const source = random();
    for (let n = 5; n <= 10_000; n += 2) expect(isProbablePrime(BigInt(n), source, 24), `${n}`).toBe(primes.has(n));
  });

  test('rejects Carmichael numbers', () => {
    // OEIS A002997, and Chernick's (6 m + 1)(12 m + 1)(18 m + 1) with all factors prime (m = 1, 6, 35, 45, 51, 55, 56).
    const known = [561n, 1105n, 1729n, 2465n, 2821n, 6601n, 8911n, 10585n, 15841n, 29341n, 41041n, 825265n, 321197185n];
    const chernick = [1n, 6n, 35n, 45n, 51n, 55n, 56n].map((m) => (6n * m + 1n) * (12n * m + 1n) * (18n * m + 1n));
    for (const n of [...known, ...chernick]) {
      expect(powerModulo(2n, n - 1n, n), `${n} fools Fermat's test`).toBe(1n);
      expect(isProbablePrime(n, random(), 64), `${n}`).toBe(false);
    }
  });

  test('rejects strong pseudoprimes to many bases', () => {
    // ψ_1 … ψ_12, the least strong pseudoprimes to the first 1 … 12 prime bases (Pomerance, Selfridge, Wagstaff; Jaeschke; Sorenson, Webster).
    const strong = [
      2047n,
      1373653n,
      25326001n,
      3215031751n,
      2152302898747n,
      3474749660383n,
      341550071728321n,
      3825123056546413051n,
      318665857834031151167461n,
    ];
    for (const n of strong) expect(isProbablePrime(n, random(), 64), `${n}`).toBe(false);
    // Arnault's composite of 397 digits, a strong pseudoprime to every prime base below 307 (J. Symbolic Computation 20, 1995).
    const p =
      29674495668685510550154174642905332730771991799853043350995075531276838753171770199594238596428121188033664754218345562493168782883n;
    expect(isProbablePrime(p * (313n * (p - 1n) + 1n) * (353n * (p - 1n) + 1n), random(), 64)).toBe(false);
  });

  test('accepts large primes', () => {
    // Mersenne primes, and the primes of curve25519 and secp256k1.
    for (const p of [2n ** 61n - 1n, 2n ** 127n - 1n, 2n ** 521n - 1n, 2n ** 255n - 19n, 2n ** 256n - 2n ** 32n - 977n])
      expect(isProbablePrime(p, random(), 64)).toBe(true);
    expect(isProbablePrime(2n ** 67n - 1n, random(), 64)).toBe(false);
  });
});

describe('randomPrime', () => {
  test('has the bits asked for, and is prime', () => {
    for (const bits of [12, 32, 61, 128]) {
      for (let seed = 0; seed < 10; seed++) {
        const p = randomPrime(random('primes', seed), bits);
        expect(p.toString(2).length).toBe(bits);
        // Fermat's test with bases of its own, apart from Miller and Rabin's.
        for (const base of [2n, 3n, 5n, 7n, 11n]) expect(powerModulo(base, p - 1n, p)).toBe(1n);
      }
    }
  });

  test('is prime where a sieve can tell', () => {
    const primes = sieve(4096);
    const found = Array.from({ length: 200 }, (_, seed) => Number(randomPrime(random('small', seed), 12)));
    expect(found.every((p) => primes.has(p))).toBe(true);
    // 255 primes have 12 bits; 200 draws of them hit more than 60 but with probability below C(255, 60) (60/255)^200 < 2^−190.
    expect(new Set(found).size).toBeGreaterThan(60);
  });

  test('depends on the key only', () => {
    expect(randomPrime(random('a', 3), 128)).toBe(randomPrime(random('a', 3), 128));
    expect(randomPrime(random('a', 3), 128)).not.toBe(randomPrime(random('a', 4), 128));
    expect(randomPrime(random('a', 3), 128)).not.toBe(randomPrime(random('b', 3), 128));
  });
});

describe('RandomIntegers', () => {
  test('below a bound are below it, and reach every value of a small one', () => {
    const source = random('below');
    fc.assert(fc.property(fc.bigInt({ min: 1n, max: 2n ** 200n }), (bound) => source.below(bound) < bound));
    // 300 draws miss one of 7 values with probability below 7 (6/7)^300 < 2^−63.
    expect(new Set(Array.from({ length: 300 }, () => source.below(7n))).size).toBe(7);
    expect(source.below(1n)).toBe(0n);
  });
});

test('powerModulo is the power, reduced', () => {
  fc.assert(
    fc.property(
      fc.bigInt({ min: 0n, max: 1000n }),
      fc.bigInt({ min: 0n, max: 60n }),
      fc.bigInt({ min: 2n, max: 10_000n }),
      (base, exponent, n) => powerModulo(base, exponent, n) === base ** exponent % n,
    ),
  );
});

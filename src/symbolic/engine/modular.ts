/** Arithmetic modulo primes below 2^26 in doubles, and the primes. Residues are balanced: in [−p/2, p/2]. */

// Adding and subtracting 1.5 · 2^52 rounds to the nearest integer, and is much quicker than Math.round.
const ROUND = 6755399441055744;

/** x − p · nearest(x/p) for |x| < 2^52. */
export const reduced = (x: number, p: number): number => x - p * (x / p + ROUND - ROUND);

/** a b mod p for balanced residues. */
export const multiplied = (a: number, b: number, p: number): number => reduced(a * b, p);

/** The balanced residue of an integer-valued double of any size below 2^53. */
export const residueOf = (n: number, p: number): number => reduced(n % p, p);

/** a⁻¹ mod p, for a not divisible by the prime p. */
export function inverted(a: number, p: number): number {
  let [r, s] = [p, 0];
  let [nextR, nextS] = [((a % p) + p) % p, 1];
  while (nextR !== 0) {
    const quotient = Math.floor(r / nextR);
    [r, nextR] = [nextR, r - quotient * nextR];
    [s, nextS] = [nextS, s - quotient * nextS];
  }
  return reduced(s, p);
}

function isPrime(n: number): boolean {
  if (n % 2 === 0) return n === 2;
  for (let factor = 3; factor * factor <= n; factor += 2) if (n % factor === 0) return false;
  return n > 1;
}

const found = new Map<number, { readonly primes: number[]; next: number }>();

/** The `count` largest primes up to `largest`. */
export function primesUpTo(largest: number, count: number): readonly number[] {
  let state = found.get(largest);
  if (state === undefined) {
    state = { primes: [], next: largest % 2 === 0 ? largest - 1 : largest };
    found.set(largest, state);
  }
  while (state.primes.length < count) {
    if (isPrime(state.next)) state.primes.push(state.next);
    state.next -= 2;
  }
  return state.primes.slice(0, count);
}

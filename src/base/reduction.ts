/** Many fractions over one denominator, each in lowest terms, without a long gcd for each. */
import { gcd, type Rational, rational } from './rational.ts';

/** Denominators below this are quick enough by gcd. */
const SHORT = 2n ** 128n;
const LARGEST_PRIME = 2 ** 16;
/** Products of primes taken at a time stay below this, so that their residues are safe integers. */
const CHUNK = 2 ** 50;

interface PrimePower {
  readonly prime: number;
  /** prime^(2^k) for k = 0, 1, … up to the exponent in the denominator. */
  readonly powers: readonly bigint[];
  readonly exponent: number;
}

/**
 * n ↦ n/denominator in lowest terms. The denominators of networks are products of small primes: those are found once, by
 * trial division, and then a remainder modulo several primes at a time says which of them divide a numerator at all.
 */
export function reduction(denominator: bigint): (numerator: bigint) => Rational {
  if (denominator < SHORT || (denominator & (denominator - 1n)) === 0n)
    return (numerator) => rational(numerator, denominator);
  const { primes, cofactor } = smallFactors(denominator);
  const chunks = chunksOf(primes);
  return (numerator) => {
    if (numerator === 0n) return rational(0n);
    let [n, d] = [numerator, denominator];
    for (const { product, members } of chunks) {
      const residue = Number(numerator % product);
      for (const { prime, powers, exponent } of members) {
        if (residue % prime !== 0) continue;
        // The exponent of the prime in n, up to that in d, by halving steps.
        let left = exponent;
        for (let k = powers.length - 1; k >= 0; k--) {
          const power = powers[k]!;
          if (left < 2 ** k || n % power !== 0n) continue;
          n /= power;
          d /= power;
          left -= 2 ** k;
        }
      }
    }
    if (cofactor === 1n) return { numerator: n, denominator: d };
    const common = gcd(n, cofactor);
    return common === 1n ? { numerator: n, denominator: d } : { numerator: n / common, denominator: d / common };
  };
}

function smallFactors(n: bigint): { primes: readonly PrimePower[]; cofactor: bigint } {
  const primes: PrimePower[] = [];
  let rest = n;
  for (const prime of smallPrimes()) {
    if (rest === 1n) break;
    const p = BigInt(prime);
    let exponent = 0;
    while (rest % p === 0n) {
      rest /= p;
      exponent++;
    }
    if (exponent === 0) continue;
    const powers = [p];
    while (2 ** powers.length <= exponent) powers.push(powers.at(-1)! ** 2n);
    primes.push({ prime, powers, exponent });
  }
  return { primes, cofactor: rest };
}

function chunksOf(primes: readonly PrimePower[]): readonly { product: bigint; members: readonly PrimePower[] }[] {
  const chunks: { product: bigint; members: PrimePower[] }[] = [];
  for (const member of primes) {
    const last = chunks.at(-1);
    const p = BigInt(member.prime);
    if (last === undefined || Number(last.product) * member.prime > CHUNK)
      chunks.push({ product: p, members: [member] });
    else {
      last.members.push(member);
      last.product *= p;
    }
  }
  return chunks;
}

let sieved: readonly number[] | undefined;

/** The primes below 2^16. */
function smallPrimes(): readonly number[] {
  if (sieved === undefined) {
    const composite = new Uint8Array(LARGEST_PRIME);
    const primes: number[] = [];
    for (let n = 2; n < LARGEST_PRIME; n++) {
      if (composite[n] === 1) continue;
      primes.push(n);
      for (let m = n * n; m < LARGEST_PRIME; m += n) composite[m] = 1;
    }
    sieved = primes;
  }
  return sieved;
}

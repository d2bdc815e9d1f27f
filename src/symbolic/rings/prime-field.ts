import { exactValue } from '../../base/coefficient.ts';
import { InputError } from '../../base/errors.ts';
import { formatRational, type Rational } from '../../base/rational.ts';
import type { Ring } from '../ring.ts';

export interface PrimeField extends Ring<bigint> {
  readonly characteristic: bigint;
  /** The image of a rational. Throws {@link InputError} when p divides the denominator. */
  fromRational(q: Rational): bigint;
  /** The residue of an integer. */
  reduce(a: bigint): bigint;
}

/** The integers modulo a prime p, residues 0 … p − 1. The caller vouches for the primality. */
export function primeField(p: bigint): PrimeField {
  const reduce = (a: bigint): bigint => {
    const r = a % p;
    return r < 0n ? r + p : r;
  };
  const inverses = new Map<bigint, bigint>();
  const fromRational = (q: Rational): bigint => {
    if (q.denominator === 1n) return reduce(q.numerator);
    let inverse = inverses.get(q.denominator);
    if (inverse === undefined) {
      const residue = reduce(q.denominator);
      if (residue === 0n)
        throw new InputError(`F_${p}`, `${formatRational(q)} has no image: the prime divides its denominator`);
      inverse = modularInverse(residue, p);
      inverses.set(q.denominator, inverse);
    }
    return reduce(q.numerator * inverse);
  };
  return {
    name: `F_${p}`,
    characteristic: p,
    zero: 0n,
    one: 1n % p,
    from: (c) => fromRational(exactValue(c)),
    fromRational,
    reduce,
    add: (a, b) => (a + b >= p ? a + b - p : a + b),
    mul: (a, b) => (a * b) % p,
    equal: (a, b) => a === b,
  };
}

/** a⁻¹ mod p for 0 < a < p, by the extended Euclidean algorithm. */
function modularInverse(a: bigint, p: bigint): bigint {
  let [r, s] = [p, 0n];
  let [nextR, nextS] = [a, 1n];
  while (nextR !== 0n) {
    const quotient = r / nextR;
    [r, nextR] = [nextR, r - quotient * nextR];
    [s, nextS] = [nextS, s - quotient * nextS];
  }
  return s < 0n ? s + p : s;
}

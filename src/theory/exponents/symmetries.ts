/** Orthogonal symmetries of a polynomial that its monomials show: changes of sign, and exchanges of two coordinates. */
import { factorsOf } from '../../symbolic/monomials.ts';
import { scale } from '../../symbolic/operations/arithmetic.ts';
import { equal } from '../../symbolic/operations/compare.ts';
import { support } from '../../symbolic/operations/structure.ts';
import { substitute } from '../../symbolic/operations/substitute.ts';
import { type Polynomial, variablePolynomial } from '../../symbolic/polynomial.ts';

/** g with f ∘ g = f, and a vector that g reverses. */
export interface Symmetry {
  readonly description: string;
  readonly reversed: readonly bigint[];
}

/** Coordinates whose signs can be changed together without changing f; undefined when there are none. */
export function signSymmetry(f: Polynomial): Symmetry | undefined {
  const rows: { readonly pivot: bigint; bits: bigint }[] = [];
  for (let t = 0; t < f.length; t++) {
    let bits = 0n;
    for (const [v, n] of factorsOf(f.monomials, t)) if (n % 2 === 1) bits |= 1n << BigInt(v);
    for (const row of rows) if ((bits & row.pivot) !== 0n) bits ^= row.bits;
    if (bits === 0n) continue;
    const pivot = bits & -bits;
    for (const row of rows) if ((row.bits & pivot) !== 0n) row.bits ^= bits;
    rows.push({ pivot, bits });
  }
  // A coordinate that is no pivot is free: its sign and those of the pivots beside it change together.
  const free = support(f)
    .map((name) => f.variables.indexOf(name))
    .find((v) => rows.every(({ pivot }) => pivot !== 1n << BigInt(v)));
  if (free === undefined) return undefined;
  let flipped = 1n << BigInt(free);
  for (const { pivot, bits } of rows) if ((bits & (1n << BigInt(free))) !== 0n) flipped |= pivot;
  const names = f.variables.filter((_, v) => (flipped & (1n << BigInt(v))) !== 0n);
  return {
    description: `the sign${names.length === 1 ? '' : 's'} of ${names.join(', ')} can be changed${names.length === 1 ? '' : ' together'}`,
    reversed: f.variables.map((_, v) => (v === free ? 1n : 0n)),
  };
}

const MOST_COORDINATES = 12;

/** Pairs of coordinates that f does not tell apart, as x_i ↔ x_j or x_i ↔ −x_j. None are looked for beyond 12 coordinates. */
export function* exchanges(f: Polynomial): Generator<Symmetry> {
  const names = support(f);
  if (names.length > MOST_COORDINATES) return;
  for (const [i, first] of names.entries())
    for (const second of names.slice(i + 1))
      for (const sign of [1, -1]) {
        const image = substitute(f, {
          [first]: scale(sign, variablePolynomial(f.variables, second)),
          [second]: scale(sign, variablePolynomial(f.variables, first)),
        });
        if (!equal(image, f)) continue;
        yield {
          description: `${first} and ${sign === 1 ? '' : '−'}${second} can be exchanged`,
          reversed: f.variables.map((name) => (name === first ? 1n : name === second ? BigInt(-sign) : 0n)),
        };
      }
}

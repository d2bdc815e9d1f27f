/** Orthogonal symmetries of a polynomial that its monomials show: changes of sign, exchanges, and permutations with signs. */
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

const MOST_PERMUTED = 7;

/** x ↦ g x with f ∘ g = f. */
export interface SignedPermutation {
  readonly description: string;
  apply(v: readonly bigint[]): readonly bigint[];
}

/**
 * Permutations of coordinates, signs changed where that takes, that leave f as it is: one for each permutation that has any,
 * the identity left out. None are looked for beyond 7 coordinates.
 */
export function* signedPermutations(f: Polynomial): Generator<SignedPermutation> {
  const places = support(f).map((name) => f.variables.indexOf(name));
  if (places.length > MOST_PERMUTED) return;
  const terms = new Map<string, { readonly exponents: readonly number[]; readonly coefficient: bigint }>();
  for (let t = 0; t < f.length; t++) {
    const exponents = places.map(() => 0);
    for (const [v, n] of factorsOf(f.monomials, t)) exponents[places.indexOf(v)] = n;
    terms.set(exponents.join(), { exponents, coefficient: f.numerators[t]! });
  }
  for (const to of permutations(places.length)) {
    if (to.every((image, i) => image === i)) continue;
    const signs = signsFor(terms, to);
    if (signs === undefined) continue;
    const name = (i: number): string => f.variables[places[i]!]!;
    const images = to.map((image, i) => `${signs[i] === 1 ? '' : '−'}${name(image)}`);
    yield {
      description: `(${to.map((_, i) => name(i)).join(', ')}) can be replaced by (${images.join(', ')})`,
      apply: (v) => {
        const moved = [...v];
        to.forEach((image, i) => {
          moved[places[image]!] = BigInt(signs[i]!) * v[places[i]!]!;
        });
        return moved;
      },
    };
  }
}

function* permutations(n: number): Generator<readonly number[]> {
  if (n === 0) yield [];
  else
    for (const rest of permutations(n - 1))
      for (let at = 0; at < n; at++) yield [...rest.slice(0, at), n - 1, ...rest.slice(at)];
}

/** Signs ε with f(ε₁ x_(to 1), ε₂ x_(to 2), …) = f, from linear equations modulo 2; undefined where there are none. */
function signsFor(
  terms: ReadonlyMap<string, { readonly exponents: readonly number[]; readonly coefficient: bigint }>,
  to: readonly number[],
): readonly number[] | undefined {
  const n = to.length;
  const rows: { readonly pivot: number; readonly bits: number }[] = [];
  for (const { exponents, coefficient } of terms.values()) {
    const image = new Array<number>(n).fill(0);
    to.forEach((at, i) => {
      image[at] = exponents[i]!;
    });
    const other = terms.get(image.join())?.coefficient;
    if (other === undefined || (other !== coefficient && other !== -coefficient)) return undefined;
    // Bit n is the right-hand side.
    let bits = other === coefficient ? 0 : 1 << n;
    exponents.forEach((e, i) => {
      if (e % 2 === 1) bits |= 1 << i;
    });
    for (const row of rows) if ((bits & row.pivot) !== 0) bits ^= row.bits;
    const left = bits & ((1 << n) - 1);
    if (left === 0) {
      if (bits !== 0) return undefined;
      continue;
    }
    rows.push({ pivot: left & -left, bits });
  }
  const signs = new Array<number>(n).fill(1);
  // From the last row on, so that pivots in earlier ones are settled by later ones; free signs are 1.
  for (const { pivot, bits } of [...rows].reverse()) {
    let value = (bits >> n) & 1;
    for (let i = 0; i < n; i++) if (1 << i !== pivot && (bits & (1 << i)) !== 0 && signs[i] === -1) value ^= 1;
    signs[31 - Math.clz32(pivot)] = value === 1 ? -1 : 1;
  }
  return signs;
}

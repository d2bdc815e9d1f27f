/** Terms from one kind of key to another: sums have keys that are short, products have keys that add up. */
import type { Monomials } from '../monomials.ts';
import type { PackedNumerators } from '../term-list.ts';
import type { TermPair } from './coefficient-form.ts';
import { ExponentKeys, type KeySpace } from './key-space.ts';
import { sumOfTermProducts } from './products.ts';
import { monomialsOfTerms, type SparseTerms, type TermStore } from './sparse-terms.ts';

export class Rekeying {
  readonly #store: TermStore;
  readonly #home: KeySpace;

  constructor(store: TermStore, home: KeySpace) {
    this.#store = store;
    this.#home = home;
  }

  /** Terms of given monomials and coefficients, in the home space. */
  fromIntegers(monomials: Monomials, { words, limbs, bits, sumBits }: PackedNumerators): SparseTerms {
    const { length, starts, variables, exponents } = monomials;
    const integers = new Uint32Array(words.buffer, words.byteOffset, words.length);
    const { units } = this.#home;
    const keys = new Uint32Array(length * units);
    for (let t = 0; t < length; t++)
      this.#home.write(keys, t * units, variables, exponents, starts[t]!, starts[t + 1]!);
    const place = { resident: false, keys, integers } as const;
    return { space: this.#home, length, limbs, bits, sumBits, place, monomials };
  }

  /** a b in the home space, by keys of exponents in the variables of both. */
  product(a: SparseTerms, b: SparseTerms): SparseTerms {
    const left = monomialsOfTerms(this.#store, a);
    const right = a === b ? left : monomialsOfTerms(this.#store, b);
    const largest = new Map<number, number>();
    for (const { variables, exponents } of [left, right]) {
      const own = new Map<number, number>();
      variables.forEach((v, i) => {
        if (exponents[i]! > (own.get(v) ?? 0)) own.set(v, exponents[i]!);
      });
      for (const [v, exponent] of own) largest.set(v, (largest.get(v) ?? 0) + exponent);
    }
    const used = [...largest.keys()].sort((u, v) => u - v);
    const position = new Map(used.map((v, i) => [v, i]));
    const capacities = used.map((v) => largest.get(v)!);
    const space = new ExponentKeys(
      capacities,
      capacities.reduce((sum, e) => sum + e, 0),
    );
    const local = (given: SparseTerms, { starts, variables, exponents }: Monomials): SparseTerms => {
      const { monomials: _, ...terms } = given;
      const own = variables.map((v) => position.get(v)!);
      const keys = this.#keys(space, terms.length, (t) => [own, exponents, starts[t]!, starts[t + 1]!]);
      return { ...terms, space, place: { resident: false, keys, integers: this.#integers(given) } };
    };
    const f = local(a, left);
    const result = sumOfTermProducts(this.#store, space, [[f, a === b ? f : local(b, right)]]);
    const { starts, variables, exponents } = monomialsOfTerms(this.#store, result);
    const global = variables.map((i) => used[i]!);
    const keys = this.#keys(this.#home, result.length, (t) => [global, exponents, starts[t]!, starts[t + 1]!]);
    return { ...result, space: this.#home, place: { resident: false, keys, integers: this.#integers(result) } };
  }

  /** A constant and terms whose product is that of one term and others. */
  shifted(single: SparseTerms, terms: SparseTerms): TermPair {
    const factor = monomialsOfTerms(this.#store, single);
    if (factor.variables.length === 0) return [single, terms];
    const monomials = monomialsOfTerms(this.#store, terms);
    const keys = this.#keys(this.#home, terms.length, (t) => merged(monomials, t, factor));
    const { monomials: _single, ...coefficient } = single;
    const { monomials: _terms, ...others } = terms;
    const constant = {
      ...coefficient,
      place: {
        resident: false,
        keys: new Uint32Array(this.#home.units),
        integers: this.#integers(single),
      },
    } as const;
    return [constant, { ...others, place: { resident: false, keys, integers: this.#integers(terms) } }];
  }

  #integers({ place, length, limbs }: SparseTerms): Uint32Array {
    return place.resident ? this.#store.kernel.take(place.integers, length * limbs) : place.integers;
  }

  #keys(space: KeySpace, length: number, factors: (t: number) => FactorRange): Uint32Array {
    const keys = new Uint32Array(length * space.units);
    for (let t = 0; t < length; t++) space.write(keys, t * space.units, ...factors(t));
    return keys;
  }
}

type FactorRange = readonly [variables: ArrayLike<number>, exponents: ArrayLike<number>, from: number, to: number];

/** The factors of monomial t times those of a single one. */
function merged({ starts, variables, exponents }: Monomials, t: number, factor: Monomials): FactorRange {
  const mergedVariables: number[] = [];
  const mergedExponents: number[] = [];
  let i = starts[t]!;
  let j = 0;
  const end = starts[t + 1]!;
  while (i < end || j < factor.variables.length) {
    const u = i < end ? variables[i]! : Infinity;
    const v = j < factor.variables.length ? factor.variables[j]! : Infinity;
    mergedVariables.push(Math.min(u, v));
    mergedExponents.push((u <= v ? exponents[i++]! : 0) + (v <= u ? factor.exponents[j++]! : 0));
  }
  return [mergedVariables, mergedExponents, 0, mergedVariables.length];
}

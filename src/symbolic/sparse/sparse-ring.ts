/** Q[x₀, …, x_{n−1}] at speed: sparse polynomials with packed monomials and coefficients, multiplied in WebAssembly. */
import { exactValue } from '../../base/coefficient.ts';
import { lcm, type Rational } from '../../base/rational.ts';
import type { Monomials } from '../monomials.ts';
import type { Ring } from '../ring.ts';
import type { PackedNumerators } from '../term-list.ts';
import type { TermPair } from './coefficient-form.ts';
import { ExponentKeys, type KeySpace, VariableListKeys } from './key-space.ts';
import { sumOfTermProducts } from './products.ts';
import { Rekeying } from './rekeying.ts';
import { withSparseKernel } from './sparse-kernel.ts';
import { type SparseTerms, TermStore } from './sparse-terms.ts';

/** numerator / denominator, with an integer polynomial above; not reduced, so equal values may look different. */
export interface SparseFraction {
  readonly terms: SparseTerms;
  readonly denominator: bigint;
}

export interface SparseRing extends Ring<SparseFraction> {
  sumOfProducts(fs: readonly SparseFraction[], gs: readonly SparseFraction[]): SparseFraction;
  constant(c: Rational): SparseFraction;
  /** The variable x_i. */
  variable(i: number): SparseFraction;
  /** A polynomial of distinct monomials, highest exponents and degree within the ring's bounds. */
  fromTerms(monomials: Monomials, numerators: PackedNumerators, denominator: bigint): SparseFraction;
  readonly store: TermStore;
}

/** Bounds of all that is computed in a ring. */
export interface RingBounds {
  /** The largest exponent of each variable. */
  readonly exponents: ArrayLike<number>;
  readonly degree: number;
}

/** Keys of exponents are used up to this many 64-bit words; beyond it, keys that list variables when they are shorter. */
const LONGEST_EXPONENT_KEYS = 4;

/** The keys that sums are collected in. */
export function homeSpace({ exponents, degree }: RingBounds): KeySpace {
  const fields = new ExponentKeys(exponents, degree);
  if (fields.units <= 2 * LONGEST_EXPONENT_KEYS) return fields;
  const list = new VariableListKeys(exponents.length, degree);
  return list.units < fields.units ? list : fields;
}

/** Runs `use` with a ring whose elements have keys in a space, see {@link homeSpace}; they must not outlive the call. */
export function withSparseRing<T>(home: KeySpace, use: (ring: SparseRing) => T): T {
  return withSparseKernel((kernel) => use(sparseRing(new TermStore(kernel), home)));
}

function sparseRing(store: TermStore, home: KeySpace): SparseRing {
  const rekeying = new Rekeying(store, home);
  const nothing: SparseTerms = {
    space: home,
    length: 0,
    limbs: 2,
    bits: 0,
    sumBits: 0,
    place: { resident: false, keys: new Uint32Array(0), integers: new Uint32Array(0) },
  };
  const zero: SparseFraction = { terms: nothing, denominator: 1n };
  const monomial = (coefficient: bigint, variables: readonly number[], exponents: readonly number[]): SparseTerms =>
    store.single(home, coefficient, (keys, at) => home.write(keys, at, variables, exponents, 0, variables.length));
  const constant = ({ numerator, denominator }: Rational): SparseFraction =>
    numerator === 0n ? zero : { terms: monomial(numerator, [], []), denominator };
  const unit = monomial(1n, [], []);
  const one: SparseFraction = { terms: unit, denominator: 1n };

  /** Σ a b in the home space. */
  const sum = (pairs: readonly TermPair[]): SparseTerms => {
    store.settle();
    if (home.additive) return sumOfTermProducts(store, home, pairs);
    const [only] = pairs;
    if (pairs.length === 1 && only![0].length > 1 && only![1].length > 1) return rekeying.product(only![0], only![1]);
    return sumOfTermProducts(
      store,
      home,
      pairs.map(([a, b]): TermPair => {
        if (a.length > 1 && b.length > 1) return [unit, rekeying.product(a, b)];
        return a.length === 1 ? rekeying.shifted(a, b) : rekeying.shifted(b, a);
      }),
    );
  };
  const scaled = (f: SparseTerms, factor: bigint): SparseTerms =>
    factor === 1n ? f : sumOfTermProducts(store, home, [[monomial(factor, [], []), f]]);

  const sumOfProducts = (fs: readonly SparseFraction[], gs: readonly SparseFraction[]): SparseFraction => {
    const pairs: (readonly [SparseFraction, SparseFraction])[] = [];
    let integral = true;
    for (let k = 0; k < fs.length; k++) {
      const [f, g] = [fs[k]!, gs[k]!];
      if (f.terms.length === 0 || g.terms.length === 0) continue;
      pairs.push([f, g]);
      if (f.denominator !== 1n || g.denominator !== 1n) integral = false;
    }
    if (pairs.length === 0) return zero;
    if (integral) return { terms: sum(pairs.map(([f, g]) => [f.terms, g.terms])), denominator: 1n };
    const denominator = pairs.reduce((common, [f, g]) => lcm(common, f.denominator * g.denominator), 1n);
    // The shorter factor of each product carries what is missing from the common denominator.
    const terms = pairs.map(([f, g]): TermPair => {
      const missing = denominator / (f.denominator * g.denominator);
      if (missing === 1n) return [f.terms, g.terms];
      return f.terms.length <= g.terms.length
        ? [scaled(f.terms, missing), g.terms]
        : [f.terms, scaled(g.terms, missing)];
    });
    return { terms: sum(terms), denominator };
  };

  return {
    name: 'Q[x] (sparse, packed)',
    store,
    zero,
    one,
    constant,
    from: (c) => (c === 0 ? zero : c === 1 ? one : constant(exactValue(c))),
    variable: (i) => ({ terms: monomial(1n, [i], [1]), denominator: 1n }),
    fromTerms: (monomials, numerators, denominator) => ({
      terms: rekeying.fromIntegers(monomials, numerators),
      denominator,
    }),
    add: (f, g) => sumOfProducts([one, one], [f, g]),
    mul(f, g) {
      if (f === one) return g;
      return g === one ? f : sumOfProducts([f], [g]);
    },
    sumOfProducts(fs, gs) {
      if (fs.length === 1 && fs[0] === one) return gs[0]!;
      return sumOfProducts(fs, gs);
    },
    equal(f, g) {
      if (f === g) return true;
      if (f.terms.length !== g.terms.length) return false;
      const minus = constant({ numerator: -1n, denominator: 1n });
      return sumOfProducts([one, minus], [f, g]).terms.length === 0;
    },
  };
}

/** Moments of Gaussians with rational or polynomial entries, as integers over powers of a common denominator. */
import { absolute, lcm } from '../base/rational.ts';
import { namesIn } from './covariance.ts';
import { gaussianMoments } from './gaussian-moments.ts';
import type { MomentRequest, Moments } from './measure.ts';
import { degreeOfFactors, type Factor, factorsOf } from './monomials.ts';
import { degree, type Polynomial } from './polynomial.ts';
import { power, type Ring } from './ring.ts';
import { SafeIntegers } from './rings/safe-integers.ts';
import { monomialCount } from './rings/support.ts';

/** C_ij and E[x_i] as polynomials in parameters; undefined is zero. */
export interface GaussianEntries {
  covariance(i: number, j: number): Polynomial | undefined;
  mean(i: number): Polynomial | undefined;
  /** Whether the covariance is the identity, without a matrix. */
  readonly identity: boolean;
}

/**
 * E[x^α] as numerator/denominator. Where every moment is proved to stay within ±2^53, the table is in doubles.
 * Throws {@link TooLargeError} when the table would not fit.
 */
export function integerMoments<T>(request: MomentRequest<T>, entries: GaussianEntries): Moments<T> {
  const { ring, parameter, variables, monomials } = request;
  const { covariance, mean, identity } = entries;
  const used = [...new Set(monomials.flatMap((factors) => factors.map(([variable]) => variable)))];
  const means = used.flatMap((i) => mean(i) ?? []);
  const products = used.flatMap((i) =>
    identity ? covariance(i, i)! : used.flatMap((j) => (j > i ? [] : (covariance(i, j) ?? []))),
  );
  const denominator = products.reduce((common, entry) => lcm(common, entry.denominator), 1n);
  // Moments of s x have the covariance s² C and the mean s m, which are integers; where the mean is zero, s² alone matters.
  const centred = means.length === 0;
  const s = centred ? 1n : means.reduce((common, entry) => lcm(common, entry.denominator), rootMultiple(denominator));
  const square = centred ? denominator : s * s;
  const terms = termBound([...means, ...products], centred);
  /** The table over a ring, the parameters given in it. */
  const table = <S>(over: Ring<S>, symbol: (name: string) => S): ((factors: readonly Factor[]) => S) => {
    const lift = liftTo(over, symbol);
    const scaledBy = (scale: bigint): ((entry: Polynomial | undefined) => S | undefined) => {
      const known = new Map<Polynomial, S>();
      return (entry) => {
        if (entry === undefined) return undefined;
        const value = known.get(entry) ?? lift(entry, scale);
        known.set(entry, value);
        return value;
      };
    };
    const [scaledProduct, scaledMean] = [scaledBy(square), scaledBy(s)];
    return gaussianMoments<S>(
      {
        ring: over,
        covariance: (i, j) => scaledProduct(covariance(i, j)),
        mean: (i) => scaledMean(mean(i)),
        linked: (i, j) => covariance(i, j) !== undefined,
        diagonal: identity,
        momentTerms: terms,
      },
      variables.length,
      monomials,
    );
  };
  const top = monomials.reduce((most, factors) => Math.max(most, degreeOfFactors(factors)), 0);
  const moment = staysSafe(products, square, means, s, top)
    ? inRing(
        ring,
        table(SafeIntegers, () => SafeIntegers.zero),
      )
    : table(ring, parameter);
  const powers = [1n];
  const step = centred ? denominator : s;
  return (factors: readonly Factor[]) => {
    const total = degreeOfFactors(factors);
    const exponent = centred ? Math.floor(total / 2) : total;
    while (powers.length <= exponent) powers.push(powers.at(-1)! * step);
    return { numerator: moment(factors), denominator: powers[exponent]! };
  };
}

const inRing =
  <T>(ring: Ring<T>, moment: (factors: readonly Factor[]) => number) =>
  (factors: readonly Factor[]): T =>
    ring.from(moment(factors));

/**
 * Whether all moments of degree ≤ d of the scaled Gaussian, and all partial sums of the recursion, are integers within
 * ±2^53: |E[x^α]| ≤ B_|α| with B_k = m B_{k−1} + (k−1) M B_{k−2}, where M and m bound the entries of covariance and mean.
 */
function staysSafe(
  products: readonly Polynomial[],
  square: bigint,
  means: readonly Polynomial[],
  s: bigint,
  d: number,
): boolean {
  if ([...products, ...means].some((entry) => entry.monomials.variables.length > 0)) return false;
  const largest = (list: readonly Polynomial[], scale: bigint): bigint =>
    list.reduce((most, entry) => {
      const size = absolute(entry.numerators[0]! * scale) / entry.denominator;
      return size > most ? size : most;
    }, 1n);
  const [M, m] = [largest(products, square), means.length === 0 ? 0n : largest(means, s)];
  let [before, bound] = [0n, 1n];
  for (let k = 1; k <= d; k++) {
    [before, bound] = [bound, m * bound + BigInt(k - 1) * M * before];
    if (bound > SAFE || before > SAFE) return false;
  }
  return true;
}

const SAFE = BigInt(Number.MAX_SAFE_INTEGER);

/**
 * A bound of the number of terms of a moment of degree d: the monomials in the parameters, and the ways to make d factors
 * into pairs (and single ones, which the mean takes) times the terms of that many entries.
 */
function termBound(entries: readonly Polynomial[], centred: boolean): (degree: number) => number {
  const symbols = new Set(entries.flatMap((entry) => namesIn(entry))).size;
  if (symbols === 0) return () => 1;
  const largest = Math.max(...entries.map(({ length }) => length));
  const entryDegree = Math.max(...entries.map(degree));
  return (d) => {
    const factors = centred ? d / 2 : d;
    let [before, ways] = [1, 1];
    // Fewer pairings than (d−1)!!; matchings of d by T(d) = T(d−1) + (d−1) T(d−2).
    for (let k = 2; k <= d; k++)
      [before, ways] = [ways, centred ? (k % 2 === 0 ? ways * (k - 1) : ways) : ways + (k - 1) * before];
    return Math.min(monomialCount(symbols, Math.ceil(entryDegree * factors)), ways * largest ** Math.ceil(factors));
  };
}

/** Some s, not much larger than √q, with s² divisible by q: for the denominators of doubles, 2^⌈e/2⌉. */
function rootMultiple(q: bigint): bigint {
  let odd = q;
  let twos = 0n;
  while (odd % 2n === 0n) {
    odd /= 2n;
    twos++;
  }
  return odd << ((twos + 1n) / 2n);
}

/** scale · entry in the ring, an integer polynomial in the parameters. */
const liftTo =
  <T>(ring: Ring<T>, parameter: (name: string) => T) =>
  (entry: Polynomial, scale: bigint): T => {
    let sum = ring.zero;
    for (let t = 0; t < entry.length; t++) {
      const c = ring.from({ numerator: (entry.numerators[t]! * scale) / entry.denominator, denominator: 1n });
      const monomial = factorsOf(entry.monomials, t).reduce(
        (product, [variable, exponent]) =>
          ring.mul(product, power(ring, parameter(entry.variables[variable]!), exponent)),
        ring.one,
      );
      sum = ring.add(sum, ring.mul(c, monomial));
    }
    return sum;
  };

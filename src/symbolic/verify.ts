/** Verification of an expansion that does not trust it: both sides evaluated at random points modulo random primes. */
import { InputError } from '../base/errors.ts';
import { key } from '../base/philox.ts';
import { bitLength } from '../base/rational.ts';
import type { Network } from '../network/network.ts';
import type { Program } from '../network/program.ts';
import { sizeOf } from '../network/tensor.ts';
import { matchClaim, type Witness } from './claimed-outputs.ts';
import { indeterminateEntries, type Unknowns } from './indeterminates.ts';
import { interpolateOnSimplex } from './interpolate.ts';
import { interpret } from './interpret.ts';
import { type Difference, differences } from './operations/compare.ts';
import { degree, type Polynomial } from './polynomial.ts';
import type { PolynomialMap } from './polynomial-map.ts';
import { RandomIntegers, randomPrime } from './random-prime.ts';
import { Degree } from './rings/degree.ts';
import { Heights } from './rings/height.ts';
import { type PrimeField, primeField } from './rings/prime-field.ts';
import { QQ } from './rings/rationals.ts';
import { monomialCount } from './rings/support.ts';

export interface VerifyOptions {
  /** The seed of the primes and points; drawn afresh when left out, and reported. */
  readonly seed?: number;
  /** How many independent primes and points; 2 when left out. */
  readonly trials?: number;
  /** Expand a second time, by interpolation, up to this much work (points × operations × squared words of 256 bits, as common divisors cost). 500,000 when left out, 0 for never. */
  readonly interpolationWork?: number;
}

export interface OutputVerification {
  readonly name: string;
  readonly verdict: 'verified' | 'refuted';
  readonly witness?: Witness;
  /** The terms that differ (left: the network's, right: the given), where a second expansion found them; at most 10. */
  readonly differences?: readonly Difference[];
}

export interface Verification {
  readonly verdict: 'verified' | 'refuted';
  readonly outputs: readonly OutputVerification[];
  /** Outputs of the network that the polynomial does not claim. */
  readonly unchecked: readonly string[];
  /** A wrong polynomial passes with probability at most 2^this, over the choice of primes and points. */
  readonly errorProbabilityLog2: number;
  readonly trials: number;
  readonly seed: number;
  /** What the second, independent expansion said; undefined where it would be too much work. */
  readonly interpolation?: 'agrees' | 'differs';
}

const PRIME_BITS = 128;
/** There are more than 2^120 primes of 128 bits (π(2^128) − π(2^127) ≈ 2^127/(128 ln 2) > 2^120.5). */
const PRIMES_LOG2 = 120;
/** The number of candidates for a prime is below 2^20 but with negligible probability; each composite passes with ≤ 4^−64. */
const PRIMALITY_LOG2 = -108;
const DEFAULT_TRIALS = 2;
const DEFAULT_INTERPOLATION_WORK = 500_000;

/**
 * Whether polynomials are those of a network: a random prime of 128 bits, a random point modulo it, both sides
 * evaluated, and compared; twice (Schwartz 1980, Zippel 1979). A refutation is certain. A polynomial chosen without
 * knowledge of the seed passes wrongly with probability at most 2^errorProbabilityLog2, which is below 2^−64: for one
 * trial, deg/2^127 that the point is a root of the difference, (bits/127)/2^120 that the prime divides all its
 * numerators, 2^−108 that the prime is composite.
 *
 * Small cases are expanded a second time, by interpolation on a lattice, and compared term by term.
 *
 * Throws {@link InputError} when the variables are not the network's inputs (or its inputs and symbolic weights), or
 * an output is not one of its outputs.
 */
export function verify(
  network: Network,
  claimed: PolynomialMap | Polynomial,
  options: VerifyOptions = {},
): Verification {
  const { trials = DEFAULT_TRIALS, seed = freshSeed() } = options;
  if (!Number.isSafeInteger(trials) || trials < 1)
    throw new InputError('verify: trials', `expected a positive integer, got ${trials}`);
  const { names, program, unknowns, map, indices, unchecked } = matchClaim(network, claimed);
  const random = new RandomIntegers(key(seed, 'verify'));
  const witnesses: (Witness | undefined)[] = indices.map(() => undefined);
  for (let trial = 0; trial < trials; trial++) runTrial(program, unknowns, map, indices, random, witnesses);

  const second = interpolate(program, unknowns, indices, options.interpolationWork ?? DEFAULT_INTERPOLATION_WORK);
  const outputs = map.outputs.map(({ polynomial }, k): OutputVerification => {
    const found = second === undefined ? [] : differences(second[k]!, polynomial);
    const verdict = witnesses[k] === undefined && found.length === 0 ? 'verified' : 'refuted';
    return {
      name: names[indices[k]!]!,
      verdict,
      ...(witnesses[k] === undefined ? {} : { witness: witnesses[k] }),
      ...(found.length === 0 ? {} : { differences: found }),
    };
  });
  return {
    verdict: outputs.every(({ verdict }) => verdict === 'verified') ? 'verified' : 'refuted',
    outputs,
    unchecked,
    errorProbabilityLog2: Math.ceil(trials * trialErrorLog2(program, unknowns, map, indices)),
    trials,
    seed,
    ...(second === undefined
      ? {}
      : {
          interpolation: outputs.some(({ differences: found }) => found !== undefined)
            ? ('differs' as const)
            : ('agrees' as const),
        }),
  };
}

const freshSeed = (): number => {
  const [high, low] = crypto.getRandomValues(new Uint32Array(2)) as unknown as [number, number];
  return (high % 2 ** 21) * 2 ** 32 + low;
};

function runTrial(
  program: Program,
  unknowns: Unknowns,
  map: PolynomialMap,
  indices: readonly number[],
  random: RandomIntegers,
  witnesses: (Witness | undefined)[],
): void {
  for (;;) {
    const field = primeField(randomPrime(random, PRIME_BITS));
    const point = unknowns.variables.map(() => random.below(field.characteristic));
    try {
      const expected = interpret(program, field, {
        ...indeterminateEntries(unknowns, field, (i) => point[i]!),
        outputs: indices,
      });
      map.outputs.forEach(({ polynomial }, k) => {
        const at = polynomial.variables.map((name) => point[unknowns.variables.indexOf(name)]!);
        const got = evaluateModulo(polynomial, field, at);
        if (got === expected[k]) return;
        witnesses[k] ??= {
          prime: `${field.characteristic}`,
          point: point.map(String),
          network: `${expected[k]}`,
          polynomial: `${got}`,
        };
      });
      return;
    } catch (error) {
      // A prime that divides a denominator, of which there are next to none, is replaced by another.
      if (!(error instanceof InputError && error.where === field.name)) throw error;
    }
  }
}

/** f at a point of F_pⁿ. Throws {@link InputError} when p divides the denominator. */
export function evaluateModulo(f: Polynomial, field: PrimeField, point: readonly bigint[]): bigint {
  const p = field.characteristic;
  const powers = point.map((x) => [1n, x]);
  const { starts, variables, exponents } = f.monomials;
  let sum = 0n;
  for (let t = 0; t < f.length; t++) {
    let product = field.reduce(f.numerators[t]!);
    for (let i = starts[t]!; i < starts[t + 1]!; i++) {
      const known = powers[variables[i]!]!;
      while (known.length <= exponents[i]!) known.push((known.at(-1)! * known[1]!) % p);
      product = (product * known[exponents[i]!]!) % p;
    }
    sum += product;
  }
  return (field.reduce(sum) * field.fromRational({ numerator: 1n, denominator: f.denominator })) % p;
}

/** log₂ of a bound of the probability that one trial passes although some output is wrong. */
function trialErrorLog2(program: Program, unknowns: Unknowns, map: PolynomialMap, indices: readonly number[]): number {
  const bounds = interpret(program, Degree, { ...indeterminateEntries(unknowns, Degree, () => 1), outputs: indices });
  const heights = interpret(program, Heights, {
    ...indeterminateEntries(unknowns, Heights, () => Heights.one),
    outputs: indices,
  });
  const probabilities = map.outputs.map(({ polynomial }, k) => {
    const total = Math.max(1, bounds[k]!, degree(polynomial));
    const { norm, denominator } = heights[k]!;
    const largest = polynomial.numerators.reduce((most, numerator) => Math.max(most, bitLength(numerator)), 0);
    // A coefficient a/b of the difference has |a| ≤ norm · denominator' + |numerator'| · denominator.
    const bits = Math.max(bitLength(norm) + bitLength(polynomial.denominator), largest + bitLength(denominator)) + 1;
    return total * 2 ** -(PRIME_BITS - 1) + (bits / (PRIME_BITS - 1)) * 2 ** -PRIMES_LOG2 + 2 ** PRIMALITY_LOG2;
  });
  return Math.log2(Math.max(...probabilities));
}

/** The outputs by interpolation; undefined when it would take more than the given work. */
function interpolate(
  program: Program,
  unknowns: Unknowns,
  indices: readonly number[],
  work: number,
): readonly Polynomial[] | undefined {
  const bounds = interpret(program, Degree, { ...indeterminateEntries(unknowns, Degree, () => 1), outputs: indices });
  const total = Math.max(0, ...bounds);
  const operations = program.nodes.reduce((sum, node) => sum + sizeOf(node.shape), 0);
  const heights = interpret(program, Heights, {
    ...indeterminateEntries(unknowns, Heights, () => Heights.one),
    outputs: indices,
  });
  const bits = Math.max(...heights.map(({ norm }) => bitLength(norm)));
  if (monomialCount(unknowns.variables.length, total) * operations * (1 + (bits / 256) ** 2) > work) return undefined;
  const cache = new Map<string, readonly { numerator: bigint; denominator: bigint }[]>();
  const valuesAt = (point: readonly number[]): readonly { numerator: bigint; denominator: bigint }[] => {
    const name = point.join();
    const known = cache.get(name);
    if (known !== undefined) return known;
    const values = interpret(program, QQ, {
      ...indeterminateEntries(unknowns, QQ, (i) => QQ.from(point[i]!)),
      outputs: indices,
    });
    cache.set(name, values);
    return values;
  };
  return indices.map((_, k) => interpolateOnSimplex(unknowns.variables, total, (point) => valuesAt(point)[k]!));
}

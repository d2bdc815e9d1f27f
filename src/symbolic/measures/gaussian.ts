/** Gaussian vectors: standard, or with any mean and covariance, rational or symbolic. */
import { InputError } from '../../base/errors.ts';
import { lcm } from '../../base/rational.ts';
import { covarianceMatrix, numberOf, type SymbolicCoefficient, symbolicValue } from '../covariance.ts';
import { normal } from '../distributions/normal.ts';
import { gaussianMoments } from '../gaussian-moments.ts';
import type { Measure, MeasureType, MomentRequest, Moments } from '../measure.ts';
import { degreeOfFactors, type Factor, factorsOf } from '../monomials.ts';
import { degree, type Polynomial } from '../polynomial.ts';
import { power, type Ring } from '../ring.ts';
import { monomialCount } from '../rings/support.ts';
import { checkDistinct, positions } from '../variables.ts';

export interface GaussianOptions {
  /** C_ij = Cov(x_i, x_j): numbers, or polynomials in parameters such as `'r'`. The identity when left out. */
  readonly covariance?: readonly (readonly SymbolicCoefficient[])[];
  /** E[x_i]; zero when left out. */
  readonly mean?: readonly SymbolicCoefficient[];
  /** The variables in the order of the rows. When left out, all of a polynomial's but the parameters, in its order. */
  readonly variables?: readonly string[];
}

/** A Gaussian measure; besides averaging, Wick products need its covariance. */
export interface GaussianMeasure extends Measure {
  /** C_ij and E[x_i] as polynomials in the parameters, for variables by name as `averaged` gave them. */
  entries(averaged: readonly string[]): {
    covariance(i: number, j: number): Polynomial | undefined;
    mean(i: number): Polynomial | undefined;
    /** Whether the covariance is the identity, without a matrix. */
    readonly identity: boolean;
  };
}

/**
 * N(mean, covariance); E[x^α] by Stein's recursion, which is Isserlis' theorem without a list of pairings. The covariance
 * may be singular. Throws {@link InputError} when it is not symmetric (naming the entry) or not positive semidefinite
 * (naming a negative principal minor), and when sizes do not fit.
 */
export function gaussian(options: GaussianOptions = {}): GaussianMeasure {
  const { variables } = options;
  if (variables !== undefined) checkDistinct(variables, 'gaussian: variables');
  const covariance = options.covariance === undefined ? undefined : covarianceMatrix(options.covariance);
  const mean = options.mean?.map((entry, i) => symbolicValue(entry, `mean: entry ${i + 1}`));
  checkSizes(covariance?.length, mean?.length, variables?.length);
  const size = covariance?.length ?? mean?.length;
  const given = [...(covariance?.flat() ?? []), ...(mean ?? [])];
  const parameters = [...new Set(given.flatMap((entry) => namesIn(entry)))];
  const entries: GaussianMeasure['entries'] = (averaged) => {
    const at = variables === undefined ? averaged.map((_, i) => i) : positions(averaged, variables);
    const one = covariance === undefined ? symbolicValue(1, 'covariance') : undefined;
    const present = (entry: Polynomial | undefined): Polynomial | undefined =>
      entry === undefined || entry.length === 0 ? undefined : entry;
    return {
      covariance: (i, j) =>
        covariance === undefined ? (i === j ? one : undefined) : present(covariance[at[i]!]![at[j]!]),
      mean: (i) => present(mean?.[at[i]!]),
      identity: covariance === undefined,
    };
  };
  return {
    name: size === undefined ? 'standard Gaussian' : 'Gaussian',
    parameters,
    averaged(own) {
      if (variables !== undefined) return own.filter((name) => variables.includes(name));
      // A polynomial that came from an average may hold the parameters.
      const averaged = own.filter((name) => !parameters.includes(name));
      if (size !== undefined && size !== averaged.length) {
        const held = own.filter((name) => parameters.includes(name));
        const listed = averaged.length > 0 ? `: ${averaged.slice(0, 10).join(', ')}` : '';
        throw new InputError(
          'gaussian',
          `the ${covariance === undefined ? 'mean' : 'covariance'} is for ${size} variables, the polynomial has ${averaged.length}${held.length > 0 ? ` besides the parameters ${held.join(', ')}` : ''}${listed}`,
          'Name the variables in the order of the rows (on the command line, --variables x1,x2)',
        );
      }
      return averaged;
    },
    entries,
    moments: (request) => momentsOf(request, entries(request.variables)),
    coordinates(averaged) {
      const { covariance: c, mean: m, identity } = entries(averaged);
      const laws = averaged.map((_, i) => {
        for (let j = 0; !identity && j < averaged.length; j++) if (j !== i && c(i, j) !== undefined) return undefined;
        const [variance, centre] = [c(i, i), m(i)].map((entry) => (entry === undefined ? ZERO : numberOf(entry)));
        return variance === undefined || centre === undefined ? undefined : normal(centre, variance);
      });
      const known = laws.filter((law) => law !== undefined);
      return known.length === laws.length ? known : undefined;
    },
  };
}

/** N(0, I) in the given variables; in all of a polynomial's when left out. */
export const standardGaussian = (variables?: readonly string[]): GaussianMeasure =>
  gaussian(variables === undefined ? {} : { variables });

/** The covariance with an indeterminate for each entry: C_1_1, C_1_2 (= C_2_1), … */
export const symbolicCovariance = (size: number, name = 'C'): readonly (readonly string[])[] =>
  Array.from({ length: size }, (_, i) =>
    Array.from({ length: size }, (_, j) => `${name}_${Math.min(i, j) + 1}_${Math.max(i, j) + 1}`),
  );

const ZERO = { numerator: 0n, denominator: 1n };

const namesIn = (f: Polynomial): readonly string[] =>
  f.variables.filter((_, index) => f.monomials.variables.includes(index));

function checkSizes(rows?: number, means?: number, names?: number): void {
  const expected = rows ?? names ?? means;
  for (const [what, size] of [
    ['mean', means],
    ['variables', names],
  ] as const)
    if (size !== undefined && size !== expected)
      throw new InputError(`gaussian: ${what}`, `expected ${expected} entries, one for each row, got ${size}`);
}

function momentsOf<T>(
  { ring, parameter, variables, monomials }: MomentRequest<T>,
  { covariance, mean, identity }: ReturnType<GaussianMeasure['entries']>,
): Moments<T> {
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
  const lift = liftTo(ring, parameter);
  const scaledBy = (scale: bigint): ((entry: Polynomial | undefined) => T | undefined) => {
    const known = new Map<Polynomial, T>();
    return (entry) => {
      if (entry === undefined) return undefined;
      const value = known.get(entry) ?? lift(entry, scale);
      known.set(entry, value);
      return value;
    };
  };
  const [scaledProduct, scaledMean] = [scaledBy(square), scaledBy(s)];
  const terms = termBound([...means, ...products], centred);
  const moment = gaussianMoments<T>(
    {
      ring,
      covariance: (i, j) => scaledProduct(covariance(i, j)),
      mean: (i) => scaledMean(mean(i)),
      diagonal: identity,
      momentTerms: terms,
    },
    variables.length,
    monomials,
  );
  const powers = [1n];
  const step = centred ? denominator : s;
  return (factors: readonly Factor[]) => {
    const total = degreeOfFactors(factors);
    const exponent = centred ? Math.floor(total / 2) : total;
    while (powers.length <= exponent) powers.push(powers.at(-1)! * step);
    return { numerator: moment(factors), denominator: powers[exponent]! };
  };
}

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

export const measureType: MeasureType = {
  name: 'gaussian',
  usage: '',
  read: () => gaussian(),
  examples: [
    gaussian(),
    gaussian({
      covariance: [
        [2, '1/2'],
        ['1/2', 1],
      ],
      mean: [0, '1/3'],
      variables: ['x1', 'x2'],
    }),
  ],
};

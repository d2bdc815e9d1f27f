/** Gaussian vectors: standard, or with any mean and covariance, rational or symbolic. */
import { InputError } from '../../base/errors.ts';
import { covarianceMatrix, namesIn, numberOf, type SymbolicCoefficient, symbolicValue } from '../covariance.ts';
import { normal } from '../distributions/normal.ts';
import { type GaussianEntries, integerMoments } from '../integer-moments.ts';
import type { Measure, MeasureType } from '../measure.ts';
import type { Polynomial } from '../polynomial.ts';
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
  entries(averaged: readonly string[]): GaussianEntries;
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
    moments: (request) => integerMoments(request, entries(request.variables)),
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

function checkSizes(rows?: number, means?: number, names?: number): void {
  const expected = rows ?? names ?? means;
  for (const [what, size] of [
    ['mean', means],
    ['variables', names],
  ] as const)
    if (size !== undefined && size !== expected)
      throw new InputError(`gaussian: ${what}`, `expected ${expected} entries, one for each row, got ${size}`);
}

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

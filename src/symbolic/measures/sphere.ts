/** The uniform law on a sphere. */
import { type Coefficient, exactValue } from '../../base/coefficient.ts';
import { InputError } from '../../base/errors.ts';
import { formatRational, type Rational } from '../../base/rational.ts';
import { doubleFactorial } from '../combinatorics.ts';
import type { Measure, MeasureType } from '../measure.ts';
import { degreeOfFactors } from '../monomials.ts';
import { checkDistinct, integerOf } from '../variables.ts';

export interface SphereOptions {
  /** R²; 1 when left out. The sphere of radius √d is `{ radiusSquared: d }`. */
  readonly radiusSquared?: Coefficient | Rational;
  /** The dimension d of the space; the number of variables averaged when left out. */
  readonly dimension?: number;
  /** The variables that are coordinates of the point; all of a polynomial's when left out. */
  readonly variables?: readonly string[];
}

/**
 * x uniform on the sphere of radius R in R^d: E[x^α] = R^{|α|} Π (α_i − 1)!! / (d (d+2) … (d+|α|−2)) when all α_i are even,
 * else 0. [Folland, Amer. Math. Monthly 108 (2001), 446–448] Throws {@link InputError} on a radius or dimension below what
 * is possible.
 */
export function sphere(options: SphereOptions = {}): Measure {
  const { dimension, variables } = options;
  const radius = exactValue(options.radiusSquared ?? 1, 'sphere: radius²');
  if (radius.numerator < 0n)
    throw new InputError('sphere: radius²', `expected a number ≥ 0, got ${formatRational(radius)}`);
  if (dimension !== undefined && !(Number.isSafeInteger(dimension) && dimension >= 1))
    throw new InputError('sphere: dimension', `expected an integer ≥ 1, got ${dimension}`);
  if (variables !== undefined) checkDistinct(variables, 'sphere: variables');
  if (variables !== undefined && dimension !== undefined && variables.length > dimension)
    throw new InputError(
      'sphere: dimension',
      `expected at least ${variables.length} for as many variables, got ${dimension}`,
    );
  return {
    name: `sphere of radius² ${formatRational(radius)}${dimension === undefined ? '' : ` in dimension ${dimension}`}`,
    parameters: [],
    averaged(own) {
      const averaged = variables === undefined ? own : own.filter((name) => variables.includes(name));
      if (dimension !== undefined && averaged.length > dimension)
        throw new InputError(
          'sphere: dimension',
          `expected at least ${averaged.length} for the variables ${averaged.join(', ')}, got ${dimension}`,
        );
      return averaged;
    },
    moments({ ring, variables: averaged }) {
      const d = BigInt(dimension ?? variables?.length ?? averaged.length);
      return (factors) => {
        if (factors.some(([, exponent]) => exponent % 2 === 1)) return { numerator: ring.zero, denominator: 1n };
        const half = degreeOfFactors(factors) / 2;
        let numerator = radius.numerator ** BigInt(half);
        let denominator = radius.denominator ** BigInt(half);
        for (let k = 0; k < half; k++) denominator *= d + BigInt(2 * k);
        for (const [, exponent] of factors) numerator *= doubleFactorial(exponent - 1);
        return { numerator: ring.from({ numerator, denominator: 1n }), denominator };
      };
    },
  };
}

export const measureType: MeasureType = {
  name: 'sphere',
  usage: 'radius², dimension',
  read([radiusSquared, dimension]) {
    return sphere({
      ...(radiusSquared === undefined ? {} : { radiusSquared }),
      ...(dimension === undefined ? {} : { dimension: integerOf(dimension, 'sphere: dimension') }),
    });
  },
  examples: [sphere(), sphere({ radiusSquared: '3/2', dimension: 5 })],
};

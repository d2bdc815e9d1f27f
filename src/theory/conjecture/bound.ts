/** Bounds on exponents that only look at the cluster graph. */
import { InputError } from '../../base/errors.ts';
import { formatRational, type Rational, rational } from '../../base/rational.ts';
import { parsePolynomial } from '../../symbolic/interop/mathjs.ts';
import { evaluate } from '../../symbolic/operations/evaluate.ts';
import { clusterGraph, contractionCount } from '../correlation-functions/cluster-graph.ts';
import type { CorrelationFunction } from '../correlation-functions/correlation-function.ts';

/** C = O(n^s) with s read off the cluster graph. */
export interface Bound {
  /** s as a polynomial in `even`, `odd`, `tensors` and `contractions`. */
  readonly formula: string;
  exponent(correlation: CorrelationFunction): Rational;
}

/** s = n_e + (n_o − m)/2. [Dyer & Gur-Ari, arXiv:1909.11304, conjecture 1] */
export const CLUSTER_BOUND = 'even + odd/2 - tensors/2';

const NAMES = ['even', 'odd', 'tensors', 'contractions'];

/**
 * A bound by its formula: `even` and `odd` count the connected components of even and of odd size, `tensors` the
 * vertices, `contractions` the edges. Throws {@link InputError} for what is no polynomial in these.
 */
export function boundFromText(text: string): Bound {
  const polynomial = parsePolynomial(text);
  const unknown = polynomial.variables.find((name) => !NAMES.includes(name));
  if (unknown !== undefined)
    throw new InputError('bound', `there is no quantity '${unknown}'`, `Write a polynomial in ${NAMES.join(', ')}`);
  return {
    formula: polynomial.toString(),
    exponent(correlation) {
      const { even, odd, vertices } = clusterGraph(correlation);
      const values: Record<string, number> = {
        even,
        odd,
        tensors: vertices,
        contractions: contractionCount(correlation),
      };
      return evaluate(
        polynomial,
        polynomial.variables.map((name) => values[name]!),
      );
    },
  };
}

/** exponent − bound, as text and by its sign. */
export function excess(exponent: number, bound: Rational): { readonly sign: number; readonly amount: string } {
  const numerator = BigInt(exponent) * bound.denominator - bound.numerator;
  return {
    sign: numerator > 0n ? 1 : numerator < 0n ? -1 : 0,
    amount: formatRational(rational(numerator < 0n ? -numerator : numerator, bound.denominator)),
  };
}

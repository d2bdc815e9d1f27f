import { Decimal } from 'decimal.js';
import {
  absolute,
  formatRational,
  numberFromRational,
  type Rational,
  rational,
  rationalFromNumber,
} from '../../base/rational.ts';
import { reference } from '../../numeric/backends/reference.ts';
import { type ErrorBound, forwardErrorBound } from '../../numeric/error-bound.ts';
import { uniformPoints } from '../../numeric/uniform-points.ts';
import { interpret } from '../../symbolic/interpret.ts';
import { evaluate } from '../../symbolic/operations/evaluate.ts';
import { QQ } from '../../symbolic/rings/rationals.ts';
import type { NetworkClaim } from '../claim.ts';
import { upperProbability } from '../estimate.ts';
import type { Subject } from '../subject.ts';

/** Draws points, runs the reference backend, and compares with the exact value; every comparison is exact. */
export const claim: NetworkClaim<{ points: number; radius: number; level: number; maximumTerms: number }> = {
  about: 'network',
  id: 'float-forward-error',
  title: 'The forward pass in floats stays within its error bound',
  statement:
    'At a point uniform in the box [−radius, radius]ⁿ, the forward pass in double precision differs from the exact value of the polynomial, in every output, by at most the bound k u/(1 − 2 k u) M̂ + 2 L derived from the program.',
  source: 'Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed., 2002, chapter 3',
  tier: 'tested',
  defaults: { points: 300, radius: 2, level: 0.95, maximumTerms: 30_000 },
  inapplicable: ({ program }) =>
    program.parameters.some(({ tensor }) => tensor === undefined)
      ? 'Some weights are symbolic, so there is no forward pass in floats.'
      : undefined,
  check(subject, { points, radius, level, maximumTerms }, key, progress) {
    const { program, network, outputs } = subject;
    const inputs = uniformPoints(key, points, network.inputs.length, -radius, radius);
    const values = reference.compile(program).run(inputs);
    const bounds = forwardErrorBound(program);
    const exact = exactEvaluation(subject, maximumTerms);
    const violations: Comparison[] = [];
    let closest: Comparison | undefined;
    for (let sample = 0; sample < points; sample++) {
      if (sample % 10 === 0) progress(sample, points, 'exact values');
      const point = inputs.subarray(sample * network.inputs.length, (sample + 1) * network.inputs.length);
      const bound = bounds(point);
      const comparisons = exact.at(Array.from(point)).map((value, k) => {
        const computed = values[sample * outputs.length + k]!;
        return compare({ output: outputs[k]!, point, computed, exact: value, bound: bound[k]! });
      });
      // A point counts once, however many outputs are off.
      const violation = comparisons.find(({ within }) => !within);
      if (violation !== undefined) violations.push(violation);
      for (const comparison of comparisons)
        if (closest === undefined || comparison.ratio > closest.ratio) closest = comparison;
    }
    const estimate = upperProbability(violations.length, points, level);
    const details = {
      points,
      radius,
      exactValuesFrom: exact.from,
      violations: violations.length,
      violationProbability: { ...estimate },
      closest: closest === undefined ? null : describe(closest),
      ...(violations.length === 0 ? {} : { violation: describe(violations[0]!) }),
    };
    if (violations.length > 0) {
      return {
        verdict: 'refutes',
        summary: `At ${violations.length} of ${points} points the error exceeds the bound.`,
        details,
      };
    }
    return {
      verdict: 'supports',
      summary: `No violation at ${points} points: at level ${level}, at most ${percentAbove(estimate.upper)} of the box violates the bound. The largest error seen is ${percent(closest?.ratio ?? 0)} of its bound.`,
      details,
    };
  },
};

interface Comparison {
  readonly output: string;
  readonly point: Float64Array;
  readonly computed: number;
  readonly exact: Rational;
  readonly bound: ErrorBound;
  readonly error: Rational;
  readonly within: boolean;
  /** |error| / bound, to double precision; 0 where both are 0. */
  readonly ratio: number;
}

function compare(given: Omit<Comparison, 'error' | 'within' | 'ratio'>): Comparison {
  const computed = rationalFromNumber(given.computed);
  const difference = QQ.add(computed, { ...given.exact, numerator: -given.exact.numerator });
  const error = { ...difference, numerator: absolute(difference.numerator) };
  const bound = rationalFromNumber(given.bound.bound);
  const within = error.numerator * bound.denominator <= bound.numerator * error.denominator;
  const ratio =
    error.numerator === 0n
      ? 0
      : bound.numerator === 0n
        ? Infinity
        : numberFromRational(rational(error.numerator * bound.denominator, error.denominator * bound.numerator));
  return { ...given, error, within, ratio };
}

const describe = ({ output, point, computed, exact, bound, error, ratio }: Comparison) => ({
  output,
  point: Array.from(point, String),
  computed: `${computed}`,
  exact: formatRational(exact),
  error: `${numberFromRational(error)}`,
  bound: `${bound.bound}`,
  roundings: bound.roundings,
  magnitude: `${bound.magnitude}`,
  errorToBound: `${ratio}`,
});

/** Exact values of all outputs: from the polynomials, or from the network over Q where those have too many terms. */
function exactEvaluation(
  subject: Subject,
  maximumTerms: number,
): { readonly from: 'polynomial' | 'network'; at(point: readonly number[]): readonly Rational[] } {
  const map = subject.expansion();
  if (map.outputs.reduce((sum, { polynomial }) => sum + polynomial.length, 0) <= maximumTerms)
    return { from: 'polynomial', at: (point) => map.outputs.map(({ polynomial }) => evaluate(polynomial, point)) };
  const { program } = subject;
  return {
    from: 'network',
    at: (point) =>
      interpret(program, QQ, {
        inputs: point.map((x) => rationalFromNumber(x)),
        parameter: ({ tensor }, index) => QQ.from(tensor!.data[index]!),
      }),
  };
}

/** Rounded up, for an upper end. */
const percentAbove = (share: number): string =>
  `${new Decimal(share).mul(100).toSignificantDigits(3, Decimal.ROUND_UP)}%`;

const percent = (share: number): string => `${Number((100 * share).toPrecision(3))}%`;

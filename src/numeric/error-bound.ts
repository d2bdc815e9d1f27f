/** How far a forward pass in doubles can be from the exact value: a bound derived from the program, with no free constant. */
import { exactValue, nearestDouble } from '../base/coefficient.ts';
import { InputError } from '../base/errors.ts';
import { rationalFromNumber } from '../base/rational.ts';
import type { Program } from '../network/program.ts';
import { type Arithmetic, evaluation } from './evaluation-order.ts';

/** A bound of one output's error at one input. */
export interface ErrorBound {
  /** |fl(f(x)) − f(x)| ≤ bound. */
  readonly bound: number;
  /** The same program over absolute values, Σ |terms|, in doubles. */
  readonly magnitude: number;
  /** The largest number of factors (1 + δ), |δ| ≤ 2^−53, on any term. */
  readonly roundings: number;
  /** What underflow can lose, in units of 2^−1074. */
  readonly underflow: number;
}

type Count = Omit<ErrorBound, 'bound'>;

const UNIT_ROUNDOFF = 2 ** -53;
const SMALLEST_NORMAL = 2 ** -1022;
const MOST_ROUNDINGS = 2 ** 26;
const LARGEST_MAGNITUDE = 2 ** 1022;
/** Covers all relative errors of the losses' own computation, and those that later roundings make of them. */
const INFLATION = 1 + 2 ** -20;

/** A value is hardly larger than its magnitude, so below this none overflows. */
const inRange = (magnitude: number): number => (magnitude > LARGEST_MAGNITUDE ? Infinity : magnitude);

const zero: Count = { magnitude: 0, roundings: 0, underflow: 0 };
const isZero = ({ magnitude, underflow }: Count): boolean => magnitude === 0 && underflow === 0;

const counts: Arithmetic<Count> = {
  constant(c, where) {
    const value = nearestDouble(c, where);
    const magnitude = Math.abs(value);
    if (typeof c === 'number') return { ...zero, magnitude };
    const [exact, rounded] = [exactValue(c, where), rationalFromNumber(value)];
    if (exact.numerator === rounded.numerator && exact.denominator === rounded.denominator)
      return { ...zero, magnitude };
    return magnitude < SMALLEST_NORMAL
      ? { magnitude, roundings: 0, underflow: 1 }
      : { magnitude, roundings: 1, underflow: 0 };
  },
  add(a, b) {
    if (isZero(a)) return b;
    if (isZero(b)) return a;
    return {
      magnitude: inRange(a.magnitude + b.magnitude),
      roundings: Math.max(a.roundings, b.roundings) + 1,
      underflow: INFLATION * (a.underflow + b.underflow),
    };
  },
  mul(a, b) {
    if (isZero(a) || isZero(b)) return zero;
    const cross = a.magnitude * b.underflow + b.magnitude * a.underflow;
    return {
      magnitude: inRange(a.magnitude * b.magnitude),
      roundings: a.roundings + b.roundings + 1,
      underflow: INFLATION * (cross + 3 * a.underflow * b.underflow * Number.MIN_VALUE) + 2,
    };
  },
  apply(activation, _, place) {
    throw new InputError(
      place,
      `the activation '${activation.kind}' is not a polynomial, and its rounding error is not known`,
      'Replace it by a polynomial activation',
    );
  },
};

/**
 * Bounds of |fl(f(x)) − f(x)| for every output of the reference backend, at an input of doubles.
 *
 * Derivation (Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed., §2.2 and ch. 3). With u = 2^−53, each
 * operation gives (a ∘ b)(1 + δ) + η with |δ| ≤ u and |η| ≤ 2^−1075, where η is 0 for sums. Expanding the program, every
 * entry that is computed is Σ_i t_i Π(1 + δ) + e: the t_i are the terms of the exact value, each with at most k factors
 * 1 + δ, and |e| ≤ L is what underflow lost on the way. The program itself, in the order in which the backend runs it,
 * gives the numbers M = Σ |t_i|, k and L:
 * - an input or a double: k = 0; a constant that is no double: k = 1
 * - a sum: M = M_a + M_b, k = max(k_a, k_b) + 1, L = L_a + L_b; adding an exact 0 rounds nothing
 * - a product: M = M_a M_b, k = k_a + k_b + 1, L = M_a L_b + M_b L_a + L_a L_b + 2^−1075
 *
 * So |fl(f(x)) − f(x)| ≤ γ_k M + L with γ_k = k u/(1 − k u) (Higham, Lemma 3.1). M is computed in doubles too, by the
 * same operations on numbers ≥ 0, so that its computed value M̂ has M ≤ (M̂ + L)/(1 − k u), and
 * γ_k/(1 − k u) ≤ k u/(1 − 2 k u). The bound is k u/(1 − 2 k u) M̂ + 2 L, its own few roundings covered by a factor
 * 1 + 2^−50; those of L, which is computed with k ≤ 2^26, by a factor 1 + 2^−20 at each step.
 *
 * Throws {@link InputError} on an activation that is no polynomial, on symbolic weights, on inputs that are not finite
 * or too few, and when the magnitudes come near the end of the range of doubles.
 */
export function forwardErrorBound(program: Program): (inputs: Float64Array) => readonly ErrorBound[] {
  const symbolic = program.parameters.find(({ tensor }) => tensor === undefined);
  if (symbolic !== undefined)
    throw new InputError(symbolic.name, 'this weight is symbolic, so the error has no bound', 'Give it numbers');
  const evaluate = evaluation(program, counts);
  return (inputs) => {
    if (inputs.length !== program.inputs.length)
      throw new InputError('inputs', `expected ${program.inputs.length} numbers, got ${inputs.length}`);
    const entries = Array.from(inputs, (x, i): Count => {
      if (!Number.isFinite(x)) throw new InputError(`inputs[${i}]`, `expected a finite number, got ${x}`);
      return { ...zero, magnitude: Math.abs(x) };
    });
    return evaluate(entries).map(total);
  };
}

function total(count: Count): ErrorBound {
  const { magnitude, roundings, underflow } = count;
  if (!(magnitude <= LARGEST_MAGNITUDE && underflow <= LARGEST_MAGNITUDE))
    throw new InputError('error bound', 'the magnitudes overflow the range of doubles', 'Use smaller inputs');
  if (roundings > MOST_ROUNDINGS)
    throw new InputError('error bound', `expected at most ${MOST_ROUNDINGS} roundings on a term, got ${roundings}`);
  const relative = (roundings * UNIT_ROUNDOFF) / (1 - 2 * roundings * UNIT_ROUNDOFF);
  const lost = underflow === 0 ? 0 : 2 * Math.ceil(underflow) * Number.MIN_VALUE;
  const sum = (relative * magnitude + lost) * (1 + 2 ** -50);
  return { ...count, bound: sum === 0 ? 0 : sum + Number.MIN_VALUE };
}

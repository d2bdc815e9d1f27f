/** How far a forward pass in floats can be from the exact value: a bound derived from the program, with no free constant. */
import { exactValue, nearestDouble } from '../base/coefficient.ts';
import { InputError } from '../base/errors.ts';
import { rationalFromNumber } from '../base/rational.ts';
import type { Program } from '../network/program.ts';
import { DOUBLE, type Rounding } from './backend.ts';
import { type Arithmetic, evaluation } from './evaluation-order.ts';

/** A bound of one output's error at one input. */
export interface ErrorBound {
  /** |fl(f(x)) − f(x)| ≤ bound. */
  readonly bound: number;
  /** The same program over absolute values, Σ |terms|, in doubles. */
  readonly magnitude: number;
  /** The largest number of factors (1 + δ), |δ| ≤ u, on any term. */
  readonly roundings: number;
  /** What underflow can lose, in units of the smallest number; of the smallest normal number where results are flushed to 0. */
  readonly underflow: number;
}

type Count = Omit<ErrorBound, 'bound'>;

const MOST_ROUNDINGS = 2 ** 26;
/** Covers all relative errors of the losses' own computation, and those that later roundings make of them. */
const INFLATION = 1 + 2 ** -20;

const zero: Count = { magnitude: 0, roundings: 0, underflow: 0 };
const isZero = ({ magnitude, underflow }: Count): boolean => magnitude === 0 && underflow === 0;

/** A value is hardly larger than its magnitude, so below this none overflows. */
const largestMagnitude = ({ largest }: Rounding): number => largest / 4;

/** What one underflow loses, at most. */
const underflowUnit = ({ flushesToZero, smallest, smallestNormal }: Rounding): number =>
  flushesToZero ? smallestNormal : smallest;

const nearest = (x: number, { unitRoundoff }: Rounding): number =>
  unitRoundoff === DOUBLE.unitRoundoff ? x : Math.fround(x);

function counts(rounding: Rounding): Arithmetic<Count> {
  const { smallestNormal, flushesToZero } = rounding;
  const unit = underflowUnit(rounding);
  const inRange = (magnitude: number): number => (magnitude > largestMagnitude(rounding) ? Infinity : magnitude);
  return {
    constant(c, where) {
      const value = nearestDouble(c, where);
      const rounded = nearest(value, rounding);
      const magnitude = Math.abs(rounded);
      const exact = typeof c === 'number' ? rationalFromNumber(c) : exactValue(c, where);
      const got = Number.isFinite(rounded) ? rationalFromNumber(rounded) : undefined;
      if (exact.numerator === got?.numerator && exact.denominator === got.denominator)
        return { ...zero, magnitude, underflow: flushesToZero && magnitude < smallestNormal && magnitude > 0 ? 1 : 0 };
      if (magnitude < smallestNormal) return { magnitude, roundings: 0, underflow: flushesToZero ? 2 : 1 };
      // A fraction becomes a double first and then a float.
      return { magnitude: inRange(magnitude), roundings: rounded === value ? 1 : 2, underflow: 0 };
    },
    add(a, b) {
      if (isZero(a) || isZero(b)) {
        const sum = isZero(a) ? b : a;
        return flushesToZero && !isZero(sum) ? { ...sum, underflow: sum.underflow + 2 } : sum;
      }
      return {
        magnitude: inRange(a.magnitude + b.magnitude),
        roundings: Math.max(a.roundings, b.roundings) + 1,
        // Two operands and a result may be flushed.
        underflow: INFLATION * (a.underflow + b.underflow) + (flushesToZero ? 3 : 0),
      };
    },
    mul(a, b) {
      if (isZero(a) || isZero(b)) return zero;
      const flushed = flushesToZero ? 1 : 0;
      const [lostA, lostB] = [a.underflow + flushed, b.underflow + flushed];
      const cross = a.magnitude * lostB + b.magnitude * lostA;
      return {
        magnitude: inRange(a.magnitude * b.magnitude),
        roundings: a.roundings + b.roundings + 1,
        underflow: INFLATION * (cross + 3 * lostA * lostB * unit) + 2,
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
}

/**
 * Bounds of |fl(f(x)) − f(x)| for every output of a backend with the given rounding, at an input of doubles; of the
 * reference backend unless another rounding is given.
 *
 * Derivation (Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed., §2.2 and ch. 3). With u = 2^−53 in
 * doubles, each operation gives (a ∘ b)(1 + δ) + η with |δ| ≤ u and |η| ≤ 2^−1075, where η is 0 for sums. Expanding the program, every
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
 * In single precision u = 2^−24, η is at most half of the smallest number 2^−149, and inputs and weights that are no floats
 * are rounded to floats first (k = 1; k = 2 for a fraction, which becomes a double on the way). Where numbers below the
 * smallest normal number may be flushed to 0, that number is what an operand or a result can lose. Sums taken in another order
 * than the reference's have no more roundings on any term, and a fused product and sum has fewer.
 *
 * Throws {@link InputError} on an activation that is no polynomial, on symbolic weights, on inputs that are not finite
 * or too few, and when the magnitudes come near the end of the range of doubles.
 */
export function forwardErrorBound(
  program: Program,
  rounding: Rounding = DOUBLE,
): (inputs: Float64Array) => readonly ErrorBound[] {
  const symbolic = program.parameters.find(({ tensor }) => tensor === undefined);
  if (symbolic !== undefined)
    throw new InputError(symbolic.name, 'this weight is symbolic, so the error has no bound', 'Give it numbers');
  const evaluate = evaluation(program, counts(rounding));
  return (inputs) => {
    if (inputs.length !== program.inputs.length)
      throw new InputError('inputs', `expected ${program.inputs.length} numbers, got ${inputs.length}`);
    const entries = Array.from(inputs, (x, i): Count => {
      if (!Number.isFinite(x)) throw new InputError(`inputs[${i}]`, `expected a finite number, got ${x}`);
      const magnitude = Math.abs(nearest(x, rounding));
      if (Math.abs(x) < rounding.smallestNormal && (rounding.flushesToZero || magnitude !== Math.abs(x)))
        return { ...zero, magnitude, underflow: x === 0 ? 0 : 1 };
      return { ...zero, magnitude, roundings: magnitude === Math.abs(x) ? 0 : 1 };
    });
    return evaluate(entries).map((count) => total(count, rounding));
  };
}

function total(count: Count, rounding: Rounding): ErrorBound {
  const { magnitude, roundings, underflow } = count;
  const largest = largestMagnitude(rounding);
  const mostRoundings = Math.min(MOST_ROUNDINGS, 1 / (8 * rounding.unitRoundoff));
  if (!(magnitude <= largest && underflow * underflowUnit(rounding) <= largest))
    throw new InputError(
      'error bound',
      `the magnitudes overflow the range of ${rounding.name === DOUBLE.name ? 'doubles' : rounding.name}`,
      'Use smaller inputs',
    );
  if (roundings > mostRoundings)
    throw new InputError('error bound', `expected at most ${mostRoundings} roundings on a term, got ${roundings}`);
  const relative = (roundings * rounding.unitRoundoff) / (1 - 2 * roundings * rounding.unitRoundoff);
  const lost = underflow === 0 ? 0 : 2 * Math.ceil(underflow) * underflowUnit(rounding);
  const sum = (relative * magnitude + lost) * (1 + 2 ** -50);
  return { ...count, bound: sum === 0 ? 0 : sum + Number.MIN_VALUE };
}

/** The largest error of a polynomial on [−1, 1], enclosed by branch and bound. */
import { InputError } from '../../base/errors.ts';
import {
  type Enclosure,
  hull,
  isBounded,
  magnitudeExponent,
  pointOf,
  signOf,
  widthExponent,
} from '../enclosure/enclosure.ts';
import { type RealEnclosures, realEnclosures } from '../enclosure/reals.ts';
import { complexEnclosures } from '../enclosure/rectangles.ts';
import type { Formula } from '../formula/formula.ts';
import { encloseComplex, encloseFormula } from '../formula/interpretations.ts';
import { differentiateCoefficients, evaluateCoefficients, piecesOf } from './pieces.ts';
import { taylorCoefficients } from './power-series.ts';
import { addCoefficients, enclosedScalars, inOriginalVariable } from './scalars.ts';

const MOST_STEPS = 100_000;

/**
 * sup |F − p| over [−1, 1], within about 2^exponent, for p with enclosed coefficients; at a jump of F, both sides count.
 *
 * On a part [c − r, c + r] without kinks F − p = q(δ) + R, |δ| ≤ r: q from the Taylor coefficients at c, R bounded by |F| on a disc
 * around, and parts are halved until R is small. The differences are taken coefficient by
 * coefficient, so that q is as small as the error. There |q| ≤ |q(d)| + h |q'(d)| + h²/2 sup |q''| on [d − h, d + h]; where q' keeps its
 * sign the ends have the largest value; a part whose bound is not above the largest value found by more than the tolerance
 * is done, others are halved.
 */
export function maximumError(scaled: Formula, p: readonly Enclosure[], exponent: number, deadline: number): Enclosure {
  const bits = Math.max(64, Math.ceil(-exponent) + 64 + 2 * p.length);
  const K = realEnclosures(bits);
  const range = new Range(K, exponent, deadline);
  for (const piece of piecesOf(scaled, bits)) {
    const formula = piece.formula ?? scaled;
    const error = (x: Enclosure): Enclosure => K.sub(encloseFormula(formula, K, x), evaluateCoefficients(K, p, x));
    const pending: (readonly [Enclosure, Enclosure])[] = [[piece.from, piece.to]];
    for (let part = pending.pop(); part !== undefined; part = pending.pop()) {
      range.step();
      const [from, to] = part;
      const whole = hull(from, to);
      const centre = pointOf(whole);
      for (const x of [from, centre, to]) range.see(error(x));
      if (range.settles(K.abs(error(whole)))) continue;
      const local = piece.formula === undefined ? undefined : localError(K, piece.formula, p, whole, centre, exponent);
      if (local !== undefined) {
        boundPolynomial(K, range, local);
        continue;
      }
      if (widthExponent(whole) < -4 * bits)
        throw new InputError(
          'formula',
          'its error cannot be bounded on the interval',
          'It may be undefined or unbounded there: take an interval inside its domain',
        );
      pending.push([from, centre], [centre, to]);
    }
  }
  return range.result();
}

/** The largest value found, and the largest that there can be. */
class Range {
  private least: Enclosure;
  private most: Enclosure;
  private steps = 0;
  private readonly K: RealEnclosures;
  private readonly tolerance: Enclosure;
  private readonly deadline: number;

  constructor(K: RealEnclosures, exponent: number, deadline: number) {
    this.K = K;
    this.tolerance = { lower: 1n, upper: 1n, exponent: Math.floor(exponent) };
    this.deadline = deadline;
    this.least = K.zero;
    this.most = K.zero;
  }

  step(): void {
    if (++this.steps > MOST_STEPS || performance.now() > this.deadline)
      throw new InputError(
        'precision',
        'the maximum error cannot be certified in the time given',
        'Ask for fewer digits, or give more time',
      );
  }

  /** A value of the error. */
  see(value: Enclosure): void {
    if (!isBounded(value)) return;
    const size = endPoint(this.K.abs(value), 'lower');
    if (signOf(this.K.sub(size, this.least)) === 1) this.least = size;
  }

  /** A bound of |error| on a part that is done. */
  accept(bound: Enclosure): void {
    const size = endPoint(bound, 'upper');
    if (signOf(this.K.sub(size, this.most)) === 1) this.most = size;
  }

  /** Accepts a bound if it is hardly above what was found. */
  settles(bound: Enclosure): boolean {
    if (!isBounded(bound)) return false;
    const over = this.K.sub(endPoint(bound, 'upper'), this.K.add(this.least, this.tolerance));
    if (over.upper > 0n) return false;
    this.accept(bound);
    return true;
  }

  result(): Enclosure {
    const below = signOf(this.K.sub(this.most, this.least));
    return hull(this.least, below === 1 ? this.most : this.least);
  }
}

interface LocalError {
  readonly coefficients: readonly Enclosure[];
  readonly remainder: Enclosure;
  readonly radius: Enclosure;
}

/**
 * F − p around a centre, as a polynomial in δ and a bound of what it leaves out; undefined where no small order does. With |F| < M
 * on the disc of radius ratio · r, |R| ≤ M ratio^(−order)/(1 − 1/ratio) for |δ| ≤ r, by Cauchy's estimates.
 */
function localError(
  K: RealEnclosures,
  formula: Formula,
  p: readonly Enclosure[],
  whole: Enclosure,
  centre: Enclosure,
  exponent: number,
): LocalError | undefined {
  const radius = K.sub({ ...whole, lower: whole.upper }, centre);
  let order = LARGEST_ORDER + 1;
  for (const logRatio of [4, 3, 2, 1]) {
    const size = logBoundOnDisc(formula, centre, K.scale(radius, logRatio));
    if (size !== Infinity) order = Math.min(order, Math.max(1, Math.ceil((size + 4 - exponent) / logRatio)));
  }
  if (order > LARGEST_ORDER) return undefined;
  const S = enclosedScalars(K);
  const local = taylorCoefficients(formula, S, centre, order - 1);
  if (!local.every(isBounded)) return undefined;
  const shifted = inOriginalVariable(S, p, K.neg(centre), K.one);
  return {
    coefficients: addCoefficients(S, local, shifted.map(K.neg)),
    remainder: { lower: 1n, upper: 1n, exponent: Math.ceil(exponent) - 3 },
    radius,
  };
}

const LARGEST_ORDER = 120;

/** log₂ of a bound of |F| on a disc, by the square around it; Infinity where F is not seen to be analytic there. */
function logBoundOnDisc(formula: Formula, centre: Enclosure, radius: Enclosure): number {
  const lost = Math.max(0, magnitudeExponent(centre) - magnitudeExponent(radius));
  const C = complexEnclosures(realEnclosures(32 * (1 + Math.ceil(lost / 32))));
  const around = hull(C.reals.neg(radius), radius);
  const square = { real: C.reals.add(centre, around), imaginary: around };
  return magnitudeExponent(C.magnitude(encloseComplex(formula, C, square)));
}

function boundPolynomial(K: RealEnclosures, range: Range, { coefficients: q, remainder, radius }: LocalError): void {
  const slope = differentiateCoefficients(K, q);
  const curvature = differentiateCoefficients(K, slope);
  const around = hull(K.neg(remainder), remainder);
  const value = (x: Enclosure): Enclosure => K.add(evaluateCoefficients(K, q, x), around);
  const edge = endPoint(radius, 'upper');
  const pending: (readonly [Enclosure, Enclosure])[] = [[K.neg(edge), edge]];
  for (let part = pending.pop(); part !== undefined; part = pending.pop()) {
    range.step();
    const [from, to] = part;
    const whole = hull(from, to);
    const first = evaluateCoefficients(K, slope, whole);
    if (signOf(first) !== undefined) {
      for (const end of [value(from), value(to)]) {
        range.see(end);
        range.accept(K.abs(end));
      }
      continue;
    }
    const centre = pointOf(whole);
    const middle = value(centre);
    range.see(middle);
    const half = K.sub({ ...whole, lower: whole.upper }, centre);
    // The mean value theorem is enough where the error is far from its largest.
    if (range.settles(K.add(K.abs(middle), K.mul(half, K.abs(first))))) continue;
    const bound = [
      K.abs(middle),
      K.mul(half, K.abs(evaluateCoefficients(K, slope, centre))),
      K.scale(K.mul(K.square(half), K.abs(evaluateCoefficients(K, curvature, whole))), -1),
    ].reduce(K.add);
    if (!range.settles(bound)) pending.push([from, centre], [centre, to]);
  }
}

/** An end as a point. */
export const endPoint = (a: Enclosure, end: 'lower' | 'upper'): Enclosure => ({
  lower: a[end],
  upper: a[end],
  exponent: a.exponent,
});

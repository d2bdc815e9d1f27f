/** The largest error of a polynomial on [−1, 1], enclosed by branch and bound. */
import { InputError } from '../../base/errors.ts';
import { type Enclosure, hull, isBounded, pointOf, signOf, widthExponent } from '../enclosure/enclosure.ts';
import { type RealEnclosures, realEnclosures } from '../enclosure/reals.ts';
import type { Formula } from '../formula/formula.ts';
import { differentiateFormula, encloseFormula } from '../formula/interpretations.ts';
import { differentiateCoefficients, evaluateCoefficients, piecesOf } from './pieces.ts';

const MOST_STEPS = 20_000;

/** F − p on a piece, with its derivatives. */
interface ErrorFunction {
  value(x: Enclosure): Enclosure;
  slope(x: Enclosure): Enclosure;
  curvature(x: Enclosure): Enclosure;
}

/**
 * sup |F − p| over [−1, 1], within about 2^(exponent), for p with enclosed coefficients; at a jump of F, both sides count.
 *
 * On a part [c − r, c + r] |e| ≤ |e(c)| + r |e'(c)| + r²/2 sup |e''|; where e' keeps its sign the ends have the largest value; a
 * part whose bound is not above the largest value found by more than the tolerance is done, others are halved.
 */
export function maximumError(scaled: Formula, p: readonly Enclosure[], exponent: number, deadline: number): Enclosure {
  const bits = Math.max(64, Math.ceil(-exponent) + 64 + 2 * p.length);
  const K = realEnclosures(bits);
  const derivative = differentiateCoefficients(K, p);
  const second = differentiateCoefficients(K, derivative);
  let least = K.zero;
  let most = K.zero;
  const larger = (a: Enclosure, b: Enclosure, end: 'lower' | 'upper'): Enclosure => {
    const difference = signOf(K.sub(endPoint(a, end), endPoint(b, end)));
    return difference === 1 ? a : b;
  };
  const tolerance: Enclosure = { lower: 1n, upper: 1n, exponent: Math.floor(exponent) };
  const seen = (value: Enclosure): void => {
    least = larger(K.abs(value), least, 'lower');
  };
  const accept = (bound: Enclosure): void => {
    most = larger(bound, most, 'upper');
  };
  const isSmall = (bound: Enclosure): boolean => {
    if (!isBounded(bound)) return false;
    const over = K.sub(endPoint(bound, 'upper'), K.add(endPoint(least, 'lower'), tolerance));
    return over.upper <= 0n;
  };
  let steps = 0;
  for (const piece of piecesOf(scaled, bits)) {
    const formula = piece.formula ?? scaled;
    const slope = differentiateFormula(formula);
    const curvature = differentiateFormula(slope);
    const e: ErrorFunction = {
      value: (x) => K.sub(encloseFormula(formula, K, x), evaluateCoefficients(K, p, x)),
      slope: (x) => K.sub(encloseFormula(slope, K, x), evaluateCoefficients(K, derivative, x)),
      curvature: (x) => K.sub(encloseFormula(curvature, K, x), evaluateCoefficients(K, second, x)),
    };
    const analytic = piece.formula !== undefined;
    const pending: (readonly [Enclosure, Enclosure])[] = [[piece.from, piece.to]];
    for (let part = pending.pop(); part !== undefined; part = pending.pop()) {
      if (++steps > MOST_STEPS || performance.now() > deadline)
        throw new InputError(
          'precision',
          'the maximum error cannot be certified in the time given',
          'Ask for fewer digits, or give more time',
        );
      const [from, to] = part;
      const whole = hull(from, to);
      const centre = pointOf(whole);
      const ends = [from, to].map(e.value);
      for (const value of [...ends, e.value(centre)]) if (isBounded(value)) seen(value);
      if (analytic && signOf(e.slope(whole)) !== undefined && ends.every(isBounded)) {
        for (const end of ends) accept(K.abs(end));
        continue;
      }
      const bound = upperBound(K, e, whole, centre, analytic);
      if (isSmall(bound)) accept(bound);
      else if (widthExponent(whole) < -4 * bits)
        throw new InputError(
          'formula',
          'its error cannot be bounded on the interval',
          'It may be undefined or unbounded there: take an interval inside its domain',
        );
      else pending.push([from, centre], [centre, to]);
    }
  }
  const top = larger(most, least, 'upper');
  return hull(endPoint(least, 'lower'), endPoint(top, 'upper'));
}

function upperBound(
  K: RealEnclosures,
  e: ErrorFunction,
  whole: Enclosure,
  centre: Enclosure,
  analytic: boolean,
): Enclosure {
  const plain = K.abs(e.value(whole));
  if (!analytic) return plain;
  const radius = K.sub({ ...whole, lower: whole.upper }, centre);
  const terms = [
    K.abs(e.value(centre)),
    K.mul(radius, K.abs(e.slope(centre))),
    K.scale(K.mul(K.square(radius), K.abs(e.curvature(whole))), -1),
  ];
  const taylor = terms.reduce(K.add);
  if (!isBounded(taylor)) return plain;
  if (!isBounded(plain)) return taylor;
  return signOf(K.sub(endPoint(plain, 'upper'), endPoint(taylor, 'upper'))) === 1 ? taylor : plain;
}

/** An end as a point. */
export const endPoint = (a: Enclosure, end: 'lower' | 'upper'): Enclosure => ({
  lower: a[end],
  upper: a[end],
  exponent: a.exponent,
});

/** Bounds of ∫ |f He_k| φ and ∫ f² φ beyond a point, from the growth of f. */
import { endNumber, magnitude } from '../enclosure/enclosure.ts';
import { type RealEnclosures, realEnclosures } from '../enclosure/reals.ts';
import type { Formula } from '../formula/formula.ts';
import { growthOf } from '../formula/growth.ts';
import { logHermiteBounds } from './hermite-integrand.ts';

const K: RealEnclosures = realEnclosures(64);

/** log₂ of bounds over one side, x ≥ from: of ∫ |f He_k| φ for each k, and of ∫ f² φ. Infinity: not known to converge. */
export interface Tail {
  readonly products: readonly number[];
  readonly square: number;
  /** The rate c of a lower bound of |f| like exp(c x²). */
  readonly atLeast: number;
  /** Whether that bound shows that the integral of |f| φ does not converge. */
  readonly diverges: boolean;
  /** The rate of the upper bound. */
  readonly atMost: number;
}

/**
 * With |f(x)| ≤ A x^m e^(bx + cx²) for x ≥ R and |He_k(x)| ≤ B_k x^k, B_k = Σ_j |coefficient| R^(−2j): where the integrand's
 * logarithmic derivative at R, (m + k)/R + b − (1 − 2c) R, is −δ < 0 it stays below, so the tail is at most the value at R over δ.
 */
export function gaussianTail(formula: Formula, terms: number, from: number, side: 1 | -1): Tail {
  const growth = growthOf(formula, K, from, side);
  const [b, c] = growth.most;
  const factor = endNumber(magnitude(growth.factor), 'upper');
  const logFactor = Math.log2(factor);
  const bound = (copies: number, extra: number, logExtra: number): number => {
    if (factor === 0) return -Infinity;
    if (!Number.isFinite(logFactor) || !Number.isFinite(b) || !Number.isFinite(c)) return Infinity;
    const decay = 1 - 2 * copies * c;
    if (!(decay > 1e-9)) return Infinity;
    const power = copies * growth.power + extra;
    const slope = power / from + copies * b - decay * from;
    if (!(slope < -1e-6)) return Infinity;
    const exponent = copies * b * from - (decay * from * from) / 2 - 0.9189;
    return (
      copies * logFactor +
      power * Math.log2(from) +
      logExtra +
      exponent * Math.LOG2E -
      Math.log2(-slope) +
      0.1 +
      Math.abs(exponent) * 1e-10
    );
  };
  const basis = logHermiteBounds(from, terms);
  // B_k x^k with B_k = H_k(R)/R^k, since H_k(x)/x^k falls.
  const products = basis.map((logBound, k) => bound(1, k, logBound - k * Math.log2(from)));
  const away = growth.factor.lower > 0n || growth.factor.upper < 0n;
  const [least, atLeast] = growth.least;
  return {
    products,
    square: bound(2, 0, 0),
    atLeast: away ? atLeast : -Infinity,
    // |f| φ is at least a constant times x^m e^(bx + (c − 1/2) x²).
    diverges: away && (atLeast > 0.5 || (atLeast === 0.5 && (least > 0 || (least === 0 && growth.power >= -1)))),
    atMost: c,
  };
}

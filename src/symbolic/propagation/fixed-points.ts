/** Fixed points of the variance map as algebraic numbers, and what happens near them. */
import { type AlgebraicNumber, compareToRational, valueAtRoot } from '../algebraic/algebraic-number.ts';
import { derivativeOf, minus, type RationalPolynomial } from '../algebraic/rational-polynomial.ts';
import { realRoots } from '../algebraic/real-roots.ts';
import { QQ } from '../rings/rationals.ts';
import { type CorrelationFixedPoint, correlationFixedPoint } from './correlation.ts';
import { depthScale } from './depth-scale.ts';
import { coefficientsOfMaps, type SignalMaps } from './signal-maps.ts';

/** What the iteration K ← V(K) does with K a little below and a little above a fixed point. */
export type Side = 'attracting' | 'repelling';

export interface FixedPoint {
  /** K ≥ 0 with V(K) = K. */
  readonly variance: AlgebraicNumber;
  /** As a root of V(K) − K. */
  readonly multiplicity: number;
  /** χ_∥ = V′(K) ≥ −1/2, since 2K V′(K) = σ_w² E σ(√K g)² (g² − 1) ≥ −V(K). */
  readonly parallel: AlgebraicNumber;
  /** χ_⊥ = σ_w² E σ′(√K g)². */
  readonly perpendicular: AlgebraicNumber;
  /** Decided exactly, at χ_∥ = 1 by the first higher derivative of V(K) − K that is not 0. */
  readonly stability: { readonly below: Side; readonly above: Side };
  /** ξ_∥ = −1/ln|χ_∥| in layers: differences of variance shrink as e^(−depth/ξ_∥). Infinity at |χ_∥| = 1; undefined above. */
  readonly depthScale: number | undefined;
  /** Where correlations go at this variance; undefined at K = 0, where there is none. */
  readonly correlation: CorrelationFixedPoint | undefined;
}

export interface FixedPoints {
  /** True of V(K) = K: every K is a fixed point, and none is listed. */
  readonly everyVariance: boolean;
  /** Rising. */
  readonly points: readonly FixedPoint[];
}

/**
 * All K ≥ 0 with V(K) = K, by Sturm's theorem, with exact susceptibilities and stability (proved).
 * Throws {@link TooLargeError} beyond degree 64.
 * Source of the depth scales: Schoenholz, Gilmer, Ganguli and Sohl-Dickstein, ICLR 2017 (arXiv:1611.01232).
 */
export function fixedPoints(maps: SignalMaps): FixedPoints {
  const { variance, perpendicular } = coefficientsOfMaps(maps);
  const excess = minus(variance, [QQ.zero, QQ.one]);
  if (excess.length === 0) return { everyVariance: true, points: [] };
  const slope = derivativeOf(variance);
  const points = realRoots(excess).flatMap(({ value: point, multiplicity }): FixedPoint[] => {
    if (point.sign() < 0) return [];
    const parallel = valueAtRoot(point, slope);
    return [
      {
        variance: point,
        multiplicity,
        parallel,
        perpendicular: valueAtRoot(point, perpendicular),
        stability: stabilityAt(point, variance, parallel, multiplicity),
        depthScale: depthScale(parallel),
        correlation: correlationFixedPoint(maps, point),
      },
    ];
  });
  return { everyVariance: false, points };
}

function stabilityAt(
  point: AlgebraicNumber,
  variance: RationalPolynomial,
  parallel: AlgebraicNumber,
  multiplicity: number,
): FixedPoint['stability'] {
  const order = compareToRational(parallel, QQ.one);
  if (order !== 0) {
    const side = order > 0 ? 'repelling' : 'attracting';
    return { below: side, above: side };
  }
  // V(K + h) − (K + h) has the sign of V^(m)(K) h^m: pushed up where positive, down where negative.
  let derivative = variance;
  for (let m = 0; m < multiplicity; m++) derivative = derivativeOf(derivative);
  const above = valueAtRoot(point, derivative).sign();
  const below = multiplicity % 2 === 0 ? above : -above;
  return { below: below > 0 ? 'attracting' : 'repelling', above: above < 0 ? 'attracting' : 'repelling' };
}

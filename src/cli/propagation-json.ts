/** Signal propagation for programs. */
import { formatRational } from '../base/rational.ts';
import type { FloatCriticalPoint, FloatFixedPoints } from '../numeric/propagation/float-fixed-points.ts';
import type { RealNumber } from '../symbolic/algebraic/real-number.ts';
import type { ExactPropagation } from './propagation-text.ts';

/** A number by its closed form, null where it has none, and its decimals. */
const number = (value: RealNumber, digits: number): { exact: string | null; decimal: string } => ({
  exact: `${value}`.startsWith('≈') ? null : `${value}`,
  decimal: value.decimal(digits),
});

/** Infinity and what is not there, which JSON has no numbers for. */
const scale = (xi: number | undefined): number | string | null =>
  xi === undefined ? null : xi === Infinity ? 'Infinity' : xi;

export function propagationJson(found: ExactPropagation): object {
  const { maps, fixed, escape: escaping, escapeWeightVariance: limit, curve, critical, depths, digits } = found;
  const optional = (value: RealNumber | undefined): object | null =>
    value === undefined ? null : number(value, digits);
  return {
    activation: found.name,
    tier: 'proved',
    weightVariance: formatRational(maps.weightVariance),
    biasVariance: formatRational(maps.biasVariance),
    varianceMap: `${maps.variance}`,
    parallelSusceptibility: `${maps.parallel}`,
    perpendicularSusceptibility: `${maps.perpendicular}`,
    covarianceMap: `${maps.covariance}`,
    everyVarianceFixed: fixed.everyVariance,
    fixedPoints: fixed.points.map((point) => ({
      variance: number(point.variance, digits),
      multiplicity: point.multiplicity,
      parallel: number(point.parallel, digits),
      perpendicular: number(point.perpendicular, digits),
      stability: point.stability,
      depthScale: scale(point.depthScale),
      correlation:
        point.correlation === undefined
          ? null
          : {
              map: point.correlation.coefficients.map((a) => number(a, digits)),
              value: number(point.correlation.value, digits),
              slope: number(point.correlation.slope, digits),
              depthScale: scale(point.correlation.depthScale),
            },
    })),
    escape: {
      kind: escaping.kind,
      threshold: optional(escaping.threshold),
      escapesBelow: optional(escaping.escapesBelow),
      growth: escaping.growth ?? null,
    },
    escapeWeightVariance: {
      value: optional(limit.value),
      variance: optional(limit.variance),
      inclusive: limit.inclusive,
    },
    criticalCurve: {
      denominator: `${curve.denominator}`,
      numerator: `${curve.numerator}`,
      ranges: curve.ranges.map(({ from, to }) => ({ from: number(from, digits), to: optional(to) })),
    },
    criticalPoints: {
      everyVariance: critical.everyVariance === undefined ? null : formatRational(critical.everyVariance),
      points: critical.points.map((point) => ({
        variance: number(point.variance, digits),
        weightVariance: number(point.weightVariance, digits),
      })),
    },
    varianceByDepth: depths.map(({ depth, exact, low, high }) => ({
      depth,
      exact: exact === undefined ? null : formatRational(exact),
      low,
      high,
    })),
  };
}

/** What is found of an activation that is no polynomial. */
export interface FloatPropagation {
  readonly name: string;
  readonly weightVariance: number;
  readonly biasVariance: number;
  readonly fixed: FloatFixedPoints;
  readonly critical: { readonly everyVariance: number | undefined; readonly points: readonly FloatCriticalPoint[] };
  readonly depths: readonly { readonly depth: number; readonly variance: number; readonly error: number }[];
}

export function floatPropagationJson({
  name,
  weightVariance,
  biasVariance,
  fixed,
  critical,
  depths,
}: FloatPropagation): object {
  return {
    activation: name,
    tier: 'observed',
    weightVariance,
    biasVariance,
    everyVarianceFixed: fixed.everyVariance,
    fixedPoints: fixed.points.map((point) => ({
      ...point,
      parallel: point.parallel ?? null,
      depthScale: scale(point.depthScale),
      correlation:
        point.correlation === undefined
          ? null
          : { ...point.correlation, depthScale: scale(point.correlation.depthScale) },
    })),
    criticalPoints: { everyVariance: critical.everyVariance ?? null, points: critical.points },
    varianceByDepth: depths,
  };
}

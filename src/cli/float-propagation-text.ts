/** Signal propagation of an activation that is no polynomial, as people read it. */
import { table } from './output.ts';
import type { FloatPropagation } from './propagation-json.ts';

const short = (x: number | undefined): string =>
  x === undefined ? '–' : x === Infinity ? '∞' : `${Number(x.toPrecision(10))}`;

export function floatPropagationText({
  name,
  weightVariance,
  biasVariance,
  fixed,
  critical,
  depths,
}: FloatPropagation): string {
  const points = fixed.points.map((point) => [
    `  ${short(point.variance)}`,
    point.error === 0 ? '0' : point.error.toExponential(0),
    short(point.parallel),
    short(point.perpendicular),
    short(point.depthScale),
    short(point.correlation?.value),
    short(point.correlation?.slope),
    short(point.correlation?.depthScale),
  ]);
  const fixedText = fixed.everyVariance
    ? 'Every K tried is a fixed point (observed).'
    : points.length === 0
      ? 'Fixed points (observed, K up to 10^6): none found.'
      : `Fixed points (observed, K up to 10^6):\n${table([['  K', '±', 'χ_∥', 'χ_⊥', 'ξ_∥', 'c →', 'C′', 'ξ_⊥'], ...points])}`;
  const criticalText =
    critical.everyVariance !== undefined
      ? `σ_w² = ${short(critical.everyVariance)}, at every K`
      : critical.points
          .map(({ variance, weightVariance: w }) => `σ_w² = ${short(w)} at K = ${short(variance)}`)
          .join('; ') || 'no σ_w²';
  return `${[
    `σ = ${name}, σ_w² = ${short(weightVariance)}, σ_b² = ${short(biasVariance)}: in floats, by quadrature, since it is no polynomial`,
    fixedText,
    `Critical initialisation, χ_⊥ = 1 (observed), at σ_b² = ${short(biasVariance)}: ${criticalText}`,
    `K by depth:\n${table([['  depth', 'K', '±'], ...depths.map(({ depth, variance, error }) => [`  ${depth}`, short(variance), error === 0 ? '0' : error.toExponential(0)])])}`,
  ].join('\n\n')}\n`;
}

/** Signal propagation as people read it. */
import { formatRational } from '../base/rational.ts';
import type { RealNumber } from '../symbolic/algebraic/real-number.ts';
import type { CriticalCurve, CriticalPoints, EscapeWeightVariance } from '../symbolic/propagation/critical.ts';
import type { Escape } from '../symbolic/propagation/escape.ts';
import type { FixedPoint, FixedPoints } from '../symbolic/propagation/fixed-points.ts';
import type { SignalMaps } from '../symbolic/propagation/signal-maps.ts';
import type { VarianceAtDepth } from '../symbolic/propagation/variance-by-depth.ts';
import { table } from './output.ts';

/** Everything that `isserlis propagate` finds of a polynomial activation. */
export interface ExactPropagation {
  readonly name: string;
  readonly maps: SignalMaps;
  readonly fixed: FixedPoints;
  readonly escape: Escape;
  readonly escapeWeightVariance: EscapeWeightVariance;
  readonly curve: CriticalCurve;
  readonly critical: CriticalPoints;
  readonly depths: readonly VarianceAtDepth[];
  readonly depth: number;
  readonly digits: number;
}

export function propagationText(found: ExactPropagation): string {
  const { name, maps, fixed, digits } = found;
  return `${[
    `σ = ${name}, σ_w² = ${formatRational(maps.weightVariance)}, σ_b² = ${formatRational(maps.biasVariance)}`,
    table([
      ['variance map', `V(K) = ${maps.variance}`],
      ['its slope', `χ_∥(K) = ${maps.parallel}`],
      ['of correlations at 1', `χ_⊥(K) = ${maps.perpendicular}`],
      ['correlation map', `V(K)·C(c) = ${maps.covariance}`],
    ]),
    fixed.everyVariance
      ? 'Every K is a fixed point (proved).'
      : `Fixed points (proved):\n${fixedPointTable(fixed.points, digits)}`,
    escapeText(found),
    criticalText(found),
    depthText(found.depths, found.depth),
  ].join('\n\n')}\n`;
}

/** The closed form and its decimals, or the decimals alone where there is no closed form. */
export function shown(value: RealNumber, digits: number): string {
  const text = `${value}`;
  if (text.startsWith('≈')) return `≈ ${value.decimal(digits)}`;
  return /^-?\d+$/.test(text) ? text : `${text} ≈ ${value.decimal(digits)}`;
}

const scale = (xi: number | undefined): string =>
  xi === undefined ? '–' : xi === Infinity ? '∞' : `${Number(xi.toPrecision(6))}`;

function fixedPointTable(points: readonly FixedPoint[], digits: number): string {
  if (points.length === 0) return '  none';
  return table([
    ['  K', 'χ_∥', 'χ_⊥', 'stability', 'ξ_∥', 'c → ', 'C′', 'ξ_⊥'],
    ...points.map(({ variance, parallel, perpendicular, stability, depthScale, correlation }) => [
      `  ${shown(variance, digits)}`,
      shown(parallel, digits),
      shown(perpendicular, digits),
      stabilityText(stability, variance.sign() === 0),
      scale(depthScale),
      correlation === undefined ? '–' : shown(correlation.value, digits),
      correlation === undefined ? '–' : shown(correlation.slope, digits),
      correlation === undefined ? '–' : scale(correlation.depthScale),
    ]),
  ]);
}

function stabilityText({ below, above }: FixedPoint['stability'], atZero: boolean): string {
  if (atZero || below === above) return above;
  return `${below} from below, ${above} from above`;
}

function escapeText({ escape: found, escapeWeightVariance: limit, maps, digits }: ExactPropagation): string {
  const growth = found.growth === undefined ? '' : `, ${ADVERBS[found.growth]} in the depth`;
  const lines = [
    found.kind === 'never'
      ? 'Escape (proved): no K escapes.'
      : found.kind === 'always'
        ? `Escape (proved): every K diverges${growth}.`
        : `Escape (proved): every K > ${shown(found.threshold!, digits)} diverges${growth}.`,
  ];
  if (found.kind === 'beyond' && found.threshold!.sign() > 0)
    lines.push(
      found.escapesBelow === undefined
        ? '  No K up to there does.'
        : `  So do some below, such as K = ${shown(found.escapesBelow, digits)}: the map is not monotone.`,
    );
  lines.push(
    limit.value === undefined
      ? `  At every σ_w² some K > 0 stay bounded (σ_b² = ${formatRational(maps.biasVariance)}).`
      : `  All K > 0 diverge when σ_w² ${limit.inclusive ? '≥' : '>'} ${shown(limit.value, digits)} (σ_b² = ${formatRational(maps.biasVariance)}).`,
  );
  return lines.join('\n');
}

const ADVERBS = {
  linear: 'linearly',
  exponential: 'exponentially',
  'doubly exponential': 'doubly exponentially',
} as const;

function criticalText({ curve, critical, maps, digits }: ExactPropagation): string {
  const ranges = curve.ranges.map(({ from, to }) =>
    to === undefined ? `K ≥ ${shown(from, digits)}` : `${shown(from, digits)} ≤ K ≤ ${shown(to, digits)}`,
  );
  const bias = formatRational(maps.biasVariance);
  const here =
    critical.everyVariance !== undefined
      ? `σ_w² = ${formatRational(critical.everyVariance)}, at every K`
      : critical.points
          .map(
            ({ variance, weightVariance }) =>
              `σ_w² = ${shown(weightVariance, digits)} at K = ${shown(variance, digits)}`,
          )
          .join('; ') || 'no σ_w²';
  return [
    'Critical initialisation, χ_⊥ = 1 (proved):',
    curve.ranges.length === 0
      ? '  nowhere'
      : `  σ_w² = 1/D, σ_b² = N/D with D = ${curve.denominator}, N = ${curve.numerator}, for ${ranges.join(' and ')}, D > 0`,
    `  at σ_b² = ${bias}: ${here}`,
  ].join('\n');
}

const SHOWN_DIGITS = 8;
const LONGEST_EXACT = 24;

function depthText(depths: readonly VarianceAtDepth[], depth: number): string {
  const rows = depths.map(({ depth: layer, exact, low, high }) => {
    const text = exact === undefined ? '' : formatRational(exact);
    const decimals = sharedDigits(low, high);
    return [
      `  ${layer}`,
      text === '' || text.length > LONGEST_EXACT ? decimals : text === decimals ? text : `${text} ≈ ${decimals}`,
    ];
  });
  const beyond = depths.length <= depth ? [[`  ${depths.length}`, 'beyond 10^(8.9·10^15)']] : [];
  return `K by depth (exact or enclosed):\n${table([['  depth', 'K'], ...rows, ...beyond])}`;
}

/** The digits, at most eight, in which two bounds agree when rounded; both bounds when they do not agree at all. */
function sharedDigits(low: string, high: string): string {
  for (let digits = SHOWN_DIGITS; digits > 0; digits--) {
    const [a, b] = [rounded(low, digits), rounded(high, digits)];
    if (a === b) return a;
  }
  return `[${low}, ${high}]`;
}

/** A decimal text to so many digits; doubles would lose exponents beyond 308. */
function rounded(text: string, digits: number): string {
  const [mantissa = '', exponent] = text.split('e');
  const value = Number(mantissa);
  if (exponent === undefined) {
    const plain = Number(value.toPrecision(digits));
    return Math.abs(plain) >= 10 ** digits ? plain.toExponential() : `${plain}`;
  }
  return `${Number(value.toPrecision(digits))}e${exponent}`;
}

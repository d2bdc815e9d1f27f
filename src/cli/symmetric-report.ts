/** What `isserlis symmetric` finds, as plain data. */
import { exponentText } from '../theory/exponents/exponent.ts';
import type { AdaptedExponent } from '../theory/symmetric/adapted-exponent.ts';
import type { AdaptedExponentEstimate } from '../theory/symmetric/estimate-adapted-exponent.ts';
import type { FiniteSampleRow } from '../theory/symmetric/finite-samples.ts';
import type { PowerLaw } from '../theory/symmetric/power-law.ts';
import type { FlowKind, RecoveryByDimension } from '../theory/symmetric/recovery-time.ts';
import { table } from './output.ts';

export interface MomentRow {
  readonly left: number;
  readonly right: number;
  readonly exact: string;
  readonly stable: string;
  readonly inStableRange: boolean;
}

export interface FlowRow {
  readonly kind: FlowKind;
  readonly times: readonly { readonly start: number; readonly time: number }[];
  readonly fit: PowerLaw | undefined;
  readonly theory: number;
}

export interface SymmetricReport {
  readonly link?: string;
  readonly dimension: number;
  readonly exponent?: AdaptedExponent;
  /** α_0, α_1, … */
  readonly coefficients?: readonly string[];
  /** N with s K ≤ N, for the teacher's K. */
  readonly needed?: number;
  readonly moments?: readonly MomentRow[];
  readonly flows?: readonly FlowRow[];
  readonly cosine: number;
  /** Whether only the leading term of the link was followed. */
  readonly leadingTermOnly?: boolean;
  /** Random starts. */
  readonly byDimension?: readonly (RecoveryByDimension & { readonly kind: FlowKind; readonly runs: number })[];
  readonly experiment?: readonly FiniteSampleRow[];
  readonly seed: number;
  readonly conditioning?: import('../theory/symmetric/deep-sets.ts').Conditioning & { readonly units: number };
  readonly estimate?: AdaptedExponentEstimate;
}

const short = (x: number): string => (Number.isFinite(x) ? `${Number(x.toPrecision(6))}` : x > 0 ? '∞' : `${x}`);
const interval = (lower: number, upper: number): string => `[${short(lower)}, ${short(upper)}]`;

export function symmetricText(report: SymmetricReport): string {
  const sections: string[] = [];
  if (report.exponent !== undefined) sections.push(linkText(report));
  if (report.moments !== undefined)
    sections.push(
      `z = ⟨h, p̃⟩ under CUE(${report.dimension}), exactly:\n${table([
        ['moment', 'value', 'stable'],
        ...report.moments.map(({ left, right, exact, stable, inStableRange }) => [
          `E[z^${left} conj(z)^${right}]`,
          exact,
          `${stable}${inStableRange ? '' : exact === stable ? '' : '  (beyond the stable range)'}`,
        ]),
      ])}`,
    );
  if (report.flows !== undefined) sections.push(flowText(report, report.flows));
  if (report.byDimension !== undefined) sections.push(dimensionText(report, report.byDimension));
  if (report.experiment !== undefined)
    sections.push(
      `Learned from samples, ${report.experiment[0]!.overlaps.length} runs (tested, seed ${report.seed}):\n${table([
        ['samples', 'median overlap', `${100 * report.experiment[0]!.overlap.level}% interval`, 'over 0.9'],
        ...report.experiment.map(({ samples, overlap, above }) => [
          `${samples}`,
          short(overlap.value),
          interval(overlap.lower, overlap.upper),
          `${short(100 * above)}%`,
        ]),
      ])}`,
    );
  if (report.conditioning !== undefined) {
    const { units, conditionNumber, ofActivation, verdict, remedy } = report.conditioning;
    sections.push(
      [
        `First layer with ${units} units: condition number ${short(conditionNumber)} (observed), ${verdict}`,
        `the activation alone gives ${short(ofActivation)}`,
        ...(remedy === undefined ? [] : [`${remedy}.`]),
      ].join('\n'),
    );
  }
  if (report.estimate !== undefined) sections.push(estimateText(report.estimate));
  return `${sections.join('\n\n')}\n`;
}

function linkText({ link, exponent, needed, dimension }: SymmetricReport): string {
  const { value, tier, certificate, symmetryOrder } = exponent!;
  const lines = [
    `f(z) = ${link}: adapted information exponent ${exponentText(exponent!)} (${tier})`,
    ...certificate.map(({ statement, reason }) => `  ${statement}  [${reason}]`),
  ];
  if (symmetryOrder !== undefined && symmetryOrder > 1)
    lines.push(`  f(ωz) = f(z) for ω^${symmetryOrder} = 1: the direction is determined up to such a root of unity`);
  if (needed === undefined && value !== undefined && value < Infinity)
    lines.push(
      `  N = ${dimension} is in the stable range for h on the power sums up to ${Math.floor(dimension / value)}`,
    );
  if (needed !== undefined)
    lines.push(
      needed <= dimension
        ? `  N = ${dimension} is in the stable range for this order, which needs N ≥ ${needed}`
        : `  N = ${dimension} is not in the stable range for this order, which needs N ≥ ${needed}: see the exact moments`,
    );
  return lines.join('\n');
}

function flowText({ cosine, leadingTermOnly }: SymmetricReport, flows: readonly FlowRow[]): string {
  const rows = flows[0]!.times.map(({ start }, i) => [
    short(start),
    ...flows.map(({ times }) => short(times[i]!.time)),
  ]);
  return [
    `Time of the population flow to cosine ${cosine} (observed)${leadingTermOnly === true ? ', of the leading term of the link' : ''}:`,
    table([['start r₀', ...flows.map(({ kind }) => kind)], ...rows]),
    ...flows.flatMap(({ kind, fit, theory }) =>
      fit === undefined
        ? []
        : [
            `${kind}: T ~ r₀^${short(fit.exponent)}, between neighbours ${interval(fit.lower, fit.upper)}; limit ${short(theory)}${theory === 0 ? ', with ln(1/r₀) where s = 2' : ''}`,
          ],
    ),
  ].join('\n');
}

function dimensionText(
  { cosine, seed }: SymmetricReport,
  results: NonNullable<SymmetricReport['byDimension']>,
): string {
  const first = results[0]!;
  return [
    `Median time of the flow of the leading term to cosine ${cosine} from ${first.runs} random starts (tested, seed ${seed}; the intervals hold together):`,
    table([
      ['dimension', ...results.flatMap(({ kind }) => [kind, `${short(100 * (first.slope.level ?? 0))}% interval`])],
      ...first.rows.map(({ dimension }, i) => [
        `${dimension}`,
        ...results.flatMap(({ rows }) => [
          short(rows[i]!.time.value),
          interval(rows[i]!.time.lower, rows[i]!.time.upper),
        ]),
      ]),
    ]),
    ...results.map(
      ({ kind, slope, theory }) =>
        `${kind}: T ~ dimension^${short(slope.exponent)}, interval ${interval(slope.lower, slope.upper)}; limit ${short(theory)}`,
    ),
  ].join('\n');
}

function estimateText({ statement, samples, orders, assumptions, remedy }: AdaptedExponentEstimate): string {
  return [
    `${statement}  (tested, ${samples} samples)`,
    ...(orders.length === 0
      ? []
      : [
          table([
            ['order', 'Re u_k', 'interval', 'Im u_k', 'interval', ''],
            ...orders.map(({ order, coefficient, re, im, present }) => [
              `${order}`,
              short(coefficient[0]),
              interval(...re),
              short(coefficient[1]),
              interval(...im),
              present ? 'present' : '',
            ]),
          ]),
        ]),
    ...assumptions.map((a) => `Assumed: ${a}.`),
    ...(remedy === undefined ? [] : [`${remedy}.`]),
  ].join('\n');
}

/** JSON has no Infinity. */
export function symmetricJson(report: SymmetricReport): object {
  const plain = (_: string, value: unknown): unknown => (value === Infinity ? 'Infinity' : value);
  return JSON.parse(JSON.stringify(report, plain)) as object;
}

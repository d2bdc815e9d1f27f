import { InputError } from '../../base/errors.ts';
import { formatRational } from '../../base/rational.ts';
import { activationFromText } from '../../symbolic/width/read-activation.ts';
import { wideNetwork } from '../../symbolic/width/wide-network.ts';
import { rounded, withVerdicts } from '../checked-table.ts';
import type { Finding, TheoryClaim, Verdict } from '../claim.ts';
import { predictedExponent } from '../correlation-functions/cluster-graph.ts';
import { exponentText } from '../correlation-functions/exponent-text.ts';
import { type CorrelationReport, correlationReport } from '../correlation-functions/mean.ts';
import { parseCorrelationFunction } from '../correlation-functions/parse.ts';
import { type SimulatedCorrelation, simulateCorrelations } from '../correlation-functions/simulate-correlations.ts';
import { activationLayer, isNamedActivation } from '../correlation-functions/simulated-network.ts';
import type { PlotSeries } from '../figures/plot.ts';

type Parameters = {
  /** Exponents expected, in the order of `correlations`; null for a mean that vanishes. */
  readonly activations: readonly { readonly activation: string; readonly exponents: readonly (number | null)[] }[];
  readonly correlations: readonly string[];
  readonly depth: number;
  readonly widths: readonly number[];
  /** Networks drawn at each width. */
  readonly draws: number;
  /** Random vectors a draw, for indices on cycles. */
  readonly probes: number;
  /** Of all intervals of an activation and correlation function together. */
  readonly level: number;
  /** How far a slope at these widths may be from its limit for large ones. */
  readonly margin: number;
};

/** For polynomials the exponent expected is compared with the exact one, and the fit with the exact slope at the same widths. */
export const claim: TheoryClaim<Parameters> = {
  id: 'analytic-activations',
  about: 'theory',
  title: 'Piecewise-linear activations decay like the deep linear network, analytic ones like polynomials',
  statement:
    'For two hidden layers of width n, inputs of norm 1 and weights N(0, 1), E f_μνρ f_μ f_ν f_ρ decays as n^−2 for ReLU and for the deep linear network and as n^−1 for tanh and x², and E f_μμ f does not decay for tanh and x² and vanishes for ReLU and the deep linear network: fitted exponents are within the margin of those given, and means that vanish have intervals that hold 0. Exponents of polynomials are exact.',
  source:
    'Measurements of our own, by simulation and by automatic differentiation; Aitken and Gur-Ari, arXiv:2006.06687, announce a difference between the two kinds of activation',
  tier: 'observed',
  defaults: {
    activations: [
      { activation: 'relu', exponents: [-2, null] },
      { activation: 'x', exponents: [-2, null] },
      { activation: 'tanh', exponents: [-1, 0] },
      { activation: 'x^2', exponents: [-1, 0] },
    ],
    correlations: ['f[m,n,r](1) f[m](1) f[n](1) f[r](1)', 'f[m,m](1) f(1)'],
    depth: 2,
    widths: [64, 256, 1024],
    draws: 1000,
    probes: 1,
    level: 0.99,
    margin: 0.25,
  },
  quick: {
    activations: [
      { activation: 'relu', exponents: [-2] },
      { activation: 'tanh', exponents: [-1] },
    ],
    correlations: ['f[m,n,r](1) f[m](1) f[n](1) f[r](1)'],
    widths: [16, 64],
    draws: 400,
  },
  async check(parameters, { seed }, progress) {
    const { activations, correlations, depth, widths, draws, probes, level, margin } = parameters;
    if (!(margin >= 0)) throw new InputError('margin', `expected a number from 0, got ${margin}`);
    const parsed = correlations.map(parseCorrelationFunction);
    const rows: Row[] = [];
    for (const [i, { activation, exponents }] of activations.entries()) {
      if (exponents.length !== correlations.length)
        throw new InputError(
          'activations',
          `expected an exponent for each of ${correlations.length} correlation functions for ${activation}, got ${exponents.length}`,
        );
      const layer = activationLayer(activation);
      const reports = isNamedActivation(activation) ? [] : exactReports(activation, depth, parsed);
      const simulated = await simulateCorrelations(
        parsed,
        { activations: Array.from({ length: depth }, () => layer) },
        {
          widths,
          draws,
          probes,
          seed,
          level: 1 - (1 - level) / widths.length,
          progress: (done, total) => progress(i * total + done, activations.length * total, `drawing ${activation}`),
        },
        reports,
      );
      parsed.forEach((correlation, k) => {
        const bound = predictedExponent(correlation);
        rows.push(judged({ activation, bound, expected: exponents[k]!, simulated: simulated[k]! }, reports[k], margin));
      });
    }
    return findingOf(rows, parameters);
  },
};

const exactReports = (
  activation: string,
  depth: number,
  correlations: readonly ReturnType<typeof parseCorrelationFunction>[],
): readonly CorrelationReport[] => {
  const network = wideNetwork({ depth, activation: activationFromText(activation).map(formatRational) });
  return correlations.map((correlation) => correlationReport(correlation, network));
};

interface Measured {
  readonly activation: string;
  readonly bound: number;
  readonly expected: number | null;
  readonly simulated: SimulatedCorrelation;
}

interface Row extends Measured {
  /** `none` where there are no exact means. */
  readonly exact: number | null | 'none';
  readonly verdict: Verdict;
}

/** Wider than this, an interval of an exponent decides nothing. */
const WIDEST = 1;

function judged(measured: Measured, report: CorrelationReport | undefined, margin: number): Row {
  const { expected, simulated } = measured;
  const exact = report === undefined ? 'none' : report.exactExponent;
  const verdict = exact !== 'none' && exact !== expected ? 'refutes' : fitVerdict(expected, simulated, margin);
  return { ...measured, exact, verdict };
}

function fitVerdict(
  expected: number | null,
  { exponent, exactSlope, byWidth, heavyTailed }: SimulatedCorrelation,
  margin: number,
): Verdict {
  // Of few draws that carry the spread, an interval that misses decides nothing.
  const against: Verdict = heavyTailed ? 'inconclusive' : 'refutes';
  if (expected === null)
    return byWidth.every(({ estimate: { lower, upper } }) => lower <= 0 && upper >= 0) ? 'supports' : against;
  if (exponent === null) return 'inconclusive';
  const target = exactSlope ?? expected;
  const near = exponent.lower - margin <= target && target <= exponent.upper + margin;
  return !near ? against : exponent.upper - exponent.lower > WIDEST ? 'inconclusive' : 'supports';
}

const shown = (exponent: number | null): string => (exponent === null ? 'vanishes' : `${exponent}`);

function fitText({ simulated: { exponent, byWidth, heavyTailed } }: Row): string {
  const last = byWidth.at(-1)!;
  const { lower, upper } = last.estimate;
  const text =
    exponent === null
      ? `mean [${rounded(lower, 2)}, ${rounded(upper, 2)}] at n = ${last.width}`
      : exponentText(exponent);
  return `${text}${heavyTailed ? ' !' : ''}`;
}

function findingOf(rows: readonly Row[], { widths, draws, level, margin }: Parameters): Finding {
  const verdict = (['refutes', 'inconclusive'] as const).find((one) => rows.some((row) => row.verdict === one));
  const worst = verdict === undefined ? rows : rows.filter((row) => row.verdict === verdict);
  const text = (row: Row): string =>
    `${row.simulated.correlation} of ${row.activation}: ${fitText(row)} (expected ${shown(row.expected)})`;
  return {
    verdict: verdict ?? 'supports',
    summary: `${verdict === undefined ? 'Fitted exponents' : `${worst.length} of ${rows.length} ${verdict === 'refutes' ? 'miss' : 'are not decided'}`}: ${worst.map(text).join('; ')}.`,
    details: rows.map(({ activation, bound, expected, exact, simulated, verdict: one }) => ({
      activation,
      correlation: simulated.correlation,
      method: simulated.method,
      bound,
      expected,
      exact,
      exactSlope: simulated.exactSlope === null ? null : rounded(simulated.exactSlope),
      exponent:
        simulated.exponent === null
          ? null
          : {
              value: rounded(simulated.exponent.value),
              lower: rounded(simulated.exponent.lower),
              upper: rounded(simulated.exponent.upper),
            },
      byWidth: simulated.byWidth.map(({ width, estimate }) => ({
        width,
        value: rounded(estimate.value),
        lower: rounded(estimate.lower),
        upper: rounded(estimate.upper),
        heavyTailed: estimate.heavyTailed,
      })),
      verdict: one,
    })),
    ...(verdict === 'inconclusive' ? { remedy: 'Use more draws, so that the intervals are shorter' } : {}),
    tables: withVerdicts([
      {
        name: 'exponents',
        caption: `Exponents fitted over the widths ${widths.join(', ')}, ${draws} draws each, intervals at level ${rounded(1 - (1 - level) / widths.length, 4)}, margin ${margin}; ! where a few draws carry the spread. For polynomials the slope expected at these widths is that of the exact means.`,
        header: ['correlation function', 'activation', 'bound', 'expected', 'exact', 'exact slope', 'fitted'],
        alignment: 'llrrrrl',
        rows: [...rows]
          .sort((a, b) => order(rows, a) - order(rows, b))
          .map((row) => ({
            cells: [
              row.simulated.correlation,
              row.activation,
              `${row.bound}`,
              shown(row.expected),
              row.exact === 'none' ? '' : shown(row.exact),
              row.simulated.exactSlope === null ? '' : row.simulated.exactSlope.toFixed(2),
              fitText(row),
            ],
            holds: row.verdict === 'supports',
          })),
      },
    ]),
    plots: [...new Set(rows.map(({ simulated }) => simulated.correlation))].map((correlation, k) => ({
      name: `means-${k + 1}`,
      caption: `The size of E ${correlation} by width, with intervals; dashed, the exponents expected. Means whose interval holds 0 are left out.`,
      x: { title: 'width n', logarithmic: true },
      y: { title: `|E ${correlation}|`, logarithmic: true },
      series: rows.filter(({ simulated }) => simulated.correlation === correlation).flatMap(seriesOf),
    })),
  };
}

/** By correlation function, then as given. */
const order = (rows: readonly Row[], row: Row): number =>
  rows.findIndex(({ simulated }) => simulated.correlation === row.simulated.correlation) * rows.length +
  rows.indexOf(row);

function seriesOf({ activation, expected, simulated: { byWidth } }: Row): readonly PlotSeries[] {
  const points = byWidth.flatMap(({ width, estimate: { value, lower, upper } }) =>
    lower * upper > 0
      ? [
          {
            x: width,
            y: rounded(Math.abs(value)),
            lower: rounded(Math.min(Math.abs(lower), Math.abs(upper))),
            upper: rounded(Math.max(Math.abs(lower), Math.abs(upper))),
          },
        ]
      : [],
  );
  const last = points.at(-1);
  if (last === undefined) return [];
  const guide = points.map(({ x }) => ({ x, y: rounded(last.y * (x / last.x) ** (expected ?? 0)) }));
  return [
    { name: activation, points },
    ...(expected === null ? [] : [{ name: activation, mark: 'dashed' as const, points: guide }]),
  ];
}

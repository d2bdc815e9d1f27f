import { InputError } from '../../base/errors.ts';
import { formatRational } from '../../base/rational.ts';
import type { SampleEstimate } from '../../numeric/simulation/estimates.ts';
import { normalQuantile, studentQuantile } from '../../numeric/simulation/student.ts';
import { gramMatrix } from '../../symbolic/width/gram.ts';
import { activationFromText } from '../../symbolic/width/read-activation.ts';
import { wideNetwork } from '../../symbolic/width/wide-network.ts';
import { rounded, withVerdicts } from '../checked-table.ts';
import type { Finding, TheoryClaim, Verdict } from '../claim.ts';
import { exponentText } from '../correlation-functions/exponent-text.ts';
import { finiteWidthTraining, type QuantityComparison } from '../finite-width-dynamics/finite-width-training.ts';

type Problem = {
  /** A polynomial in x, or He3. */
  readonly activation: string;
  readonly depth: number;
  /** Inner products of the training inputs. */
  readonly gram: readonly (readonly string[])[];
  readonly targets: readonly number[];
  /** Of gradient descent; 0 for gradient flow. */
  readonly learningRate: number;
  /** Steps of gradient descent, or the time of the flow. */
  readonly until: number;
};

type Parameters = {
  readonly problems: readonly Problem[];
  readonly widths: readonly number[];
  /** Networks trained at each width. */
  readonly draws: number;
  /** Of all intervals of a problem together. */
  readonly level: number;
  /** How long half an interval of what is left at order 1/n may be, relative to the correction. */
  readonly resolution: number;
};

/** The remainder times n² by width, and its part of order 1/n by a fit of c/n + a/n² + b/n³, which is to hold 0. */
export const claim: TheoryClaim<Parameters> = {
  id: 'training-corrections',
  about: 'theory',
  title: 'Training dynamics at finite width: what is left after the correction of order 1/n',
  statement:
    'Means over the initialisation of the loss, of the outputs and of the tangent kernel of trained networks of width n are limit + correction/n + O(1/n²), limit and correction from exact correlation functions at initialisation: of what is left in simulations, times n², the fit over widths has no part that grows as n, by intervals that hold together at the level.',
  source: 'Dyer and Gur-Ari, arXiv:1909.11304, for the method; Huang and Yau, arXiv:1909.08156, for the hierarchy',
  tier: 'observed',
  defaults: {
    problems: [
      { activation: 'x + x^2/4', depth: 1, gram: [['1']], targets: [1], learningRate: 0.05, until: 10 },
      { activation: 'x', depth: 2, gram: [['1']], targets: [1], learningRate: 0.05, until: 10 },
      {
        activation: 'x',
        depth: 1,
        gram: [
          ['1', '1/2'],
          ['1/2', '1'],
        ],
        targets: [1, -1],
        learningRate: 0,
        until: 0.5,
      },
    ],
    widths: [8, 16, 32, 64],
    draws: 8000,
    level: 0.99,
    resolution: 0.5,
  },
  quick: {
    problems: [{ activation: 'x', depth: 1, gram: [['1']], targets: [3], learningRate: 0.1, until: 4 }],
    widths: [4, 8, 16, 32],
    draws: 4000,
  },
  async check(parameters, { seed }, progress) {
    const { problems, widths, draws, level, resolution } = parameters;
    if (new Set(widths).size <= TERMS)
      throw new InputError('widths', `expected at least ${TERMS + 1} widths, got ${widths.join(', ')}`);
    if (!(level > 0 && level < 1)) throw new InputError('level', `expected a number between 0 and 1, got ${level}`);
    const rows: Row[] = [];
    for (const [i, problem] of problems.entries()) {
      const { activation, depth, gram, targets, learningRate, until } = problem;
      const quantities = 1 + targets.length + targets.length ** 2;
      const { comparisons } = await finiteWidthTraining({
        network: wideNetwork({ depth, activation: activationFromText(activation).map(formatRational) }),
        gram: gramMatrix(gram),
        targets,
        schedule:
          learningRate === 0 ? { method: 'flow', times: [until] } : { method: 'gd', learningRate, steps: [until] },
        widths,
        draws,
        seed,
        level: 1 - (1 - level) / quantities,
        progress: (done, total, activity) =>
          progress(i * total + done, problems.length * total, `${nameOf(problem)}: ${activity}`),
      });
      rows.push(...comparisons.map((comparison) => judged(nameOf(problem), comparison, resolution)));
    }
    return findingOf(rows, parameters);
  },
};

/** Of the fit. */
const TERMS = 3;

const nameOf = ({ activation, depth, targets, learningRate }: Problem): string =>
  `${activation}, depth ${depth}, ${learningRate === 0 ? 'flow' : 'descent'} on ${targets.length === 1 ? 'one input' : `${targets.length} inputs`}`;

interface Row {
  readonly problem: string;
  readonly comparison: QuantityComparison;
  /** n² times the remainder. */
  readonly scaled: readonly Interval[];
  /** c of the fit. */
  readonly left: Interval;
  readonly verdict: Verdict;
}

interface Interval {
  readonly value: number;
  readonly lower: number;
  readonly upper: number;
}

function judged(problem: string, comparison: QuantityComparison, resolution: number): Row {
  const { byWidth, expansion } = comparison;
  const scaled = byWidth.map(({ width, remainder: { value, lower, upper } }) => ({
    value: rounded(value * width ** 2),
    lower: rounded(lower * width ** 2),
    upper: rounded(upper * width ** 2),
  }));
  const left = leftOver(byWidth.map(({ width, remainder }) => ({ width, estimate: remainder })));
  const heavy = byWidth.some(({ remainder }) => remainder.heavyTailed);
  const holds = left.lower <= 0 && left.upper >= 0;
  const resolved = (left.upper - left.lower) / 2 <= resolution * Math.abs(expansion.correction);
  const verdict: Verdict = !holds ? (heavy ? 'inconclusive' : 'refutes') : resolved ? 'supports' : 'inconclusive';
  return { problem, comparison, scaled, left, verdict };
}

/** c of remainder = c/n + a/n² + b/n³ by least squares, weighted by the intervals, with its own at their level. */
function leftOver(points: readonly { readonly width: number; readonly estimate: SampleEstimate }[]): Interval {
  const level = points[0]!.estimate.level;
  // Orthogonal columns by Gram and Schmidt in the weighted inner product; that of 1/n comes last.
  const weights = points.map(({ estimate: { lower, upper, n } }) => {
    const error = (upper - lower) / 2 / studentQuantile(level, n - 1);
    return error > 0 ? error ** -2 : 0;
  });
  const dot = (u: readonly number[], v: readonly number[]): number =>
    u.reduce((sum, x, k) => sum + weights[k]! * x * v[k]!, 0);
  const columns: number[][] = [];
  for (let power = TERMS; power >= 1; power--) {
    let column = points.map(({ width }) => width ** -power);
    for (const before of columns) {
      const factor = dot(before, column) / dot(before, before);
      column = column.map((x, k) => x - factor * before[k]!);
    }
    columns.push(column);
  }
  const last = columns.at(-1)!;
  const square = dot(last, last);
  const value =
    dot(
      last,
      points.map(({ estimate }) => estimate.value),
    ) / square;
  const half = normalQuantile(level) / Math.sqrt(square);
  return { value: rounded(value), lower: rounded(value - half), upper: rounded(value + half) };
}

const shown = ({ value, lower, upper }: Interval): string =>
  `${rounded(value, 3)} [${rounded(lower, 3)}, ${rounded(upper, 3)}]`;

function findingOf(rows: readonly Row[], { widths, draws, level, resolution }: Parameters): Finding {
  const verdict = (['refutes', 'inconclusive'] as const).find((one) => rows.some((row) => row.verdict === one));
  const relative = Math.max(
    ...rows.map(({ left, comparison }) => Math.abs(left.value / comparison.expansion.correction)),
  );
  const named = rows
    .filter((row) => row.verdict === verdict)
    .map(({ problem, comparison, left }) => `${comparison.quantity} of ${problem}: ${shown(left)}`);
  return {
    verdict: verdict ?? 'supports',
    summary:
      verdict === undefined
        ? `Of ${rows.length} means, none has a part of order 1/n left after its correction: at most ${rounded(relative, 2)} of the correction, with intervals that hold 0.`
        : `${named.length} of ${rows.length} means ${verdict === 'refutes' ? 'have a part of order 1/n left' : 'are not decided'}: ${named.join('; ')}.`,
    details: rows.map(({ problem, comparison, scaled, left, verdict: one }) => ({
      problem,
      quantity: comparison.quantity,
      at: comparison.at,
      limit: rounded(comparison.expansion.limit),
      correction: rounded(comparison.expansion.correction),
      left: { ...left },
      remainders: scaled.map((interval, k) => ({ width: comparison.byWidth[k]!.width, ...interval })),
      remainderSlope: comparison.remainderSlope === undefined ? null : rounded(comparison.remainderSlope.value),
      verdict: one,
    })),
    ...(verdict === 'inconclusive' ? { remedy: 'Use more draws, so that the intervals are shorter' } : {}),
    tables: withVerdicts([
      {
        name: 'remainders',
        caption: `What is left of simulated means after limit and correction, ${draws} networks at each of the widths ${widths.join(', ')}; intervals of each problem hold together at level ${level}. c is the part of order 1/n in a fit, to be resolved to ${resolution} of the correction; slopes of the remainder, where it is resolved at every width, mix n^-2 with n^-3.`,
        header: ['problem', 'quantity', 'correction', 'c', ...widths.map((n) => `n^2 remainder, n = ${n}`), 'slope'],
        alignment: `llrr${'r'.repeat(widths.length)}r`,
        rows: rows.map(({ problem, comparison, scaled, left, verdict: one }) => ({
          cells: [
            problem,
            comparison.quantity,
            `${rounded(comparison.expansion.correction, 4)}`,
            shown(left),
            ...scaled.map(shown),
            comparison.remainderSlope === undefined ? '' : exponentText(comparison.remainderSlope),
          ],
          holds: one === 'supports',
        })),
      },
    ]),
    plots: [...new Set(rows.map(({ problem }) => problem))].map((problem, k) => ({
      name: `remainders-${k + 1}`,
      caption: `Training of ${problem}: n² times what is left of the mean after the correction of order 1/n, with intervals. A part of order 1/n would make it grow as n.`,
      x: { title: 'width n', logarithmic: true },
      y: { title: 'n² · remainder' },
      series: rows
        .filter((row) => row.problem === problem)
        .map(({ comparison, scaled }) => ({
          name: comparison.quantity,
          points: scaled.map((interval, i) => ({
            x: comparison.byWidth[i]!.width,
            y: interval.value,
            lower: interval.lower,
            upper: interval.upper,
          })),
        })),
    })),
  };
}

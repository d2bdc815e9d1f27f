import { InputError } from '../../base/errors.ts';
import { activationFromText } from '../../symbolic/width/read-activation.ts';
import { decimal, rounded, withVerdicts } from '../checked-table.ts';
import type { Finding, TheoryClaim, Verdict } from '../claim.ts';
import { type LearningExperiment, learningExperiment } from '../dynamics/learning-experiment.ts';
import { normalisedPolynomialLink } from '../dynamics/link.ts';
import { onlineMethods } from '../dynamics/online-methods.generated.ts';

type Parameters = {
  /** Polynomials in x, or He3. */
  readonly links: readonly string[];
  readonly method: string;
  readonly dimensions: readonly number[];
  readonly runs: number;
  readonly threshold: number;
  readonly level: number;
  /** How far a slope at these dimensions may be from its limit for large ones. */
  readonly margin: number;
};

/** The slope of log median hitting time by log dimension, without what (log d)² adds at k = 2. */
export const claim: TheoryClaim<Parameters> = {
  id: 'overlap-hitting-times',
  about: 'theory',
  title: 'Samples that online gradient descent takes, by dimension',
  statement:
    'Online stochastic gradient descent from overlap d^(−1/2) takes of order d^max(1, k−1) samples to a fixed overlap, k the information exponent, with (log d)² more at k = 2: the slopes of log median against log d, those of (log d)² taken off, are within the margin of max(1, k−1).',
  source: 'Ben Arous, Gheissari and Jagannath, JMLR 22 (2021), theorem 1.3',
  tier: 'observed',
  defaults: {
    links: ['He1', 'He2', 'He3'],
    method: 'sgd',
    dimensions: [32, 64, 128, 256],
    runs: 48,
    threshold: 0.5,
    level: 0.95,
    margin: 0.25,
  },
  quick: { links: ['He1'], dimensions: [16, 64], runs: 8 },
  async check({ links, method: name, dimensions, runs, threshold, level, margin }, { seed }, progress) {
    const method = onlineMethods.find((one) => one.name === name);
    if (method === undefined)
      throw new InputError(
        'method',
        `there is no method '${name}'`,
        `Take ${onlineMethods.map((m) => m.name).join(', ')}`,
      );
    if (!(margin >= 0)) throw new InputError('margin', `expected a number from 0, got ${margin}`);
    const experiments: LearningExperiment[] = [];
    for (const [i, text] of links.entries()) {
      const link = normalisedPolynomialLink(text, activationFromText(text));
      const options = { dimensions, runs, threshold, level, seed };
      experiments.push(
        await learningExperiment(link, method, {
          ...options,
          progress: (done, total, activity) => progress(i * total + done, links.length * total, `${text}, ${activity}`),
        }),
      );
    }
    return findingOf(experiments, margin);
  },
};

function findingOf(experiments: readonly LearningExperiment[], margin: number): Finding {
  const slopes = experiments.map((experiment) => judged(experiment, margin));
  const verdicts = slopes.map(({ verdict }) => verdict);
  const verdict = (['refutes', 'inconclusive'] as const).find((one) => verdicts.includes(one)) ?? 'supports';
  return {
    verdict,
    summary: `Slopes ${slopes.map(({ link, slope, theory }) => `${slope === undefined ? 'none' : `${decimal(slope.value, 3)} [${decimal(slope.lower, 3)}, ${decimal(slope.upper, 3)}]`} for ${link} (theory ${theory})`).join('; ')}; margin ${margin}.`,
    details: slopes.map(({ link, slope, theory, verdict: one }) => ({
      link,
      theory,
      verdict: one,
      slope: slope === undefined ? null : { ...slope },
    })),
    ...(verdict === 'inconclusive'
      ? { remedy: 'Use more runs, so that the intervals are shorter, or larger dimensions' }
      : {}),
    tables: withVerdicts([
      {
        name: 'slopes',
        caption: `Slopes of log median hitting time by log dimension; theory is max(1, k - 1), margin ${margin}.`,
        header: ['link', 'k', 'slope', 'lower', 'upper', 'theory'],
        alignment: 'lrrrrr',
        rows: slopes.map(({ link, order, slope, theory, verdict: one }) => ({
          cells: [
            link,
            `${order}`,
            ...[slope?.value, slope?.lower, slope?.upper].map((x) => (x === undefined ? '' : decimal(x, 4))),
            `${theory}`,
          ],
          holds: one === 'supports',
        })),
      },
    ]),
    plots: [
      {
        name: 'hitting-times',
        caption:
          'Median samples until the overlap is reached, by dimension, with the quartiles of the runs as bars; dashed, the slope of theory through the last point.',
        x: { title: 'dimension d', logarithmic: true },
        y: { title: 'samples', logarithmic: true },
        series: experiments.flatMap(seriesOf),
      },
    ],
  };
}

interface Judged {
  readonly link: string;
  readonly order: number;
  readonly theory: number;
  readonly slope: { readonly value: number; readonly lower: number; readonly upper: number } | undefined;
  readonly verdict: Verdict;
}

/** Refuted where the interval, widened by the margin, leaves the theory out; not decided where it is wider than 1. */
function judged({ link, sampleExponent: theory, dimensions, slope }: LearningExperiment, margin: number): Judged {
  const order = link.informationExponent;
  const base = { link: link.name, order, theory };
  if (slope === undefined || !Number.isFinite(slope.upper))
    return { ...base, slope: undefined, verdict: 'inconclusive' };
  const logs = order === 2 ? logarithmSlope(dimensions.map(({ dimension }) => dimension)) : 0;
  const [value, lower, upper] = [slope.value, slope.lower, slope.upper].map((x) => rounded(x - logs)) as [
    number,
    number,
    number,
  ];
  const near = lower - margin <= theory && theory <= upper + margin;
  return {
    ...base,
    slope: { value, lower, upper },
    verdict: !near ? 'refutes' : upper - lower > 1 ? 'inconclusive' : 'supports',
  };
}

/** The least-squares slope of log (log d)² by log d. */
function logarithmSlope(dimensions: readonly number[]): number {
  const x = dimensions.map(Math.log);
  const mean = x.reduce((sum, v) => sum + v / x.length, 0);
  const square = x.reduce((sum, v) => sum + (v - mean) ** 2, 0);
  return x.reduce((sum, v) => sum + ((v - mean) / square) * 2 * Math.log(v), 0);
}

function seriesOf({ link, sampleExponent, dimensions }: LearningExperiment) {
  const last = dimensions.at(-1)!;
  const factor = (d: number): number => (link.informationExponent === 2 ? Math.log(d) ** 2 : 1);
  return [
    {
      name: link.name,
      points: dimensions.map(({ dimension, median, lowerQuartile, upperQuartile }) => ({
        x: dimension,
        y: rounded(median),
        lower: rounded(lowerQuartile),
        upper: rounded(upperQuartile),
      })),
    },
    {
      name: link.name,
      mark: 'dashed' as const,
      points: dimensions.map(({ dimension: d }) => ({
        x: d,
        y: rounded((last.median * (d / last.dimension) ** sampleExponent * factor(d)) / factor(last.dimension)),
      })),
    },
  ];
}

import { InputError } from '../../base/errors.ts';
import { rounded, withVerdicts } from '../checked-table.ts';
import type { Finding, TheoryClaim } from '../claim.ts';
import { readAnalyticLink } from '../symmetric/analytic-link.ts';
import { type FiniteSampleRow, finiteSampleExperiment } from '../symmetric/finite-samples.ts';

type Parameters = {
  readonly links: readonly { readonly link: string; readonly medians: readonly number[] }[];
  readonly size: number;
  readonly samples: readonly number[];
  readonly runs: number;
  /** Of all intervals together. */
  readonly level: number;
  /** How far a median given, which itself comes from runs, may be from the interval. */
  readonly margin: number;
};

export const claim: TheoryClaim<Parameters> = {
  id: 'symmetric-recovery',
  about: 'theory',
  title: 'Symmetric single-index models are learnt from finite samples',
  statement:
    'Gradient ascent on the empirical correlation of n samples, from a random start, recovers the teacher up to a root of unity: the median overlap of runs is, for each link and n, within the margin of the one given, by intervals from order statistics that hold together at the level, and rises with n.',
  source: 'Runs of our own, N = D = 12; Zweig and Bruna, arXiv:2310.02117, have the population flow only',
  tier: 'tested',
  defaults: {
    links: [
      { link: 'z', medians: [0.912, 0.973, 0.993, 0.9996] },
      { link: 'z^3', medians: [0.623, 0.86, 0.98, 0.9987] },
    ],
    size: 12,
    samples: [50, 200, 800, 12_800],
    runs: 16,
    level: 0.95,
    margin: 0.05,
  },
  quick: { links: [{ link: 'z', medians: [0.912, 0.973] }], samples: [50, 200], runs: 8 },
  check({ links, size, samples, runs, level, margin }, { seed }, progress) {
    if (!(margin >= 0)) throw new InputError('margin', `expected a number from 0, got ${margin}`);
    const each = 1 - (1 - level) / (links.length * samples.length);
    const results = links.map(({ link, medians }, i): Result => {
      if (medians.length !== samples.length)
        throw new InputError(
          'links',
          `expected a median for each of ${samples.length} sample sizes for ${link}, got ${medians.length}`,
        );
      const rows = finiteSampleExperiment(readAnalyticLink(link), {
        size,
        samples,
        runs,
        seed,
        level: each,
        progress: (done, total, activity) => progress(i * total + done, links.length * total, `${link}: ${activity}`),
      });
      return { link, medians, rows };
    });
    return findingOf(results, margin, level);
  },
};

interface Result {
  readonly link: string;
  readonly medians: readonly number[];
  readonly rows: readonly FiniteSampleRow[];
}

function findingOf(results: readonly Result[], margin: number, level: number): Finding {
  const rows = results.flatMap(({ link, medians, rows: found }) =>
    found.map(({ samples, overlap: { value, lower, upper } }, i) => ({
      link,
      samples,
      given: medians[i]!,
      value: rounded(value),
      lower: rounded(lower),
      upper: rounded(upper),
      near: lower - margin <= medians[i]! && medians[i]! <= upper + margin,
    })),
  );
  const rising = results.every(({ rows: found }) =>
    found.every(({ overlap }, i) => i === 0 || overlap.value >= found[i - 1]!.overlap.value),
  );
  const far = rows.filter(({ near }) => !near);
  const verdict = far.length > 0 ? 'refutes' : rising ? 'supports' : 'inconclusive';
  return {
    verdict,
    summary: `Medians ${results.map(({ link, rows: found }) => `${found.map(({ overlap }) => rounded(overlap.value, 3)).join(', ')} for ${link}`).join('; ')}${far.length === 0 ? `, all within ${margin} of those given at level ${level}` : `; not near those given: ${far.map(({ link, samples }) => `${link} at n = ${samples}`).join(', ')}`}.`,
    details: rows,
    ...(verdict === 'inconclusive' ? { remedy: 'The medians do not rise; use more runs' } : {}),
    tables: withVerdicts([
      {
        name: 'medians',
        caption: `Median overlap up to a root of unity, with intervals that hold together at level ${level}, and the median given.`,
        header: ['link', 'samples', 'median', 'lower', 'upper', 'given'],
        alignment: 'lrrrrr',
        rows: rows.map(({ link, samples, value, lower, upper, given, near }) => ({
          cells: [link, ...[samples, value, lower, upper, given].map(String)],
          holds: near,
        })),
      },
    ]),
    plots: [
      {
        name: 'medians',
        caption: 'Median overlap by the number of samples, with its interval.',
        x: { title: 'samples n', logarithmic: true },
        y: { title: 'overlap' },
        series: results.map(({ link }) => ({
          name: link,
          points: rows
            .filter((row) => row.link === link)
            .map(({ samples, value, lower, upper }) => ({ x: samples, y: value, lower, upper })),
        })),
      },
    ],
  };
}

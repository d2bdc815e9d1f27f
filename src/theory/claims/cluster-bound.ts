import { withVerdicts } from '../checked-table.ts';
import type { Finding, TheoryClaim } from '../claim.ts';
import { CLUSTER_BOUND } from '../conjecture/bound.ts';
import type { ConjectureRow } from '../conjecture/row.ts';
import { conjectureSummary, conjectureTable } from '../conjecture/tables.ts';
import { type ConjectureResult, testConjecture } from '../conjecture/test-conjecture.ts';
import type { PlotSeries } from '../figures/plot.ts';

type Parameters = {
  /** Polynomials in x, or He3. */
  readonly activations: readonly string[];
  readonly depths: readonly number[];
  /** Correlation functions of so many tensors at most, with so many derivatives each. */
  readonly tensors: number;
  readonly derivatives: number;
  /** A polynomial in even, odd, tensors, contractions. */
  readonly bound: string;
  /** Products for each mean, beyond which it stays undecided. */
  readonly maximumProducts: number;
};

export const claim: TheoryClaim<Parameters> = {
  id: 'cluster-bound',
  about: 'theory',
  title: 'The bound of the cluster graph on correlation functions of wide networks',
  statement:
    'Every correlation function C of the family, a mean over the initialisation of a product of derivative tensors of the output with all indices contracted, is O(n^s) in the width n with s the bound, n_e + (n_o − m)/2 unless another is given: n_e and n_o count the connected components of even and odd size of the graph of m tensors joined by contractions. The exponents are exact, for inputs that are equal and of norm 1.',
  source:
    'Dyer and Gur-Ari, arXiv:1909.11304, conjecture 1; Aitken and Gur-Ari, arXiv:2006.06687, a proof for polynomial activations',
  tier: 'proved',
  defaults: {
    activations: ['x', 'x^2', 'x^3', 'He2', 'He3', 'x + x^2/2'],
    depths: [1, 2],
    tensors: 4,
    derivatives: 3,
    bound: CLUSTER_BOUND,
    maximumProducts: 2e8,
  },
  quick: { activations: ['x', 'x^2'], depths: [1], tensors: 4, derivatives: 2 },
  async check(parameters, _, progress) {
    return findingOf(await testConjecture({ ...parameters, progress }));
  },
};

function findingOf(result: ConjectureResult): Finding {
  const { rows, counts, counterexamples, bound } = result;
  const decided = rows.length - counts.undecided;
  const verdict = counterexamples.length > 0 ? 'refutes' : counts.undecided > 0 ? 'inconclusive' : 'supports';
  const tally = `${counts.tight} attain it, ${counts.loose} are below, ${counts.vanishes} vanish`;
  return {
    verdict,
    summary:
      counterexamples.length > 0
        ? `COUNTEREXAMPLE: ${describe(counterexamples[0]!)}. ${counterexamples.length} of ${decided} exact exponents are above the bound ${bound}.`
        : `No counterexample among ${decided} correlation functions of the family: ${tally}${counts.undecided > 0 ? `; ${counts.undecided} are not decided` : ''}.`,
    details: { bound, counts: { ...counts }, counterexamples: counterexamples.map(({ simulation: _, ...row }) => row) },
    ...(verdict === 'inconclusive' ? { remedy: 'Raise maximumProducts, or take smaller depths or degrees' } : {}),
    tables: [
      ...withVerdicts(
        counterexamples.length === 0
          ? []
          : [
              {
                name: 'counterexamples',
                caption: 'Correlation functions above the bound.',
                header: ['activation', 'depth', 'correlation function', 'bound', 'exact exponent', 'leading'],
                alignment: 'lrlrrr',
                rows: counterexamples.map((row) => ({
                  cells: [
                    row.activation,
                    `${row.depth}`,
                    row.correlation,
                    row.bound,
                    `${row.exact}`,
                    row.leading ?? '',
                  ],
                  holds: false,
                })),
              },
            ],
      ),
      countsTable(result),
      conjectureTable(result),
    ],
    plots: [
      {
        name: 'exponents',
        caption: `Exact exponents against the bound for ${decided} correlation functions; none may be above the dashed line.`,
        x: { title: 'bound s' },
        y: { title: 'exact exponent' },
        series: [diagonal(rows), ...seriesOf(rows)],
      },
    ],
  };
}

const describe = ({ correlation, activation, depth, bound, exact, leading }: ConjectureRow): string =>
  `${correlation} for σ = ${activation} with ${depth} hidden layer${depth === 1 ? '' : 's'} grows as ${leading} n^${exact}, above n^(${bound})`;

function countsTable(result: ConjectureResult) {
  const [header = [], ...rows] = conjectureSummary(result);
  return {
    name: 'counts',
    caption: `How the correlation functions compare with the bound ${result.bound}.`,
    header,
    rows,
    alignment: 'lrrrrrrr',
  };
}

const numberOf = (text: string): number => {
  const [numerator, denominator = '1'] = text.split('/');
  return Number(numerator) / Number(denominator);
};

function diagonal(rows: readonly ConjectureRow[]): PlotSeries {
  const bounds = rows.map(({ bound }) => numberOf(bound));
  const ends = [Math.min(...bounds), Math.max(...bounds)];
  return { name: 'the bound', mark: 'dashed', points: ends.map((s) => ({ x: s, y: s })) };
}

/** A point for each place that occurs. */
function seriesOf(rows: readonly ConjectureRow[]): readonly PlotSeries[] {
  const activations = [...new Set(rows.map(({ activation }) => activation))];
  return activations.map((activation, i) => {
    const places = new Map<string, { x: number; y: number }>();
    for (const row of rows)
      if (row.activation === activation && row.exact !== null)
        places.set(`${row.bound} ${row.exact}`, {
          // Side by side, so that all can be seen.
          x: Number((numberOf(row.bound) + 0.03 * (i - (activations.length - 1) / 2)).toFixed(3)),
          y: row.exact,
        });
    return { name: activation, mark: 'points', points: [...places.values()] };
  });
}

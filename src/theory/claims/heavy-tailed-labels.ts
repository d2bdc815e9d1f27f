import { InputError } from '../../base/errors.ts';
import { key } from '../../base/philox.ts';
import { fillGaussians } from '../../numeric/random/fill.ts';
import { studentProbability } from '../../numeric/simulation/student.ts';
import { decimal, withVerdicts } from '../checked-table.ts';
import type { Finding, TheoryClaim } from '../claim.ts';
import { normalisedHermite } from '../dynamics/link.ts';
import { type Estimate, lowerProbability, upperProbability } from '../estimate.ts';
import { estimateInformationExponent } from '../estimators/information-exponent-estimate.ts';

type Parameters = {
  /** The link is h_k, whose information exponent is k. */
  readonly order: number;
  readonly samples: readonly number[];
  readonly runs: number;
  /** α: what both methods promise. */
  readonly nominal: number;
  /** Of each interval. */
  readonly level: number;
};

export const claim: TheoryClaim<Parameters> = {
  id: 'heavy-tailed-labels',
  about: 'theory',
  title: 'Student tests break for heavy-tailed labels, Catoni intervals hold',
  statement:
    'For labels h_k(z) without noise, tests of E[y h_j(z)] = 0 by Student’s t at levels α 2^(−j), j = 1, 2, …, stop before k with a probability above α, so that the exponent they report is too small; the intervals of the estimator here, at the same total level, stop before k with probability at most α. Both are decided by intervals of Clopper and Pearson.',
  source:
    'Catoni, "Challenging the empirical mean and empirical variance", Ann. Inst. H. Poincaré Probab. Statist. 48 (2012); Clopper and Pearson, Biometrika 26 (1934)',
  tier: 'tested',
  defaults: { order: 4, samples: [100, 300], runs: 2000, nominal: 0.05, level: 0.99 },
  quick: { samples: [100], runs: 200, level: 0.95 },
  check({ order, samples, runs, nominal, level }, { seed }, progress) {
    for (const [name, n] of Object.entries({ runs, order }))
      if (!Number.isSafeInteger(n) || n < 2) throw new InputError(name, `expected an integer from 2, got ${n}`);
    for (const n of samples)
      if (!Number.isSafeInteger(n) || n < 10 || n * runs > 1e8)
        throw new InputError('samples', `expected integers from 10 with samples · runs ≤ 10⁸, got ${n}`);
    if (!(nominal > 0 && nominal < 1))
      throw new InputError('nominal', `expected a number between 0 and 1, got ${nominal}`);
    const rows = samples.map((n, row): Row => {
      const source = key(seed, `heavy-tailed-labels ${n}`);
      let [student, catoni] = [0, 0];
      for (let run = 0; run < runs; run++) {
        const z = fillGaussians(new Float64Array(n), source, { start: run * n });
        const labels = z.map((x) => normalisedHermite(order, x));
        if (stopsEarly(z, labels, order, nominal)) student++;
        const found = estimateInformationExponent(
          { projections: z, labels },
          { level: nominal, maximumOrder: order - 1, seed: run },
        );
        if (found.upperBound !== undefined) catoni++;
        if (run % 50 === 0) progress(row * runs + run, samples.length * runs, `${n} samples`);
      }
      return {
        n,
        student: lowerProbability(student, runs, level),
        catoni: upperProbability(catoni, runs, level),
      };
    });
    return findingOf(rows, { order, nominal, runs, level });
  },
};

interface Row {
  readonly n: number;
  readonly student: Estimate;
  readonly catoni: Estimate;
}

/** Whether a t test rejects E[y h_j] = 0 at level α 2^(−j) for some j < order. */
function stopsEarly(z: Float64Array, labels: Float64Array, order: number, nominal: number): boolean {
  for (let j = 1; j < order; j++) {
    const draws = labels.map((y, i) => y * normalisedHermite(j, z[i]!));
    const mean = draws.reduce((sum, x) => sum + x, 0) / draws.length;
    const square = draws.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (draws.length - 1);
    const t = Math.abs(mean) / Math.sqrt(square / draws.length);
    if (1 - studentProbability(t, draws.length - 1) < nominal * 2 ** -j) return true;
  }
  return false;
}

function findingOf(
  rows: readonly Row[],
  { order, nominal, runs, level }: Pick<Parameters, 'order' | 'nominal' | 'runs' | 'level'>,
): Finding {
  const broken = rows.every(({ student }) => student.lower > nominal);
  const holds = rows.every(({ catoni }) => catoni.upper <= nominal);
  const exceeded = rows.some(
    ({ catoni }) => lowerProbability(Math.round(catoni.value * runs), runs, level).lower > nominal,
  );
  const verdict = exceeded ? 'refutes' : broken && holds ? 'supports' : 'inconclusive';
  const found = rows.map(
    ({ n, student, catoni }) =>
      `with ${n} samples Student’s tests stop early with probability ≥ ${decimal(student.lower, 3)} (seen ${decimal(student.value, 3)}), the intervals with ≤ ${decimal(catoni.upper, 3)}`,
  );
  return {
    verdict,
    summary: `For h_${order} at nominal ${nominal}: ${found.join('; ')}; each at level ${level}, ${runs} runs.`,
    details: rows.map(({ n, student, catoni }) => ({ samples: n, student: { ...student }, catoni: { ...catoni } })),
    ...(verdict === 'inconclusive' ? { remedy: 'Use more runs, or fewer samples for tails that weigh more' } : {}),
    tables: withVerdicts([
      {
        name: 'early-stops',
        caption: `How often an order below ${order} is declared present for labels h_${order}, nominally at most ${nominal}: one-sided Clopper-Pearson intervals at level ${level} from ${runs} runs.`,
        header: ['samples', 'Student', 'at least', 'Catoni', 'at most'],
        alignment: 'rrrrr',
        rows: rows.map(({ n, student, catoni }) => ({
          cells: [`${n}`, ...[student.value, student.lower, catoni.value, catoni.upper].map((x) => decimal(x, 4))],
          holds: student.lower > nominal && catoni.upper <= nominal,
        })),
      },
    ]),
  };
}

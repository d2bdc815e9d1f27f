import { InputError } from '../../base/errors.ts';
import { type CheckedRow, checkedFinding, decimal } from '../checked-table.ts';
import type { TheoryClaim } from '../claim.ts';
import { conditioningOf, equispacedPoints, randomPoints } from '../symmetric/deep-sets.ts';

type Parameters = {
  /** Power sums, 1, …, K. */
  readonly features: number;
  /** Hidden units, at random points of the unit circle. */
  readonly units: number;
  /** c_k of the activation, and condition numbers at random points of an independent run. */
  readonly activations: readonly {
    readonly coefficients: string;
    readonly conditionNumber: number;
    readonly verdict: string;
  }[];
};

const COEFFICIENTS: Readonly<Record<string, (k: number) => number>> = {
  '1/√k': (k) => 1 / Math.sqrt(k),
  '1/k': (k) => 1 / k,
  '1/k!': (k) => 1 / Array.from({ length: k }, (_, i) => i + 1).reduce((a, b) => a * b, 1),
};
/** The random points differ from those of the run quoted, so its condition numbers hold up to this factor. */
const FACTOR = 2;

/** At equispaced points the condition number is max |c_k| √k / min |c_k| √k exactly; at random ones the points add a factor. */
export const claim: TheoryClaim<Parameters> = {
  id: 'deep-sets-conditioning',
  about: 'theory',
  title: 'The activation of a DeepSets student decides its conditioning',
  statement:
    'The first layer A_km = c_k √k a_m^k of a DeepSets student at equispaced points of the unit circle has condition number max |c_k| √k / min |c_k| √k, to 10^(−10) in floats; at random points it is within a factor of 2 of the values given, about 1.6, 3.9 and 1.5·10⁸ for c_k = 1/√k, 1/k and 1/k! with 12 power sums and 96 units.',
  source: 'Zweig and Bruna, "Symmetric single-index learning", arXiv:2310.02117, for the model',
  tier: 'observed',
  defaults: {
    features: 12,
    units: 96,
    activations: [
      { coefficients: '1/√k', conditionNumber: 1.6, verdict: 'good' },
      { coefficients: '1/k', conditionNumber: 3.9, verdict: 'good' },
      { coefficients: '1/k!', conditionNumber: 1.5e8, verdict: 'hopeless' },
    ],
  },
  check({ features, units, activations }, source) {
    for (const [name, n] of Object.entries({ features, units }))
      if (!Number.isSafeInteger(n) || n < 1 || n > 400)
        throw new InputError(name, `expected an integer from 1 to 400, got ${n}`);
    const rows = activations.map(({ coefficients, conditionNumber: given, verdict }): CheckedRow => {
      const of = COEFFICIENTS[coefficients];
      if (of === undefined)
        throw new InputError(
          'activations',
          `expected coefficients ${Object.keys(COEFFICIENTS).join(', ')}, got '${coefficients}'`,
        );
      const activation = Array.from({ length: features }, (_, i) => of(i + 1));
      const even = conditioningOf({ activation, points: equispacedPoints(features + 1) });
      const random = conditioningOf({ activation, points: randomPoints(source, units) });
      const ratio = random.conditionNumber / given;
      return {
        cells: [
          coefficients,
          decimal(even.conditionNumber),
          decimal(even.ofActivation),
          decimal(random.conditionNumber, 4),
          `${given}`,
          random.verdict,
        ],
        holds:
          Math.abs(even.conditionNumber / even.ofActivation - 1) < 1e-10 &&
          ratio < FACTOR &&
          1 / ratio < FACTOR &&
          random.verdict === verdict,
      };
    });
    return checkedFinding(
      [
        {
          name: 'condition-numbers',
          caption: `Condition numbers of the first layer with ${features} power sums: at ${features + 1} equispaced points, from the activation alone, at ${units} random points, and the last in the run quoted.`,
          header: ['c_k', 'equispaced', 'of activation', 'random', 'quoted', 'verdict'],
          alignment: 'lrrrrl',
          rows,
        },
      ],
      `Condition numbers ${rows.map(({ cells }) => `${cells[3]} for c_k = ${cells[0]}`).join(', ')}; at equispaced points those of the activation alone.`,
    );
  },
};

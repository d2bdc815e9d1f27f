import { InputError } from '../../base/errors.ts';
import { fillGaussians } from '../../numeric/random/fill.ts';
import { meanEstimate } from '../../numeric/simulation/estimates.ts';
import { type CheckedRow, checkedFinding, decimal } from '../checked-table.ts';
import type { TheoryClaim } from '../claim.ts';
import { nullVariance } from '../directions/detection-power.ts';
import { orderStatistics } from '../directions/order-statistics.ts';

type Parameters = {
  readonly dimension: number;
  readonly samples: number;
  readonly orders: number;
  readonly draws: number;
  readonly level: number;
};

/** Of Gaussian labels that are independent of the inputs. E T_k = 0, so the mean of T_k² is the variance. */
export const claim: TheoryClaim<Parameters> = {
  id: 'hermite-kernel-null-variance',
  about: 'theory',
  title: 'The variance of the statistics of unknown directions, without a signal',
  statement:
    'When labels of variance σ² are independent of n Gaussian inputs in d dimensions, T_k = Σ_(i≠j) y_i y_j g_k(x_i, x_j)/(n(n−1)) has mean 0 and variance 2σ⁴ C(d+k−1, k)/(n(n−1)): Student intervals for the mean of T_k and for the ratio of the mean of T_k² to it hold 0 and 1, all together at the level.',
  source:
    'E g_k² = C(d+k−1, k), proved by hermite-tensor-kernels; Damian, Pillaud-Vivien, Lee and Bruna, COLT 2024, for the use of such statistics',
  tier: 'tested',
  defaults: { dimension: 12, samples: 200, orders: 4, draws: 1500, level: 0.99 },
  quick: { dimension: 5, samples: 40, orders: 2, draws: 100, level: 0.999 },
  async check({ dimension, samples, orders, draws, level }, source, progress) {
    for (const [name, n] of Object.entries({ dimension, samples, orders, draws }))
      if (!Number.isSafeInteger(n) || n < 1) throw new InputError(name, `expected a positive integer, got ${n}`);
    if (draws * samples ** 2 * orders > 2e10)
      throw new InputError('draws', 'draws · samples² · orders is over the limit of 2·10¹⁰', 'Use fewer');
    const values = Array.from({ length: orders }, () => new Float64Array(draws));
    for (let draw = 0; draw < draws; draw++) {
      const inputs = fillGaussians(new Float64Array(samples * dimension), source, {
        layer: 0,
        start: draw * samples * dimension,
      });
      const labels = fillGaussians(new Float64Array(samples), source, { layer: 1, start: draw * samples });
      const { statistics } = await orderStatistics(
        { inputs, dimension, labels },
        { maximumOrder: orders, permutations: 0, centre: false },
      );
      statistics.forEach(({ value }, i) => {
        values[i]![draw] = value;
      });
      progress(draw + 1, draws, 'drawing samples');
    }
    const each = 1 - (1 - level) / (2 * orders);
    const rows = values.map((drawn, i): CheckedRow => {
      const variance = nullVariance(i + 1, dimension, 1, samples);
      const mean = meanEstimate(
        drawn.map((t) => t / Math.sqrt(variance)),
        each,
      );
      const ratio = meanEstimate(
        drawn.map((t) => t ** 2 / variance),
        each,
      );
      return {
        cells: [
          `${i + 1}`,
          decimal(variance),
          `${decimal(mean.value, 3)} [${decimal(mean.lower, 3)}, ${decimal(mean.upper, 3)}]`,
          decimal(ratio.value, 4),
          decimal(ratio.lower, 4),
          decimal(ratio.upper, 4),
        ],
        holds: mean.lower <= 0 && 0 <= mean.upper && ratio.lower <= 1 && 1 <= ratio.upper,
      };
    });
    return checkedFinding(
      [
        {
          name: 'variances',
          caption: `Mean over deviation, and mean square over theory's variance, of ${draws} statistics of ${samples} samples in ${dimension} dimensions; intervals hold together at level ${level}.`,
          header: ['k', 'variance', 'mean', 'ratio', 'lower', 'upper'],
          alignment: 'rrrrrr',
          rows,
        },
      ],
      `At level ${level} together, the intervals of ${draws} draws hold the variance of theory for k ≤ ${orders}; ratios ${rows.map(({ cells }) => cells[3]).join(', ')}.`,
    );
  },
};

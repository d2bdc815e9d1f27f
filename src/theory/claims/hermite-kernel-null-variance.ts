import { InputError } from '../../base/errors.ts';
import { fillGaussians } from '../../numeric/random/fill.ts';
import { type CheckedRow, checkedFinding, decimal } from '../checked-table.ts';
import type { TheoryClaim } from '../claim.ts';
import { nullVariance } from '../directions/detection-power.ts';
import { orderStatistics } from '../directions/order-statistics.ts';
import { kurtosisOf, mean } from '../estimators/labelled-samples.ts';
import { catoniInterval } from '../estimators/mean-interval.ts';

type Parameters = {
  readonly dimension: number;
  readonly samples: number;
  readonly orders: number;
  readonly draws: number;
  readonly level: number;
  /** κ with E T_k⁴ ≤ κ (E T_k²)². */
  readonly kurtosis: number;
};

/**
 * Of Gaussian labels that are independent of the inputs. E T_k = 0, so the mean of T_k² is the variance. If the claim holds, the
 * second moments of T_k/√V and of T_k²/V are 1 and at most κ, and Catoni's intervals with them leave 0 or 1 out with probability 1 − level
 * at most; Student's would do so far more often, T_k² being skewed.
 */
export const claim: TheoryClaim<Parameters> = {
  id: 'hermite-kernel-null-variance',
  about: 'theory',
  title: 'The variance of the statistics of unknown directions, without a signal',
  statement:
    'When labels of variance σ² are independent of n Gaussian inputs in d dimensions, T_k = Σ_(i≠j) y_i y_j g_k(x_i, x_j)/(n(n−1)) has mean 0 and variance 2σ⁴ C(d+k−1, k)/(n(n−1)): Catoni intervals for the mean of T_k over its deviation and for the mean of T_k² over that variance hold 0 and 1, all together at the level, where the kurtosis of T_k is at most the one assumed.',
  source:
    'E g_k² = C(d+k−1, k), proved by hermite-tensor-kernels; Damian, Pillaud-Vivien, Lee and Bruna, COLT 2024, for the use of such statistics; Catoni, Ann. Inst. H. Poincaré Probab. Statist. 48 (2012), for the intervals',
  tier: 'tested',
  defaults: { dimension: 12, samples: 200, orders: 4, draws: 4000, level: 0.99, kurtosis: 12 },
  quick: { dimension: 5, samples: 40, orders: 2, draws: 400 },
  async check({ dimension, samples, orders, draws, level, kurtosis }, source, progress) {
    if (!(level > 0 && level < 1)) throw new InputError('level', `expected a number between 0 and 1, got ${level}`);
    if (!(kurtosis >= 1)) throw new InputError('kurtosis', `expected a number ≥ 1, got ${kurtosis}`);
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
    const L = Math.log((4 * orders) / (1 - level));
    const intervalOf = (drawn: Float64Array, secondMoment: number) =>
      catoniInterval(drawn, { scale: Math.sqrt((2 * L) / (draws * secondMoment)), secondMoment, L });
    let largest = 0;
    const rows = values.map((drawn, i): CheckedRow => {
      const variance = nullVariance(i + 1, dimension, 1, samples);
      const scaled = drawn.map((t) => t / Math.sqrt(variance));
      const squares = scaled.map((t) => t * t);
      const [middle, ratio] = [intervalOf(scaled, 1), intervalOf(squares, kurtosis)];
      const tails = kurtosisOf(drawn);
      largest = Math.max(largest, tails);
      return {
        cells: [
          `${i + 1}`,
          decimal(variance),
          `${decimal(mean(scaled), 3)} [${decimal(middle.lower, 3)}, ${decimal(middle.upper, 3)}]`,
          ...[mean(squares), ratio.lower, ratio.upper, tails].map((x) => decimal(x, 4)),
        ],
        holds: middle.lower <= 0 && 0 <= middle.upper && ratio.lower <= 1 && 1 <= ratio.upper,
      };
    });
    const heavy = largest > kurtosis;
    return checkedFinding(
      [
        {
          name: 'variances',
          caption: `Mean over deviation, and mean square over theory's variance, of ${draws} statistics of ${samples} samples in ${dimension} dimensions; intervals hold together at level ${level} for kurtosis up to ${kurtosis}.`,
          header: ['k', 'variance', 'mean', 'ratio', 'lower', 'upper', 'kurtosis'],
          alignment: 'rrrrrrr',
          rows,
        },
      ],
      `At level ${level} together, the intervals of ${draws} draws hold the variance of theory for k ≤ ${orders}; ratios ${rows.map(({ cells }) => cells[3]).join(', ')}.`,
      heavy
        ? {
            verdict: 'inconclusive',
            remedy: `A sample kurtosis, ${decimal(largest, 3)}, is above the one assumed: raise it`,
          }
        : {},
    );
  },
};

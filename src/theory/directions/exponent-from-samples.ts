/** The information exponent from samples, no direction known: a bound from above, and what is left below it. */
import { InputError } from '../../base/errors.ts';
import { normalUpperQuantile } from './normal-distribution.ts';
import { type OrderStatisticOptions, type OrderStatistics, orderStatistics } from './order-statistics.ts';
import type { Samples } from './samples.ts';
import { whiten } from './whitening.ts';

export interface UnknownDirectionOptions extends OrderStatisticOptions {
  /** α; 0.05 when left out. */
  readonly level?: number;
  /** Whiten the inputs first; false when left out. */
  readonly whitened?: boolean;
}

export interface UnknownDirectionExponent {
  /** IE ≤ this at level α; undefined where no order was found, and where the inputs are not N(0, I). */
  readonly atMost: number | undefined;
  /** For the orders below, or all of them: ‖C_j‖²/j! ≤ bound at confidence 1 − α/K each. */
  readonly below: readonly { readonly order: number; readonly bound: number }[];
  readonly level: number;
  readonly tier: 'tested';
  /** What the level rests on. */
  readonly basis: string;
  readonly orders: OrderStatistics;
  readonly statement: string;
}

const LEVEL = 0.05;

/**
 * Order k counts as found when both probabilities of {@link orderStatistics} are at most α/K: independence is refuted
 * exactly, and C_k = 0 by the law of large n. K tests share α, so that the first that is found is right with
 * probability 1 − α. Absence is only ever a bound: T_j plus a normal quantile of its Hoeffding deviation, for large n.
 *
 * Where the inputs are found not to be N(0, I), nothing is stated but the warnings.
 *
 * With permutations at least K/α − 1 of them are needed and taken. Throws as `orderStatistics` does, and {@link InputError} on a level out of (0, ½).
 */
export async function exponentFromSamples(
  given: Samples,
  options: UnknownDirectionOptions = {},
): Promise<UnknownDirectionExponent> {
  const { level = LEVEL, whitened = false, maximumOrder = 6 } = options;
  if (!(level > 0 && level < 0.5)) throw new InputError('level', `expected a number between 0 and 1/2, got ${level}`);
  const share = level / maximumOrder;
  const least = Math.ceil(1 / share) - 1;
  const { permutations } = options;
  if (permutations !== undefined && permutations > 0 && permutations < least)
    throw new InputError(
      'permutations',
      `${permutations} cannot give a probability of ${level}/${maximumOrder}`,
      `Use at least ${least}, or 0 for Cantelli's inequality`,
    );
  const taken = permutations ?? (given.labels.length <= 4000 ? Math.max(199, least) : 0);
  const samples = whitened ? whiten(given).samples : given;
  const orders = await orderStatistics(samples, { ...options, maximumOrder, permutations: taken });
  const found = orders.statistics.find(
    ({ independenceProbability, absenceProbability }) =>
      independenceProbability <= share * (1 + 1e-12) && absenceProbability <= share,
  );
  const quantile = normalUpperQuantile(share);
  const below = orders.statistics
    .filter(({ order }) => found === undefined || order < found.order)
    .map(({ order, value, variance, nullVariance }) => ({
      order,
      bound: Math.max(0, value) + quantile * Math.max(variance.deviation, Math.sqrt(nullVariance)),
    }));
  const gaussian = orders.warnings.length === 0;
  const first = found === undefined ? `no order up to ${maximumOrder} was found` : `IE ≤ ${found.order}`;
  const rest = below.map(({ order, bound }) => `|C_${order}|²/${order}! ≤ ${Number(bound.toPrecision(3))}`);
  return {
    atMost: gaussian ? found?.order : undefined,
    below: gaussian ? below : [],
    level,
    tier: 'tested',
    basis: `${orders.independenceTest === 'permutation' ? `${orders.permutations} permutations of the labels: exact against independence` : 'Cantelli’s inequality with the exact variance of Gaussian inputs, against independence'}; normal for large n against C_k = 0 and in the bounds`,
    orders,
    statement: gaussian
      ? `${first} at level ${level}${rest.length === 0 ? '' : `; ${rest.join(', ')}`}`
      : 'no exponent is stated: the inputs are not N(0, I)',
  };
}

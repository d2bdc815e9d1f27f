import { type Coefficient, exactValue } from '../../base/coefficient.ts';
import { InputError } from '../../base/errors.ts';
import { formatRational, type Rational, rational } from '../../base/rational.ts';
import { cachedMoments } from '../cached-moments.ts';
import type { Distribution, DistributionType } from '../distribution.ts';
import { QQ } from '../rings/rationals.ts';

/**
 * N(mean, variance), by E[x^{k+1}] = mean E[x^k] + k variance E[x^{k−1}] (Stein); E[x^{2k}] = (2k−1)!! for N(0, 1).
 * Throws {@link InputError} on a negative variance.
 */
export function normal(mean: Coefficient | Rational = 0, variance: Coefficient | Rational = 1): Distribution {
  const [m, v] = [exactValue(mean, 'normal: mean'), exactValue(variance, 'normal: variance')];
  if (v.numerator < 0n) throw new InputError('normal: variance', `expected a number ≥ 0, got ${formatRational(v)}`);
  return {
    name: `normal(${formatRational(m)}, ${formatRational(v)})`,
    moment: cachedMoments((k, lower) => {
      const byMean = QQ.mul(m, lower[k - 1]!);
      return k === 1 ? byMean : QQ.add(byMean, QQ.mul(QQ.mul(rational(BigInt(k - 1)), v), lower[k - 2]!));
    }),
  };
}

export const distributionType: DistributionType = {
  name: 'normal',
  usage: 'mean, variance',
  read: ([mean, variance]) => normal(mean, variance),
  examples: [normal(), normal('1/2', '3/4'), normal(2, 0)],
};

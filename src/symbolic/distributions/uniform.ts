import { type Coefficient, exactValue } from '../../base/coefficient.ts';
import { InputError } from '../../base/errors.ts';
import { formatRational, type Rational, rational } from '../../base/rational.ts';
import { cachedMoments } from '../cached-moments.ts';
import type { Distribution, DistributionType } from '../distribution.ts';
import { QQ } from '../rings/rationals.ts';

/**
 * The uniform law on [lower, upper], by (k+1) E[x^k] = Σ_{i+j=k} lower^i upper^j; E[x^{2k}] = 1/(2k+1) on [−1, 1].
 * Throws {@link InputError} unless lower < upper.
 */
export function uniform(lower: Coefficient | Rational = -1, upper: Coefficient | Rational = 1): Distribution {
  const [a, b] = [exactValue(lower, 'uniform: lower'), exactValue(upper, 'uniform: upper')];
  if (a.numerator * b.denominator >= b.numerator * a.denominator)
    throw new InputError(
      'uniform',
      `expected lower < upper, got the interval [${formatRational(a)}, ${formatRational(b)}]`,
    );
  // s_k = Σ_{i+j=k} a^i b^j = b s_{k−1} + a^k.
  const sums = [QQ.one];
  let power = QQ.one;
  return {
    name: `uniform(${formatRational(a)}, ${formatRational(b)})`,
    moment: cachedMoments((k) => {
      power = QQ.mul(power, a);
      sums.push(QQ.add(QQ.mul(b, sums[k - 1]!), power));
      return QQ.mul(sums[k]!, rational(1n, BigInt(k + 1)));
    }),
  };
}

export const distributionType: DistributionType = {
  name: 'uniform',
  usage: 'lower, upper',
  read: ([lower, upper]) => uniform(lower, upper),
  examples: [uniform(), uniform(0, 1), uniform('-1/3', '5/2')],
};

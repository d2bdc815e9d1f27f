import { type Coefficient, exactValue } from '../../base/coefficient.ts';
import { InputError } from '../../base/errors.ts';
import { formatRational, type Rational, rational } from '../../base/rational.ts';
import { cachedMoments } from '../cached-moments.ts';
import type { Distribution, DistributionType } from '../distribution.ts';
import { QQ } from '../rings/rationals.ts';

/**
 * The gamma law with density ∝ x^{shape−1} e^{−x} on x > 0: E[x^k] = shape (shape+1) … (shape+k−1); k! for shape 1, the
 * exponential law. Throws {@link InputError} unless shape > 0.
 */
export function gamma(shape: Coefficient | Rational = 1): Distribution {
  const s = exactValue(shape, 'gamma: shape');
  if (s.numerator <= 0n) throw new InputError('gamma: shape', `expected a number > 0, got ${formatRational(s)}`);
  return {
    name: `gamma(${formatRational(s)})`,
    moment: cachedMoments((k, lower) => QQ.mul(lower[k - 1]!, QQ.add(s, rational(BigInt(k - 1))))),
  };
}

export const distributionType: DistributionType = {
  name: 'gamma',
  usage: 'shape',
  read: ([shape]) => gamma(shape),
  examples: [gamma(), gamma('5/2')],
};

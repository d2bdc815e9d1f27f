import { type Coefficient, exactValue } from '../../../base/coefficient.ts';
import { InputError } from '../../../base/errors.ts';
import { formatRational, type Rational, rational } from '../../../base/rational.ts';
import type { Distribution } from '../../distribution.ts';
import { cachedMoments } from './cached-moments.ts';

/**
 * N(mean, variance), by E[x^{k+1}] = mean E[x^k] + k variance E[x^{k−1}] (Stein); E[x^{2k}] = (2k−1)!! for N(0, 1).
 * Throws {@link InputError} on a negative variance.
 */
export function normal(mean: Coefficient | Rational = 0, variance: Coefficient | Rational = 1): Distribution {
  const [m, v] = [exactValue(mean, 'normal: mean'), exactValue(variance, 'normal: variance')];
  if (v.numerator < 0n) throw new InputError('normal: variance', `expected a number ≥ 0, got ${formatRational(v)}`);
  return {
    name: `N(${formatRational(m)}, ${formatRational(v)})`,
    moment: cachedMoments((k, lower) => {
      const first = lower[k - 1]!;
      const second = k > 1 ? lower[k - 2]! : rational(0n);
      return rational(
        m.numerator * first.numerator * v.denominator * second.denominator +
          BigInt(k - 1) * v.numerator * second.numerator * m.denominator * first.denominator,
        m.denominator * first.denominator * v.denominator * second.denominator,
      );
    }),
  };
}

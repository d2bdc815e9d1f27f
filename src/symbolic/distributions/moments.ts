import { type Coefficient, exactValue } from '../../base/coefficient.ts';
import { InputError } from '../../base/errors.ts';
import { formatRational, type Rational, rational } from '../../base/rational.ts';
import type { Distribution, DistributionType } from '../distribution.ts';

/**
 * Any law, by its moments E[x], E[x²], … as far as they are known. Asking for a further one throws {@link InputError} that
 * names it; so does a variance that would be negative.
 */
export function moments(given: readonly (Coefficient | Rational)[], name = 'moments'): Distribution {
  const known = [rational(1n), ...given.map((m, i) => exactValue(m, `${name}: moment ${i + 1}`))];
  const [, first, second] = known;
  if (first !== undefined && second !== undefined) {
    const variance = rational(
      second.numerator * first.denominator ** 2n - first.numerator ** 2n * second.denominator,
      second.denominator * first.denominator ** 2n,
    );
    if (variance.numerator < 0n)
      throw new InputError(
        name,
        `the variance E[x²] − E[x]² would be ${formatRational(variance)}, below 0`,
        'Give the moments E[x], E[x²], … in this order',
      );
  }
  return {
    name: `${name}(${known.slice(1).map(formatRational).join(', ')})`,
    moment(k) {
      const value = known[k];
      if (value === undefined)
        throw new InputError(
          name,
          `the moment E[x^${k}] is needed, but only those up to E[x^${known.length - 1}] are known`,
          'Give more moments',
        );
      return value;
    },
  };
}

export const distributionType: DistributionType = {
  name: 'moments',
  usage: 'E[x], E[x²], …',
  read: (parameters) => moments(parameters),
  examples: [
    // Those of the uniform law on [−√3, √3], E[x^{2k}] = 3^k/(2k+1).
    moments([0, 1, 0, '9/5', 0, '27/7', 0, 9, 0, '243/11', 0, '729/13', 0, '729/5', 0, '6561/17']),
  ],
};

import { type Rational, rational } from '../../base/rational.ts';
import type { Distribution, DistributionType } from '../distribution.ts';

const even: Rational = rational(1n);
const odd: Rational = rational(0n);

/** P(x = 1) = P(x = −1) = 1/2: E[x^k] is 1 for even k, 0 for odd. */
export const rademacher = (): Distribution => ({ name: 'rademacher', moment: (k) => (k % 2 === 0 ? even : odd) });

export const distributionType: DistributionType = {
  name: 'rademacher',
  usage: '',
  read: () => rademacher(),
  examples: [rademacher()],
};

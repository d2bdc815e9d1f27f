import { type Coefficient, exactValue } from '../../base/coefficient.ts';
import { InputError } from '../../base/errors.ts';
import { formatRational, type Rational, rational } from '../../base/rational.ts';
import { cachedMoments } from '../cached-moments.ts';
import type { Distribution, DistributionType } from '../distribution.ts';
import { QQ } from '../rings/rationals.ts';

/**
 * The law on [−1, 1] with density ∝ (1 − t²)^{λ − 1/2}: E[t^{2k}] = (1/2)_k / (λ+1)_k. λ = 0 is the arcsine law, 1/2 the
 * uniform one, 1 the semicircle, (d−2)/2 that of one coordinate of a uniform point of the sphere in R^d.
 * Throws {@link InputError} unless λ > −1/2.
 */
export function symmetricBeta(lambda: Coefficient | Rational): Distribution {
  const l = exactValue(lambda, 'symmetric-beta: λ');
  if (2n * l.numerator <= -l.denominator)
    throw new InputError('symmetric-beta: λ', `expected a number > -1/2, got ${formatRational(l)}`);
  return {
    name: `symmetric-beta(${formatRational(l)})`,
    moment: cachedMoments((k, lower) => {
      if (k % 2 === 1) return QQ.zero;
      // (1/2 + k/2 − 1) / (λ + k/2), twice over.
      const below = QQ.add(QQ.add(l, l), rational(BigInt(k)));
      return QQ.mul(lower[k - 2]!, rational(BigInt(k - 1) * below.denominator, below.numerator));
    }),
  };
}

/** The law of cos θ for a uniform angle, with density 1/(π √(1 − t²)). */
export const arcsine = (): Distribution => symmetricBeta(0);

/** Wigner's semicircle law of radius 1, with density (2/π) √(1 − t²). */
export const semicircle = (): Distribution => symmetricBeta(1);

export const distributionType: DistributionType = {
  name: 'symmetric-beta',
  usage: 'λ',
  read: ([lambda]) => symmetricBeta(lambda ?? '1/2'),
  examples: [symmetricBeta(0), symmetricBeta(1), symmetricBeta('3/2'), symmetricBeta('-1/3')],
};

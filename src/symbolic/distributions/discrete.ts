import { type Coefficient, exactValue } from '../../base/coefficient.ts';
import { InputError } from '../../base/errors.ts';
import { formatRational, type Rational } from '../../base/rational.ts';
import { cachedMoments } from '../cached-moments.ts';
import type { Distribution, DistributionType } from '../distribution.ts';
import { sumOfProducts } from '../ring.ts';
import { QQ } from '../rings/rationals.ts';

/**
 * P(x = values_i) = probabilities_i, all equal when left out; E[x^k] = Σ probabilities_i values_i^k.
 * Throws {@link InputError} unless the probabilities are ≥ 0, one for each value, and add up to exactly 1.
 */
export function discrete(
  values: readonly (Coefficient | Rational)[],
  probabilities: readonly (Coefficient | Rational)[] = values.map(() => `1/${values.length}`),
): Distribution {
  if (values.length === 0) throw new InputError('discrete', 'expected at least one value, got none');
  if (values.length !== probabilities.length)
    throw new InputError(
      'discrete',
      `expected a probability for each of ${values.length} values, got ${probabilities.length}`,
    );
  const points = values.map((value, i) => exactValue(value, `discrete: value ${i + 1}`));
  const weights = probabilities.map((p, i) => exactValue(p, `discrete: probability ${i + 1}`));
  const negative = weights.findIndex(({ numerator }) => numerator < 0n);
  if (negative >= 0)
    throw new InputError(
      `discrete: probability ${negative + 1}`,
      `expected a number ≥ 0, got ${formatRational(weights[negative]!)}`,
    );
  const total = weights.reduce((sum, w) => QQ.add(sum, w), QQ.zero);
  if (!QQ.equal(total, QQ.one))
    throw new InputError(
      'discrete',
      `expected probabilities that add up to 1, got ${formatRational(total)}`,
      "Write them as fractions such as '1/3', since a float 0.1 is not 1/10",
    );
  let powers: readonly Rational[] = points.map(() => QQ.one);
  return {
    name: `discrete(${points.map((x, i) => `${formatRational(x)}: ${formatRational(weights[i]!)}`).join(', ')})`,
    moment: cachedMoments(() => {
      powers = powers.map((power, i) => QQ.mul(power, points[i]!));
      return sumOfProducts(QQ, weights, powers);
    }),
  };
}

export const distributionType: DistributionType = {
  name: 'discrete',
  usage: 'value: probability, …',
  read(parameters) {
    const pairs = parameters.map((text) => text.split(':').map((part) => part.trim()));
    const alone = pairs.every((pair) => pair.length === 1);
    if (!alone && !pairs.every((pair) => pair.length === 2))
      throw new InputError(
        'discrete',
        `expected 'value: probability' or values alone, got '${parameters.join(', ')}'`,
        "Write, for instance, 'discrete(0: 2/3, 1: 1/3)'",
      );
    const values = pairs.map(([value]) => value!);
    return alone
      ? discrete(values)
      : discrete(
          values,
          pairs.map(([, probability]) => probability!),
        );
  },
  examples: [discrete([0, 1], ['2/3', '1/3']), discrete([-1, 0, '5/2'])],
};

/** Which inputs act together in a function of Gaussians, exactly. */
import { type Rational, rational } from '../base/rational.ts';
import { hermiteBasis } from '../symbolic/bases/orthogonal/hermite.ts';
import { expandInBasis, productNorm } from '../symbolic/basis-expansion.ts';
import type { Polynomial } from '../symbolic/polynomial.ts';
import { QQ } from '../symbolic/rings/rationals.ts';

export interface PairInteraction {
  readonly first: string;
  readonly second: string;
  /** Of Var f(x), x ~ N(0, I): the share of all terms that hold both, Σ_(α_i, α_j > 0) α! f_α² over Σ_(α ≠ 0) α! f_α². */
  readonly share: Rational;
}

/**
 * The pairs of inputs that act together, by falling share of the variance: the superset importance of {i, j} over the
 * variance, f = Σ f_α He_α. Pairs that share no term are left out; of a function with none the list is empty.
 * [Liu and Owen, "Estimating mean dimensionality of analysis of variance decompositions", JASA 101 (2006)]
 */
export function pairInteractions(f: Polynomial): readonly PairInteraction[] {
  const { coefficients, bases } = expandInBasis(f, hermiteBasis);
  const orthogonal = bases.map(() => hermiteBasis);
  const names = coefficients.variables;
  const sums = new Map<number, Rational>();
  let variance = QQ.zero;
  for (const { coefficient, factors } of coefficients.terms()) {
    if (factors.length === 0) continue;
    const part = QQ.mul(QQ.mul(coefficient, coefficient), productNorm(orthogonal, factors));
    variance = QQ.add(variance, part);
    for (const [i] of factors)
      for (const [j] of factors) {
        if (i >= j) continue;
        const at = i * names.length + j;
        sums.set(at, QQ.add(sums.get(at) ?? QQ.zero, part));
      }
  }
  const over = (a: Rational): Rational =>
    rational(a.numerator * variance.denominator, a.denominator * variance.numerator);
  return [...sums]
    .map(([at, sum]) => ({
      first: names[Math.floor(at / names.length)]!,
      second: names[at % names.length]!,
      share: over(sum),
    }))
    .sort((a, b) => {
      const difference = b.share.numerator * a.share.denominator - a.share.numerator * b.share.denominator;
      return difference > 0n ? 1 : difference < 0n ? -1 : 0;
    });
}

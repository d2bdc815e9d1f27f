/** The orthogonal polynomials of any law of one variable, from its moments. */
import { InputError } from '../../base/errors.ts';
import { formatRational, type Rational, rational } from '../../base/rational.ts';
import type { Distribution } from '../distribution.ts';
import type { OrthogonalBasis, Recurrence } from '../polynomial-basis.ts';
import { QQ } from '../rings/rationals.ts';

/**
 * The monic p_n with E[p_m p_n] = 0 for m ≠ n: p_{n+1} = (x − a_n) p_n − b_n p_{n−1}, a_n = E[x p_n²]/E[p_n²],
 * b_n = E[p_n²]/E[p_{n−1}²] (Stieltjes). Where the law has only N values, p_N = Π (x − value), which is 0 almost surely, and
 * p_{n+1} = x p_n from there on, of norm 0. p_n and its norm take moments up to 2n; a missing one is an error that names it, as is a
 * norm below 0.
 */
export function orthogonalBasisOf(distribution: Distribution): OrthogonalBasis {
  const polynomials: (readonly Rational[])[] = [[QQ.one]];
  const norms: Rational[] = [];
  const steps: Recurrence[] = [];
  const average = (f: readonly Rational[], g: readonly Rational[], shift: number): Rational => {
    let sum = QQ.zero;
    f.forEach((a, i) => {
      if (a.numerator === 0n) return;
      g.forEach((b, j) => {
        if (b.numerator !== 0n) sum = QQ.add(sum, QQ.mul(QQ.mul(a, b), distribution.moment(i + j + shift)));
      });
    });
    return sum;
  };
  // E[p_n²] = E[x^n p_n], since p_n is orthogonal to what is lower.
  const squaredNorm = (n: number): Rational => {
    for (let k = norms.length; k <= n; k++) {
      if (k > 0 && norms[k - 1]!.numerator === 0n) norms.push(QQ.zero);
      else {
        const norm = average([QQ.one], polynomial(k), k);
        if (norm.numerator < 0n)
          throw new InputError(
            distribution.name,
            `no law has these moments: the square of ${k === 1 ? 'x − E[x]' : `a polynomial of degree ${k}`} would average ${formatRational(norm)}, below 0`,
            'Check the moments and their order, E[x], E[x²], …',
          );
        norms.push(norm);
      }
    }
    return norms[n]!;
  };
  const recurrence = (n: number): Recurrence => {
    for (let k = steps.length; k <= n; k++) {
      const norm = squaredNorm(k);
      if (norm.numerator === 0n) {
        steps.push({ slope: QQ.one, shift: QQ.zero, previous: QQ.zero });
        continue;
      }
      const a = quotient(average(polynomial(k), polynomial(k), 1), norm);
      const previous = k === 0 ? QQ.zero : quotient(norm, squaredNorm(k - 1));
      steps.push({ slope: QQ.one, shift: { ...a, numerator: -a.numerator }, previous });
    }
    return steps[n]!;
  };
  const polynomial = (n: number): readonly Rational[] => {
    for (let k = polynomials.length; k <= n; k++) {
      const { shift, previous } = recurrence(k - 1);
      const [one, two] = [polynomials[k - 1]!, polynomials[k - 2] ?? []];
      polynomials.push(
        Array.from({ length: k + 1 }, (_, i) => {
          const raised = QQ.add(one[i - 1] ?? QQ.zero, QQ.mul(shift, one[i] ?? QQ.zero));
          const { numerator, denominator } = QQ.mul(previous, two[i] ?? QQ.zero);
          return QQ.add(raised, { numerator: -numerator, denominator });
        }),
      );
    }
    return polynomials[n]!;
  };
  return {
    name: `orthogonal for ${distribution.name}: p`,
    recurrence,
    explicit: polynomial,
    squaredNorm,
    distribution,
  };
}

const quotient = (a: Rational, b: Rational): Rational =>
  rational(a.numerator * b.denominator, a.denominator * b.numerator);

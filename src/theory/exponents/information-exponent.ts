/** The information exponent: the lowest order at which a function has Hermite coefficients. */
import { InputError } from '../../base/errors.ts';
import { formatRational, type Rational } from '../../base/rational.ts';
import { hermiteBasis } from '../../symbolic/bases/orthogonal/hermite.ts';
import { expandInBasis, productNorm } from '../../symbolic/basis-expansion.ts';
import { degreeOfFactors } from '../../symbolic/monomials.ts';
import { support } from '../../symbolic/operations/structure.ts';
import { degree, Polynomial } from '../../symbolic/polynomial.ts';
import { QQ } from '../../symbolic/rings/rationals.ts';
import { type CertificateStep, type Exponent, enclosed, exponentFrom, proved } from './exponent.ts';
import { formulaLink } from './formula-link.ts';
import { coefficientRelation, type LinkCoefficients, vanishes } from './link-coefficients.ts';
import { polynomialLink } from './polynomial-link.ts';

export interface InformationExponentOptions {
  /** Up to which order the coefficients of a link that is no polynomial are looked at; 12 when left out. */
  readonly maximumOrder?: number;
}

const MAXIMUM_ORDER = 12;

/**
 * IE = min{k ≥ 1 : C_k ≠ 0}, C_k = E[f(x) He_k(x)] for x ~ N(0, I): for one variable c_k = E[f He_k]. ∞ for a constant.
 * [Ben Arous, Gheissari and Jagannath, "Online stochastic gradient descent on non-convex losses from high-dimensional
 * inference", JMLR 22(106) (2021), arXiv:2003.10409]
 *
 * Takes a polynomial, a link, or a formula in x. Decided for every polynomial over Q. For other links a coefficient counts as zero only where that is proved; the first that is
 * neither proved zero nor proved not to be bounds the exponent from below, the first proved not to be from above.
 */
export function informationExponent(
  f: Polynomial | LinkCoefficients | string,
  options: InformationExponentOptions = {},
): Exponent {
  if (f instanceof Polynomial) return ofPolynomial(f);
  return informationExponentOfLink(typeof f === 'string' ? formulaLink(f) : f, options);
}

/** ‖C_k‖²/k! by order: Σ_{|α| = k} α! f_α² where f = Σ f_α He_α. Orders that are absent have C_k = 0. */
export function powerByOrder(f: Polynomial): ReadonlyMap<number, Rational> {
  const { coefficients, bases } = expandInBasis(f, hermiteBasis);
  const powers = new Map<number, Rational>();
  const orthogonal = bases.map(() => hermiteBasis);
  for (const { coefficient, factors } of coefficients.terms()) {
    const k = degreeOfFactors(factors);
    const part = QQ.mul(QQ.mul(coefficient, coefficient), productNorm(orthogonal, factors));
    powers.set(k, QQ.add(powers.get(k) ?? QQ.zero, part));
  }
  return powers;
}

function ofPolynomial(f: Polynomial): Exponent {
  if (support(f).length === 1) return informationExponentOfLink(polynomialLink(f), {});
  const powers = powerByOrder(f);
  const top = degree(f);
  if (top < 1) return exponentFrom(Infinity, Infinity, [proved('C_k = 0 for k ≥ 1', 'the polynomial is constant')]);
  const steps: CertificateStep[] = [];
  for (let k = 1; ; k++) {
    const power = powers.get(k);
    if (power === undefined) {
      steps.push(proved(`C_${k} = 0`, 'exact arithmetic'));
      continue;
    }
    steps.push(proved(`|C_${k}|²/${k}! = ${formatRational(power)} ≠ 0`, 'exact arithmetic'));
    return exponentFrom(k, k, steps);
  }
}

/** {@link informationExponent} of a link. */
export function informationExponentOfLink(
  link: LinkCoefficients,
  { maximumOrder = MAXIMUM_ORDER }: InformationExponentOptions,
): Exponent {
  if (!Number.isSafeInteger(maximumOrder) || maximumOrder < 1)
    throw new InputError('maximumOrder', `expected a positive integer, got ${maximumOrder}`);
  const last = link.degree ?? maximumOrder;
  const steps: CertificateStep[] = [];
  let lower = 1;
  for (let k = 1; k <= last; k++) {
    if ((link.parity === 'even' && k % 2 === 1) || (link.parity === 'odd' && k % 2 === 0)) {
      if (lower === k) {
        steps.push(proved(`c_${k} = 0`, `f is ${link.parity}`));
        lower = k + 1;
      }
      continue;
    }
    const c = link.coefficient(k);
    const zero = vanishes(c);
    if (zero === false) {
      const statement = `c_${k} ${coefficientRelation(c)} ≠ 0`;
      const reason = c.reason ?? (c.kind === 'enclosed' ? 'interval arithmetic' : 'closed form');
      steps.push(c.kind === 'enclosed' ? enclosed(statement, reason) : proved(statement, reason));
      return exponentFrom(lower, k, steps);
    }
    if (zero === true && lower === k) {
      steps.push(proved(`c_${k} = 0`, c.reason ?? 'closed form'));
      lower = k + 1;
    }
  }
  if (link.degree !== undefined && lower > link.degree)
    return exponentFrom(Infinity, Infinity, [proved('c_k = 0 for k ≥ 1', 'the link is constant')]);
  return exponentFrom(lower, Infinity, steps);
}

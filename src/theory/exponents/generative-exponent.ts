/** The generative exponent of a link: the least information exponent over transformations of the label. */
import { InputError } from '../../base/errors.ts';
import { formatRational, lcm, type Rational, rational } from '../../base/rational.ts';
import { doubleFactorial } from '../../symbolic/combinatorics.ts';
import { Polynomial } from '../../symbolic/polynomial.ts';
import { type CertificateStep, type Exponent, enclosed, exponentFrom, proved } from './exponent.ts';

import { formulaLink } from './formula-link.ts';
import { informationExponentOfLink } from './information-exponent.ts';
import { coefficientRelation, type LinkCoefficients, vanishes } from './link-coefficients.ts';
import { parityOf, polynomialLink } from './polynomial-link.ts';

export interface GenerativeExponentOptions {
  /** How far to look at coefficients that are not known to vanish by a proof; 12 when left out. */
  readonly maximumOrder?: number;
  /** Up to which j the powers f^j are tried as transformations; 8 when left out. */
  readonly maximumPower?: number;
}

const MAXIMUM_ORDER = 12;
const MAXIMUM_POWER = 8;

/**
 * GE = min{k ≥ 1 : E[h_k(z) | Y] ≢ 0} for the label Y = f(z), z ~ N(0, 1): the least information exponent over square
 * integrable transformations T(Y). ∞ for a constant. [Damian, Pillaud-Vivien, Lee and Bruna, "Computational-statistical
 * gaps in Gaussian single-index models", COLT 2024]
 *
 * For a polynomial it is always decided: 1 unless f is even, then 2. For other links GE ≤ IE, an even link has GE ≥ 2, a
 * label of two values has GE = IE, and E[f^j He_k] ≠ 0 proves GE ≤ k; where that leaves a gap, the bounds are the answer.
 *
 * Takes a polynomial, a link, or a formula in x. Throws {@link InputError} for a polynomial in several variables, which have a generative leap.
 */
export function generativeExponent(
  link: Polynomial | LinkCoefficients | string,
  options: GenerativeExponentOptions = {},
): Exponent {
  const { maximumOrder = MAXIMUM_ORDER, maximumPower = MAXIMUM_POWER } = options;
  for (const [name, value] of Object.entries({ maximumOrder, maximumPower }))
    if (!Number.isSafeInteger(value) || value < 1)
      throw new InputError(name, `expected a positive integer, got ${value}`);
  const f = link instanceof Polynomial ? polynomialLink(link) : typeof link === 'string' ? formulaLink(link) : link;
  return f.powers === undefined ? ofLink(f, maximumOrder, maximumPower) : ofPowers(f.powers, maximumPower);
}

const EVEN = proved('E[h_k(z) | Y] = 0 for odd k', 'f is even, so z and −z are equally likely given Y');

function ofPowers(powers: readonly Rational[], maximumPower: number): Exponent {
  const degree = powers.length - 1;
  if (degree < 1)
    return exponentFrom(Infinity, Infinity, [proved('E[h_k(z) | Y] = 0 for k ≥ 1', 'the label is constant')]);
  const order = parityOf(powers) === 'even' ? 2 : 1;
  const witness = powerWitness(powers, order, maximumPower);
  const upper =
    witness === undefined
      ? tail(order, degree)
      : proved(`E[f^${witness.power} He_${order}] = ${formatRational(witness.value)} ≠ 0`, 'exact arithmetic');
  return exponentFrom(order, order, order === 2 ? [EVEN, upper] : [upper]);
}

/** Why a polynomial that is not constant has E[f^j He_1] ≠ 0, or if it is even E[f^j He_2] ≠ 0, for some j. */
const tail = (order: 1 | 2, degree: number): CertificateStep =>
  proved(
    `E[f^j He_${order}] ≠ 0 for all large ${order === 2 || degree % 2 === 0 ? 'even' : 'odd'} j`,
    'as j grows the mean of f^j comes from ever larger |x|, where the sign of the leading terms decides',
  );

/** The largest degree of a power tried, so that the search takes no time that matters. */
const LARGEST_DEGREE = 240;

/** The least j with E[f^j He_k] ≠ 0, k = 1 or 2; undefined when there is none among those tried. */
function powerWitness(
  powers: readonly Rational[],
  k: 1 | 2,
  maximumPower: number,
): { readonly power: number; readonly value: Rational } | undefined {
  const common = powers.reduce((d, c) => lcm(d, c.denominator), 1n);
  const f = powers.map((c) => c.numerator * (common / c.denominator));
  let product: readonly bigint[] = [1n];
  for (let power = 1; power <= maximumPower; power++) {
    if (power > 1 && power * (f.length - 1) > LARGEST_DEGREE) return undefined;
    product = convolution(product, f);
    let sum = 0n;
    product.forEach((c, i) => {
      sum += c * (k === 1 ? moment(i + 1) : moment(i + 2) - moment(i));
    });
    if (sum !== 0n) return { power, value: rational(sum, common ** BigInt(power)) };
  }
  return undefined;
}

/** E[z^n]. */
const moment = (n: number): bigint => (n % 2 === 1 ? 0n : doubleFactorial(n - 1));

function convolution(f: readonly bigint[], g: readonly bigint[]): readonly bigint[] {
  const product = new Array<bigint>(f.length + g.length - 1).fill(0n);
  f.forEach((a, i) => {
    if (a !== 0n)
      g.forEach((b, j) => {
        product[i + j]! += a * b;
      });
  });
  return product;
}

const oddOrders = (degree: number): readonly number[] =>
  Array.from({ length: Math.max(0, Math.ceil(degree / 2)) }, (_, i) => 2 * i + 1);

function ofLink(link: LinkCoefficients, maximumOrder: number, maximumPower: number): Exponent {
  const information = informationExponentOfLink(link, { maximumOrder });
  if (link.twoValued === true)
    return exponentFrom(information.lower, information.upper, [
      proved('GE = IE', 'a label of two values has only affine transformations'),
      ...information.certificate,
    ]);
  const even = link.parity === 'even';
  const { degree } = link;
  if (information.upper === Infinity && information.value === Infinity) return information;
  if (degree !== undefined && even && information.upper < Infinity) return exponentFrom(2, 2, [EVEN, tail(2, degree)]);
  if (degree !== undefined && oddOrders(degree).some((k) => vanishes(link.coefficient(k)) === false))
    return exponentFrom(1, 1, [
      proved('f is a polynomial and not even', 'one of its odd coefficients is not 0'),
      tail(1, degree),
    ]);
  const lower = even ? 2 : 1;
  const start: readonly CertificateStep[] = even ? [EVEN] : [];
  const identity = proved('GE ≤ IE', 'the identity is a transformation of the label');
  let best = information.upper;
  let steps: readonly CertificateStep[] = best === Infinity ? [] : [identity, ...information.certificate.slice(-1)];
  for (let power = 2; power <= maximumPower && best > lower; power++) {
    const f = link.power?.(power);
    if (f === undefined) continue;
    for (let k = lower; k < best && k <= maximumOrder; k += even ? 2 : 1) {
      const c = f.coefficient(k);
      if (vanishes(c) !== false) continue;
      best = k;
      const statement = `E[f^${power} He_${k}] ${coefficientRelation(c)} ≠ 0`;
      const reason = c.reason ?? 'the label to a power is a transformation of it';
      steps = [c.kind === 'enclosed' ? enclosed(statement, reason) : proved(statement, reason)];
    }
  }
  return exponentFrom(Math.min(lower, best), best, [...start, ...steps]);
}

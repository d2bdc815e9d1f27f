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
/** Seconds after which no further transformation is begun. */
const SECONDS = 60;

/**
 * GE = min{k ≥ 1 : E[h_k(z) | Y] ≢ 0} for the label Y = f(z), z ~ N(0, 1): the least information exponent over square
 * integrable transformations T(Y). ∞ for a constant. [Damian, Pillaud-Vivien, Lee and Bruna, "Computational-statistical
 * gaps in Gaussian single-index models", COLT 2024, arXiv:2403.05529]
 *
 * For a polynomial it is always decided: 1 unless f is even, then 2. For other links:
 * - f = g(h) with g injective has the GE of h;
 * - GE ≤ IE, and E[T(f) He_k] ≠ 0 for a power or a bounded function T proves GE ≤ k;
 * - a label of two values has GE = IE, one of m values only sums of powers below m for transformations;
 * - an even link has no odd orders, a function of He_{k−1}(x) e^{−x²/2} not order k (`function-of-hermite-density.ts`).
 *
 * Where that leaves a gap, the bounds are the answer, as after a minute of transformations. f need not be square integrable.
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

/** The information exponent, or only 1 ≤ where coefficients are not to be had, as of a link that is not square integrable. */
function informationOf(link: LinkCoefficients, maximumOrder: number): Exponent {
  try {
    return informationExponentOfLink(link, { maximumOrder });
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return exponentFrom(1, Infinity, []);
  }
}

function ofLink(link: LinkCoefficients, maximumOrder: number, maximumPower: number): Exponent {
  const part = link.injective?.();
  const same = part && [
    proved(
      `GE(f) = GE(h)${part.inner.powers === undefined ? '' : `, h = ${part.inner.name}`}`,
      `${part.reason}; from here on f is h`,
    ),
  ];
  if (part?.inner.powers !== undefined) return preceded(same!, ofPowers(part.inner.powers, maximumPower));
  const information = part === undefined ? undefined : informationOf(link, maximumOrder);
  const core = part?.inner ?? link;
  const found = ofCore(core, maximumOrder, maximumPower);
  if (information === undefined || information.upper >= found.upper) return preceded(same ?? [], found);
  // The label itself says more than h and its transformations do.
  return exponentFrom(Math.min(found.lower, information.upper), information.upper, [
    ...(same ?? []),
    ...found.certificate.filter(({ statement }) => statement.startsWith(ALL_TRANSFORMATIONS)),
    IDENTITY,
    ...information.certificate.slice(-1),
  ]);
}

const preceded = (steps: readonly CertificateStep[], e: Exponent): Exponent => ({
  ...e,
  certificate: [...steps, ...e.certificate],
});

const IDENTITY = proved('GE ≤ IE', 'the identity is a transformation of the label');

function ofCore(link: LinkCoefficients, maximumOrder: number, maximumPower: number): Exponent {
  const information =
    link.values === 2 ? informationExponentOfLink(link, { maximumOrder }) : informationOf(link, maximumOrder);
  if (link.values !== undefined && link.values <= 2)
    return preceded([proved('GE = IE', 'a label of two values has only affine transformations')], information);
  const even = link.parity === 'even';
  const { degree } = link;
  if (information.upper === Infinity && information.value === Infinity) return information;
  if (degree !== undefined && even && information.upper < Infinity) return exponentFrom(2, 2, [EVEN, tail(2, degree)]);
  if (degree !== undefined && oddOrders(degree).some((k) => vanishes(link.coefficient(k)) === false))
    return exponentFrom(1, 1, [
      proved('f is a polynomial and not even', 'one of its odd coefficients is not 0'),
      tail(1, degree),
    ]);
  const start: CertificateStep[] = even ? [EVEN] : [];
  let lower = 1;
  for (; lower < Math.min(information.upper, maximumOrder + 1); lower++) {
    if (even && lower % 2 === 1) continue;
    const reason = link.orderVanishes?.(lower) ?? ofAllPowers(link, lower);
    if (reason === undefined) break;
    start.push(proved(`${ALL_TRANSFORMATIONS}${lower}] = 0 for every T`, reason));
  }
  let best = information.upper;
  const deadline = performance.now() + 1000 * SECONDS;
  let steps: readonly CertificateStep[] = best === Infinity ? [] : [IDENTITY, ...information.certificate.slice(-1)];
  for (const [T, name] of transformations(link, maximumPower, best === Infinity)) {
    if (best <= lower || performance.now() > deadline) break;
    for (let k = lower; k < best && k <= maximumOrder; k += even ? 2 : 1) {
      const c = T.coefficient(k);
      if (vanishes(c) !== false) continue;
      best = k;
      const statement = `E[${name} He_${k}] ${coefficientRelation(c)} ≠ 0`;
      const reason = c.reason ?? `${name} is a transformation of the label`;
      steps = [c.kind === 'enclosed' ? enclosed(statement, reason) : proved(statement, reason)];
    }
  }
  // Nothing found, and the label itself fails: what is wrong with it is the answer.
  if (best === Infinity) informationExponentOfLink(link, { maximumOrder });
  return exponentFrom(Math.min(lower, best), best, [...start, ...steps]);
}

const ALL_TRANSFORMATIONS = 'E[T(f) He_';

/** A label of m values has the transformations that 1, f, …, f^(m−1) span. */
function ofAllPowers(link: LinkCoefficients, k: number): string | undefined {
  if (link.values === undefined) return undefined;
  for (let j = 1; j < link.values; j++) {
    const power = j === 1 ? link : link.power?.(j);
    if (power === undefined || vanishes(power.coefficient(k)) !== true) return undefined;
  }
  return `f takes ${link.values} values, so that T(f) is a sum of powers of f, and E[f^j He_${k}] = 0 for j < ${link.values}`;
}

/** f², f³, …, and bounded ones, where their coefficients are to be had; the bounded ones first where f has none. */
function* transformations(
  link: LinkCoefficients,
  maximumPower: number,
  boundedFirst: boolean,
): Generator<readonly [LinkCoefficients, string]> {
  const bounded = function* (): Generator<readonly [LinkCoefficients, string]> {
    for (const T of link.transformed?.() ?? []) yield [T, T.name];
  };
  if (boundedFirst) yield* bounded();
  for (let power = 2; power <= maximumPower; power++) {
    const f = link.power?.(power);
    if (f !== undefined) yield [f, `f^${power}`];
  }
  if (!boundedFirst) yield* bounded();
}

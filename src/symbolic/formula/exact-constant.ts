/** Exact numbers of the kind Σ q √d π^(h/2) e^r, q and r rational, d a positive integer, h an integer. */
import { formatRational, gcd, type Rational, rational } from '../../base/rational.ts';
import type { Enclosure } from '../enclosure/enclosure.ts';
import type { RealEnclosures } from '../enclosure/reals.ts';

/** coefficient · √radicand · π^(halfPowersOfPi/2) · e^exponent. */
export interface ConstantTerm {
  readonly coefficient: Rational;
  readonly radicand: bigint;
  readonly halfPowersOfPi: number;
  readonly exponent: Rational;
}

/** A sum of terms with different constants; empty for 0. */
export type ExactConstant = readonly ConstantTerm[];

const ZERO_EXPONENT = rational(0n);
const plus = (a: Rational, b: Rational): Rational =>
  rational(a.numerator * b.denominator + b.numerator * a.denominator, a.denominator * b.denominator);
const times = (a: Rational, b: Rational): Rational =>
  rational(a.numerator * b.numerator, a.denominator * b.denominator);

export const rationalConstant = (q: Rational): ExactConstant =>
  q.numerator === 0n ? [] : [{ coefficient: q, radicand: 1n, halfPowersOfPi: 0, exponent: ZERO_EXPONENT }];
export const integerConstant = (n: number | bigint): ExactConstant => rationalConstant(rational(BigInt(n)));
/** π^(h/2). */
export const piConstant = (halfPowers: number): ExactConstant => [
  { coefficient: rational(1n), radicand: 1n, halfPowersOfPi: halfPowers, exponent: ZERO_EXPONENT },
];
/** e^r. */
export const exponentialConstant = (exponent: Rational): ExactConstant => [
  { coefficient: rational(1n), radicand: 1n, halfPowersOfPi: 0, exponent },
];

/** √q for a rational q ≥ 0: √(a/b) = √(ab)/b, its squares of small primes taken out. */
export function rootConstant(q: Rational): ExactConstant {
  if (q.numerator === 0n) return [];
  const [outside, radicand] = withoutSquares(q.numerator * q.denominator);
  return [{ coefficient: rational(outside, q.denominator), radicand, halfPowersOfPi: 0, exponent: ZERO_EXPONENT }];
}

/** [s, d] with n = s² d: the squares of divisors up to 1,000 taken out. */
function withoutSquares(n: bigint): readonly [bigint, bigint] {
  let [outside, rest] = [1n, n];
  for (let p = 2n; p <= 1000n && p * p <= rest; p++)
    while (rest % (p * p) === 0n) {
      rest /= p * p;
      outside *= p;
    }
  const root = BigInt(Math.round(Math.sqrt(Number(rest))));
  return root * root === rest ? [outside * root, 1n] : [outside, rest];
}

export function addConstants(a: ExactConstant, b: ExactConstant): ExactConstant {
  if (a.length === 0) return b;
  if (b.length === 0) return a;
  const sums = new Map<string, ConstantTerm>();
  for (const term of [...a, ...b]) {
    const key = `${term.radicand} ${term.halfPowersOfPi} ${formatRational(term.exponent)}`;
    const found = sums.get(key);
    sums.set(key, found === undefined ? term : { ...term, coefficient: plus(found.coefficient, term.coefficient) });
  }
  return [...sums.values()].filter(({ coefficient }) => coefficient.numerator !== 0n);
}

export function multiplyConstants(a: ExactConstant, b: ExactConstant): ExactConstant {
  return a.flatMap((x) => b.map((y) => [multiplyTerms(x, y)])).reduce<ExactConstant>(addConstants, []);
}

function multiplyTerms(x: ConstantTerm, y: ConstantTerm): ConstantTerm {
  const common = gcd(x.radicand, y.radicand);
  return {
    coefficient: times(times(x.coefficient, y.coefficient), rational(common)),
    radicand: (x.radicand / common) * (y.radicand / common),
    halfPowersOfPi: x.halfPowersOfPi + y.halfPowersOfPi,
    exponent: plus(x.exponent, y.exponent),
  };
}

/** 1/a of a single term; undefined of a sum, whose inverse is no such number, and of 0. */
export function invertConstant(a: ExactConstant): ExactConstant | undefined {
  const [term] = a;
  if (term === undefined || a.length > 1) return undefined;
  const { coefficient: q } = term;
  return [
    {
      coefficient: rational(q.denominator, q.numerator * term.radicand),
      radicand: term.radicand,
      halfPowersOfPi: -term.halfPowersOfPi,
      exponent: { ...term.exponent, numerator: -term.exponent.numerator },
    },
  ];
}

/** The number itself where it is rational. */
export function rationalValue(a: ExactConstant): Rational | undefined {
  const [term] = a;
  if (term === undefined) return rational(0n);
  const plain = a.length === 1 && term.radicand === 1n && term.halfPowersOfPi === 0 && term.exponent.numerator === 0n;
  return plain ? term.coefficient : undefined;
}

export function encloseConstant(a: ExactConstant, K: RealEnclosures): Enclosure {
  const root = K.sqrt(K.pi);
  return a
    .map(({ coefficient, radicand, halfPowersOfPi, exponent }) =>
      [
        K.from(coefficient),
        K.sqrt(K.from(radicand)),
        halfPowersOfPi % 2 === 0 ? K.powerInteger(K.pi, halfPowersOfPi / 2) : K.powerInteger(root, halfPowersOfPi),
        K.exp(K.from(exponent)),
      ].reduce(K.mul),
    )
    .reduce(K.add, K.zero);
}

/** Text that reads back as a formula: `sqrt(2)/(2*sqrt(pi))`, `3/2`, `2*exp(1/2)`, `0`. */
export function formatConstant(a: ExactConstant): string {
  if (a.length === 0) return '0';
  return a
    .map((term, i) => {
      const text = formatTerm(term);
      return i === 0 ? text : text.startsWith('-') ? ` - ${text.slice(1)}` : ` + ${text}`;
    })
    .join('');
}

function formatTerm({ coefficient, radicand, halfPowersOfPi, exponent }: ConstantTerm): string {
  const powerOfPi = (half: number): string =>
    half === 1 ? 'sqrt(pi)' : half === 2 ? 'pi' : half % 2 === 0 ? `pi^${half / 2}` : `pi^(${half}/2)`;
  const { numerator, denominator } = coefficient;
  const size = numerator < 0n ? -numerator : numerator;
  const above = [
    ...(radicand === 1n ? [] : [`sqrt(${radicand})`]),
    ...(halfPowersOfPi > 0 ? [powerOfPi(halfPowersOfPi)] : []),
    ...(exponent.numerator === 0n ? [] : [`exp(${formatRational(exponent)})`]),
  ];
  const below = [
    ...(denominator === 1n ? [] : [`${denominator}`]),
    ...(halfPowersOfPi < 0 ? [powerOfPi(-halfPowersOfPi)] : []),
  ];
  const top = [...(size === 1n && above.length > 0 ? [] : [`${size}`]), ...above].join('*');
  const bottom = below.length > 1 ? `(${below.join('*')})` : below.join('');
  return `${numerator < 0n ? '-' : ''}${top}${bottom === '' ? '' : `/${bottom}`}`;
}

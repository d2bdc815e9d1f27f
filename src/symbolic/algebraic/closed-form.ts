/** Closed forms of algebraic numbers that have short ones. */
import { absolute, formatRational, gcd, lcm, type Rational, rational } from '../../base/rational.ts';
import { QQ } from '../rings/rationals.ts';
import type { IntegerPolynomial } from './integer-polynomial.ts';
import type { RationalPolynomial } from './rational-polynomial.ts';
import type { RealRoot } from './real-root.ts';

interface Element {
  readonly root: RealRoot | undefined;
  readonly coefficients: RationalPolynomial;
}

/** `p/q`, `(p + q√r)/t`, `(a/b)^(1/n)` or a rational multiple of it; undefined where none of these is known. */
export function closedForm({ root, coefficients }: Element): string | undefined {
  if (root === undefined || coefficients.length < 2) return formatRational(coefficients[0] ?? QQ.zero);
  const { polynomial } = root;
  if (polynomial.length === 3) return quadratic(root, coefficients);
  return binomial(polynomial, coefficients, root);
}

/** u + vα for a α² + b α + c = 0: (2au − vb ± v√(b² − 4ac))/(2a). */
function quadratic(root: RealRoot, [u, v]: RationalPolynomial): string {
  const [c, b, a] = root.polynomial as [bigint, bigint, bigint];
  const [square, radicand] = squarePart(b * b - 4n * a * c);
  // α = (−b ± √D)/(2a): the larger root takes the sign of a.
  const { low, high, shift } = root.interval(boundBits(root.polynomial));
  const aboveVertex = a * (low + high) > -b << BigInt(shift);
  const sign = aboveVertex ? 1n : -1n;
  const plain = QQ.add(u!, QQ.mul(v!, rational(-b, 2n * a)));
  const factor = QQ.mul(v!, rational(sign * square, 2n * a));
  return surd(plain, factor, radicand);
}

/** Enough bits to tell the two roots of a quadratic from their mean: the roots are apart by √D/|a| ≥ 1/|a|. */
const boundBits = (p: IntegerPolynomial): number => absolute(p[2]!).toString(2).length + 3;

/** plain + factor √radicand over one denominator. */
function surd(plain: Rational, factor: Rational, radicand: bigint): string {
  const below = lcm(plain.denominator, factor.denominator);
  const p = plain.numerator * (below / plain.denominator);
  const q = factor.numerator * (below / factor.denominator);
  const root = `${absolute(q) === 1n ? '' : absolute(q)}√${radicand}`;
  const above = p === 0n ? `${q < 0n ? '-' : ''}${root}` : `${p} ${q < 0n ? '-' : '+'} ${root}`;
  if (below === 1n) return above;
  return p === 0n ? `${above}/${below}` : `(${above})/${below}`;
}

const LARGEST_TRIAL = 20_000n;

/** D = square² · radicand; the radicand has no square factor of a prime below 20,000 and is no square. */
function squarePart(discriminant: bigint): [square: bigint, radicand: bigint] {
  let square = 1n;
  let rest = discriminant;
  for (let prime = 2n; prime < LARGEST_TRIAL && prime * prime <= rest; prime += prime === 2n ? 1n : 2n)
    while (rest % (prime * prime) === 0n) {
      rest /= prime * prime;
      square *= prime;
    }
  // What is left may still be a square times a small factor.
  for (const small of [1n, 2n, 3n, 5n, 6n, 7n]) {
    if (rest % small !== 0n) continue;
    const candidate = integerRoot(rest / small);
    if (candidate * candidate === rest / small) return [square * candidate, small];
  }
  return [square, rest];
}

/** ⌊√a⌋ by Newton's iteration. */
function integerRoot(a: bigint): bigint {
  if (a < 2n) return a;
  let x = 1n << BigInt((a.toString(2).length + 1) >> 1);
  for (;;) {
    const next = (x + a / x) >> 1n;
    if (next >= x) return x;
    x = next;
  }
}

/** c α for a α^n + b = 0. */
function binomial(polynomial: IntegerPolynomial, coefficients: RationalPolynomial, root: RealRoot): string | undefined {
  if (polynomial.slice(1, -1).some((c) => c !== 0n) || coefficients.length !== 2 || coefficients[0]!.numerator !== 0n)
    return undefined;
  const degree = polynomial.length - 1;
  const radicand = rational(absolute(polynomial[0]!), absolute(polynomial.at(-1)!));
  const { low, high } = root.interval(2);
  const negative = low + high < 0n !== coefficients[1]!.numerator < 0n;
  const factor = { ...coefficients[1]!, numerator: absolute(coefficients[1]!.numerator) };
  const power = `${radicand.denominator === 1n ? radicand.numerator : `(${formatRational(radicand)})`}^(1/${degree})`;
  const multiple = gcd(factor.numerator, factor.denominator) === 1n && formatRational(factor) !== '1';
  return `${negative ? '-' : ''}${multiple ? `${formatRational(factor)}*` : ''}${power}`;
}

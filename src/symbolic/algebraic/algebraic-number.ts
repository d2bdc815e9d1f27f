/** Real algebraic numbers: exact comparison, any number of digits, closed forms where the degree is small. */
import { lcm, type Rational, rational } from '../../base/rational.ts';
import { QQ } from '../rings/rationals.ts';
import { closedForm } from './closed-form.ts';
import {
  clearDenominators,
  commonDivisor,
  derivative,
  exactQuotient,
  type IntegerPolynomial,
} from './integer-polynomial.ts';
import {
  compareRationals,
  divide,
  inverseModulo,
  minus,
  negative,
  productOf,
  quotientOf,
  type RationalPolynomial,
  trimZeros,
  valueAt,
} from './rational-polynomial.ts';
import {
  decimalFromEnclosures,
  decimalOf,
  type Enclosure,
  hornerEnclosure,
  numberFromEnclosures,
  type RealNumber,
} from './real-number.ts';
import { isolateRoots, type RealRoot, vanishesAt } from './real-root.ts';

/** Σ_k coefficients[k] α^k for a real root α; a rational number when there is no α. Made by {@link realRoots} and {@link valueAtRoot}. */
export class AlgebraicNumber implements RealNumber {
  readonly root: RealRoot | undefined;
  readonly coefficients: RationalPolynomial;

  constructor(root: RealRoot | undefined, coefficients: RationalPolynomial) {
    this.root = coefficients.length < 2 ? undefined : root;
    this.coefficients = coefficients;
  }

  /**
   * The number as a rational, where it is written as one; roots of integer polynomials always are when they are rational.
   */
  get rational(): Rational | undefined {
    return this.coefficients.length < 2 ? (this.coefficients[0] ?? QQ.zero) : undefined;
  }

  /** −1, 0 or 1, exactly. */
  sign(): -1 | 0 | 1 {
    const { root } = this;
    const exact = this.rational;
    if (exact !== undefined) return compareRationals(exact, QQ.zero);
    // Most signs show at 64 bits; the exact test of zero is for what does not.
    for (let bits = 64; ; bits *= 2) {
      const { low, high } = this.#enclosureAt(bits);
      if (low.numerator > 0n) return 1;
      if (high.numerator < 0n) return -1;
      if (bits === 64 && vanishesAt(clearDenominators(this.coefficients), root!)) return 0;
    }
  }

  enclosure(bits: number): Enclosure {
    const exact = this.rational;
    if (exact !== undefined) return { low: exact, high: exact };
    for (let rootBits = bits + 8; ; rootBits += Math.ceil(rootBits / 4) + 16) {
      const { low, high } = this.#enclosureAt(rootBits);
      const width = rational(
        high.numerator * low.denominator - low.numerator * high.denominator,
        high.denominator * low.denominator,
      );
      if (width.numerator << BigInt(bits) <= width.denominator) return { low, high };
    }
  }

  #enclosureAt(bits: number): Enclosure {
    const denominator = this.coefficients.reduce((common, c) => lcm(common, c.denominator), 1n);
    const numerators = this.coefficients.map((c) => c.numerator * (denominator / c.denominator));
    return hornerEnclosure(numerators, denominator, this.root!.interval(bits), bits + 2);
  }

  decimal(digits: number): string {
    const exact = this.rational;
    if (exact !== undefined) return decimalOf(exact, digits);
    if (this.sign() === 0) return '0';
    return decimalFromEnclosures((bits) => this.enclosure(bits), digits);
  }

  toNumber(): number {
    return this.rational === undefined && this.sign() === 0 ? 0 : numberFromEnclosures((bits) => this.enclosure(bits));
  }

  /** `2/3`, `(1 + √3)/4`, `(1/105)^(1/3)`, or 16 digits where there is no such form: `≈ 0.5671432904097838`. */
  toString(): string {
    return closedForm(this) ?? `≈ ${this.decimal(16)}`;
  }
}

export const rationalNumber = (c: Rational): AlgebraicNumber => new AlgebraicNumber(undefined, trimZeros([c]));

/**
 * f(α)/g(α) exactly, as an element of Q(α); g = 1 when left out.
 * Throws RangeError when g vanishes at α, or when α is not itself a root (Σ c_k β^k).
 */
export function valueAtRoot(
  alpha: AlgebraicNumber,
  f: RationalPolynomial,
  g: RationalPolynomial = [QQ.one],
): AlgebraicNumber {
  const exact = alpha.rational;
  if (exact !== undefined) {
    const below = valueAt(g, exact);
    if (below.numerator === 0n) throw new RangeError('valueAtRoot: the denominator vanishes');
    return rationalNumber(quotientOf(valueAt(f, exact), below));
  }
  let root = alpha.root!;
  // g(Σ c_k β^k) by substitution, modulo the polynomial of β.
  const modulus = root.polynomial.map((c) => rational(c));
  const substituted = (p: RationalPolynomial): RationalPolynomial =>
    alpha.coefficients.length === 2 && isIdentity(alpha.coefficients)
      ? divide(p, modulus)[1]
      : p.reduceRight<RationalPolynomial>(
          (value, c) => minus(divide(productOf(value, alpha.coefficients), modulus)[1], minus([], trimZeros([c]))),
          [],
        );
  const [above, below] = [substituted(f), substituted(g)];
  if (below.length === 1)
    return new AlgebraicNumber(
      root,
      above.map((c) => quotientOf(c, below[0]!)),
    );
  const integral = clearDenominators(below);
  if (vanishesAt(integral, root)) throw new RangeError('valueAtRoot: the denominator vanishes');
  const common = commonDivisor(integral, root.polynomial);
  if (common.length > 1) root = root.of(exactQuotient(root.polynomial, common));
  const field = root.polynomial.map((c) => rational(c));
  return new AlgebraicNumber(root, divide(productOf(above, inverseModulo(below, field)), field)[1]);
}

const isIdentity = ([constant, slope]: RationalPolynomial): boolean =>
  constant!.numerator === 0n && slope!.numerator === 1n && slope!.denominator === 1n;

/** Whether a number is less than, equal to or greater than a rational: −1, 0, 1, exactly. */
export function compareToRational(a: AlgebraicNumber, b: Rational): -1 | 0 | 1 {
  return new AlgebraicNumber(a.root, minus(a.coefficients, trimZeros([b]))).sign();
}

/** Whether an integer polynomial vanishes at a number, exactly. */
export const isRootOf = (a: AlgebraicNumber, p: IntegerPolynomial): boolean =>
  valueAtRoot(
    a,
    p.map((c) => rational(c)),
  ).sign() === 0;

/** a compared with b: −1, 0, 1, exactly, whether or not they have anything in common. */
export function compare(a: AlgebraicNumber, b: AlgebraicNumber): -1 | 0 | 1 {
  if (b.rational !== undefined) return compareToRational(a, b.rational);
  if (a.rational !== undefined) return -compareToRational(b, a.rational) as -1 | 0 | 1;
  if (a.root === b.root) return new AlgebraicNumber(a.root, minus(a.coefficients, b.coefficients)).sign();
  for (let bits = 64; ; bits *= 2) {
    const [x, y] = [a.enclosure(bits), b.enclosure(bits)];
    if (compareRationals(x.high, y.low) < 0) return -1;
    if (compareRationals(x.low, y.high) > 0) return 1;
    if (bits === 64 && areEqual(a, b)) return 0;
  }
}

/** A root of b's defining polynomial is b exactly when it lies in the interval that isolates b among the roots. */
function areEqual(a: AlgebraicNumber, b: AlgebraicNumber): boolean {
  const defining = definingPolynomial(b);
  if (!isRootOf(a, defining)) return false;
  const roots = isolateRoots(exactQuotient(defining, commonDivisor(defining, derivative(defining))));
  const inside = (x: AlgebraicNumber, { known: { low, high, shift } }: RealRoot): boolean =>
    compareToRational(x, rational(low, 1n << BigInt(shift))) > 0 &&
    compareToRational(x, rational(high, 1n << BigInt(shift))) < 0;
  return roots.some((root) => inside(a, root) && inside(b, root));
}

/**
 * An integer polynomial that vanishes at a number: the characteristic polynomial of the multiplication by Σ c_k α^k in
 * Q[x]/(p), from its power sums by Newton's identities; it is a power of the minimal polynomial when p is irreducible.
 */
export function definingPolynomial({ root, coefficients }: AlgebraicNumber): IntegerPolynomial {
  if (root === undefined) return clearDenominators([negative(coefficients[0] ?? QQ.zero), QQ.one]);
  if (isIdentity(coefficients)) return root.polynomial;
  const lead = root.polynomial.at(-1)!;
  const monic = root.polynomial.map((c) => rational(c, lead));
  const n = monic.length - 1;
  const traces = powerSumsOf(monic);
  const trace = (element: RationalPolynomial): Rational =>
    element.reduce((sum, c, k) => QQ.add(sum, QQ.mul(c, traces[k]!)), QQ.zero);
  // e_k = (1/k) Σ_{i=1..k} (−1)^(i−1) e_{k−i} s_i
  const sums: Rational[] = [rational(BigInt(n))];
  const symmetric: Rational[] = [QQ.one];
  let element: RationalPolynomial = [QQ.one];
  for (let k = 1; k <= n; k++) {
    element = divide(productOf(element, coefficients), monic)[1];
    sums.push(trace(element));
    let e = QQ.zero;
    for (let i = 1; i <= k; i++) {
      const product = QQ.mul(symmetric[k - i]!, sums[i]!);
      e = QQ.add(e, i % 2 === 1 ? product : negative(product));
    }
    symmetric.push(quotientOf(e, rational(BigInt(k))));
  }
  return clearDenominators(symmetric.map((e, k) => (k % 2 === 0 ? e : negative(e))).reverse());
}

/** Σ_j root_j^k for k = 0 … n − 1 of a monic polynomial of degree n, by Newton's identities. */
function powerSumsOf(monic: RationalPolynomial): readonly Rational[] {
  const n = monic.length - 1;
  const sums: Rational[] = [rational(BigInt(n))];
  for (let k = 1; k < n; k++) {
    let sum = QQ.mul(monic[n - k]!, rational(BigInt(k)));
    for (let i = 1; i < k; i++) sum = QQ.add(sum, QQ.mul(monic[n - i]!, sums[k - i]!));
    sums.push(negative(sum));
  }
  return sums;
}

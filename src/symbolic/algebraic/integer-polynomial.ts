/** Polynomials in one variable with integer coefficients, the constant term first and no zero at the end; [] is 0. */
import { absolute, gcd, lcm, type Rational } from '../../base/rational.ts';

export type IntegerPolynomial = readonly bigint[];

const trimmed = (p: readonly bigint[]): IntegerPolynomial => p.slice(0, p.findLastIndex((c) => c !== 0n) + 1);

/** p over the greatest common divisor of its coefficients; the sign stays. */
export function primitive(p: readonly bigint[]): IntegerPolynomial {
  let content = 0n;
  for (const c of p) {
    content = gcd(content, c);
    if (content === 1n) return trimmed(p);
  }
  return content === 0n ? [] : trimmed(p).map((c) => c / content);
}

/** The primitive polynomial that is a positive multiple of Σ_k coefficients[k] x^k. */
export function clearDenominators(coefficients: readonly Rational[]): IntegerPolynomial {
  const common = coefficients.reduce((m, { denominator }) => lcm(m, denominator), 1n);
  return primitive(coefficients.map(({ numerator, denominator }) => numerator * (common / denominator)));
}

export const derivative = (p: IntegerPolynomial): IntegerPolynomial => p.slice(1).map((c, k) => c * BigInt(k + 1));

/** A positive multiple of the remainder of a by b ≠ 0, so that its sign at any point is the remainder's. */
export function remainder(a: IntegerPolynomial, b: IntegerPolynomial): IntegerPolynomial {
  const lead = b.at(-1)!;
  const [size, sign] = [absolute(lead), lead < 0n ? -1n : 1n];
  let rest = [...a];
  while (rest.length >= b.length) {
    const factor = sign * rest.at(-1)!;
    const shift = rest.length - b.length;
    for (let i = 0; i < rest.length; i++) rest[i] = rest[i]! * size - (i < shift ? 0n : factor * b[i - shift]!);
    rest = [...trimmed(rest)];
  }
  return primitive(rest);
}

/** The primitive greatest common divisor with a positive leading coefficient; [] for two zeros. */
export function commonDivisor(a: IntegerPolynomial, b: IntegerPolynomial): IntegerPolynomial {
  let [u, v] = [primitive(a), primitive(b)];
  while (v.length > 0) [u, v] = [v, remainder(u, v)];
  return (u.at(-1) ?? 1n) < 0n ? u.map((c) => -c) : u;
}

/** a / b for primitive b that divides a (Gauss' lemma: the quotient is integral). Throws RangeError when it does not. */
export function exactQuotient(a: IntegerPolynomial, b: IntegerPolynomial): IntegerPolynomial {
  const quotient = tryQuotient(a, b);
  if (quotient === undefined) throw new RangeError('exactQuotient: the divisor leaves a remainder');
  return quotient;
}

/** a / b, or undefined unless b divides a over the integers. */
export function tryQuotient(a: IntegerPolynomial, b: IntegerPolynomial): IntegerPolynomial | undefined {
  const rest = [...a];
  const quotient: bigint[] = [];
  const lead = b.at(-1)!;
  for (let shift = a.length - b.length; shift >= 0; shift--) {
    const top = rest[shift + b.length - 1]!;
    if (top % lead !== 0n) return undefined;
    const factor = top / lead;
    quotient[shift] = factor;
    b.forEach((c, i) => {
      rest[shift + i]! -= factor * c;
    });
  }
  return rest.some((c) => c !== 0n) ? undefined : quotient;
}

/** The sign of p at numerator / 2^shift, shift ≥ 0. */
export function signAtDyadic(p: IntegerPolynomial, numerator: bigint, shift: number): -1 | 0 | 1 {
  return signOf(valueAtDyadic(p, numerator, shift));
}

/** p(numerator / 2^shift) · 2^(shift · degree). */
export function valueAtDyadic(p: IntegerPolynomial, numerator: bigint, shift: number): bigint {
  let value = 0n;
  let scale = 0n;
  for (let k = p.length - 1; k >= 0; k--) {
    value = value * numerator + (p[k]! << scale);
    scale += BigInt(shift);
  }
  return value;
}

/** Whether p vanishes at a rational. */
export function vanishesAtRational(p: IntegerPolynomial, { numerator, denominator }: Rational): boolean {
  let value = 0n;
  let scale = 1n;
  for (let k = p.length - 1; k >= 0; k--) {
    value = value * numerator + p[k]! * scale;
    scale *= denominator;
  }
  return value === 0n;
}

export const signOf = (a: bigint): -1 | 0 | 1 => (a < 0n ? -1 : a > 0n ? 1 : 0);

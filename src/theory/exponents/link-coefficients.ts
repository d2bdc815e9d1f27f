/** What is known of a link function f by its Hermite coefficients c_k = E[f(z) He_k(z)], z ~ N(0, 1). */
import { formatRational, numberFromRational, type Rational } from '../../base/rational.ts';

/**
 * c_k: exactly, or in closed form with an enclosure that decides its sign, or between two rationals.
 * `reason` says where it comes from.
 */
export type LinkCoefficient =
  | { readonly kind: 'rational'; readonly value: Rational; readonly reason?: string }
  | {
      readonly kind: 'closed-form';
      readonly text: string;
      readonly lower: Rational;
      readonly upper: Rational;
      readonly reason?: string;
    }
  | { readonly kind: 'enclosed'; readonly lower: Rational; readonly upper: Rational; readonly reason?: string };

/** A link function, of whatever kind, as the exponents need it. Square integrable under N(0, 1). */
export interface LinkCoefficients {
  readonly name: string;
  /** Its degree, for a polynomial: c_k = 0 beyond. −∞ for zero. */
  readonly degree?: number;
  /** Its coefficients of 1, x, x², …, for a polynomial over Q. */
  readonly powers?: readonly Rational[];
  /** f(−x) = f(x), or f(−x) = −f(x), where it is proved for almost all x. */
  readonly parity?: 'even' | 'odd';
  /** Proved: f takes at most so many values, but for a null set. */
  readonly values?: number;
  /** c_k for k ≥ 0. */
  coefficient(k: number): LinkCoefficient;
  /** The link f^j, where its coefficients are to be had too and it is square integrable. */
  power?(j: number): LinkCoefficients | undefined;
  /** h with f = g(h), g injective on the values of h: the same exponents of labels that may be transformed. */
  injective?(): { readonly inner: LinkCoefficients; readonly reason: string } | undefined;
  /** Bounded transformations of f whose coefficients are to be had. */
  transformed?(): Iterable<LinkCoefficients>;
  /** Why E[T(f) He_k] = 0 for every bounded T; undefined where that is not known. */
  orderVanishes?(k: number): string | undefined;
}

/** Whether a coefficient is proved to be zero, proved not to be, or neither. */
export function vanishes(c: LinkCoefficient): boolean | undefined {
  if (c.kind === 'rational') return c.value.numerator === 0n;
  if (c.lower.numerator > 0n || c.upper.numerator < 0n) return false;
  return c.lower.numerator === 0n && c.upper.numerator === 0n ? true : undefined;
}

const DIGITS = 6;

/** Doubles on either side of a coefficient that is no rational. */
export function coefficientEnds({ lower, upper }: Exclude<LinkCoefficient, { kind: 'rational' }>): {
  readonly lower: number;
  readonly upper: number;
} {
  const [l, u] = [numberFromRational(lower), numberFromRational(upper)];
  // numberFromRational rounds to nearest, by less than this.
  return { lower: l - Math.abs(l) * Number.EPSILON, upper: u + Math.abs(u) * Number.EPSILON };
}

/** The coefficient as text: exact, `exp(-1/2) ≈ 0.606531`, `≈ 0.363595`, or `in [-1e-25, 1e-25]` where few digits are known. */
export function coefficientText(c: LinkCoefficient): string {
  if (c.kind === 'rational') return formatRational(c.value);
  const { lower, upper } = coefficientEnds(c);
  const middle = Number(((lower + upper) / 2).toPrecision(DIGITS));
  if (c.kind === 'closed-form') return `${c.text} ≈ ${middle}`;
  return upper - lower < 10 ** -DIGITS * Math.min(Math.abs(lower), Math.abs(upper))
    ? `≈ ${middle}`
    : `in [${lower}, ${upper}]`;
}

/** The same after the name of the coefficient: `= 3/2`, `≈ 0.363595`. */
export function coefficientRelation(c: LinkCoefficient): string {
  const text = coefficientText(c);
  return /^(≈|in )/.test(text) ? text : `= ${text}`;
}

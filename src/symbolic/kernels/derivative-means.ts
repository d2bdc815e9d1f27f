/** Means of a polynomial's derivatives under a Gaussian, as polynomials in the variance. */
import { type Coefficient, exactValue } from '../../base/coefficient.ts';
import { InputError, TooLargeError } from '../../base/errors.ts';
import { type Rational, rational } from '../../base/rational.ts';

/** Beyond this the factorials alone have a thousand digits. */
const LARGEST_DEGREE = 200;

/** The coefficients of a polynomial σ(z) = Σ_k coefficients[k] z^k, the constant term first. */
export type UnivariateCoefficients = readonly (Coefficient | Rational)[];

/**
 * The coefficients exactly, without zeros at the end; none for σ = 0. Throws {@link InputError} naming the one that is no
 * number, and {@link TooLargeError} beyond degree 200.
 */
export function exactCoefficients(coefficients: UnivariateCoefficients, where: string): readonly Rational[] {
  if (!Array.isArray(coefficients))
    throw new InputError(
      where,
      `expected a list of numbers, the constant term first, got ${JSON.stringify(coefficients) ?? coefficients}`,
    );
  const exact = coefficients.map((c: Coefficient | Rational, k) => exactValue(c, `${where}: coefficients[${k}]`));
  const length = exact.findLastIndex(({ numerator }) => numerator !== 0n) + 1;
  if (length > LARGEST_DEGREE + 1)
    throw new TooLargeError(
      where,
      `expected degree ${LARGEST_DEGREE} at most, got ${length - 1}`,
      'Use a polynomial of lower degree',
    );
  return exact.slice(0, length);
}

/** σ^(order), coefficient by coefficient. Throws {@link InputError} unless the order is an integer ≥ 0. */
export function differentiateCoefficients(coefficients: readonly Rational[], order: number): readonly Rational[] {
  if (!Number.isSafeInteger(order) || order < 0)
    throw new InputError('derivative', `expected an integer ≥ 0, got ${order}`);
  return coefficients.slice(order).map((c, k) => {
    let falling = 1n;
    for (let j = 1; j <= order; j++) falling *= BigInt(k + j);
    return rational(c.numerator * falling, c.denominator);
  });
}

/**
 * r_l(K) = E σ^(l)(√K g) for g ~ N(0, 1), l = 0 … deg σ, each by its coefficients in K:
 * r_l(K) = Σ_i c_{2i+l} (2i+l)!/(2^i i!) K^i for σ(z) = Σ_k c_k z^k, since E g^(2i) = (2i)!/(2^i i!).
 */
export function derivativeMeans(coefficients: readonly Rational[]): readonly (readonly Rational[])[] {
  const factorials = [1n];
  for (let k = 1; k <= coefficients.length; k++) factorials.push(factorials.at(-1)! * BigInt(k));
  return coefficients.map((_, l) =>
    coefficients
      .slice(l)
      .filter((_, k) => k % 2 === 0)
      .map(({ numerator, denominator }, i) =>
        rational(numerator * factorials[2 * i + l]!, denominator * 2n ** BigInt(i) * factorials[i]!),
      ),
  );
}

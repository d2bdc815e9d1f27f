import { InputError, TooLargeError } from '../../base/errors.ts';
import { type Rational, rational } from '../../base/rational.ts';
import { hermite } from '../bases/orthogonal/hermite.ts';
import { parsePolynomial } from '../interop/mathjs.ts';
import { degree, type Polynomial } from '../polynomial.ts';
import { univariateCoefficients } from '../propagation/univariate.ts';
import { ZZ } from '../rings/integers.ts';

const WHERE = 'activation';
const LARGEST_DEGREE = 60;
const NOT_POLYNOMIAL = /^\s*(relu|gelu|silu|swish|elu|selu|tanh|sigmoid|softplus|erf|abs|sin|cos|exp)\b/i;

/**
 * The coefficients of an activation written as a polynomial in one variable, the constant term first:
 * `activationFromText('x + x^2/2')` is [0, 1, 1/2]. He0, He1, He2, … are the probabilists' Hermite polynomials of x, He2 = x² − 1.
 * Throws {@link InputError} for what is no polynomial, for more than one variable, and for degrees over 60.
 */
export function activationFromText(text: string): readonly Rational[] {
  if (NOT_POLYNOMIAL.test(text))
    throw new InputError(WHERE, `'${text}' is no polynomial`, "Exact means need one, such as 'x^2' or 'x + x^2/2'");
  const expanded = text.replace(/\bHe_?(\d+)\b(?:\((\w+)\))?/g, (_, order: string, variable = 'x') => {
    if (Number(order) > LARGEST_DEGREE) throw tooHigh(Number(order));
    return `(${hermite(ZZ, Number(order))
      .map((c, k) => `(${c})*${variable}^${k}`)
      .join('+')})`;
  });
  let polynomial: Polynomial;
  try {
    polynomial = parsePolynomial(expanded);
  } catch (error) {
    if (error instanceof InputError && !(error instanceof TooLargeError))
      throw new InputError(
        WHERE,
        `'${text}': ${error.problem}`,
        "Write a polynomial in x, such as 'x + x^2/2', or He2",
      );
    throw error;
  }
  if (degree(polynomial) > LARGEST_DEGREE) throw tooHigh(degree(polynomial));
  const coefficients = univariateCoefficients(polynomial, WHERE);
  return coefficients.length === 0 ? [rational(0n)] : coefficients;
}

const tooHigh = (order: number): TooLargeError =>
  new TooLargeError(
    WHERE,
    `its degree is ${order}, over the limit of ${LARGEST_DEGREE}`,
    'Use a polynomial of lower degree',
  );

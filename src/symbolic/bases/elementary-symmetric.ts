/** Elementary symmetric polynomials e_k, the sums of all products of k different variables. */
import { InputError } from '../../base/errors.ts';
import { type Rational, rational } from '../../base/rational.ts';
import { type Factor, factorsOf } from '../monomials.ts';
import { add, multiply, power, subtract } from '../operations/arithmetic.ts';
import { constantPolynomial, type Polynomial, polynomialFromTerms } from '../polynomial.ts';
import { checkDistinct } from '../variables.ts';

/** e_k = Σ_{i_1 < … < i_k} x_{i_1} … x_{i_k}; e_0 = 1, and 0 for more factors than variables. */
export function elementarySymmetric(variables: readonly string[], k: number): Polynomial {
  if (!Number.isSafeInteger(k) || k < 0)
    throw new InputError('elementarySymmetric', `expected an integer ≥ 0, got ${k}`);
  checkDistinct(variables, 'elementarySymmetric');
  // e_k of the first n variables is e_k of n − 1, and x_n e_{k−1} of them.
  let sums: Polynomial[] = [constantPolynomial(variables, rational(1n))];
  for (const [i] of variables.entries()) {
    const x = polynomialFromTerms(variables, [{ coefficient: rational(1n), factors: [[i, 1]] }]);
    const next = [sums[0]!];
    for (let j = 1; j <= Math.min(k, i + 1); j++) {
      const product = multiply(x, sums[j - 1]!);
      next.push(sums[j] === undefined ? product : add(sums[j]!, product));
    }
    sums = next;
  }
  return sums[k] ?? constantPolynomial(variables, rational(0n));
}

/**
 * A symmetric polynomial of x_1, …, x_N as a polynomial in e1, …, eN, by the fundamental theorem: the lexicographically
 * largest monomial c x^λ of what is left is taken away by c e_1^{λ_1−λ_2} e_2^{λ_2−λ_3} … e_N^{λ_N}.
 * Throws {@link InputError} naming two variables whose exchange changes f.
 */
export function toElementarySymmetric(f: Polynomial, letter = 'e'): Polynomial {
  const { variables } = f;
  checkSymmetric(f);
  const names = variables.map((_, i) => `${letter}${i + 1}`);
  const elementary = variables.map((_, i) => elementarySymmetric(variables, i + 1));
  const terms: { coefficient: Rational; factors: Factor[] }[] = [];
  let rest = f;
  while (rest.length > 0) {
    const { coefficient, exponents } = largestTerm(rest);
    const factors: Factor[] = exponents.flatMap((e, i): Factor[] => {
      const fall = e - (exponents[i + 1] ?? 0);
      return fall > 0 ? [[i, fall]] : [];
    });
    terms.push({ coefficient, factors });
    const product = factors.reduce(
      (sum, [i, exponent]) => multiply(sum, power(elementary[i]!, exponent)),
      constantPolynomial(variables, coefficient),
    );
    rest = subtract(rest, product);
  }
  return polynomialFromTerms(names, terms);
}

/** The lexicographically largest term, with an exponent for each variable. */
function largestTerm(f: Polynomial): { coefficient: Rational; exponents: readonly number[] } {
  let best: number[] = [];
  let place = -1;
  for (let t = 0; t < f.length; t++) {
    const exponents = new Array<number>(f.variables.length).fill(0);
    for (const [v, exponent] of factorsOf(f.monomials, t)) exponents[v] = exponent;
    const at = exponents.findIndex((e, i) => e !== best[i]);
    if (place < 0 || (at >= 0 && exponents[at]! > best[at]!)) [best, place] = [exponents, t];
  }
  return { coefficient: f.coefficient(place), exponents: best };
}

/** Exchanges of neighbours generate all permutations. */
function checkSymmetric(f: Polynomial): void {
  f.variables.slice(1).forEach((name, i) => {
    const swapped = polynomialFromTerms(
      f.variables,
      [...f.terms()].map(({ coefficient, factors }) => ({
        coefficient,
        factors: factors.map(([v, exponent]): Factor => [v === i ? i + 1 : v === i + 1 ? i : v, exponent]),
      })),
    );
    if (subtract(f, swapped).length > 0)
      throw new InputError(
        'symmetric polynomial',
        `exchanging ${f.variables[i]} and ${name} changes it, so it is not symmetric`,
      );
  });
}

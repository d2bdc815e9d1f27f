/** Parts of a polynomial. */
import { InputError } from '../../base/errors.ts';
import { absolute, gcd, type Rational, rational } from '../../base/rational.ts';
import { type Factor, factorsOf, totalDegree } from '../monomials.ts';
import { canonical, degree, type Polynomial, type Term, variableIndex } from '../polynomial.ts';

export { degree };

/** The largest exponent of a variable; 0 when it does not occur, −∞ for the zero polynomial. Throws {@link InputError} for an unknown variable. */
export function degreeIn(f: Polynomial, variable: string): number {
  const index = variableIndex(f.variables, variable);
  let largest = f.length === 0 ? -Infinity : 0;
  f.monomials.variables.forEach((v, i) => {
    if (v === index) largest = Math.max(largest, f.monomials.exponents[i]!);
  });
  return largest;
}

/** The variables that occur. */
export function support(f: Polynomial): readonly string[] {
  const occurs = new Uint8Array(f.variables.length);
  const { variables } = f.monomials;
  for (let i = 0; i < variables.length; i++) occurs[variables[i]!] = 1;
  return f.variables.filter((_, index) => occurs[index] === 1);
}

/** The terms that a test keeps, as a polynomial in the same variables. */
export function filterTerms(f: Polynomial, keep: (factors: readonly Factor[]) => boolean): Polynomial {
  const terms = f.numerators.flatMap((numerator, t) => {
    const factors = factorsOf(f.monomials, t);
    return keep(factors) ? [{ factors, numerator }] : [];
  });
  return canonical(f.variables, terms, f.denominator);
}

/** The homogeneous parts f = Σ_k f_k by degree, lowest first; parts that are zero are left out. */
export function homogeneousParts(f: Polynomial): ReadonlyMap<number, Polynomial> {
  const degrees = [...new Set(f.numerators.map((_, t) => totalDegree(f.monomials, t)))].sort((a, b) => a - b);
  return new Map(degrees.map((k) => [k, homogeneousPart(f, k)]));
}

/** The part of degree k. */
export const homogeneousPart = (f: Polynomial, k: number): Polynomial =>
  filterTerms(f, (factors) => factors.reduce((sum, [, exponent]) => sum + exponent, 0) === k);

/** Whether all terms have one degree; true of zero. */
export const isHomogeneous = (f: Polynomial): boolean => homogeneousParts(f).size <= 1;

/** The positive rational c such that f / c has integer coefficients without common factor; 0 for the zero polynomial. */
export function content(f: Polynomial): Rational {
  let divisor = 0n;
  for (const numerator of f.numerators) {
    divisor = gcd(divisor, numerator);
    if (divisor === 1n) break;
  }
  return rational(divisor, f.denominator);
}

/** f divided by its content: integer coefficients without common factor. */
export function primitivePart(f: Polynomial): Polynomial {
  const { numerator: divisor } = content(f);
  return canonical(
    f.variables,
    f.numerators.map((numerator, t) => ({
      factors: factorsOf(f.monomials, t),
      numerator: numerator / (divisor || 1n),
    })),
    1n,
  );
}

/** The coefficient of Π variable^exponent: `coefficientOf(f, { x1: 2, x3: 1 })`; 0 when there is no such term. */
export function coefficientOf(f: Polynomial, exponents: Readonly<Record<string, number>>): Rational {
  const wanted = Object.entries(exponents).map(([name, exponent]): Factor => {
    if (!Number.isInteger(exponent) || exponent < 0)
      throw new InputError(`coefficientOf: ${name}`, `expected an exponent ≥ 0, got ${exponent}`);
    return [variableIndex(f.variables, name), exponent];
  });
  const sorted = wanted.filter(([, exponent]) => exponent > 0).sort(([u], [v]) => u - v);
  const t = f.numerators.findIndex((_, term) => {
    const factors = factorsOf(f.monomials, term);
    return (
      factors.length === sorted.length &&
      factors.every(([variable, exponent], i) => variable === sorted[i]![0] && exponent === sorted[i]![1])
    );
  });
  return t < 0 ? rational(0n) : f.coefficient(t);
}

/** The first term in graded reverse lexicographic order; undefined for the zero polynomial. */
export const leadingTerm = (f: Polynomial): Term | undefined =>
  f.length === 0 ? undefined : { coefficient: f.coefficient(0), factors: factorsOf(f.monomials, 0) };

/** max |coefficient|, exactly. */
export function largestCoefficient(f: Polynomial): Rational {
  return rational(
    f.numerators.reduce((largest, n) => (absolute(n) > largest ? absolute(n) : largest), 0n),
    f.denominator,
  );
}

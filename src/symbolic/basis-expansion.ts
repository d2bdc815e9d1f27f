/** Polynomials of several variables in products of basis polynomials. */
import { InputError, TooLargeError } from '../base/errors.ts';
import { lcm, type Rational, rational } from '../base/rational.ts';
import { monomialBasis } from './bases/monomial.ts';
import { timesVariable } from './bases/series.ts';
import { integerPolynomials } from './integer-polynomials.ts';
import { factorsOf } from './monomials.ts';
import { multiply } from './operations/arithmetic.ts';
import { differentiate } from './operations/calculus.ts';
import { type Polynomial, variableIndex } from './polynomial.ts';
import type { OrthogonalBasis, PolynomialBasis } from './polynomial-basis.ts';
import { QQ } from './rings/rationals.ts';

/** Σ_α c_α Π_i p^{(i)}_{α_i}(x_i): in `coefficients` the monomial x^α stands for the product of basis polynomials. */
export interface BasisExpansion<Basis extends PolynomialBasis = PolynomialBasis> {
  /** The basis of each variable, in the order of the variables. */
  readonly bases: readonly Basis[];
  readonly coefficients: Polynomial;
}

/** One basis for all variables, or by name; variables without one keep their powers. */
export type Bases = PolynomialBasis | Readonly<Record<string, PolynomialBasis>>;

/**
 * f in products of basis polynomials, exactly: `expandInBasis(f, hermiteBasis)`.
 * Throws {@link InputError} on a basis for a variable that f does not have.
 */
export function expandInBasis(f: Polynomial, bases: Bases): BasisExpansion {
  const list = basesOf(f.variables, bases);
  const coefficients = list.reduce(
    (sum, basis, v) => (basis === monomialBasis ? sum : mapPowers(sum, v, powers(basis))),
    f,
  );
  return { bases: list, coefficients };
}

/** The polynomial that an expansion is; the inverse of {@link expandInBasis}. */
export const fromBasis = ({ bases, coefficients }: BasisExpansion): Polynomial =>
  bases.reduce(
    (sum, basis, v) => (basis === monomialBasis ? sum : mapPowers(sum, v, (n) => basis.explicit(n))),
    coefficients,
  );

/** The product of two expansions in the same bases, re-expanded in them. Throws {@link InputError} when they differ. */
export function multiplyInBasis(f: BasisExpansion, g: BasisExpansion): BasisExpansion {
  const [left, right] = [fromBasis(f), fromBasis(g)];
  const named: Record<string, PolynomialBasis> = {};
  for (const { bases, coefficients } of [f, g])
    coefficients.variables.forEach((name, v) => {
      if ((named[name] ?? bases[v]!).name !== bases[v]!.name)
        throw new InputError(
          'multiplyInBasis',
          `'${name}' has the basis ${named[name]!.name} in one factor, ${bases[v]!.name} in the other`,
        );
      named[name] ??= bases[v]!;
    });
  return expandInBasis(multiply(left, right), named);
}

/** ∂/∂variable of an expansion, in the same bases. */
export function differentiateInBasis(f: BasisExpansion, variable: string): BasisExpansion {
  const { variables } = f.coefficients;
  variableIndex(variables, variable);
  return expandInBasis(
    differentiate(fromBasis(f), variable),
    Object.fromEntries(variables.map((name, v) => [name, f.bases[v]!])),
  );
}

/** Π_i squaredNorm(α_i), the mean square of a product of orthogonal polynomials of independent variables. */
export const productNorm = (
  bases: readonly OrthogonalBasis[],
  factors: readonly (readonly [variable: number, exponent: number])[],
): Rational => factors.reduce((norm, [v, n]) => QQ.mul(norm, bases[v]!.squaredNorm(n)), QQ.one);

function basesOf(variables: readonly string[], bases: Bases): readonly PolynomialBasis[] {
  if (typeof (bases as PolynomialBasis).recurrence === 'function') return variables.map(() => bases as PolynomialBasis);
  const named = bases as Readonly<Record<string, PolynomialBasis>>;
  for (const name of Object.keys(named)) variableIndex(variables, name);
  return variables.map((name) => named[name] ?? monomialBasis);
}

/** n ↦ x^n in the basis. */
function powers(basis: PolynomialBasis): (n: number) => readonly Rational[] {
  const known: (readonly Rational[])[] = [[QQ.one]];
  return (n) => {
    while (known.length <= n) known.push(timesVariable(QQ, basis, known.at(-1)!));
    return known[n]!;
  };
}

/** The change of basis takes the square of the degree. */
const LARGEST_DEGREE = 1000;

/** Each power n of variable v replaced by Σ_k rows(n)_k x_v^k, over one common denominator. */
function mapPowers(f: Polynomial, v: number, rows: (n: number) => readonly Rational[]): Polynomial {
  const exponents = new Set<number>([0]);
  for (let i = 0; i < f.monomials.variables.length; i++)
    if (f.monomials.variables[i] === v) exponents.add(f.monomials.exponents[i]!);
  const highest = Math.max(...exponents);
  if (highest > LARGEST_DEGREE)
    throw new TooLargeError(
      'basis',
      `expected degrees up to ${LARGEST_DEGREE} in each variable, got ${highest} in ${f.variables[v]}`,
      'Use a polynomial of lower degree',
    );
  const used = new Map([...exponents].map((n) => [n, rows(n)]));
  let common = 1n;
  for (const row of used.values()) for (const c of row) common = lcm(common, c.denominator);
  const images = new Map(
    [...used].map(([n, row]) => [
      n,
      row.flatMap(({ numerator, denominator }, k): [number, bigint][] =>
        numerator === 0n ? [] : [[k, numerator * (common / denominator)]],
      ),
    ]),
  );
  const { ring, lower } = integerPolynomials(f.variables);
  const { table } = ring;
  const numerator = ring.fromTerms(
    (function* () {
      for (let t = 0; t < f.length; t++) {
        const factors = factorsOf(f.monomials, t);
        const before = factors.filter(([u]) => u < v);
        const after = factors.filter(([u]) => u > v);
        const own = factors[before.length];
        const exponent = own !== undefined && own[0] === v ? own[1] : 0;
        for (const [k, c] of images.get(exponent)!)
          yield [table.number(k === 0 ? [...before, ...after] : [...before, [v, k], ...after]), c * f.numerators[t]!];
      }
    })(),
  );
  return lower(numerator, f.denominator * common);
}

/** The coefficient of each product of basis polynomials, highest first. */
export function* basisTerms({
  coefficients,
}: BasisExpansion): Generator<{ readonly indices: readonly number[]; readonly coefficient: Rational }> {
  for (const { coefficient, factors } of coefficients.terms()) {
    const indices = new Array<number>(coefficients.variables.length).fill(0);
    for (const [v, n] of factors) indices[v] = n;
    yield { indices, coefficient };
  }
}

/** Σ_α c_α² Π ‖p_{α_i}‖²: E[f²] by Parseval. */
export function squaredNormInBasis({ bases, coefficients }: BasisExpansion<OrthogonalBasis>): Rational {
  let sum = rational(0n);
  for (const { coefficient, factors } of coefficients.terms())
    sum = QQ.add(sum, QQ.mul(QQ.mul(coefficient, coefficient), productNorm(bases, factors)));
  return sum;
}

/** Putting numbers and polynomials in the place of variables. */
import { type Coefficient, exactValue } from '../../base/coefficient.ts';
import { factorsOf } from '../monomials.ts';
import { constantPolynomial, type Polynomial, variableIndex } from '../polynomial.ts';
import { ringOver, unionOfVariables } from './common-ring.ts';
import { checkPowerSize } from './operation-size.ts';
import { degreeIn } from './structure.ts';

/**
 * f with variables replaced by numbers or polynomials, all at once: `substitute(f, { x1: '1/2', x2: g })`.
 * The variables left, and those of the replacements, are the result's.
 * Throws {@link InputError} for an unknown variable, {@link TooLargeError} when the result cannot fit.
 */
export function substitute(
  f: Polynomial,
  replacements: Readonly<Record<string, Coefficient | Polynomial>>,
): Polynomial {
  const given = new Map(
    Object.entries(replacements).map(([name, value]) => [
      variableIndex(f.variables, name),
      typeof value === 'object' ? value : constantPolynomial([], exactValue(value, `substitute: ${name}`)),
    ]),
  );
  const kept = f.variables.filter((_, index) => !given.has(index));
  const { ring, lift, lower } = ringOver([...new Set([...kept, ...unionOfVariables([...given.values()])])]);
  for (const [index, g] of given)
    checkPowerSize('substitute', new Array<Polynomial>(Math.max(0, degreeIn(f, f.variables[index]!))).fill(g));
  const positions = new Map(kept.map((name, i) => [f.variables.indexOf(name), i]));
  const bases = f.variables.map((_, index) =>
    given.has(index) ? lift(given.get(index)!) : ring.variable(positions.get(index)!),
  );
  const powers = bases.map((base) => [ring.one, base]);
  const raise = (variable: number, exponent: number): (typeof bases)[number] => {
    const known = powers[variable]!;
    while (known.length <= exponent) known.push(ring.mul(known.at(-1)!, bases[variable]!));
    return known[exponent]!;
  };
  const terms = f.numerators.map((numerator, t) => ({
    coefficient: ring.constant({ numerator, denominator: f.denominator }),
    product: factorsOf(f.monomials, t).reduce(
      (product, [variable, exponent]) => ring.mul(product, raise(variable, exponent)),
      ring.one,
    ),
  }));
  return lower(
    ring.sumOfProducts!(
      terms.map(({ coefficient }) => coefficient),
      terms.map(({ product }) => product),
    ),
  );
}

/**
 * f ∘ (g₁, …, g_n): every variable of f replaced by a polynomial, in the order of f's variables.
 * Throws {@link RangeError} when the number of polynomials is not that of f's variables.
 */
export function compose(f: Polynomial, inner: readonly Polynomial[]): Polynomial {
  if (inner.length !== f.variables.length)
    throw new RangeError(
      `compose: expected ${f.variables.length} polynomials, one for each variable, got ${inner.length}`,
    );
  return substitute(f, Object.fromEntries(f.variables.map((name, i) => [name, inner[i]!])));
}

/** Putting numbers and polynomials in the place of variables. */
import { type Coefficient, exactValue } from '../../base/coefficient.ts';
import { type Factor, factorsOf, type Monomials, monomialsFrom } from '../monomials.ts';
import { constantPolynomial, type Polynomial, variableIndex } from '../polynomial.ts';
import { packIntegers } from '../sparse/pack-integers.ts';
import type { RingBounds, SparseFraction } from '../sparse/sparse-ring.ts';
import { boundsOf, computeInRing, unionOfVariables } from './common-ring.ts';
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
  for (const [index, g] of given)
    checkPowerSize('substitute', new Array<Polynomial>(Math.max(0, degreeIn(f, f.variables[index]!))).fill(g));
  const variables = [...new Set([...kept, ...unionOfVariables([...given.values()])])];
  return computeInRing('substitute', variables, resultBounds(f, given, variables), ({ ring, lift }) => {
    const bases = new Map([...given].map(([index, g]) => [index, lift(g)]));
    const powers = new Map([...bases].map(([index, base]) => [index, [ring.one, base]]));
    const raise = (index: number, exponent: number): SparseFraction => {
      const known = powers.get(index)!;
      while (known.length <= exponent) known.push(ring.mul(known.at(-1)!, bases.get(index)!));
      return known[exponent]!;
    };
    const positions = new Map(kept.map((name) => [f.variables.indexOf(name), variables.indexOf(name)]));
    const remaining = (terms: readonly number[]): SparseFraction => {
      const factors = terms.map((t) =>
        factorsOf(f.monomials, t).flatMap(([v, exponent]): Factor[] =>
          positions.has(v) ? [[positions.get(v)!, exponent]] : [],
        ),
      );
      const numerators = terms.map((t) => f.numerators[t]!);
      return ring.fromTerms(monomialsFrom(factors), packIntegers(numerators), f.denominator);
    };
    // Σ_e g^e (what stands at x^e), one replaced variable after another: no product of powers is formed twice.
    const replaced = [...given.keys()].sort((u, v) => u - v);
    const value = (terms: readonly number[], level: number): SparseFraction => {
      const index = replaced[level];
      if (index === undefined) return remaining(terms);
      const parts = Map.groupBy(terms, (t) => exponentAt(f.monomials, t, index));
      const powersUsed = [...parts.keys()].map((exponent) => raise(index, exponent));
      return ring.sumOfProducts(
        powersUsed,
        [...parts.values()].map((part) => value(part, level + 1)),
      );
    };
    return value(
      Array.from({ length: f.length }, (_, t) => t),
      0,
    );
  });
}

/** The exponent of a variable in monomial t. */
function exponentAt({ starts, variables, exponents }: Monomials, t: number, variable: number): number {
  for (let i = starts[t]!; i < starts[t + 1]!; i++) if (variables[i] === variable) return exponents[i]!;
  return 0;
}

function resultBounds(f: Polynomial, given: ReadonlyMap<number, Polynomial>, variables: readonly string[]): RingBounds {
  const own = boundsOf(f, f.variables);
  const exponents = variables.map(() => 0);
  let largest = 1;
  f.variables.forEach((name, index) => {
    const g = given.get(index);
    if (g === undefined) {
      exponents[variables.indexOf(name)]! += own.exponents[index]!;
      return;
    }
    const inner = boundsOf(g, variables);
    largest = Math.max(largest, inner.degree);
    for (let v = 0; v < variables.length; v++) exponents[v]! += own.exponents[index]! * inner.exponents[v]!;
  });
  return { exponents, degree: own.degree * largest };
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

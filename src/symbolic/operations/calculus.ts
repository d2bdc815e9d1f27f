/** Formal derivatives, exact. */
import { factorsOf } from '../monomials.ts';
import { canonical, type Polynomial, variableIndex } from '../polynomial.ts';

/** ∂f/∂x, in the same variables. Throws {@link InputError} for an unknown variable. */
export function differentiate(f: Polynomial, variable: string): Polynomial {
  const index = variableIndex(f.variables, variable);
  const terms = f.numerators.flatMap((numerator, t) => {
    const factors = factorsOf(f.monomials, t);
    const at = factors.findIndex(([v]) => v === index);
    if (at < 0) return [];
    const [, exponent] = factors[at]!;
    const lowered = exponent === 1 ? factors.toSpliced(at, 1) : factors.with(at, [index, exponent - 1]);
    return [{ factors: lowered, numerator: numerator * BigInt(exponent) }];
  });
  return canonical(f.variables, terms, f.denominator);
}

/** (∂f/∂x_i)_i over the given variables; over all of f's when left out. */
export const gradient = (f: Polynomial, variables: readonly string[] = f.variables): readonly Polynomial[] =>
  variables.map((variable) => differentiate(f, variable));

/** (∂²f/∂x_i∂x_j)_ij over the given variables; symmetric. */
export function hessian(f: Polynomial, variables: readonly string[] = f.variables): readonly (readonly Polynomial[])[] {
  const first = gradient(f, variables);
  const upper = first.map((g, i) => variables.slice(i).map((variable) => differentiate(g, variable)));
  return variables.map((_, i) => variables.map((_, j) => upper[Math.min(i, j)]![Math.abs(i - j)]!));
}

/** Exact expansion, the plain way: the program evaluated over Q[x]. The oracle of the faster ways, and the way for sparse jobs. */
import type { Progress } from '../base/progress.ts';
import type { Program } from '../network/program.ts';
import { indeterminateEntries, type Unknowns } from './indeterminates.ts';
import { interpret } from './interpret.ts';
import type { MonomialTable } from './monomial-table.ts';
import { canonical, type Polynomial } from './polynomial.ts';
import { type RationalPolynomial, rationalPolynomialRing } from './rings/rational-polynomial-ring.ts';

/** The polynomials of the outputs asked for. */
export function expandPlainly(
  program: Program,
  unknowns: Unknowns,
  outputs: readonly number[],
  progress: Progress,
): readonly Polynomial[] {
  const K = rationalPolynomialRing(unknowns.variables.length);
  const steps = program.nodes.length;
  const values = interpret(program, K, {
    ...indeterminateEntries(unknowns, K, K.variable),
    outputs,
    onNode: (value) => progress(value + 1, steps + 1, program.places[value] ?? 'input'),
  });
  return values.map((value) => fromRing(value, K.integral.table, unknowns.variables));
}

/** A ring element in canonical form, with named variables. */
export function fromRing(
  { numerator, denominator }: RationalPolynomial,
  table: MonomialTable,
  variables: readonly string[],
): Polynomial {
  const terms = Array.from(numerator.monomials, (monomial, t) => ({
    factors: table.factors(monomial),
    numerator: numerator.coefficients[t]!,
  }));
  return canonical(variables, terms, denominator);
}

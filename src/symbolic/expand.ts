/** Exact expansion, the plain way: the program evaluated over Q[x]. */
import { InputError } from '../base/errors.ts';
import { type Progress, silent } from '../base/progress.ts';
import { type Network, outputNames, trace } from '../network/network.ts';
import { indeterminateEntries, unknownsOf, withSymbolicWeights } from './indeterminates.ts';
import { interpret } from './interpret.ts';
import type { MonomialTable } from './monomial-table.ts';
import { canonical, type Polynomial } from './polynomial.ts';
import { outputIndex, PolynomialMap } from './polynomial-map.ts';
import { type RationalPolynomial, rationalPolynomialRing } from './rings/rational-polynomial-ring.ts';
import { checkSize, type ExpansionLimits, expansionSize } from './size.ts';

export interface ExpandOptions extends ExpansionLimits {
  /** The outputs to expand, by name or by index from 0; all when left out. */
  readonly outputs?: readonly (string | number)[];
  /** Leave every weight of the network an indeterminate: W1_i_j, b1_i, … */
  readonly symbolic?: boolean;
  readonly progress?: Progress;
}

/**
 * The explicit polynomial of every output, exactly: a weight given as a float means that float, one given as a string
 * the rational it says. Variables are the inputs, then the symbolic weights.
 *
 * Throws {@link InputError} naming the layer for an activation that is no polynomial, or an output that does not exist,
 * and {@link TooLargeError} with the estimated size before it starts a job over the limits.
 */
export function expand(network: Network, options: ExpandOptions = {}): PolynomialMap {
  const traced = trace(network);
  const names = outputNames(network, traced);
  const program = options.symbolic === true ? withSymbolicWeights(traced) : traced;
  const outputs = options.outputs?.map((which) => outputIndex(names, which)) ?? names.map((_, index) => index);
  if (outputs.length === 0) throw new InputError('outputs', 'expected at least one output to expand, got none');
  const unknowns = unknownsOf(program);
  checkSize(expansionSize(program, unknowns, outputs), options, network.name);
  const progress = options.progress ?? silent;
  const K = rationalPolynomialRing(unknowns.variables.length);
  const values = interpret(program, K, {
    ...indeterminateEntries(unknowns, K, K.variable),
    outputs,
    onNode: (value) => progress(value + 1, program.nodes.length + 1, program.places[value] ?? 'input'),
  });
  const polynomials = values.map((value) => fromRing(value, K.integral.table, unknowns.variables));
  progress(program.nodes.length + 1, program.nodes.length + 1, 'sorted');
  return new PolynomialMap(
    unknowns.variables,
    outputs.map((index, k) => ({ name: names[index]!, polynomial: polynomials[k]! })),
  );
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

/** Polynomials that are said to be a network's, matched with what the network has. */
import { InputError } from '../base/errors.ts';
import { type Network, outputNames, trace } from '../network/network.ts';
import type { Program } from '../network/program.ts';
import { type Unknowns, unknownsOf, withSymbolicWeights } from './indeterminates.ts';
import type { Polynomial } from './polynomial.ts';
import { outputIndex, PolynomialMap } from './polynomial-map.ts';

/** One evaluation in which the two sides differ: anyone can repeat it. */
export interface Witness {
  readonly prime: string;
  readonly point: readonly string[];
  readonly network: string;
  readonly polynomial: string;
}

export interface MatchedClaim {
  readonly program: Program;
  readonly unknowns: Unknowns;
  readonly map: PolynomialMap;
  /** The network's outputs, all of them. */
  readonly names: readonly string[];
  /** For each claimed polynomial, the index of its output. */
  readonly indices: readonly number[];
  /** Outputs of the network that are not claimed. */
  readonly unchecked: readonly string[];
}

/**
 * A single polynomial is taken for the first output's. Throws {@link InputError} when the variables are not the
 * network's inputs (or its inputs and symbolic weights), or an output is not one of its outputs or occurs twice.
 */
export function matchClaim(network: Network, claimed: PolynomialMap | Polynomial): MatchedClaim {
  const traced = trace(network);
  const names = outputNames(network, traced);
  const map =
    claimed instanceof PolynomialMap
      ? claimed
      : new PolynomialMap(claimed.variables, [{ name: names[0]!, polynomial: claimed }]);
  const { program, unknowns } = matchVariables(traced, map.variables);
  const indices = map.outputs.map(({ name }) => outputIndex(names, name));
  indices.forEach((index, k) => {
    if (indices.indexOf(index) !== k) throw new InputError('polynomial', `the output '${names[index]}' occurs twice`);
  });
  return { program, unknowns, map, names, indices, unchecked: names.filter((_, index) => !indices.includes(index)) };
}

/** The program as the polynomial sees it: with numbers for weights, or with indeterminates if it has them as variables. */
function matchVariables(traced: Program, variables: readonly string[]): { program: Program; unknowns: Unknowns } {
  const sorted = (names: readonly string[]): string => [...names].sort().join('\n');
  for (const program of [traced, withSymbolicWeights(traced)]) {
    const unknowns = unknownsOf(program);
    if (sorted(unknowns.variables) === sorted(variables)) return { program, unknowns };
  }
  const expected = unknownsOf(traced).variables;
  const show = (names: readonly string[]): string =>
    `${names.slice(0, 10).join(', ')}${names.length > 10 ? ', …' : ''} (${names.length})`;
  throw new InputError(
    'polynomial: variables',
    `expected those of the network, ${show(expected)}, got ${show(variables)}`,
    'The polynomial is of another network, or its variables were renamed',
  );
}

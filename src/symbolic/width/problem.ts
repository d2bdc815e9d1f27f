/** A mean over the initialisation, prepared: what the recursion over layers reads. */
import { InputError, TooLargeError } from '../../base/errors.ts';
import { lcm, type Rational, rational } from '../../base/rational.ts';
import { type GramEntry, type GramMatrix, isSymbol } from './gram.ts';
import { pairCount, pairIndex } from './multigraphs.ts';
import type { WideNetwork } from './wide-network.ts';

/** E Π_a f(x_{inputs[a]}) with derivatives of the factors contracted in pairs. */
export interface MomentSpecification {
  readonly network: WideNetwork;
  /** The input of each factor, an index into the Gram matrix. */
  readonly inputs: readonly number[];
  /** Pairs of factors that share an index of a derivative, as often as they do; a pair [a, a] is a trace. */
  readonly contractions: readonly (readonly [number, number])[];
  readonly gram: GramMatrix;
}

export interface Problem extends MomentSpecification {
  readonly factors: number;
  /** The contracted pairs, distinct, with how often each is. */
  readonly pairs: readonly { readonly pair: readonly [number, number]; readonly order: number }[];
  /** The direction of ε of each pair of factors, by `pairIndex`; −1 for none. */
  readonly couplingOf: readonly number[];
  /** What the derivative in C is multiplied by: Π k_c! and 2 for each trace. */
  readonly multiplicity: bigint;
  /** The indeterminate widths. */
  readonly widthNames: readonly string[];
  /** The symbols of the Gram matrix that occur for these inputs. */
  readonly symbols: readonly string[];
  /** Y_ab = s_1² K_ab + t_1² of each pair of factors where K_ab is a number, else the index of its symbol. */
  readonly inputCovariances: readonly (Rational | number)[];
  /** An upper bound of the number of factors A of each hidden layer. */
  readonly edges: readonly number[];
  /** An upper bound of the number of preactivations of each hidden layer in a term, over all factors. */
  readonly preactivations: readonly number[];
  /** Integer after multiplication by this: every coefficient, before `multiplicity`. */
  readonly denominator: bigint;
}

const MOST_PREACTIVATIONS = 60_000;

/** Throws {@link InputError} when an index is out of range, {@link TooLargeError} when degrees are. */
export function prepare({ network, inputs, contractions, gram }: MomentSpecification): Problem {
  const factors = inputs.length;
  for (const input of inputs)
    if (!(Number.isInteger(input) && input >= 0 && input < gram.length))
      throw new InputError('inputs', `expected indices of the ${gram.length} inputs of the Gram matrix, got ${input}`);
  const orders = new Map<number, { pair: readonly [number, number]; order: number }>();
  for (const [a, b] of contractions) {
    if (![a, b].every((factor) => Number.isInteger(factor) && factor >= 0 && factor < factors))
      throw new InputError('contractions', `expected pairs of the ${factors} factors, got [${a}, ${b}]`);
    const place = pairIndex(a, b);
    orders.set(place, { pair: [Math.min(a, b), Math.max(a, b)], order: (orders.get(place)?.order ?? 0) + 1 });
  }
  const pairs = [...orders.values()];
  const couplingOf = new Array<number>(pairCount(factors)).fill(-1);
  pairs.forEach(({ pair: [a, b] }, coupling) => {
    couplingOf[pairIndex(a, b)] = coupling;
  });
  let multiplicity = 1n;
  for (const { pair, order } of pairs)
    for (let k = 1; k <= order; k++) multiplicity *= BigInt(pair[0] === pair[1] ? 2 * k : k);

  const entries = Array.from({ length: pairCount(factors) }, (): GramEntry => rational(0n));
  for (let b = 0; b < factors; b++)
    for (let a = 0; a <= b; a++) entries[pairIndex(a, b)] = gram[inputs[a]!]![inputs[b]!]!;
  const symbols = [...new Set(entries.filter(isSymbol))];
  const [weight, bias] = [network.weightVariances[0]!, network.biasVariances[0]!];
  const inputCovariances = entries.map((entry) =>
    isSymbol(entry) ? symbols.indexOf(entry) : affine(weight, entry, bias),
  );

  const { edges, preactivations } = occurrences(network, factors);
  return {
    network,
    inputs,
    contractions,
    gram,
    factors,
    pairs,
    couplingOf,
    multiplicity,
    widthNames: [...new Set(network.widths.filter((width) => typeof width === 'string'))],
    symbols,
    inputCovariances,
    edges,
    preactivations,
    denominator: denominatorOf(network, factors, inputCovariances, edges, preactivations),
  };
}

const affine = (weight: Rational, entry: Rational, bias: Rational): Rational =>
  rational(
    weight.numerator * entry.numerator * bias.denominator + bias.numerator * weight.denominator * entry.denominator,
    weight.denominator * entry.denominator * bias.denominator,
  );

/** How often the quantities of a layer occur in a term, at most: degrees multiply from the output down. */
function occurrences(network: WideNetwork, factors: number): { edges: number[]; preactivations: number[] } {
  const depth = network.activations.length;
  const edges = new Array<number>(depth);
  const preactivations = new Array<number>(depth);
  let activations = factors;
  for (let layer = depth - 1; layer >= 0; layer--) {
    edges[layer] = Math.floor(activations / 2);
    // Only pairs of preactivations have a mean.
    activations = 2 * Math.floor((activations * (network.activations[layer]!.length - 1)) / 2);
    preactivations[layer] = activations;
    if (activations > MOST_PREACTIVATIONS)
      throw new TooLargeError(
        'depth',
        `the product has degree ${activations} in the preactivations of layer ${layer + 1}, over the limit of ${MOST_PREACTIVATIONS.toLocaleString('en')}`,
        'Use fewer layers or an activation of lower degree',
      );
  }
  return { edges, preactivations };
}

function denominatorOf(
  network: WideNetwork,
  factors: number,
  inputCovariances: readonly (Rational | number)[],
  edges: readonly number[],
  preactivations: readonly number[],
): bigint {
  const common = (values: readonly Rational[]): bigint =>
    values.reduce((product, { denominator }) => lcm(product, denominator), 1n);
  let denominator = common(inputCovariances.filter((y) => typeof y === 'object')) ** BigInt(preactivations[0]! / 2);
  network.activations.forEach((activation, layer) => {
    const above = layer + 1;
    const uses = preactivations[above] ?? factors;
    denominator *= common(activation) ** BigInt(uses);
    denominator *=
      common([network.weightVariances[above]!, network.biasVariances[above]!]) ** BigInt(Math.floor(uses / 2));
    const width = network.widths[layer]!;
    if (typeof width === 'number') denominator *= BigInt(width) ** BigInt(Math.max(0, edges[layer]! - 1));
  });
  return denominator;
}

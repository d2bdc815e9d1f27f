/** In which order a product of derivative tensors is contracted, and what is left to random vectors. */
import { TooLargeError } from '../../../base/errors.ts';
import { JetAlgebra } from '../../taylor/jet-algebra.ts';
import { type ContractedTensors, type Contraction, contractedText, contractionsOf } from './contracted-tensors.ts';

/** A tensor with the directions that it is contracted with; below a root, one index is left open. */
export interface ContractionNode {
  /** Position of the input, from 0. */
  readonly input: number;
  /** Subtrees: their open index is contracted with this tensor. */
  readonly children: readonly ContractionNode[];
  /** Numbers of the random vectors ξ at other indices. */
  readonly probes: readonly number[];
  /** Equal for subtrees that give the same vector. */
  readonly name: string;
}

/** A connected component of the cluster graph. */
export interface ContractionTree {
  readonly root: ContractionNode;
  /** How many independent random vectors there are, one for each index off the tree. */
  readonly probes: number;
}

export interface ContractionPlan {
  /** The value is the product over these. */
  readonly trees: readonly ContractionTree[];
  /** The indices whose sums are estimated by random vectors. */
  readonly sampled: readonly string[];
  /** `exact contraction`, or which indices are sampled. */
  readonly explanation: string;
}

/** Coefficients of a mixed series; a tensor of order 8 with 8 different directions has 256. */
const MOST_COEFFICIENTS = 512;

/**
 * A spanning tree of every component is contracted exactly, from the leaves (gradients) to a root, and Σ_μ A_μ B_μ of each
 * index that is left, on a cycle, beside another index of the same two tensors, or twice in one tensor, is E (A·ξ)(B·ξ) for
 * E ξξᵀ = 1. Roots and trees are those that take the fewest coefficients of Taylor series.
 *
 * Throws {@link InputError} for what is no contraction, and {@link TooLargeError} for derivatives of too high an order.
 */
export function planContraction(correlation: ContractedTensors): ContractionPlan {
  const contractions = contractionsOf(correlation);
  const { tensors } = correlation;
  const trees: ContractionTree[] = [];
  const sampled: string[] = [];
  const done = new Set<number>();
  for (let first = 0; first < tensors.length; first++) {
    if (done.has(first)) continue;
    const members = component(first, contractions);
    for (const tensor of members) done.add(tensor);
    let best: { readonly tree: ContractionTree; readonly off: readonly string[]; readonly cost: number } | undefined;
    for (const root of members) {
      const candidate = treeFrom(root, correlation, contractions);
      if (best === undefined || candidate.cost < best.cost) best = candidate;
    }
    if (best!.cost > MOST_COEFFICIENTS * tensors.length)
      throw new TooLargeError(
        contractedText(correlation),
        `its derivatives take Taylor series of ${best!.cost} coefficients, over the limit of ${MOST_COEFFICIENTS * tensors.length}`,
        'Use derivatives of lower order',
      );
    trees.push(best!.tree);
    sampled.push(...best!.off);
  }
  return { trees, sampled, explanation: explained(sampled, sampled.length < contractions.length) };
}

function component(first: number, contractions: readonly Contraction[]): readonly number[] {
  const members = [first];
  for (const tensor of members)
    for (const { ends } of contractions)
      if (ends.includes(tensor)) for (const other of ends) if (!members.includes(other)) members.push(other);
  return members;
}

function treeFrom(
  root: number,
  { tensors }: ContractedTensors,
  contractions: readonly Contraction[],
): { readonly tree: ContractionTree; readonly off: readonly string[]; readonly cost: number } {
  const children = new Map<number, number[]>();
  const seen = [root];
  const onTree = new Set<Contraction>();
  for (const tensor of seen)
    for (const contraction of contractions) {
      const [a, b] = contraction.ends;
      const other = a === tensor ? b : b === tensor ? a : tensor;
      if (seen.includes(other)) continue;
      seen.push(other);
      onTree.add(contraction);
      children.set(tensor, [...(children.get(tensor) ?? []), other]);
    }
  const off = contractions.filter((one) => seen.includes(one.ends[0]) && !onTree.has(one));
  const probesAt = (tensor: number): readonly number[] =>
    off.flatMap(({ ends }, k) => ends.filter((end) => end === tensor).map(() => k));
  let cost = 0;
  const nodeOf = (tensor: number): ContractionNode => {
    const below = (children.get(tensor) ?? []).map(nodeOf);
    const probes = probesAt(tensor);
    const input = tensors[tensor]!.input - 1;
    const names = below.map(({ name }) => name).sort();
    const { size } = new JetAlgebra(multiplicities([...names, ...probes.map(String)]));
    // A gradient takes a forward and a backward sweep.
    cost += tensor === root ? size : 3 * size;
    return { input, children: below, probes, name: `${input}(${names.join(' ')};${probes.join(' ')})` };
  };
  return { tree: { root: nodeOf(root), probes: off.length }, off: off.map(({ index }) => index), cost };
}

function multiplicities(names: readonly string[]): readonly number[] {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts.values()];
}

const explained = (sampled: readonly string[], exact: boolean): string =>
  sampled.length === 0
    ? 'exact contraction'
    : `random vectors for ${sampled.length === 1 ? 'the index' : 'the indices'} ${sampled.join(', ')}${exact ? ', exact contraction of the others' : ''}`;

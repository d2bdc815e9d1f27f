/**
 * Permutations of the factors that leave a mean as it is: equal inputs and equal contractions. Terms that they carry into
 * each other give the same mean, so one of each orbit is kept.
 */
import { type ExponentTable, pairIndex, pairsOf } from './multigraphs.ts';
import type { Problem } from './problem.ts';

export interface Symmetry {
  /** The exponent at place i of the image is that at sources[i]. */
  readonly sources: Uint16Array;
  /** Where each power of ε goes; undefined if none moves. */
  readonly couplings: Uint16Array | undefined;
}

const MOST_SYMMETRIES = 1500;
const MOST_POWERS = 4096;
/** All permutations of more factors than this are never listed. */
const LISTED = 8;

/** The symmetries of a problem, or those of them that fix the first few factors where there are too many: a group. */
export function symmetriesOf(problem: Problem): readonly Symmetry[] {
  // Moving very many powers of ε costs more than it saves.
  const powers = problem.pairs.reduce((product, { order }) => product * (order + 1), 1);
  const first = powers > MOST_POWERS ? problem.factors : Math.max(0, problem.factors - LISTED);
  for (let fixed = first; ; fixed++) {
    const permutations = permutationsFixing(problem, fixed);
    if (permutations !== undefined) return permutations.map((permutation) => symmetryOf(problem, permutation));
  }
}

function permutationsFixing(problem: Problem, fixed: number): readonly (readonly number[])[] | undefined {
  const { factors } = problem;
  const images: number[] = [];
  const found: number[][] = [];
  const extend = (): void => {
    if (found.length > MOST_SYMMETRIES) return;
    const a = images.length;
    if (a === factors) {
      found.push([...images]);
      return;
    }
    for (let image = 0; image < factors; image++) {
      if (images.includes(image) || (a < fixed && image !== a)) continue;
      images.push(image);
      if (images.every((other, b) => alike(problem, pairIndex(a, b), pairIndex(image, other)))) extend();
      images.pop();
    }
  };
  extend();
  return found.length > MOST_SYMMETRIES ? undefined : found;
}

/** Whether two pairs of factors have the same inner product of their inputs, and are contracted as often. */
function alike({ inputCovariances, couplingOf, pairs }: Problem, p: number, q: number): boolean {
  const order = (place: number): number => pairs[couplingOf[place]!]?.order ?? 0;
  const [x, y] = [inputCovariances[p]!, inputCovariances[q]!];
  const same =
    typeof x === 'number' || typeof y === 'number'
      ? x === y
      : x.numerator === y.numerator && x.denominator === y.denominator;
  return same && order(p) === order(q);
}

/**
 * Whether every permutation is a symmetry, of the loops and pairs apart from each other's values too, and moves no power of
 * ε: where pairs are contracted, it carries their ε into each other.
 */
export const isInterchangeable = (problem: Problem): boolean =>
  problem.pairs.length === 0 && problem.inputCovariances.every((_, place) => alike(problem, place, 0));

function symmetryOf({ factors, couplingOf, pairs }: Problem, images: readonly number[]): Symmetry {
  const sources = new Uint16Array(couplingOf.length);
  pairsOf(factors).forEach(([a, b], place) => {
    sources[pairIndex(images[a]!, images[b]!)] = place;
  });
  const imageOf = pairs.map(({ pair: [a, b] }) => couplingOf[pairIndex(images[a]!, images[b]!)]!);
  if (imageOf.every((image, c) => image === c)) return { sources, couplings: undefined };
  const sizes = pairs.map(({ order }) => order + 1);
  const strides = sizes.map((_, c) => sizes.slice(0, c).reduce((product, size) => product * size, 1));
  const total = sizes.reduce((product, size) => product * size, 1);
  const couplings = Uint16Array.from({ length: total }, (_, place) =>
    imageOf.reduce((sum, image, c) => sum + strides[image]! * (Math.floor(place / strides[c]!) % sizes[c]!), 0),
  );
  return { sources, couplings };
}

/** The representative of each multigraph's orbit, with the symmetry that leads to it. */
export class Orbits {
  readonly #symmetries: readonly Symmetry[];
  readonly #graphs: ExponentTable;
  readonly #known: { readonly graph: number; readonly symmetry: Symmetry }[] = [];

  constructor(symmetries: readonly Symmetry[], graphs: ExponentTable) {
    this.#symmetries = symmetries;
    this.#graphs = graphs;
  }

  representative(graph: number): { readonly graph: number; readonly symmetry: Symmetry } {
    let known = this.#known[graph];
    if (known === undefined) {
      const exponents = this.#graphs.exponents(graph);
      let best = this.#symmetries[0]!;
      for (const symmetry of this.#symmetries)
        if (compare(exponents, symmetry.sources, best.sources) > 0) best = symmetry;
      known = { graph: this.#graphs.number(exponents.map((_, i) => exponents[best.sources[i]!]!)), symmetry: best };
      this.#known[graph] = known;
    }
    return known;
  }
}

/** Which of two images comes later in lexicographic order. */
function compare(exponents: Uint16Array, one: Uint16Array, other: Uint16Array): number {
  for (let i = 0; i < one.length; i++) {
    const difference = exponents[one[i]!]! - exponents[other[i]!]!;
    if (difference !== 0) return difference;
  }
  return 0;
}

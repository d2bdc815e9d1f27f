import { TooLargeError } from '../../base/errors.ts';
import { type CorrelationFunction, contractionsOf, fromContractions, WHERE } from './correlation-function.ts';

const MOST_ORDERINGS = 2e6;

/**
 * The representative of all correlation functions that differ by the order of the tensors and the names of indices
 * only: two are equal as means exactly when their representatives print alike, as far as symmetry goes. Tensors come by
 * input, then by falling order of derivative.
 * Throws {@link TooLargeError} for more than 2·10⁶ orderings of tensors that look alike.
 */
export function canonicalForm(correlation: CorrelationFunction): CorrelationFunction {
  const { tensors } = correlation;
  const size = tensors.length;
  const shared = Array.from({ length: size }, () => new Array<number>(size).fill(0));
  for (const [a, b] of contractionsOf(correlation)) {
    shared[a]![b]! += 1;
    if (a !== b) shared[b]![a]! += 1;
  }
  const order = bestOrdering(coloursOf(correlation, shared), shared);
  const place = new Array<number>(size);
  order.forEach((tensor, i) => {
    place[tensor] = i;
  });
  const contractions: [number, number][] = [];
  for (let a = 0; a < size; a++)
    for (let b = a; b < size; b++) for (let k = 0; k < shared[order[a]!]![order[b]!]!; k++) contractions.push([a, b]);
  return fromContractions(
    order.map((tensor) => tensors[tensor]!.input),
    contractions,
  );
}

/** A rank for each tensor that no reordering changes: input, order, traces, then what the neighbours look like. */
function coloursOf({ tensors }: CorrelationFunction, shared: readonly (readonly number[])[]): readonly number[] {
  let names = tensors.map(({ input, indices }, a) =>
    [input, 1000 - indices.length, 1000 - shared[a]![a]!].map(padded).join(),
  );
  for (let round = 0; round < tensors.length; round++) {
    const ranks = ranksOf(names);
    names = ranks.map((rank, a) =>
      [
        padded(rank),
        ...ranks
          .flatMap((other, b) => (b !== a && shared[a]![b]! > 0 ? [`${padded(other)}:${padded(shared[a]![b]!)}`] : []))
          .sort(),
      ].join(),
    );
  }
  return ranksOf(names);
}

const padded = (n: number): string => `${n}`.padStart(5, '0');

function ranksOf(names: readonly string[]): readonly number[] {
  const sorted = [...new Set(names)].sort();
  return names.map((name) => sorted.indexOf(name));
}

/** The ordering by colour whose matrix of shared indices is lexicographically largest. */
function bestOrdering(colours: readonly number[], shared: readonly (readonly number[])[]): readonly number[] {
  const size = colours.length;
  const slots = [...colours].sort((a, b) => a - b);
  let best: number[] | undefined;
  const order: number[] = [];
  const used = new Array<boolean>(size).fill(false);
  let visited = 0;
  /** Compares the row of the tensor placed last with the best ordering so far. */
  const compare = (): number => {
    const last = order.length - 1;
    for (let i = 0; i <= last; i++) {
      const difference = shared[order[last]!]![order[i]!]! - shared[best![last]!]![best![i]!]!;
      if (difference !== 0) return difference;
    }
    return 0;
  };
  const place = (ahead: boolean): void => {
    if (++visited > MOST_ORDERINGS)
      throw new TooLargeError(
        WHERE,
        `over ${MOST_ORDERINGS} orderings of ${size} tensors look alike`,
        'Use fewer tensors',
      );
    if (order.length === size) {
      if (best === undefined || ahead) best = [...order];
      return;
    }
    const seen = new Set<string>();
    for (let tensor = 0; tensor < size; tensor++) {
      if (used[tensor] || colours[tensor] !== slots[order.length]) continue;
      // Tensors that share no index with any other are interchangeable.
      const isolated = shared[tensor]!.every((count, other) => other === tensor || count === 0);
      if (isolated && seen.has('isolated')) continue;
      if (isolated) seen.add('isolated');
      order.push(tensor);
      used[tensor] = true;
      const comparison = best === undefined || ahead ? 1 : compare();
      if (comparison >= 0) place(best !== undefined && (ahead || comparison > 0));
      used[tensor] = false;
      order.pop();
    }
  };
  place(false);
  return best!;
}

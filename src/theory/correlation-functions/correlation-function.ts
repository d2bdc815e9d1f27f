/** Correlation functions of derivative tensors, as data. */
import { InputError } from '../../base/errors.ts';

/** ∂_{indices} f(x_input). */
export interface DerivativeTensor {
  /** The number of the input, from 1. */
  readonly input: number;
  /** Names of the parameter indices. */
  readonly indices: readonly string[];
}

/**
 * The mean over the initialisation of a product of derivative tensors of f, every index summed over all parameters and
 * occurring twice: E Σ_{μν…} Π_a ∂_{…}f(x_a). [Dyer & Gur-Ari, arXiv:1909.11304, section 2]
 */
export interface CorrelationFunction {
  readonly tensors: readonly DerivativeTensor[];
}

/** Throws {@link InputError} when an index does not occur exactly twice, an input is no positive integer, or there is no tensor. */
export function correlationFunction(
  tensors: readonly { readonly input?: number; readonly indices?: readonly string[] }[],
): CorrelationFunction {
  const complete = tensors.map(({ input = 1, indices = [] }) => ({ input, indices }));
  if (complete.length === 0) throw new InputError(WHERE, 'expected at least one tensor, such as f(1)');
  for (const { input } of complete)
    if (!Number.isSafeInteger(input) || input < 1 || input > LARGEST_INPUT)
      throw new InputError(WHERE, `expected inputs numbered from 1 to ${LARGEST_INPUT}, got ${input}`);
  const occurrences = new Map<string, number>();
  for (const index of complete.flatMap(({ indices }) => indices))
    occurrences.set(index, (occurrences.get(index) ?? 0) + 1);
  for (const [index, count] of occurrences)
    if (count !== 2)
      throw new InputError(
        WHERE,
        `the index ${index} occurs ${count === 1 ? 'once' : `${count} times`}, expected twice`,
        'Every index is summed over, so it is shared by two tensors or stands twice in one',
      );
  return { tensors: complete };
}

export const WHERE = 'correlation function';
const LARGEST_INPUT = 1000;

/** The pairs of tensors (counted from 0) that share an index, one for each index; [a, a] is a trace. */
export function contractionsOf({ tensors }: CorrelationFunction): readonly (readonly [number, number])[] {
  const first = new Map<string, number>();
  const pairs: [number, number][] = [];
  tensors.forEach(({ indices }, tensor) => {
    for (const index of indices) {
      const other = first.get(index);
      if (other === undefined) first.set(index, tensor);
      else pairs.push([other, tensor]);
    }
  });
  return pairs;
}

/** Tensors on the given inputs, with an index for each pair that they share. */
export function fromContractions(
  inputs: readonly number[],
  contractions: readonly (readonly [number, number])[],
): CorrelationFunction {
  const indices: string[][] = inputs.map(() => []);
  contractions.forEach(([a, b], k) => {
    indices[a]!.push(indexName(k));
    indices[b]!.push(indexName(k));
  });
  return correlationFunction(inputs.map((input, a) => ({ input, indices: indices[a]! })));
}

/** m, n, r, s, …, then m1, n1, … */
export function indexName(k: number): string {
  const round = Math.floor(k / LETTERS.length);
  return `${LETTERS[k % LETTERS.length]}${round === 0 ? '' : round}`;
}
const LETTERS = 'mnrstuvwabcdghijklopq';

/** The product, under one mean, with the indices of each factor its own. */
export function product(...factors: readonly CorrelationFunction[]): CorrelationFunction {
  const inputs: number[] = [];
  const contractions: [number, number][] = [];
  for (const factor of factors) {
    const start = inputs.length;
    inputs.push(...factor.tensors.map(({ input }) => input));
    contractions.push(...contractionsOf(factor).map(([a, b]): [number, number] => [a + start, b + start]));
  }
  return fromContractions(inputs, contractions);
}

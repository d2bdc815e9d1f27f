/** Products of derivative tensors with contracted indices, as data. */
import { InputError } from '../../../base/errors.ts';

/**
 * Σ_{μν…} Π_a ∂_{indices_a} f(x_{input_a}), each name of an index occurring twice: f[m,n](1) f[m](2) f[n](3) f(4) is
 * [{ input: 1, indices: ['m', 'n'] }, { input: 2, indices: ['m'] }, { input: 3, indices: ['n'] }, { input: 4, indices: [] }].
 */
export interface ContractedTensors {
  readonly tensors: readonly {
    /** Number of the input, from 1. */
    readonly input: number;
    /** Names of the contracted indices. */
    readonly indices: readonly string[];
  }[];
}

/** One index: the tensors that have it, by position; twice the same for a trace. */
export interface Contraction {
  readonly index: string;
  readonly ends: readonly [number, number];
}

/** Throws {@link InputError} when an index does not occur twice, an input is no positive integer, or there is no tensor. */
export function contractionsOf({ tensors }: ContractedTensors, where = 'correlation function'): readonly Contraction[] {
  if (tensors.length === 0) throw new InputError(where, 'expected at least one tensor, such as f(1)');
  const ends = new Map<string, number[]>();
  tensors.forEach(({ input, indices }, tensor) => {
    if (!Number.isSafeInteger(input) || input < 1)
      throw new InputError(where, `expected inputs numbered from 1, got ${input}`);
    for (const index of indices) ends.set(index, [...(ends.get(index) ?? []), tensor]);
  });
  return [...ends].map(([index, at]) => {
    if (at.length !== 2) throw new InputError(where, `the index ${index} occurs ${at.length} times, expected twice`);
    return { index, ends: [at[0]!, at[1]!] };
  });
}

/** `f[m,n](1) f[m](2) f[n](3) f(4)`. */
export const contractedText = ({ tensors }: ContractedTensors): string =>
  tensors.map(({ input, indices }) => `f${indices.length === 0 ? '' : `[${indices.join(',')}]`}(${input})`).join(' ');

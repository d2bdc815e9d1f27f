/** A trained student as its explicit polynomial: what it has learnt, exactly. */
import { type Progress, silent } from '../../base/progress.ts';
import type { Network } from '../../network/network.ts';
import { expandInParallel } from '../../symbolic/expand-in-parallel.ts';
import type { Polynomial } from '../../symbolic/polynomial.ts';
import type { Exponent } from '../exponents/exponent.ts';
import { informationExponent } from '../exponents/information-exponent.ts';
import { type HermiteOverlap, hermiteOverlaps } from './hermite-overlaps.ts';

export interface ExpandedStudent {
  readonly polynomial: Polynomial;
  /** Of the polynomial itself, exactly: weights that training left at 1e−9 count. `orders` says how much each order is. */
  readonly informationExponent: Exponent;
  /** Of each order of Hermite tensors: how much of E f², and how far along w*. */
  readonly orders: readonly HermiteOverlap[];
}

/**
 * Expands a trained student and holds its Hermite tensors against w*, the first coordinate, all in exact arithmetic on its weights as they are. Throws
 * what `expand` does: {@link InputError} on activations that are no polynomials, {@link TooLargeError} on too many terms.
 */
export async function expandedStudent(
  net: Network,
  { progress = silent, signal }: { readonly progress?: Progress; readonly signal?: AbortSignal } = {},
): Promise<ExpandedStudent> {
  const { outputs } = await expandInParallel(net, { progress, ...(signal === undefined ? {} : { signal }) });
  const { polynomial } = outputs[0]!;
  return {
    polynomial,
    informationExponent: informationExponent(polynomial),
    orders: hermiteOverlaps(
      polynomial,
      net.inputs.map((_, i) => (i === 0 ? 1 : 0)),
      net.inputs,
    ),
  };
}

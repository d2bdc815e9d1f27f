import fc from 'fast-check';
import { type CorrelationFunction, fromContractions } from '../../theory/correlation-functions/correlation-function.ts';

export interface CorrelationFunctionOptions {
  /** Numbers of tensors; 2 and 4 when left out, since means of odd numbers vanish. */
  readonly tensors?: readonly number[];
  /** The largest number of contracted pairs; 2 when left out. */
  readonly maximumContractions?: number;
  /** Inputs 1, …; 1 when left out. */
  readonly inputs?: number;
}

/** Products of derivative tensors of a network's output with all indices contracted. Shrinks to fewer of both. */
export function correlationFunctions({
  tensors = [2, 4],
  maximumContractions = 2,
  inputs = 1,
}: CorrelationFunctionOptions = {}): fc.Arbitrary<CorrelationFunction> {
  return fc.constantFrom(...tensors).chain((m) => {
    const place = fc.nat(m - 1);
    return fc
      .tuple(
        fc.array(fc.integer({ min: 1, max: inputs }), { minLength: m, maxLength: m }),
        fc.array(fc.tuple(place, place), { maxLength: maximumContractions, size: 'max' }),
      )
      .map(([at, pairs]) => fromContractions(at, pairs));
  });
}

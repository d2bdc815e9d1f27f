/** Where training starts. */
import { InputError } from '../../base/errors.ts';
import { key } from '../../base/philox.ts';
import type { Program } from '../../network/program.ts';
import { sizeOf } from '../../network/tensor.ts';
import { fillGaussians } from '../random/fill.ts';
import { knownValues } from '../run-arguments.ts';

/**
 * Weights of the program: those that it gives, unless `initial` is `random`, and Gaussians of the given deviations for the
 * others: entry i of parameter k is deviation_k · gaussian(key(seed, 'weights'), i, k).
 */
export function initialWeights(
  program: Program,
  deviations: readonly number[],
  { seed = 0, initial = 'given' }: { readonly seed?: number; readonly initial?: 'given' | 'random' } = {},
): readonly Float64Array[] {
  if (initial !== 'given' && initial !== 'random')
    throw new InputError('initial', `expected 'given' or 'random', got ${JSON.stringify(initial)}`);
  const source = key(seed, 'weights');
  return program.parameters.map((parameter, layer) =>
    parameter.tensor !== undefined && initial === 'given'
      ? Float64Array.from(knownValues(parameter))
      : fillGaussians(new Float64Array(sizeOf(parameter.shape)), source, { layer, scale: deviations[layer]! }),
  );
}

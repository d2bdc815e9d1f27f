import { key } from '../../base/philox.ts';
import { permutation } from '../random/permutation.ts';

/**
 * The positions of the samples that step k of stochastic gradient descent uses: part k mod ⌈samples/size⌉ of the
 * permutation of its epoch, `permutation(key(seed, 'batches'), samples, epoch)`. The last batch of an epoch may be smaller.
 */
export function batches(seed: number, samples: number, size: number): (step: number) => Uint32Array {
  const source = key(seed, 'batches');
  const perEpoch = Math.ceil(samples / size);
  let known: { readonly epoch: number; readonly order: Uint32Array } | undefined;
  return (step) => {
    const epoch = Math.floor(step / perEpoch);
    if (known?.epoch !== epoch) known = { epoch, order: permutation(source, samples, epoch) };
    const from = (step % perEpoch) * size;
    return known.order.slice(from, from + size);
  };
}

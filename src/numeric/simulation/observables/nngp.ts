import { type Observable, pairs } from '../observable.ts';

export const observable: Observable = {
  name: 'nngp',
  summary: 'the covariance of the outputs, E f(a) f(b)',
  outputsOnly: true,
  statistics: (inputs) =>
    pairs(inputs).map(({ name }, quantity) => ({ name: `E f f (${name})`, quantity, kind: 'mean' as const })),
  measure(network) {
    const f = network.outputs();
    return pairs(network.count).map(({ a, b }) => f[a]! * f[b]!);
  },
};

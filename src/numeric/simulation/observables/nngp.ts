import { type Observable, pairs } from '../observable.ts';

export const observable: Observable = {
  name: 'nngp',
  summary: 'the covariance of the outputs, E f(a) f(b)',
  outputsOnly: true,
  statistics: (inputs) =>
    pairs(inputs).map(({ name }, quantity) => ({ name: `E f f (${name})`, quantity, kind: 'mean' as const })),
  measure(network) {
    const f = network.outputs();
    const values: number[] = [];
    for (let a = 0; a < f.length; a++) for (let b = a; b < f.length; b++) values.push(f[a]! * f[b]!);
    return values;
  },
};

import { type Observable, pairs } from '../observable.ts';

export const observable: Observable = {
  name: 'ntk',
  summary: 'the neural tangent kernel Θ(a,b) = Σ_μ f_μ(a) f_μ(b): mean, second moment and variance',
  outputsOnly: false,
  kernelsOnly: true,
  statistics: (inputs) =>
    pairs(inputs).flatMap(({ name }, k) => [
      { name: `E Θ(${name})`, quantity: 2 * k, kind: 'mean' as const },
      { name: `E Θ(${name})²`, quantity: 2 * k + 1, kind: 'mean' as const },
      { name: `Var Θ(${name})`, quantity: 2 * k, kind: 'variance' as const },
    ]),
  measure(network) {
    const theta = network.ntk();
    return pairs(network.count).flatMap(({ a, b }) => {
      const value = theta[a * network.count + b]!;
      return [value, value * value];
    });
  },
};

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
    const [theta, { count }] = [network.ntk(), network];
    const values = new Array<number>(count * (count + 1));
    let k = 0;
    for (let a = 0; a < count; a++)
      for (let b = a; b < count; b++) {
        const value = theta[a * count + b]!;
        values[k++] = value;
        values[k++] = value * value;
      }
    return values;
  },
};

import { innerProduct } from '../../taylor/direction.ts';
import { type Observable, pairs } from '../observable.ts';

/**
 * −dΘ(a,b)/dt at t = 0 of gradient flow on ½ (f(1) − y)², the first input the only example, for a target y of mean 0
 * independent of f: O₃(a, b, 1) f(1) = (f_μν(a) f_μ(b) + f_μ(a) f_μν(b)) f_ν(1) f(1).
 */
export const observable: Observable = {
  name: 'tangent-drift',
  summary: '−dΘ(a,b)/dt at the start of gradient flow on the first input: O₃(a,b,1) f(1)',
  outputsOnly: false,
  statistics: (inputs) =>
    pairs(inputs).map(({ name }, quantity) => ({ name: `−dΘ(${name})/dt`, quantity, kind: 'mean' as const })),
  measure({ count, taylor, inputs, raise }) {
    const direction = raise(taylor.gradient(inputs[0]!));
    const f = taylor.series(inputs[0]!, new Map(), 0)[0]!;
    const series = inputs.map((x) => taylor.gradientSeries(x, direction, 1));
    const gradients = series.map(([gradient]) => raise(gradient!));
    return pairs(count).map(
      ({ a, b }) => (innerProduct(series[a]![1]!, gradients[b]!) + innerProduct(series[b]![1]!, gradients[a]!)) * f,
    );
  },
};

import { innerProduct } from '../../taylor/direction.ts';
import type { Observable } from '../observable.ts';

/**
 * Hutchinson's estimates with one Gaussian direction ξ a draw, E ξ_μ ξ_ν = rate_μ δ_μν: E ξᵀHξ = tr H, E |Hξ|² = tr H².
 * Source: Hutchinson, Communications in Statistics 19 (1990), with Gaussian probes.
 */
export const observable: Observable = {
  name: 'hessian',
  summary: 'traces of the Hessian by the weights at each input: E f tr H, E tr H²',
  outputsOnly: false,
  statistics: (inputs) =>
    Array.from({ length: inputs }, (_, a) =>
      ['f tr H', 'tr H²'].map((name, k) => ({
        name: `E ${name}${inputs > 1 ? ` (${a + 1})` : ''}`,
        quantity: 2 * a + k,
        kind: 'mean' as const,
      })),
    ).flat(),
  measure: ({ taylor, inputs, raise, probe }) =>
    inputs.flatMap((x, a) => {
      const direction = probe(a);
      const f = taylor.series(x, new Map(), 0)[0]!;
      const image = taylor.gradientSeries(x, direction, 1)[1]!;
      return [f * innerProduct(image, direction), innerProduct(image, raise(image))];
    }),
};

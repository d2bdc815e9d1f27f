import { innerProduct } from '../../taylor/direction.ts';
import type { Observable } from '../observable.ts';

const NAMES = [
  'f f',
  'f_m f_m',
  'f_mn f_m f_n f',
  'f_m f_mn f_nr f_r',
  'f_mnr f_m f_n f_r',
  'f_mnrs f_m f_n f_r f_s f',
];

/**
 * Correlation functions at each input, indices contracted in pairs: along v = ∇f the Taylor series of f(θ + t v) has
 * D^k f[v, …, v] = k! c_k, and H v is the gradient's first coefficient.
 */
export const observable: Observable = {
  name: 'correlations',
  summary: `correlation functions at each input: ${NAMES.join(', ')}`,
  outputsOnly: false,
  statistics: (inputs) =>
    Array.from({ length: inputs }, (_, a) =>
      NAMES.map((name, k) => ({
        name: `E ${name}${inputs > 1 ? ` (${a + 1})` : ''}`,
        quantity: a * NAMES.length + k,
        kind: 'mean' as const,
      })),
    ).flat(),
  measure: ({ taylor, inputs, raise }) =>
    inputs.flatMap((x) => {
      const gradient = taylor.gradient(x);
      const direction = raise(gradient);
      const [f, theta, second, third, fourth] = taylor.series(x, direction, 4);
      const image = taylor.gradientSeries(x, direction, 1)[1]!;
      return [f! * f!, theta!, 2 * second! * f!, innerProduct(image, raise(image)), 6 * third!, 24 * fourth! * f!];
    }),
};

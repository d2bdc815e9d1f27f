import type { OnlineMethod } from '../online-method.ts';

const STEP = 0.05;
const INNER = 0.1;
const LARGEST = 50;

/**
 * Each sample is used twice: a step w̃ = w + (ρ/d) y f'(z) x, then the gradient at w̃ on the same sample, s = y f'(z + (ρ/d) y f'(z) |x|²),
 * ρ = 1/10, η = 1/(20 d). Products y^j with j > 1 occur in s, so that the generative exponent counts: samples of order d up to logarithms
 * where it is at most 2. s is cut off at ±50, since powers of y have heavy tails; that too is a function of y beyond the first power. The
 * sign of the overlap may come out wrong; the overlap's size counts.
 */
export const method: OnlineMethod = {
  name: 'batch-reuse',
  summary: 'online gradient descent with two steps on each sample',
  source: 'Lee, Oko, Suzuki and Wu, NeurIPS 2024 (arXiv:2406.01581); Dandi et al., ICML 2024 (arXiv:2402.03220)',
  prepare(link, dimension) {
    return {
      stepSize: STEP / dimension,
      sampleExponent: 1,
      slope({ z, y, squaredNorm }) {
        const first = y * link.df(z);
        const second = y * link.df(z + (INNER / dimension) * first * squaredNorm);
        return Math.max(-LARGEST, Math.min(LARGEST, second));
      },
    };
  },
};

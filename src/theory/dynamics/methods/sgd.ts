import type { OnlineMethod } from '../online-method.ts';

const STEP = 0.25;

/** s = y f'(z), η = d^(−max(1, k/2))/4, with log d more at k = 2: samples of order d^max(1, k−1), log factors at k = 2. */
export const method: OnlineMethod = {
  name: 'sgd',
  summary: 'online gradient descent of the correlation loss on the sphere',
  source: 'Ben Arous, Gheissari and Jagannath, JMLR 22(106) (2021), arXiv:2003.10409',
  prepare(link, dimension) {
    const k = link.informationExponent;
    const logarithm = k === 2 ? Math.log(Math.max(3, dimension)) : 1;
    return {
      stepSize: (STEP * dimension ** -Math.max(1, k / 2)) / logarithm,
      sampleExponent: Math.max(1, k - 1),
      slope: ({ z, y }) => y * link.df(z),
    };
  },
};

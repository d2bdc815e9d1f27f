import { rational } from '../../../base/rational.ts';
import type { Parametrisation } from '../parametrisation.ts';

/**
 * The NTK parametrisation with the output divided by √n once more and the learning rate multiplied by n, n the width: at
 * initialisation the output vanishes (its covariance is O(1/n)) and Θ is that of the NTK parametrisation. It moves during
 * training. Source: Mei, Montanari and Nguyen, arXiv:1804.06561, for one hidden layer; Geiger, Spigler, Jacot and Wyart,
 * arXiv:1906.08034, for the scaling of the learning rate.
 */
export const parametrisation: Parametrisation = {
  name: 'mean-field',
  summary: 'as ntk, the output over √n and the learning rate times n: the output starts at 0, Θ moves in training',
  weightGradient: ({ weightVariance }) => weightVariance,
  biasGradient: (biasVariance) => biasVariance,
  outputVariance: rational(0n),
};

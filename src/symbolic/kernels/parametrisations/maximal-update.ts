import { rational } from '../../../base/rational.ts';
import type { Parametrisation } from '../parametrisation.ts';

/**
 * Maximal update parametrisation (μP): W = n^(−a) w, w ~ N(0, σ_w²/n), one learning rate, a = −1/2 for the first layer and
 * for biases, 0 for hidden layers, 1/2 for the output. At initialisation the output vanishes, and the part of each weight
 * in Θ is E[x x'], that of a bias 1, carried to the output as in every parametrisation. Features, and Θ with them, move in
 * training. Source: Yang and Hu, arXiv:2011.14522, table 1.
 */
export const parametrisation: Parametrisation = {
  name: 'mup',
  summary: 'maximal update: w ~ N(0, σ_w²/n) times √n, 1, 1/√n: the output starts at 0, Θ moves in training',
  weightGradient: () => rational(1n),
  biasGradient: () => rational(1n),
  outputVariance: rational(0n),
};

import { rational } from '../../../base/rational.ts';
import type { Parametrisation } from '../parametrisation.ts';

/**
 * y = σ_w/√(fan-in) ω x + σ_b β with ω, β ~ N(0, 1), and the learning rate of every ω and β the same: a layer's own part
 * of Θ is σ_w² E[x x'] + σ_b². Source: Jacot, Gabriel and Hongler, arXiv:1806.07572.
 */
export const parametrisation: Parametrisation = {
  name: 'ntk',
  summary: 'y = σ_w/√(fan-in) ω x + σ_b β, ω and β ~ N(0, 1)',
  weightGradient: ({ weightVariance }) => weightVariance,
  biasGradient: (biasVariance) => biasVariance,
  outputVariance: rational(1n),
};

import { rational } from '../../../base/rational.ts';
import type { Parametrisation } from '../parametrisation.ts';

/**
 * y = W x + b with W ~ N(0, σ_w²/fan-in), b ~ N(0, σ_b²) and one learning rate for all entries: a layer's own part of Θ is
 * fan-in · E[x x'] + 1, with the fan-in that the layer has. So Θ grows with the widths, and these are its leading terms.
 * Source: Sohl-Dickstein, Novak, Schoenholz and Lee, arXiv:2001.07301, §2.
 */
export const parametrisation: Parametrisation = {
  name: 'standard',
  summary: 'y = W x + b, W ~ N(0, σ_w²/fan-in), b ~ N(0, σ_b²); Θ grows with the widths that the layers have',
  weightGradient: ({ fanIn }) => rational(BigInt(fanIn)),
  biasGradient: () => rational(1n),
  outputVariance: rational(1n),
};

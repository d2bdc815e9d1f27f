/** Whether numbers look like draws of N(0, 1). */
import { erf } from '../../numeric/propagation/error-function.ts';

export interface GaussianityCheck {
  /** sup |F_n − Φ|. */
  readonly distance: number;
  /** What draws of N(0, 1) exceed with probability at most 1/1000: √(ln(2000)/(2n)). */
  readonly threshold: number;
}

const FALSE_ALARM = 1e-3;

/**
 * The Kolmogorov–Smirnov distance to N(0, 1), with the bound of Dvoretzky, Kiefer and Wolfowitz. [Massart, "The tight
 * constant in the Dvoretzky–Kiefer–Wolfowitz inequality", Annals of Probability 18 (1990)]
 */
export function gaussianityCheck(z: Float64Array): GaussianityCheck {
  const sorted = z.slice().sort();
  let distance = 0;
  for (const [i, x] of sorted.entries()) {
    const probability = (1 + erf(x / Math.SQRT2)) / 2;
    distance = Math.max(distance, (i + 1) / sorted.length - probability, probability - i / sorted.length);
  }
  return { distance, threshold: Math.sqrt(Math.log(2 / FALSE_ALARM) / (2 * sorted.length)) };
}

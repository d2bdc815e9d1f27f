/** Means under Gaussians by adaptive quadrature. */
import { InputError } from '../../base/errors.ts';
import { type Integral, integrate } from './gauss-kronrod.ts';

const DENSITY = 1 / Math.sqrt(2 * Math.PI);
/** φ(16) = 10^−56. */
const REACH = 16;
const ENDS = Array.from({ length: 17 }, (_, i) => -REACH + 2 * i);

/**
 * E f(g) for g ~ N(0, 1), over |g| ≤ 16; with an estimate of the error.
 * Throws {@link InputError} when the integrand does not fade towards ±16, as for e^(g²), and as {@link integrate} does.
 */
export function gaussianMean(f: (g: number) => number, tolerance?: number, floor?: number): Integral {
  const weighted = (g: number): number => {
    const density = DENSITY * Math.exp(-0.5 * g * g);
    return density * f(g);
  };
  const mean = integrate(weighted, ENDS, tolerance, floor);
  const tail = Math.abs(weighted(-REACH)) + Math.abs(weighted(REACH));
  if (tail > 1e-8 * Math.abs(mean.value) + 1e-30 || Number.isNaN(tail))
    throw new InputError(
      'expectation',
      'the mean under a Gaussian does not converge',
      'Use a function that grows more slowly',
    );
  return { value: mean.value, error: mean.error + tail };
}

/** E f(u, v) for standard u, v with correlation c: one mean inside another. */
export function bivariateMean(f: (u: number, v: number) => number, c: number): Integral {
  const across = Math.sqrt(Math.max(0, 1 - c * c));
  let inner = 0;
  // A mean may cancel to 0: what counts is its error beside E |f(u, u)|.
  const floor = 1e-13 * gaussianMean((u) => Math.abs(f(u, u))).value;
  const outer = gaussianMean(
    (u) => {
      const mean = gaussianMean((z) => f(u, c * u + across * z), 1e-12, floor);
      inner = Math.max(inner, mean.error);
      return mean.value;
    },
    1e-11,
    floor,
  );
  return { value: outer.value, error: outer.error + inner };
}

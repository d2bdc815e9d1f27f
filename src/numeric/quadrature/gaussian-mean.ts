/** Means under Gaussians by adaptive quadrature. */
import { InputError } from '../../base/errors.ts';
import { type Integral, integrate } from './gauss-kronrod.ts';

const DENSITY = 1 / Math.sqrt(2 * Math.PI);
const partition = (reach: number, parts: number): readonly number[] =>
  Array.from({ length: parts + 1 }, (_, i) => -reach + (2 * reach * i) / parts);
/** φ(16) = 10^−56. */
const WIDE = partition(16, 16);
/** φ(12) = 10^−32, in fewer parts: for means inside means. */
const NARROW = partition(12, 8);

/**
 * E f(g) for g ~ N(0, 1), over |g| ≤ 16; with an estimate of the error.
 * Throws {@link InputError} when the integrand does not fade towards ±16, as for e^(g²), and as {@link integrate} does.
 */
export const gaussianMean = (f: (g: number) => number): Integral => meanOver(f, WIDE);

/** E f(u, v) for standard u, v with correlation c, over |u| ≤ 12: one mean inside another. Throws {@link InputError} as {@link gaussianMean} does. */
export function bivariateMean(f: (u: number, v: number) => number, c: number): Integral {
  const across = Math.sqrt(Math.max(0, 1 - c * c));
  let inner = 0;
  // A mean may cancel to 0: what counts is its error beside E |f(u, u)|.
  const floor = 1e-13 * gaussianMean((u) => Math.abs(f(u, u))).value;
  const outer = meanOver(
    (u) => {
      const mean = meanOver((z) => f(u, c * u + across * z), NARROW, 1e-12, floor);
      inner = Math.max(inner, mean.error);
      return mean.value;
    },
    NARROW,
    1e-11,
    10 * floor,
  );
  return { value: outer.value, error: outer.error + inner };
}

function meanOver(f: (g: number) => number, ends: readonly number[], tolerance?: number, floor = 0): Integral {
  const weighted = (g: number): number => DENSITY * Math.exp(-0.5 * g * g) * f(g);
  const mean = integrate(weighted, ends, tolerance, floor);
  const tail = Math.abs(weighted(ends[0]!)) + Math.abs(weighted(ends.at(-1)!));
  if (!(tail <= 1e-8 * Math.abs(mean.value) + floor + 1e-30))
    throw new InputError(
      'expectation',
      'the mean under a Gaussian does not converge',
      'Use a function that grows more slowly',
    );
  return { value: mean.value, error: mean.error + tail };
}

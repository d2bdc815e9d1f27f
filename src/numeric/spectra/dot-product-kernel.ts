/** Eigenvalues on the sphere of dot-product kernels that are no polynomials, by quadrature. */
import { InputError } from '../../base/errors.ts';
import { checkDimension, harmonics } from '../../symbolic/spectra/dot-product-kernel.ts';
import { integrate } from '../quadrature/gauss-kronrod.ts';

export interface FloatSphereEigenvalue {
  readonly degree: number;
  readonly eigenvalue: number;
  /** An estimate of its error. */
  readonly error: number;
  readonly multiplicity: bigint;
}

/**
 * λ_l = E[κ(t) P_l(t)] for l = 0 … `degree`, t the first coordinate of a uniform point of S^(d−1), d ≥ 2 (observed): the integral over
 * t = cos θ with density ∝ sin^(d−2) θ, and P_l by its recurrence
 * (l + d − 2) P_(l+1) = (2l + d − 2) t P_l − l P_(l−1).
 * Throws {@link InputError} on a dimension below 2, a degree that is no integer from 0 to 1,000, and where κ is not finite.
 */
export function floatSphereEigenvalues(
  kernel: (t: number) => number,
  dimension: number,
  degree: number,
): readonly FloatSphereEigenvalue[] {
  checkDimension(dimension);
  if (dimension < 2) throw new InputError('dimension', 'expected at least 2 for a kernel that is no polynomial, got 1');
  if (!Number.isSafeInteger(degree) || degree < 0 || degree > 1000)
    throw new InputError('degree', `expected an integer from 0 to 1000, got ${degree}`);
  // The mass lies within some widths of the equator; the ends split there.
  const width = Math.min(Math.PI / 2, 8 / Math.sqrt(dimension));
  const steps = 16;
  const ends = [
    0,
    ...Array.from({ length: steps + 1 }, (_, i) => Math.PI / 2 - width + (2 * width * i) / steps),
    Math.PI,
  ].filter((x, i, all) => i === 0 || x > all[i - 1]! + 1e-12);
  const density = (theta: number): number => Math.sin(theta) ** (dimension - 2);
  const mass = integrate(density, ends).value;
  return Array.from({ length: degree + 1 }, (_, l) => {
    const { value, error } = integrate(
      (theta) => {
        const t = Math.cos(theta);
        return kernel(t) * gegenbauer(l, dimension, t) * density(theta);
      },
      ends,
      1e-13,
      1e-17 * mass,
    );
    return { degree: l, eigenvalue: value / mass, error: error / mass, multiplicity: harmonics(dimension, l) };
  });
}

/** P_l(t) with P_l(1) = 1, orthogonal under the density (1 − t²)^((d−3)/2). */
function gegenbauer(l: number, dimension: number, t: number): number {
  let [previous, current] = [1, t];
  if (l === 0) return 1;
  for (let k = 1; k < l; k++)
    [previous, current] = [current, ((2 * k + dimension - 2) * t * current - k * previous) / (k + dimension - 2)];
  return current;
}

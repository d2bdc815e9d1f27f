/** The modes of a dot-product kernel on the sphere with a polynomial target, as the learning curve wants them. */
import { numberFromRational, type Rational } from '../../base/rational.ts';
import { checkPositiveSemidefinite, type SphereEigenvalue } from '../../symbolic/spectra/dot-product-kernel.ts';
import type { KernelMode } from './learning-curve.ts';

/**
 * One mode a degree, and the power of the target in degrees that the kernel does not have.
 * Throws {@link InputError} when an eigenvalue is negative.
 */
export function sphereModes(
  eigenvalues: readonly SphereEigenvalue[],
  power: readonly Rational[],
): { readonly modes: readonly KernelMode[]; readonly unlearnable: number } {
  checkPositiveSemidefinite(eigenvalues);
  const modes = eigenvalues.map(({ degree, eigenvalue, multiplicity }) => ({
    eigenvalue: numberFromRational(eigenvalue),
    multiplicity: Number(multiplicity),
    power: power[degree] === undefined ? 0 : numberFromRational(power[degree]),
  }));
  const known = new Set(eigenvalues.map(({ degree }) => degree));
  const unlearnable = power.reduce((sum, p, degree) => sum + (known.has(degree) ? 0 : numberFromRational(p)), 0);
  return { modes, unlearnable };
}

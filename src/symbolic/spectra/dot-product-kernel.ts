/** Eigenvalues of dot-product kernels on the sphere, exactly. */
import { InputError } from '../../base/errors.ts';
import { formatRational, type Rational, rational } from '../../base/rational.ts';
import { exactCoefficients, type UnivariateCoefficients } from '../kernels/derivative-means.ts';
import { QQ } from '../rings/rationals.ts';

/** The harmonics of one degree, all with the same eigenvalue. */
export interface SphereEigenvalue {
  readonly degree: number;
  readonly eigenvalue: Rational;
  /** N(d, l) = C(d+l−1, l) − C(d+l−3, l−2), the number of independent spherical harmonics. */
  readonly multiplicity: bigint;
}

const LARGEST_DIMENSION = 1e9;

/** Throws {@link InputError} unless it is an integer from 1 to 10⁹. */
export function checkDimension(dimension: number): void {
  if (!Number.isSafeInteger(dimension) || dimension < 1 || dimension > LARGEST_DIMENSION)
    throw new InputError('dimension', `expected an integer from 1 to ${LARGEST_DIMENSION}, got ${dimension}`);
}

/**
 * The eigenvalues of κ(x·y), κ(t) = Σ_m coefficients[m] t^m, on the unit sphere S^(d−1) with its uniform probability measure,
 * by degree l = 0 … deg κ (proved).
 *
 * λ_l = E[κ(t) P_l(t)] with t the first coordinate of a uniform point and P_l the Gegenbauer polynomial with P_l(1) = 1 (Funk–Hecke), and
 * E[t^m P_l(t)] = m!/((m−l)!! d(d+2)⋯(d+m+l−2)) for m ≥ l of the same parity, else 0. So Σ_l N(d, l) λ_l = κ(1).
 * For x, y of norm R use κ(R² t). On S⁰ the degrees are 0 and 1.
 *
 * Throws {@link InputError} on a dimension that is no integer ≥ 1 and on coefficients that are no numbers.
 * Source: Atkinson and Han, "Spherical harmonics and approximations on the unit sphere", 2012, theorems 2.22 and 2.26.
 */
export function sphereEigenvalues(
  coefficients: UnivariateCoefficients,
  dimension: number,
): readonly SphereEigenvalue[] {
  checkDimension(dimension);
  const kernel = exactCoefficients(coefficients, 'kernel');
  return kernel.flatMap((_, degree) => {
    const multiplicity = harmonics(dimension, degree);
    if (multiplicity === 0n) return [];
    return [{ degree, eigenvalue: projection(kernel, dimension, degree), multiplicity }];
  });
}

/** N(d, l): the number of independent spherical harmonics of degree l on S^(d−1). */
export function harmonics(dimension: number, degree: number): bigint {
  if (degree === 0) return 1n;
  const d = BigInt(dimension);
  const l = BigInt(degree);
  return binomial(d + l - 1n, l) - (degree > 1 ? binomial(d + l - 3n, l - 2n) : 0n);
}

function binomial(n: bigint, k: bigint): bigint {
  if (n < k) return 0n;
  let value = 1n;
  for (let i = 1n; i <= k; i++) value = (value * (n - k + i)) / i;
  return value;
}

/** E[κ(t) P_l(t)]. */
export function projection(kernel: readonly Rational[], dimension: number, degree: number): Rational {
  let sum = QQ.zero;
  for (let m = degree; m < kernel.length; m += 2) sum = QQ.add(sum, QQ.mul(kernel[m]!, moment(dimension, m, degree)));
  return sum;
}

/** E[t^m P_l(t)] = m!/((m−l)!! Π_{i < (m+l)/2} (d + 2i)). */
function moment(dimension: number, m: number, degree: number): Rational {
  let above = 1n;
  for (let i = 2; i <= m; i++) above *= BigInt(i);
  let below = 1n;
  for (let i = m - degree; i > 1; i -= 2) below *= BigInt(i);
  for (let i = 0; i < (m + degree) / 2; i++) below *= BigInt(dimension) + 2n * BigInt(i);
  return rational(above, below);
}

/** Whether the kernel is positive semidefinite on this sphere: all eigenvalues ≥ 0. */
export const isPositiveSemidefinite = (eigenvalues: readonly SphereEigenvalue[]): boolean =>
  eigenvalues.every(({ eigenvalue }) => eigenvalue.numerator >= 0n);

/** Throws {@link InputError} naming the first negative eigenvalue. */
export function checkPositiveSemidefinite(eigenvalues: readonly SphereEigenvalue[]): void {
  const negative = eigenvalues.find(({ eigenvalue }) => eigenvalue.numerator < 0n);
  if (negative !== undefined)
    throw new InputError(
      'kernel',
      `is not positive semidefinite on this sphere: its eigenvalue of degree ${negative.degree} is ${formatRational(negative.eigenvalue)}`,
    );
}

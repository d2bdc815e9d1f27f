/** Singular values of complex matrices, small ones too. */
import { InputError } from '../../base/errors.ts';

const SWEEPS = 60;
const ORTHOGONAL = 2 ** -50;

/**
 * The singular values of a complex matrix, [rows][columns][re, im], rows ≤ columns, falling, by one-sided Jacobi rotations of
 * the rows. For A = D B with D diagonal each comes to about 2⁻⁵⁰ cond(B) of itself, however badly D is scaled. [Demmel and Veselić,
 * "Jacobi's method is more accurate than QR", SIAM J. Matrix Anal. Appl. 13 (1992)]
 * Throws {@link InputError} on sizes that do not fit, numbers that are not finite, and when 60 sweeps are not enough.
 */
export function complexSingularValues(matrix: Float64Array, rows: number, columns: number): Float64Array {
  if (!(rows >= 1 && rows <= columns && matrix.length === 2 * rows * columns))
    throw new InputError(
      'complexSingularValues',
      `expected [rows][columns][re, im] with 1 ≤ rows ≤ columns, got ${rows} × ${columns} and ${matrix.length} numbers`,
    );
  if (!matrix.every(Number.isFinite)) throw new InputError('complexSingularValues', 'expected finite numbers');
  const a = Array.from({ length: rows }, (_, i) => matrix.slice(2 * i * columns, 2 * (i + 1) * columns));
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    let rotated = false;
    for (let p = 0; p < rows; p++) for (let q = p + 1; q < rows; q++) rotated = rotate(a[p]!, a[q]!) || rotated;
    if (!rotated)
      return Float64Array.from(a, (row) => Math.hypot(...row))
        .sort()
        .reverse();
  }
  throw new InputError('complexSingularValues', `the rows were not orthogonal after ${SWEEPS} sweeps`);
}

/** Makes two rows orthogonal by a unitary rotation of both; false where they are already. */
function rotate(p: Float64Array, q: Float64Array): boolean {
  let [pp, qq, re, im] = [0, 0, 0, 0];
  for (let k = 0; k < p.length; k += 2) {
    pp += p[k]! ** 2 + p[k + 1]! ** 2;
    qq += q[k]! ** 2 + q[k + 1]! ** 2;
    // ⟨p, q⟩ = Σ p conj(q).
    re += p[k]! * q[k]! + p[k + 1]! * q[k + 1]!;
    im += p[k + 1]! * q[k]! - p[k]! * q[k + 1]!;
  }
  const size = Math.hypot(re, im);
  if (size <= ORTHOGONAL * Math.sqrt(pp) * Math.sqrt(qq)) return false;
  const [x, y] = [re / size, im / size];
  const zeta = (qq - pp) / (2 * size);
  const t = (zeta >= 0 ? 1 : -1) / (Math.abs(zeta) + Math.hypot(1, zeta));
  const c = 1 / Math.hypot(1, t);
  const s = c * t;
  for (let k = 0; k < p.length; k += 2) {
    // q turned by the phase of ⟨p, q⟩, so that the inner product is real.
    const [u, v] = [q[k]! * x - q[k + 1]! * y, q[k]! * y + q[k + 1]! * x];
    const [a, b] = [p[k]!, p[k + 1]!];
    p[k] = c * a - s * u;
    p[k + 1] = c * b - s * v;
    q[k] = s * a + c * u;
    q[k + 1] = s * b + c * v;
  }
  return true;
}

/** How far computed eigenvalues are from the true ones, bounded afterwards. */
import type { Spectrum } from './symmetric-eigen.ts';
import type { SquareMatrix } from './symmetric-matrix.ts';

const UNIT_ROUNDOFF = 2 ** -53;

/**
 * A bound of |values[k] − the k-th eigenvalue of A|, the same for all k (enclosed). With R = VA − ΛV and E = VVᵀ − 1, ‖E‖ < 1,
 * the polar factor P of V has ‖V − P‖ ≤ ‖E‖, so that A and PᵀΛP differ by at most ‖R‖ + ‖E‖(‖A‖ + max|λ|), and Weyl's
 * theorem carries that to the eigenvalues. Frobenius norms, with the roundings of R and E added: γ_n in each inner product. About 3n³ products.
 * Infinity when ‖E‖ ≥ 1.
 */
export function spectrumErrorBound({ size: n, entries }: SquareMatrix, { values, vectors }: Spectrum): number {
  const gamma = ((n + 3) * UNIT_ROUNDOFF) / (1 - (n + 3) * UNIT_ROUNDOFF);
  let [residual, orthogonality] = [0, 0];
  let size = 0;
  for (const a of entries) size += a * a;
  const norm = Math.sqrt(size);
  for (let k = 0; k < n; k++) {
    const v = vectors.subarray(k * n, (k + 1) * n);
    for (let j = 0; j < n; j++) {
      // Row j of a symmetric matrix stands for column j.
      let [image, image2, inner, inner2] = [0, 0, 0, 0];
      for (let i = 0; i < n; i++) {
        const [a, x, y] = [entries[j * n + i]!, v[i]!, vectors[j * n + i]!];
        image += a * x;
        image2 += Math.abs(a * x);
        inner += x * y;
        inner2 += Math.abs(x * y);
      }
      const shift = values[k]! * v[j]!;
      residual += (Math.abs(image - shift) + gamma * (image2 + Math.abs(shift))) ** 2;
      orthogonality += (Math.abs(inner - (j === k ? 1 : 0)) + gamma * (inner2 + 1)) ** 2;
    }
  }
  const largest = Math.max(0, ...Array.from(values, Math.abs));
  const skew = Math.sqrt(orthogonality);
  if (!(skew < 1)) return Infinity;
  // Twice the unit roundoffs of the last few operations, generously.
  return (Math.sqrt(residual) + skew * (norm + largest)) * (1 + 1e-10);
}

import { symmetricSpectrum } from '../../numeric/spectra/symmetric-eigen.ts';

/** The eigenvector of the eigenvalue largest in size of a symmetric d × d matrix, norm 1, its largest coordinate positive. */
export function leadingEigenvector(entries: Float64Array, d: number): Float64Array {
  const { values, vectors } = symmetricSpectrum({ size: d, entries });
  const at = Math.abs(values[0]!) > Math.abs(values[d - 1]!) ? 0 : d - 1;
  const vector = vectors.slice(at * d, (at + 1) * d);
  const largest = vector.reduce((most, x) => (Math.abs(x) > Math.abs(most) ? x : most), 0);
  return largest < 0 ? vector.map((x) => -x) : vector;
}

/** w/|w|; undefined for zero. */
export function normalised(w: Float64Array): Float64Array | undefined {
  const norm = Math.hypot(...w);
  return norm > 0 && Number.isFinite(norm) ? w.map((x) => x / norm) : undefined;
}

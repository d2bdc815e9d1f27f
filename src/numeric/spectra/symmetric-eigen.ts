/** Eigenvalues and eigenvectors of real symmetric matrices. */
import { InputError } from '../../base/errors.ts';
import { checkedSymmetric, type SquareMatrix } from './symmetric-matrix.ts';

export interface Spectrum {
  /** Rising. */
  readonly values: Float64Array;
  /** Row k is the eigenvector of values[k], of norm 1; n × n, row after row. */
  readonly vectors: Float64Array;
}

/**
 * The spectrum of a symmetric matrix: Householder's reduction to a tridiagonal matrix, then QL with implicit shifts.
 * About 3n³ products; backward stable, so that every eigenvalue is off by a small multiple of n·2⁻⁵³·‖A‖, for which
 * {@link spectrumErrorBound} computes a bound afterwards.
 * Throws {@link InputError} when the matrix is not symmetric or not finite.
 * Source: Golub and Van Loan, "Matrix computations", 4th ed., §8.3 and algorithm 8.3.2.
 */
export function symmetricSpectrum(matrix: SquareMatrix): Spectrum {
  const { size: n, entries } = checkedSymmetric(matrix);
  if (n === 0) return { values: new Float64Array(0), vectors: new Float64Array(0) };
  // Largest entry between 1 and 2, and nothing so small that its square would be lost.
  const largest = entries.reduce((most, a) => Math.max(most, Math.abs(a)), 0);
  const unit = 2 ** Math.floor(Math.log2(largest === 0 ? 1 : largest));
  const scaled = entries.map((a) => (Math.abs(a) < largest * 2 ** -500 ? 0 : a / unit));
  const { diagonal, beside, vectors } = tridiagonal(scaled, n);
  diagonalise(diagonal, beside, vectors, n);
  const order = Array.from({ length: n }, (_, i) => i).sort((i, j) => diagonal[i]! - diagonal[j]!);
  const sorted = new Float64Array(n * n);
  order.forEach((from, k) => {
    sorted.set(vectors.subarray(from * n, (from + 1) * n), k * n);
  });
  return { values: Float64Array.from(order, (i) => diagonal[i]! * unit), vectors: sorted };
}

interface Tridiagonal {
  readonly diagonal: Float64Array;
  /** beside[i] couples i and i + 1. */
  readonly beside: Float64Array;
  /** Qᵀ with A = Q T Qᵀ, row after row. */
  readonly vectors: Float64Array;
}

/** A = Q T Qᵀ by reflections H_k = 1 − β v vᵀ that clear column k below the subdiagonal; overwrites A. */
function tridiagonal(a: Float64Array, n: number): Tridiagonal {
  const reflections: { v: Float64Array; beta: number }[] = [];
  for (let k = 0; k + 2 < n; k++) {
    const m = n - k - 1;
    const v = new Float64Array(m);
    let largest = 0;
    for (let i = 0; i < m; i++) {
      v[i] = a[(k + 1 + i) * n + k]!;
      largest = Math.max(largest, Math.abs(v[i]!));
    }
    let beta = 0;
    let norm = 0;
    if (largest > 0) {
      for (let i = 0; i < m; i++) norm += (v[i]! / largest) ** 2;
      norm = Math.sqrt(norm) * largest;
    }
    const head = v[0]!;
    // A tail too small to show in the norm is still cleared.
    if (v.some((a, i) => i > 0 && a !== 0)) {
      const alpha = head > 0 ? -norm : norm;
      // v scaled so that its head is 1: β = (α − head)/α.
      const scale = head - alpha;
      for (let i = 1; i < m; i++) v[i]! /= scale;
      v[0] = 1;
      beta = (alpha - head) / alpha;
      similarity(a, n, k + 1, v, beta);
      a[(k + 1) * n + k] = alpha;
    }
    reflections.push({ v, beta });
  }
  // Q = H_0 H_1 …, so Qᵀ = … H_1 H_0: applied to the identity from the right, the last one first on ever larger blocks.
  const vectors = new Float64Array(n * n);
  for (let i = 0; i < n; i++) vectors[i * n + i] = 1;
  const w = new Float64Array(n);
  for (let k = reflections.length - 1; k >= 0; k--) {
    const { v, beta } = reflections[k]!;
    if (beta === 0) continue;
    const from = k + 1;
    for (let row = from; row < n; row++) {
      let dot = 0;
      for (let i = 0; i < v.length; i++) dot += vectors[row * n + from + i]! * v[i]!;
      w[row] = beta * dot;
    }
    for (let row = from; row < n; row++)
      for (let i = 0; i < v.length; i++) vectors[row * n + from + i]! -= w[row]! * v[i]!;
  }
  const diagonal = Float64Array.from({ length: n }, (_, i) => a[i * n + i]!);
  const beside = Float64Array.from({ length: n }, (_, i) => (i + 1 < n ? a[(i + 1) * n + i]! : 0));
  return { diagonal, beside, vectors };
}

/** The block of a from `from` on becomes H A H: A − v wᵀ − w vᵀ with p = βAv, w = p − (β/2)(pᵀv)v. */
function similarity(a: Float64Array, n: number, from: number, v: Float64Array, beta: number): void {
  const m = v.length;
  const p = new Float64Array(m);
  for (let i = 0; i < m; i++) {
    const row = (from + i) * n + from;
    let dot = 0;
    for (let j = 0; j < m; j++) dot += a[row + j]! * v[j]!;
    p[i] = beta * dot;
  }
  let dot = 0;
  for (let i = 0; i < m; i++) dot += p[i]! * v[i]!;
  for (let i = 0; i < m; i++) p[i]! -= 0.5 * beta * dot * v[i]!;
  for (let i = 0; i < m; i++) {
    const row = (from + i) * n + from;
    for (let j = 0; j < m; j++) a[row + j]! -= v[i]! * p[j]! + p[i]! * v[j]!;
  }
}

const LARGEST_SWEEPS = 60;

/** QL with Wilkinson's shift; rotations act on rows of the vectors, which lie in one piece. */
function diagonalise(d: Float64Array, e: Float64Array, vectors: Float64Array, n: number): void {
  for (let l = 0; l < n; l++) {
    for (let sweep = 0; ; sweep++) {
      let m = l;
      while (m + 1 < n && Math.abs(e[m]!) > 2 ** -53 * (Math.abs(d[m]!) + Math.abs(d[m + 1]!))) m++;
      if (m === l) break;
      if (sweep === LARGEST_SWEEPS)
        throw new InputError(
          'matrix',
          `its eigenvalues did not converge in ${LARGEST_SWEEPS} sweeps`,
          'Scale its entries',
        );
      let g = (d[l + 1]! - d[l]!) / (2 * e[l]!);
      g = d[m]! - d[l]! + e[l]! / (g + (g < 0 ? -Math.hypot(g, 1) : Math.hypot(g, 1)));
      let [s, c, p] = [1, 1, 0];
      let i = m - 1;
      for (; i >= l; i--) {
        const f = s * e[i]!;
        const b = c * e[i]!;
        const r = Math.hypot(f, g);
        e[i + 1] = r;
        if (r === 0) {
          d[i + 1]! -= p;
          e[m] = 0;
          break;
        }
        s = f / r;
        c = g / r;
        g = d[i + 1]! - p;
        const t = (d[i]! - g) * s + 2 * c * b;
        p = s * t;
        d[i + 1] = g + p;
        g = c * t - b;
        rotate(vectors, n, i, c, s);
      }
      if (i >= l) continue;
      d[l]! -= p;
      e[l] = g;
      e[m] = 0;
    }
  }
}

function rotate(vectors: Float64Array, n: number, i: number, c: number, s: number): void {
  const upper = vectors.subarray(i * n, (i + 1) * n);
  const lower = vectors.subarray((i + 1) * n, (i + 2) * n);
  for (let k = 0; k < n; k++) {
    const [a, b] = [upper[k]!, lower[k]!];
    lower[k] = s * a + c * b;
    upper[k] = c * a - s * b;
  }
}

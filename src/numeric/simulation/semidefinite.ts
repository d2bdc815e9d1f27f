/** Cholesky factors of Gram matrices, singular ones included. */

/**
 * Lower triangular L with L Lᵀ = A for a symmetric positive semidefinite A (n × n, row-major; the entries on and above the
 * diagonal are read). A pivot below `tolerance` times its diagonal entry is taken for 0, and its column with it, as is
 * right for a matrix without rounding errors.
 */
export function cholesky(a: Float64Array, n: number, tolerance: number): Float64Array {
  const l = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    const rowI = i * n;
    for (let j = 0; j <= i; j++) {
      const rowJ = j * n;
      let sum = a[rowJ + i]!;
      for (let k = 0; k < j; k++) sum -= l[rowI + k]! * l[rowJ + k]!;
      if (j < i) l[rowI + j] = l[rowJ + j]! === 0 ? 0 : sum / l[rowJ + j]!;
      else l[rowI + i] = sum > tolerance * a[rowI + i]! ? Math.sqrt(sum) : 0;
    }
  }
  return l;
}

/**
 * X with L Lᵀ X = B, in place of B (n × n, row-major): a solution where the columns of B lie in the range of L, that with
 * zeros at the pivots that L lacks.
 */
export function solveCholesky(l: Float64Array, b: Float64Array, n: number): void {
  for (let i = 0; i < n; i++) {
    const pivot = l[i * n + i]!;
    const row = i * n;
    if (pivot === 0) {
      b.fill(0, row, row + n);
      continue;
    }
    for (let k = 0; k < i; k++) subtract(b, row, k * n, l[row + k]!, n);
    scale(b, row, 1 / pivot, n);
  }
  for (let i = n - 1; i >= 0; i--) {
    const pivot = l[i * n + i]!;
    const row = i * n;
    if (pivot === 0) {
      b.fill(0, row, row + n);
      continue;
    }
    for (let k = i + 1; k < n; k++) subtract(b, row, k * n, l[k * n + i]!, n);
    scale(b, row, 1 / pivot, n);
  }
}

function subtract(b: Float64Array, to: number, from: number, c: number, n: number): void {
  if (c === 0) return;
  for (let j = 0; j < n; j++) b[to + j]! -= c * b[from + j]!;
}

function scale(b: Float64Array, row: number, c: number, n: number): void {
  for (let j = 0; j < n; j++) b[row + j]! *= c;
}

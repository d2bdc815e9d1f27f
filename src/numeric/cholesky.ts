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

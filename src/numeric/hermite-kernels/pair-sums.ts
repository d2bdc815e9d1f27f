/** Sums over pairs of inputs of the kernels of Hermite tensors: what is asked for, and the plain path. */

/** Labels of inputs, and other labellings of the same inputs. */
export interface PairProblem {
  /** [input][coordinate]. */
  readonly inputs: Float64Array;
  readonly dimension: number;
  readonly labels: Float64Array;
  /** Other labellings, each of the length of `labels`. */
  readonly labellings: readonly Float64Array[];
  /** K: the orders are 1, …, K. */
  readonly orders: number;
}

/** With g_k(i, j) = ⟨He_k(x_i), He_k(x_j)⟩/k!; index k − 1 is order k. */
export interface PairSums {
  /** r_i = Σ_(j ≠ i) g_k(i, j) y_j, [order][input]. */
  readonly rowSums: readonly Float64Array[];
  /** Σ_(i ≠ j) (y_i y_j g_k(i, j))², [order]. */
  readonly squares: Float64Array;
  /** Σ_(i ≠ j) g_k(i, j) z_i z_j of each other labelling z, [order][labelling]. */
  readonly labellingSums: readonly Float64Array[];
  readonly path: 'tiled' | 'plain';
}

/**
 * g_0, …, g_K by (k+1) g_(k+1) = c (g_k + g_(k−2)) + (2(k−1) + d − S) g_(k−1) − (k−3+d) g_(k−3), with c = ⟨x, x'⟩,
 * S = |x|² + |x'|² and d coordinates, written into `out`.
 */
export function hermiteKernels(out: Float64Array, c: number, S: number, d: number): void {
  out[0] = 1;
  for (let k = 0; k + 1 < out.length; k++)
    out[k + 1] =
      (c * (out[k]! + (out[k - 2] ?? 0)) +
        (2 * (k - 1) + (d - S)) * (out[k - 1] ?? 0) -
        (k - 3 + d) * (out[k - 3] ?? 0)) /
      (k + 1);
}

/** Pair by pair: the oracle, and the path where there is no shared memory. */
export function plainPairSums({ inputs, dimension, labels, labellings, orders }: PairProblem): PairSums {
  const n = labels.length;
  const row = (i: number): Float64Array => inputs.subarray(i * dimension, (i + 1) * dimension);
  const product = (x: Float64Array, y: Float64Array): number => {
    let sum = 0;
    for (let k = 0; k < dimension; k++) sum += x[k]! * y[k]!;
    return sum;
  };
  const norms = Float64Array.from({ length: n }, (_, i) => product(row(i), row(i)));
  const rowSums = Array.from({ length: orders }, () => new Float64Array(n));
  const squares = new Float64Array(orders);
  const labellingSums = Array.from({ length: orders }, () => new Float64Array(labellings.length));
  const g = new Float64Array(orders + 1);
  for (let i = 0; i < n; i++)
    for (let j = i + 1; j < n; j++) {
      hermiteKernels(g, product(row(i), row(j)), norms[i]! + norms[j]!, dimension);
      for (let k = 0; k < orders; k++) {
        const value = g[k + 1]!;
        rowSums[k]![i]! += value * labels[j]!;
        rowSums[k]![j]! += value * labels[i]!;
        squares[k]! += 2 * (labels[i]! * labels[j]! * value) ** 2;
        labellings.forEach((z, p) => {
          labellingSums[k]![p]! += 2 * value * z[i]! * z[j]!;
        });
      }
    }
  return { rowSums, squares, labellingSums, path: 'plain' };
}

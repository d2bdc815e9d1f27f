export interface HoeffdingVariance {
  /** ζ₁ = Var E[H(X₁, X₂) | X₁]: 0 where the kernel is degenerate. */
  readonly first: number;
  /** ζ₂ = Var H(X₁, X₂). */
  readonly second: number;
  /** 4(n−2)/(n(n−1)) ζ₁ + 2/(n(n−1)) ζ₂. Unbiased, so it may be negative in small samples. */
  readonly variance: number;
  /** The root of the variance, or of its part from ζ₂ where that is larger. */
  readonly deviation: number;
}

/**
 * The variance of a U-statistic of order two from its sample: unbiased estimates of ζ₁, ζ₂ and of the variance.
 * `rows`: (n−1)⁻¹ Σ_(j≠i) H(i, j); `meanSquare`: the mean of H² over pairs. n ≥ 5.
 *
 * The spread of the rows has mean (n−2)((n−4) ζ₁ + ζ₂)/(n−1)², and the mean square less the square of the statistic has mean
 * ζ₂ less the variance: two equations for ζ₁ and ζ₂. [Hoeffding, "A class of statistics with asymptotically normal
 * distribution", Ann. Math. Stat. 19 (1948)]
 */
export function hoeffdingVariance(rows: Float64Array, meanSquare: number): HoeffdingVariance {
  const n = rows.length;
  const mean = rows.reduce((sum, row) => sum + row, 0) / n;
  const spread = rows.reduce((sum, row) => sum + (row - mean) ** 2, 0) / (n - 1);
  const [a1, a2] = [((n - 2) * (n - 4)) / (n - 1) ** 2, (n - 2) / (n - 1) ** 2];
  const [b1, b2] = [(4 * (n - 2)) / (n * (n - 1)), 2 / (n * (n - 1))];
  const rest = meanSquare - mean * mean;
  const determinant = a1 * (1 - b2) + a2 * b1;
  const first = (spread * (1 - b2) - a2 * rest) / determinant;
  const second = (a1 * rest + b1 * spread) / determinant;
  const variance = b1 * first + b2 * second;
  return { first, second, variance, deviation: Math.sqrt(Math.max(0, variance, b2 * second)) };
}

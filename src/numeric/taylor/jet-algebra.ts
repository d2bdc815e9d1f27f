/** Truncated polynomials in t_1, …, t_p: which coefficients there are, and which pairs multiply to which. */

/**
 * The coefficients of t^α for α_i ≤ `orders[i]`, numbered Σ_i α_i `strides[i]`; everything else is cut off. One variable of
 * order m gives series up to t^m; p variables of order 1 give the mixed derivative D^p f[v_1, …, v_p] as the last coefficient.
 */
export class JetAlgebra {
  readonly orders: readonly number[];
  readonly strides: readonly number[];
  /** Number of coefficients, Π (orders + 1). */
  readonly size: number;
  /** The highest total degree, Σ orders. */
  readonly degree: number;
  /** For every coefficient k the pairs (i, j) with t^i t^j = t^k. */
  readonly pairs: readonly (readonly (readonly [number, number])[])[];

  constructor(orders: readonly number[]) {
    this.orders = orders;
    const strides: number[] = [];
    let size = 1;
    for (const order of orders) {
      strides.push(size);
      size *= order + 1;
    }
    this.strides = strides;
    this.size = size;
    this.degree = orders.reduce((sum, order) => sum + order, 0);
    this.pairs = Array.from({ length: size }, (_, k) =>
      Array.from({ length: k + 1 }, (__, i) => [i, k - i] as const).filter(([i]) => this.#divides(i, k)),
    );
  }

  /** α_i of coefficient k. */
  exponent(k: number, i: number): number {
    return Math.floor(k / this.strides[i]!) % (this.orders[i]! + 1);
  }

  /** Whether t^i t^j is kept; its number is then i + j. */
  kept(i: number, j: number): boolean {
    return i + j < this.size && this.#divides(i, i + j);
  }

  #divides(i: number, k: number): boolean {
    return this.orders.every((_, variable) => this.exponent(i, variable) <= this.exponent(k, variable));
  }
}

/** Series in one variable. */
export const seriesUpTo = (order: number): JetAlgebra => new JetAlgebra([order]);

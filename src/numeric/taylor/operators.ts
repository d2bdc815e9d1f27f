/** Matrices by their products with vectors. */

export interface LinearOperator {
  readonly rows: number;
  readonly columns: number;
  /** W x. */
  times(x: Float64Array): Float64Array;
  /** Wᵀ u. */
  transposeTimes(u: Float64Array): Float64Array;
}

export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

/** to += c x. */
export function addTo(to: Float64Array, c: number, x: Float64Array): void {
  for (let i = 0; i < to.length; i++) to[i]! += c * x[i]!;
}

/** Rows made at a time. */
const MOST_ENTRIES = 2 ** 20;

/**
 * A matrix by its entries, row-major, which `numbers` puts from a position on. A large one is made in groups of rows, anew
 * for each product, and never stored.
 */
export function entriesOperator(
  rows: number,
  columns: number,
  numbers: (first: number, out: Float64Array) => void,
): LinearOperator {
  const group = Math.max(1, Math.min(rows, Math.floor(MOST_ENTRIES / columns)));
  const buffer = new Float64Array(group * columns);
  let held = false;
  const each = (use: (row: number, entries: Float64Array) => void): void => {
    for (let first = 0; first < rows; first += group) {
      const count = Math.min(group, rows - first);
      if (!held) numbers(first * columns, buffer.subarray(0, count * columns));
      held = group === rows;
      for (let r = 0; r < count; r++) use(first + r, buffer.subarray(r * columns, (r + 1) * columns));
    }
  };
  return {
    rows,
    columns,
    times(x) {
      const y = new Float64Array(rows);
      each((row, entries) => {
        y[row] = dot(entries, x);
      });
      return y;
    },
    transposeTimes(u) {
      const y = new Float64Array(columns);
      each((row, entries) => addTo(y, u[row]!, entries));
      return y;
    },
  };
}

/** Σ_k u_k v_kᵀ: gradients by a weight. */
export class LowRank implements LinearOperator {
  readonly rows: number;
  readonly columns: number;
  readonly terms: readonly (readonly [left: Float64Array, right: Float64Array])[];

  constructor(rows: number, columns: number, terms: readonly (readonly [Float64Array, Float64Array])[]) {
    this.rows = rows;
    this.columns = columns;
    this.terms = terms;
  }

  times(x: Float64Array): Float64Array {
    const y = new Float64Array(this.rows);
    for (const [left, right] of this.terms) addTo(y, dot(right, x), left);
    return y;
  }

  transposeTimes(u: Float64Array): Float64Array {
    const y = new Float64Array(this.columns);
    for (const [left, right] of this.terms) addTo(y, dot(left, u), right);
    return y;
  }
}

/** Inner products of directions in the space of weights. */
import { gram } from '../gradient/matrix-product.ts';
import type { Direction } from '../taylor/direction.ts';
import { dot, type LowRank } from '../taylor/operators.ts';

/** Σ_p rate_p a_p · b_p of directions that are arrays or of low rank. */
export function weightedProduct(a: Direction, b: Direction, rate: (parameter: number) => number): number {
  let sum = 0;
  for (const [parameter, part] of a) {
    const other = b.get(parameter);
    if (other === undefined) continue;
    let own = 0;
    if (part instanceof Float64Array) own = dot(part, other as Float64Array);
    else
      for (const [left, right] of (part as LowRank).terms)
        for (const [left2, right2] of (other as LowRank).terms) own += dot(left, left2) * dot(right, right2);
    sum += rate(parameter) * own;
  }
  return sum;
}

/** Rows at a time: what of the Gram matrix of factors is in memory at once. */
const ROWS = 256;

/** The matrix of all {@link weightedProduct}s, row after row: (Σ u vᵀ)·(Σ u′ v′ᵀ) = Σ (u·u′)(v·v′), by products of matrices. */
export function gramOfDirections(directions: readonly Direction[], rate: (parameter: number) => number): Float64Array {
  const count = directions.length;
  const result = new Float64Array(count * count);
  const parameters = new Set(directions.flatMap((direction) => [...direction.keys()]));
  for (const parameter of parameters) {
    const parts = directions.map((direction) => direction.get(parameter));
    const factors = factorsOf(parts as readonly (Float64Array | LowRank | undefined)[]);
    const { terms } = factors;
    for (let first = 0; first < count; first += ROWS) {
      const rows = Math.min(ROWS, count - first) * terms;
      const grams = factors.matrices.map(({ entries, width }) =>
        gram(entries.subarray(first * terms * width, (first * terms + rows) * width), rows, entries, count * terms),
      );
      for (let i = 0; i < rows; i++) {
        const to = (first + Math.floor(i / terms)) * count;
        for (let j = 0; j < count * terms; j++) {
          let product = rate(parameter);
          for (const matrix of grams) product *= matrix[i * count * terms + j]!;
          result[to + Math.floor(j / terms)]! += product;
        }
      }
    }
  }
  return result;
}

interface Factors {
  /** Rows for each direction. */
  readonly terms: number;
  readonly matrices: readonly { readonly entries: Float64Array; readonly width: number }[];
}

/** The vectors u and v of every term, or the arrays themselves, as rows; missing ones are 0. */
function factorsOf(parts: readonly (Float64Array | LowRank | undefined)[]): Factors {
  const known = parts.find((part) => part !== undefined)!;
  if (known instanceof Float64Array) {
    const entries = new Float64Array(parts.length * known.length);
    parts.forEach((part, k) => {
      if (part !== undefined) entries.set(part as Float64Array, k * known.length);
    });
    return { terms: 1, matrices: [{ entries, width: known.length }] };
  }
  const terms = Math.max(1, ...parts.map((part) => (part as LowRank | undefined)?.terms.length ?? 0));
  const matrices = [known.rows, known.columns].map((width, side) => {
    const entries = new Float64Array(parts.length * terms * width);
    parts.forEach((part, k) => {
      (part as LowRank | undefined)?.terms.forEach((term, t) => {
        entries.set(term[side]!, (k * terms + t) * width);
      });
    });
    return { entries, width };
  });
  return { terms, matrices };
}

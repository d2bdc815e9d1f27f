/** Where products of monomials stand, for polynomials kept by their coefficients in graded order, lowest degree first. */
import { DenseOrder } from './dense-order.ts';

interface GradedMonomials {
  readonly length: number;
  /** Monomial t has factors starts[t] … starts[t + 1]; variables rising. */
  readonly starts: Int32Array;
  readonly variables: Int32Array;
  readonly exponents: Int32Array;
}

const graded = new Map<string, GradedMonomials>();
const tables = new Map<string, Int32Array>();
const KEPT_ENTRIES = 2e7;
let keptEntries = 0;

/** The monomials of degree ≤ D, lowest degree first, within a degree graded reverse lexicographic. */
function gradedMonomials(variables: number, degree: number): GradedMonomials {
  const name = `${variables},${degree}`;
  const known = graded.get(name);
  if (known !== undefined) return known;
  const starts: number[] = [0];
  const factorVariables: number[] = [];
  const factorExponents: number[] = [];
  let previous: [number, number][][] = [[]];
  starts.push(0);
  for (let g = 1; g <= degree; g++) {
    const next: [number, number][][] = [];
    // x_v times the monomials whose last variable is at most x_v, which stand first.
    for (let v = 0; v < variables; v++) {
      for (const factors of previous) {
        const last = factors.at(-1);
        if (last !== undefined && last[0] > v) break;
        next.push(last?.[0] === v ? factors.with(-1, [v, last[1] + 1]) : [...factors, [v, 1]]);
      }
    }
    for (const factors of next) {
      for (const [v, e] of factors) {
        factorVariables.push(v);
        factorExponents.push(e);
      }
      starts.push(factorVariables.length);
    }
    previous = next;
  }
  const made = {
    length: starts.length - 1,
    starts: Int32Array.from(starts),
    variables: Int32Array.from(factorVariables),
    exponents: Int32Array.from(factorExponents),
  };
  graded.set(name, made);
  return made;
}

/**
 * The positions of products m_i m_k of monomials of degree ≤ a with those of degree ≤ b, row by row; for `symmetric`
 * (then a = b) only i ≤ k.
 */
export function productIndices(variables: number, a: number, b: number, symmetric: boolean): Int32Array {
  const name = `${variables},${a},${b},${symmetric}`;
  const known = tables.get(name);
  if (known !== undefined) return known;
  const left = gradedMonomials(variables, a);
  const right = gradedMonomials(variables, b);
  const dense = new DenseOrder(variables, a + b);
  const table = new Int32Array(symmetric ? (left.length * (left.length + 1)) / 2 : left.length * right.length);
  let at = 0;
  for (let i = 0; i < left.length; i++) {
    for (let k = symmetric ? i : 0; k < right.length; k++) table[at++] = productPosition(dense, left, i, right, k);
  }
  if (keptEntries + table.length > KEPT_ENTRIES) {
    tables.clear();
    keptEntries = 0;
  }
  keptEntries += table.length;
  tables.set(name, table);
  return table;
}

function productPosition(
  dense: DenseOrder,
  left: GradedMonomials,
  i: number,
  right: GradedMonomials,
  k: number,
): number {
  let x = left.starts[i]!;
  let y = right.starts[k]!;
  const [xEnd, yEnd] = [left.starts[i + 1]!, right.starts[k + 1]!];
  let before = 0;
  let rank = 0;
  while (x < xEnd || y < yEnd) {
    const u = x < xEnd ? left.variables[x]! : Infinity;
    const v = y < yEnd ? right.variables[y]! : Infinity;
    const e = (u <= v ? left.exponents[x++]! : 0) + (v <= u ? right.exponents[y++]! : 0);
    rank += dense.step(Math.min(u, v), before, e);
    before += e;
  }
  return dense.count(before - 1) + rank;
}

/** For position t in graded order, lowest degree first: its position in the order of polynomials. */
export function polynomialOrder(variables: number, degree: number): Int32Array {
  const dense = new DenseOrder(variables, degree);
  const order = new Int32Array(dense.length);
  for (let g = 0; g <= degree; g++) {
    const first = dense.count(g - 1);
    const target = dense.length - dense.count(g);
    for (let t = first; t < dense.count(g); t++) order[t] = target + t - first;
  }
  return order;
}

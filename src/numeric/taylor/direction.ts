/** Directions in the space of a program's weights, and gradients. */
import { dot, type LinearOperator, LowRank } from './operators.ts';

/** By the parameter's number: an operator for a weight that multiplies one value, an array for any other. */
export type Direction = ReadonlyMap<number, LinearOperator | Float64Array>;

/** Part by part, each times a factor of its own. */
export function scaled(direction: Direction, factor: (parameter: number) => number): Direction {
  const result = new Map<number, LinearOperator | Float64Array>();
  for (const [parameter, part] of direction) {
    const c = factor(parameter);
    result.set(parameter, part instanceof Float64Array ? part.map((x) => c * x) : scaledOperator(part, c));
  }
  return result;
}

function scaledOperator(part: LinearOperator, c: number): LinearOperator {
  const { rows, columns } = part;
  if (part instanceof LowRank)
    return new LowRank(
      rows,
      columns,
      part.terms.map(([left, right]) => [left.map((x) => c * x), right]),
    );
  return {
    rows,
    columns,
    times: (x) => part.times(x).map((y) => c * y),
    transposeTimes: (u) => part.transposeTimes(u).map((y) => c * y),
  };
}

/** Σ_μ a_μ b_μ, a a gradient: its parts are of low rank. */
export function innerProduct(a: Direction, b: Direction): number {
  let sum = 0;
  for (const [parameter, part] of a) {
    const other = b.get(parameter);
    if (other === undefined) continue;
    if (part instanceof Float64Array) sum += dot(part, other as Float64Array);
    else for (const [left, right] of (part as LowRank).terms) sum += dot(left, (other as LinearOperator).times(right));
  }
  return sum;
}

/** Gradients of a network's outputs along directions of the weights, as Taylor series. */
import type { Program } from '../../network/program.ts';
import { sizeOf } from '../../network/tensor.ts';
import { type Direction, scaled } from '../taylor/direction.ts';
import { entriesOperator, type LinearOperator } from '../taylor/operators.ts';
import { TaylorNetwork } from '../taylor/taylor-network.ts';

export interface OutputSeries {
  /** Of an input. */
  readonly outputs: number;
  /** Coefficient `order` of ∇f_a(θ + t v) in t, a = (input, output): ∇f_a, D²f_a[v, ·], ½ D³f_a[v, v, ·]. */
  coefficient(a: number, direction: Direction, order: number): Direction;
  /** Numbers that D²f_a[v, ·] has, v a gradient: u₀ v₁ᵀ + u₁ v₀ᵀ for a weight that multiplies values. */
  readonly imageSize: number;
}

/** f = `outputFactor` times the program's output; weights row-major in the order of the program's parameters. */
export function outputSeries(
  program: Program,
  inputs: Float64Array,
  weights: readonly Float64Array[],
  outputFactor: number,
): OutputSeries {
  const outputs = sizeOf(program.nodes[program.output]!.shape);
  const width = program.inputs.length;
  const networks = Array.from(
    { length: outputs },
    (_, output) => new TaylorNetwork(program, (p, product) => weightOf(weights[p]!, product), output),
  );
  const count = weights.reduce((sum, { length }) => sum + length, 0);
  return {
    outputs,
    imageSize: [...networks[0]!.products.values()].reduce(
      (sum, { rows, columns }) => sum + 2 * (rows + columns) - rows * columns,
      count,
    ),
    coefficient(a, direction, order) {
      const sample = Math.floor(a / outputs);
      const x = inputs.subarray(sample * width, (sample + 1) * width);
      const series = networks[a % outputs]!.gradientSeries(x, direction, order);
      return scaled(series[order]!, () => outputFactor);
    },
  };
}

function weightOf(
  entries: Float64Array,
  product: { readonly rows: number; readonly columns: number } | undefined,
): LinearOperator | Float64Array {
  if (product === undefined) return entries;
  return entriesOperator(product.rows, product.columns, (first, out) =>
    out.set(entries.subarray(first, first + out.length)),
  );
}

/** Products of matrices that lie in arrays in any order, in WebAssembly with vectors of two doubles. */
import { NumericModule } from '../wasm/numeric-module.ts';
import { double, ROW } from '../wasm/precision.ts';

/** Entry (i, j) is data[rows[i] + columns[j]]. */
export interface MatrixView {
  readonly data: Float64Array;
  readonly rows: Int32Array;
  readonly columns: Int32Array;
}

/** Rows of a panel in assembly/numeric/lanes.ts. */
const PANEL = 5;
const { lanes } = double;
let module: NumericModule | undefined;

/**
 * c = a b, every entry Σ_k a_ik b_kj from the first k on, left to right, from −0: the bits of {@link plainProduct}.
 * Throws {@link TooLargeError} when WebAssembly's memory does not hold them.
 */
export function product(a: MatrixView, b: MatrixView, c: MatrixView): void {
  const [rows, depth, columns] = [a.rows.length, a.columns.length, b.columns.length];
  module ??= new NumericModule();
  const mark = module.used;
  try {
    const panels = Math.ceil(rows / PANEL);
    const blocks = Math.ceil(columns / lanes);
    const source = module.allocate(a.data.length * 8, 'a factor');
    const [rowOffsets, columnOffsets] = [module.allocate(4 * rows), module.allocate(4 * depth)];
    const packed = module.allocate(panels * PANEL * depth * 8, 'a factor');
    const [xStride, outStride] = [depth * ROW, panels * PANEL * ROW];
    const x = module.allocate(blocks * xStride, 'a factor');
    const out = module.allocate(blocks * outStride, 'a product');
    module.doubles(source, a.data.length).set(a.data);
    module.words(rowOffsets, rows).set(a.rows);
    module.words(columnOffsets, depth).set(a.columns);
    const kernels = double.kernels(module.functions);
    kernels.pack(packed, source, rowOffsets, columnOffsets, rows, depth);
    const into = module.doubles(x, blocks * depth * lanes);
    for (let block = 0, at = 0; block < blocks; block++)
      for (let k = 0; k < depth; k++)
        for (let lane = 0; lane < lanes; lane++, at++) {
          const j = block * lanes + lane;
          into[at] = j < columns ? b.data[b.rows[k]! + b.columns[j]!]! : 0;
        }
    kernels.multiply(out, packed, x, panels, depth, blocks, outStride, xStride);
    const from = module.doubles(out, blocks * panels * PANEL * lanes);
    // Four columns of a row at a time, as they lie.
    for (let block = 0, at = 0; block < blocks; block++)
      for (let i = 0; i < panels * PANEL; i++, at += lanes) {
        if (i >= rows) continue;
        const row = c.rows[i]!;
        const last = Math.min(lanes, columns - block * lanes);
        for (let lane = 0; lane < last; lane++) c.data[row + c.columns[block * lanes + lane]!] = from[at + lane]!;
      }
  } finally {
    module.release(mark);
  }
}

/** The same by plain loops. */
export function plainProduct(a: MatrixView, b: MatrixView, c: MatrixView): void {
  for (let i = 0; i < a.rows.length; i++)
    for (let j = 0; j < b.columns.length; j++) {
      let sum = -0;
      for (let k = 0; k < a.columns.length; k++)
        sum += a.data[a.rows[i]! + a.columns[k]!]! * b.data[b.rows[k]! + b.columns[j]!]!;
      c.data[c.rows[i]! + c.columns[j]!] = sum;
    }
}

/** 0, step, 2 step, …: offsets of `count` rows or columns. */
export const offsets = (count: number, step: number): Int32Array =>
  Int32Array.from({ length: count }, (_, i) => i * step);

/** a aᵀ of a matrix of `rows` rows, row after row. */
export function gram(a: Float64Array, rows: number, b: Float64Array = a, otherRows: number = rows): Float64Array {
  const [depth, otherDepth] = [a.length / rows, b.length / otherRows];
  const result = new Float64Array(rows * otherRows);
  const view = { data: a, rows: offsets(rows, depth), columns: offsets(depth, 1) };
  const transposed = { data: b, rows: offsets(otherDepth, 1), columns: offsets(otherRows, otherDepth) };
  product(view, transposed, { data: result, rows: offsets(rows, otherRows), columns: offsets(otherRows, 1) });
  return result;
}

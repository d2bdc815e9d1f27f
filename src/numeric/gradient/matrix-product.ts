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
/** Numbers of a factor's rows, and of their products, that are taken at a time: they stay in the second-level cache. */
const GROUP = 2 ** 16;
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
    const group = Math.min(rows, PANEL * Math.max(4, Math.floor(GROUP / Math.max(depth, columns) / PANEL)));
    const panels = Math.ceil(group / PANEL);
    const blocks = Math.ceil(columns / lanes);
    const source = module.allocate(group * depth * 8, 'a factor');
    const [rowOffsets, columnOffsets] = [module.allocate(4 * group), module.allocate(4 * depth)];
    const packed = module.allocate(panels * PANEL * depth * 8, 'a factor');
    const [xStride, outStride] = [depth * ROW, panels * PANEL * ROW];
    const x = module.allocate(blocks * xStride, 'a factor');
    const out = module.allocate(blocks * outStride, 'a product');
    const kernels = double.kernels(module.functions);
    intoLanes(b, module.doubles(x, blocks * depth * lanes));
    const [entries, from] = [
      module.doubles(source, group * depth),
      module.doubles(out, blocks * panels * PANEL * lanes),
    ];
    for (let first = 0; first < rows; first += group) {
      const count = Math.min(group, rows - first);
      const [rowStep, columnStep] = gather(a, first, count, entries);
      module.words(rowOffsets, count).set(offsets(count, rowStep));
      module.words(columnOffsets, depth).set(offsets(depth, columnStep));
      kernels.pack(packed, source, rowOffsets, columnOffsets, count, depth);
      kernels.multiply(out, packed, x, Math.ceil(count / PANEL), depth, blocks, outStride, xStride);
      scatter(from, panels * PANEL, c, first, count);
    }
  } finally {
    module.release(mark);
  }
}

/** Whether these lie beside each other. */
function beside(positions: Int32Array, first = 0, count: number = positions.length): boolean {
  for (let i = 1; i < count; i++) if (positions[first + i] !== positions[first]! + i) return false;
  return true;
}

/** Rows of a matrix, in the order in which they lie; how far it is from row to row and from column to column. */
function gather(
  { data, rows, columns }: MatrixView,
  first: number,
  count: number,
  out: Float64Array,
): readonly [rowStep: number, columnStep: number] {
  const depth = columns.length;
  if (!beside(columns) && beside(rows, first, count)) {
    for (let k = 0; k < depth; k++) {
      const start = rows[first]! + columns[k]!;
      out.set(data.subarray(start, start + count), k * count);
    }
    return [1, count];
  }
  if (beside(columns)) {
    for (let i = 0; i < count; i++) {
      const start = rows[first + i]! + columns[0]!;
      out.set(data.subarray(start, start + depth), i * depth);
    }
    return [depth, 1];
  }
  for (let i = 0, at = 0; i < count; i++)
    for (let k = 0; k < depth; k++, at++) out[at] = data[rows[first + i]! + columns[k]!]!;
  return [depth, 1];
}

/** Columns into lanes, four of a row beside each other; those that are missing from the last four are 0. */
function intoLanes({ data, rows, columns }: MatrixView, out: Float64Array): void {
  const [depth, count] = [rows.length, columns.length];
  if (count % lanes !== 0) out.fill(0, Math.floor(count / lanes) * depth * lanes);
  for (let block = 0; block * lanes < count; block++) {
    const width = Math.min(lanes, count - block * lanes);
    for (let lane = 0; lane < width; lane++) {
      const column = columns[block * lanes + lane]!;
      let at = block * depth * lanes + lane;
      for (let k = 0; k < depth; k++, at += lanes) out[at] = data[rows[k]! + column]!;
    }
  }
}

/** Lanes into rows of a matrix. */
function scatter(from: Float64Array, height: number, c: MatrixView, first: number, count: number): void {
  const { data, rows, columns } = c;
  const total = columns.length;
  if (beside(rows, first, count)) {
    for (let j = 0; j < total; j++) {
      let at = Math.floor(j / lanes) * height * lanes + (j % lanes);
      const start = rows[first]! + columns[j]!;
      for (let i = 0; i < count; i++, at += lanes) data[start + i] = from[at]!;
    }
    return;
  }
  for (let i = 0; i < count; i++) {
    const row = rows[first + i]!;
    for (let j = 0, block = i * lanes; j < total; block += height * lanes)
      for (let lane = 0; lane < lanes && j < total; lane++, j++) data[row + columns[j]!] = from[block + lane]!;
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
export function offsets(count: number, step: number): Int32Array {
  const list = new Int32Array(count);
  for (let i = 0; i < count; i++) list[i] = i * step;
  return list;
}

/** a aᵀ of a matrix of `rows` rows, row after row. */
export function gram(a: Float64Array, rows: number, b: Float64Array = a, otherRows: number = rows): Float64Array {
  const [depth, otherDepth] = [a.length / rows, b.length / otherRows];
  const result = new Float64Array(rows * otherRows);
  const view = { data: a, rows: offsets(rows, depth), columns: offsets(depth, 1) };
  const transposed = { data: b, rows: offsets(otherDepth, 1), columns: offsets(otherRows, otherDepth) };
  product(view, transposed, { data: result, rows: offsets(rows, otherRows), columns: offsets(otherRows, 1) });
  return result;
}

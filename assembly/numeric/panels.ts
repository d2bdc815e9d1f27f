/**
 * Products of a row-major weight with values of many samples, as lanes.ts lays them out, and of its transpose: no copy of
 * the weight is made but for a stripe of columns. Every sum is taken with the index that is summed over rising.
 */

import { multiplyAdd, PANEL, ROW } from './rows';

/** Columns taken at once: five rows of weights that lie 4 KiB apart and the rows of one block share a first-level cache of 8 ways. */
const DEPTH: i32 = 256;
/** Panels taken at once, which stay in the second-level cache. */
const PANELS: i32 = 16;
/** Columns of a stripe: whole panels, and a whole number of vectors. */
const STRIPE: i32 = 20;
/** Rows of a stripe. */
const HEIGHT: i32 = 128;
/** Bytes of the stripes that are copied at once, which stay in the second-level cache. */
const COPY: i32 = 163840;

/** A panel of rows of out (+)= Σ_k w[k] x[k] over `depth` terms, the weights at w0 … w4 and `step` bytes on for the next term. */
@inline
function panel<T>(out: usize, w0: usize, w1: usize, w2: usize, w3: usize, w4: usize, step: usize, x: usize, depth: i32, first: bool): void {
  const start = v128.splat<T>(<T>-0.0);
  let s00 = first ? start : v128.load(out);
  let s01 = first ? start : v128.load(out, 16);
  let s10 = first ? start : v128.load(out, 32);
  let s11 = first ? start : v128.load(out, 48);
  let s20 = first ? start : v128.load(out, 64);
  let s21 = first ? start : v128.load(out, 80);
  let s30 = first ? start : v128.load(out, 96);
  let s31 = first ? start : v128.load(out, 112);
  let s40 = first ? start : v128.load(out, 128);
  let s41 = first ? start : v128.load(out, 144);
  const end = x + <usize>depth * ROW;
  for (let at: usize = 0; x < end; at += step, x += ROW) {
    const x0 = v128.load(x);
    const x1 = v128.load(x, 16);
    let w = v128.load_splat<T>(w0 + at);
    s00 = multiplyAdd<T>(s00, w, x0);
    s01 = multiplyAdd<T>(s01, w, x1);
    w = v128.load_splat<T>(w1 + at);
    s10 = multiplyAdd<T>(s10, w, x0);
    s11 = multiplyAdd<T>(s11, w, x1);
    w = v128.load_splat<T>(w2 + at);
    s20 = multiplyAdd<T>(s20, w, x0);
    s21 = multiplyAdd<T>(s21, w, x1);
    w = v128.load_splat<T>(w3 + at);
    s30 = multiplyAdd<T>(s30, w, x0);
    s31 = multiplyAdd<T>(s31, w, x1);
    w = v128.load_splat<T>(w4 + at);
    s40 = multiplyAdd<T>(s40, w, x0);
    s41 = multiplyAdd<T>(s41, w, x1);
  }
  v128.store(out, s00);
  v128.store(out, s01, 16);
  v128.store(out, s10, 32);
  v128.store(out, s11, 48);
  v128.store(out, s20, 64);
  v128.store(out, s21, 80);
  v128.store(out, s30, 96);
  v128.store(out, s31, 112);
  v128.store(out, s40, 128);
  v128.store(out, s41, 144);
}

/** The same with the five weights side by side. */
@inline
function sideBySide<T>(out: usize, weights: usize, step: usize, x: usize, depth: i32, first: bool): void {
  const start = v128.splat<T>(<T>-0.0);
  let s00 = first ? start : v128.load(out);
  let s01 = first ? start : v128.load(out, 16);
  let s10 = first ? start : v128.load(out, 32);
  let s11 = first ? start : v128.load(out, 48);
  let s20 = first ? start : v128.load(out, 64);
  let s21 = first ? start : v128.load(out, 80);
  let s30 = first ? start : v128.load(out, 96);
  let s31 = first ? start : v128.load(out, 112);
  let s40 = first ? start : v128.load(out, 128);
  let s41 = first ? start : v128.load(out, 144);
  const end = x + <usize>depth * ROW;
  for (; x < end; weights += step, x += ROW) {
    const x0 = v128.load(x);
    const x1 = v128.load(x, 16);
    let w = v128.load_splat<T>(weights);
    s00 = multiplyAdd<T>(s00, w, x0);
    s01 = multiplyAdd<T>(s01, w, x1);
    w = v128.load_splat<T>(weights, sizeof<T>());
    s10 = multiplyAdd<T>(s10, w, x0);
    s11 = multiplyAdd<T>(s11, w, x1);
    w = v128.load_splat<T>(weights, 2 * sizeof<T>());
    s20 = multiplyAdd<T>(s20, w, x0);
    s21 = multiplyAdd<T>(s21, w, x1);
    w = v128.load_splat<T>(weights, 3 * sizeof<T>());
    s30 = multiplyAdd<T>(s30, w, x0);
    s31 = multiplyAdd<T>(s31, w, x1);
    w = v128.load_splat<T>(weights, 4 * sizeof<T>());
    s40 = multiplyAdd<T>(s40, w, x0);
    s41 = multiplyAdd<T>(s41, w, x1);
  }
  v128.store(out, s00);
  v128.store(out, s01, 16);
  v128.store(out, s10, 32);
  v128.store(out, s11, 48);
  v128.store(out, s20, 64);
  v128.store(out, s21, 80);
  v128.store(out, s30, 96);
  v128.store(out, s31, 112);
  v128.store(out, s40, 128);
  v128.store(out, s41, 144);
}

/**
 * out[r] = Σ_k w[r][k] x[k] in every lane; `w` row-major, rows one after another. With `triangular` x is a matrix [k][sample]
 * that is 0 for k beyond the last sample of the block, and those terms are left out. Room at `out` for whole panels.
 */
@inline
function multiplyRows<T>(out: usize, w: usize, x: usize, rows: i32, columns: i32, blocks: i32, outStride: usize, xStride: usize, triangular: bool): void {
  const rowBytes = <usize>columns * sizeof<T>();
  const lanes = <i32>(ROW / sizeof<T>());
  for (let k = 0; k < columns; k += DEPTH) {
    for (let group = 0; group < rows; group += PANELS * PANEL) {
      const end = min(rows, group + PANELS * PANEL);
      for (let b = 0; b < blocks; b++) {
        const known = triangular ? min(columns, (b + 1) * lanes) : columns;
        const depth = min(DEPTH, known - k);
        if (depth <= 0) continue;
        const xBlock = x + <usize>b * xStride + <usize>k * ROW;
        for (let r = group; r < end; r += PANEL) {
          const first = w + <usize>r * rowBytes + <usize>k * sizeof<T>();
          // Rows that are missing from the last panel are its first.
          panel<T>(
            out + <usize>b * outStride + <usize>r * ROW,
            first,
            r + 1 < rows ? first + rowBytes : first,
            r + 2 < rows ? first + 2 * rowBytes : first,
            r + 3 < rows ? first + 3 * rowBytes : first,
            r + 4 < rows ? first + 4 * rowBytes : first,
            sizeof<T>(),
            xBlock,
            depth,
            k == 0,
          );
        }
      }
    }
  }
}

/**
 * out[k] = Σ_r w[r][k] x[r] in every lane, or out + that; `w` row-major, `rows` rows one after another, and readable for 20
 * entries beyond the last; `copy` has room for 160 KiB. Room at `out` for multiples of 20 rows.
 */
@inline
function multiplyColumns<T>(out: usize, w: usize, x: usize, rows: i32, columns: i32, blocks: i32, outStride: usize, xStride: usize, accumulate: bool, copy: usize): void {
  const rowBytes = <usize>columns * sizeof<T>();
  const stripeRow = <usize>STRIPE * sizeof<T>();
  const stripeBytes = HEIGHT * stripeRow;
  const atOnce = <i32>(COPY / stripeBytes);
  for (let r = 0; r < rows; r += HEIGHT) {
    const depth = min(HEIGHT, rows - r);
    const first = r == 0 && !accumulate;
    for (let k = 0; k < columns; k += atOnce * STRIPE) {
      const stripes = min(atOnce, (columns - k + STRIPE - 1) / STRIPE);
      for (let i = 0; i < depth; i++) {
        let from = w + <usize>(r + i) * rowBytes + <usize>k * sizeof<T>();
        let to = copy + <usize>i * stripeRow;
        for (let s = 0; s < stripes; s++) {
          for (let at: usize = 0; at < stripeRow; at += 80) {
            v128.store(to + at, v128.load(from + at));
            v128.store(to + at, v128.load(from + at, 16), 16);
            v128.store(to + at, v128.load(from + at, 32), 32);
            v128.store(to + at, v128.load(from + at, 48), 48);
            v128.store(to + at, v128.load(from + at, 64), 64);
          }
          from += stripeRow;
          to += stripeBytes;
        }
      }
      for (let b = 0; b < blocks; b++) {
        const xBlock = x + <usize>b * xStride + <usize>r * ROW;
        let to = out + <usize>b * outStride + <usize>k * ROW;
        for (let s = 0; s < stripes; s++) {
          let at = copy + <usize>s * stripeBytes;
          for (let p = 0; p < STRIPE; p += PANEL) {
            sideBySide<T>(to, at, stripeRow, xBlock, depth, first);
            at += PANEL * sizeof<T>();
            to += PANEL * ROW;
          }
        }
      }
    }
  }
}

export function multiplyRowsDouble(out: usize, w: usize, x: usize, rows: i32, columns: i32, blocks: i32, outStride: usize, xStride: usize, triangular: bool): void {
  multiplyRows<f64>(out, w, x, rows, columns, blocks, outStride, xStride, triangular);
}

export function multiplyRowsSingle(out: usize, w: usize, x: usize, rows: i32, columns: i32, blocks: i32, outStride: usize, xStride: usize, triangular: bool): void {
  multiplyRows<f32>(out, w, x, rows, columns, blocks, outStride, xStride, triangular);
}

export function multiplyColumnsDouble(out: usize, w: usize, x: usize, rows: i32, columns: i32, blocks: i32, outStride: usize, xStride: usize, accumulate: bool, copy: usize): void {
  multiplyColumns<f64>(out, w, x, rows, columns, blocks, outStride, xStride, accumulate, copy);
}

export function multiplyColumnsSingle(out: usize, w: usize, x: usize, rows: i32, columns: i32, blocks: i32, outStride: usize, xStride: usize, accumulate: bool, copy: usize): void {
  multiplyColumns<f32>(out, w, x, rows, columns, blocks, outStride, xStride, accumulate, copy);
}

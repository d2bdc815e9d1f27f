/**
 * Programs over many samples at once. A row is one entry of a value for the samples of one block: 32 bytes, 8 floats or
 * 4 doubles, so that every sample has a lane of its own and each sum is taken in the order that src/numeric/evaluation-order.ts
 * documents. A value is blocks of rows. A uniform value, the same for all samples, is an array of numbers.
 *
 * Sums start from −0, since −0 + x is x for every x, zeros of both signs included.
 */

import { multiplyAdd, PANEL, ROW } from './rows';

/** Columns of weights taken at once: the rows of one block that go with them take half a first-level cache. */
const DEPTH: i32 = 512;
/** Panels taken at once, which stay in the second-level cache. */
const PANELS: i32 = 16;

/** A panel of rows of out += weights · x over `depth` columns; `first` starts the sums. */
@inline
function panelTimesBlock<T>(out: usize, weights: usize, x: usize, depth: i32, first: bool): void {
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
  while (x < end) {
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
    weights += PANEL * sizeof<T>();
    x += ROW;
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
 * out[r] = Σ_k weights[r][k] x[k] in every lane, k rising; `weights` as `pack` leaves them, rows in `panels` panels, and
 * room for all of their rows at `out`. The strides are bytes from block to block.
 */
@inline
function multiply<T>(
  out: usize,
  weights: usize,
  x: usize,
  panels: i32,
  columns: i32,
  blocks: i32,
  outStride: usize,
  xStride: usize,
): void {
  for (let k = 0; k < columns; k += DEPTH) {
    const depth = min(DEPTH, columns - k);
    const panelBytes = <usize>(depth * PANEL) * sizeof<T>();
    for (let p = 0; p < panels; p += PANELS) {
      const last = min(panels, p + PANELS);
      for (let b = 0; b < blocks; b++) {
        const xBlock = x + <usize>b * xStride + <usize>k * ROW;
        const outBlock = out + <usize>b * outStride;
        for (let panel = p; panel < last; panel++)
          panelTimesBlock<T>(
            outBlock + <usize>(panel * PANEL) * ROW,
            weights + <usize>panel * panelBytes,
            xBlock,
            depth,
            k == 0,
          );
      }
    }
    weights += <usize>panels * panelBytes;
  }
}

/**
 * Weights for `multiply`: entry (r, k) is source[rowOffsets[r] + columnOffsets[k]]. Groups of columns one after another,
 * in each the panels, in each the columns, in each a panel of rows; rows that are missing from the last panel are 0.
 */
@inline
function pack<T>(out: usize, source: usize, rowOffsets: usize, columnOffsets: usize, rows: i32, columns: i32): void {
  for (let k = 0; k < columns; k += DEPTH) {
    const end = min(columns, k + DEPTH);
    for (let r = 0; r < rows; r += PANEL) {
      for (let column = k; column < end; column++) {
        const at = source + <usize>load<i32>(columnOffsets + (<usize>column << 2)) * sizeof<T>();
        for (let row = r; row < r + PANEL; row++) {
          store<T>(
            out,
            row < rows ? load<T>(at + <usize>load<i32>(rowOffsets + (<usize>row << 2)) * sizeof<T>()) : <T>0,
          );
          out += sizeof<T>();
        }
      }
    }
  }
}

/** What `contract` reads of an operand; five words of 32 bits. */
@unmanaged
class Operand {
  address: u32;
  /** 1: one number for all samples. */
  uniform: u32;
  /** Bytes from block to block. */
  blockStride: u32;
  /** Entry of each output, and what each term adds to it: 32-bit integers. */
  outer: u32;
  inner: u32;
}

/** out[o] = Σ_t Π_k operand_k[outer_k[o] + inner_k[t]] in every lane, factors and terms from the left. */
@inline
function contract<T>(
  out: usize,
  operands: usize,
  operandCount: i32,
  size: i32,
  terms: i32,
  blocks: i32,
  outStride: usize,
): void {
  for (let b = 0; b < blocks; b++) {
    for (let o = 0; o < size; o++) {
      let s0 = v128.splat<T>(<T>-0.0);
      let s1 = s0;
      for (let t = 0; t < terms; t++) {
        let p0 = s0;
        let p1 = s0;
        for (let k = 0; k < operandCount; k++) {
          const operand = changetype<Operand>(operands + <usize>k * offsetof<Operand>());
          const entry = <usize>(
            load<i32>(operand.outer + (<usize>o << 2)) + load<i32>(operand.inner + (<usize>t << 2))
          );
          let x0: v128;
          let x1: v128;
          if (operand.uniform) {
            x0 = v128.load_splat<T>(operand.address + entry * sizeof<T>());
            x1 = x0;
          } else {
            const at = operand.address + <usize>b * operand.blockStride + entry * ROW;
            x0 = v128.load(at);
            x1 = v128.load(at, 16);
          }
          p0 = k == 0 ? x0 : v128.mul<T>(p0, x0);
          p1 = k == 0 ? x1 : v128.mul<T>(p1, x1);
        }
        s0 = v128.add<T>(s0, p0);
        s1 = v128.add<T>(s1, p1);
      }
      v128.store(out + <usize>o * ROW, s0);
      v128.store(out + <usize>o * ROW, s1, 16);
    }
    out += outStride;
  }
}

/** out = c x, or out + c x, in every lane; x uniform or not. */
@inline
function addScaled<T>(
  out: usize,
  x: usize,
  c: T,
  size: i32,
  blocks: i32,
  outStride: usize,
  xStride: usize,
  uniform: bool,
  first: bool,
): void {
  const factor = v128.splat<T>(c);
  for (let b = 0; b < blocks; b++) {
    let at = x;
    const end = out + <usize>size * ROW;
    for (let to = out; to < end; to += ROW) {
      let x0: v128;
      let x1: v128;
      if (uniform) {
        x0 = v128.load_splat<T>(at);
        x1 = x0;
        at += sizeof<T>();
      } else {
        x0 = v128.load(at);
        x1 = v128.load(at, 16);
        at += ROW;
      }
      x0 = v128.mul<T>(factor, x0);
      x1 = v128.mul<T>(factor, x1);
      v128.store(to, first ? x0 : v128.add<T>(v128.load(to), x0));
      v128.store(to, first ? x1 : v128.add<T>(v128.load(to, 16), x1), 16);
    }
    out += outStride;
    if (!uniform) x += xStride;
  }
}

/**
 * out = σ(x + bias) in every lane, σ by Horner's rule with `degree` + 1 coefficients, the constant term first; bias: an
 * array of numbers, 0 for none. `out` may be `x`.
 */
@inline
function polynomial<T>(
  out: usize,
  x: usize,
  bias: usize,
  coefficients: usize,
  degree: i32,
  size: i32,
  blocks: i32,
  outStride: usize,
  xStride: usize,
): void {
  const highest = v128.load_splat<T>(coefficients + <usize>degree * sizeof<T>());
  for (let b = 0; b < blocks; b++) {
    for (let i = 0; i < size; i++) {
      let x0 = v128.load(x + <usize>i * ROW);
      let x1 = v128.load(x + <usize>i * ROW, 16);
      if (bias) {
        const c = v128.load_splat<T>(bias + <usize>i * sizeof<T>());
        x0 = v128.add<T>(x0, c);
        x1 = v128.add<T>(x1, c);
      }
      let y0 = highest;
      let y1 = highest;
      for (let k = degree - 1; k >= 0; k--) {
        const c = v128.load_splat<T>(coefficients + <usize>k * sizeof<T>());
        y0 = v128.add<T>(v128.mul<T>(y0, x0), c);
        y1 = v128.add<T>(v128.mul<T>(y1, x1), c);
      }
      v128.store(out + <usize>i * ROW, y0);
      v128.store(out + <usize>i * ROW, y1, 16);
    }
    out += outStride;
    x += xStride;
  }
}

// The two instances of each.

export function multiplyDouble(out: usize, weights: usize, x: usize, panels: i32, columns: i32, blocks: i32, outStride: usize, xStride: usize): void {
  multiply<f64>(out, weights, x, panels, columns, blocks, outStride, xStride);
}

export function multiplySingle(out: usize, weights: usize, x: usize, panels: i32, columns: i32, blocks: i32, outStride: usize, xStride: usize): void {
  multiply<f32>(out, weights, x, panels, columns, blocks, outStride, xStride);
}

export function packDouble(out: usize, source: usize, rowOffsets: usize, columnOffsets: usize, rows: i32, columns: i32): void {
  pack<f64>(out, source, rowOffsets, columnOffsets, rows, columns);
}

export function packSingle(out: usize, source: usize, rowOffsets: usize, columnOffsets: usize, rows: i32, columns: i32): void {
  pack<f32>(out, source, rowOffsets, columnOffsets, rows, columns);
}

export function contractDouble(out: usize, operands: usize, operandCount: i32, size: i32, terms: i32, blocks: i32, outStride: usize): void {
  contract<f64>(out, operands, operandCount, size, terms, blocks, outStride);
}

export function contractSingle(out: usize, operands: usize, operandCount: i32, size: i32, terms: i32, blocks: i32, outStride: usize): void {
  contract<f32>(out, operands, operandCount, size, terms, blocks, outStride);
}

export function addScaledDouble(out: usize, x: usize, c: f64, size: i32, blocks: i32, outStride: usize, xStride: usize, uniform: bool, first: bool): void {
  addScaled<f64>(out, x, c, size, blocks, outStride, xStride, uniform, first);
}

export function addScaledSingle(out: usize, x: usize, c: f32, size: i32, blocks: i32, outStride: usize, xStride: usize, uniform: bool, first: bool): void {
  addScaled<f32>(out, x, c, size, blocks, outStride, xStride, uniform, first);
}

export function polynomialDouble(out: usize, x: usize, bias: usize, coefficients: usize, degree: i32, size: i32, blocks: i32, outStride: usize, xStride: usize): void {
  polynomial<f64>(out, x, bias, coefficients, degree, size, blocks, outStride, xStride);
}

export function polynomialSingle(out: usize, x: usize, bias: usize, coefficients: usize, degree: i32, size: i32, blocks: i32, outStride: usize, xStride: usize): void {
  polynomial<f32>(out, x, bias, coefficients, degree, size, blocks, outStride, xStride);
}

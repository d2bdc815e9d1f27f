/**
 * Products between values of many samples, as lanes.ts lays them out: rows of 32 bytes, a sample in each lane.
 * Four scalars of one operand times a row of the other, in eight sums that stay in registers.
 */

import { multiplyAdd, ROW } from './rows';

/** Rows of each operand taken at once, so that both stay in the first-level cache. */
const DEPTH: i32 = 256;

/** out[r] (+)= Σ_k x[k][r] y[k] for four scalars r from `x` on, the next four `xStep` bytes on. */
@inline
function fourLanes<T>(out: usize, outStride: usize, x: usize, xStep: usize, y: usize, depth: i32, first: bool): void {
  const zero = v128.splat<T>(<T>0);
  const out1 = out + outStride;
  const out2 = out1 + outStride;
  const out3 = out2 + outStride;
  let s00 = first ? zero : v128.load(out);
  let s01 = first ? zero : v128.load(out, 16);
  let s10 = first ? zero : v128.load(out1);
  let s11 = first ? zero : v128.load(out1, 16);
  let s20 = first ? zero : v128.load(out2);
  let s21 = first ? zero : v128.load(out2, 16);
  let s30 = first ? zero : v128.load(out3);
  let s31 = first ? zero : v128.load(out3, 16);
  const end = y + <usize>depth * ROW;
  while (y < end) {
    const y0 = v128.load(y);
    const y1 = v128.load(y, 16);
    let w = v128.load_splat<T>(x);
    s00 = multiplyAdd<T>(s00, w, y0);
    s01 = multiplyAdd<T>(s01, w, y1);
    w = v128.load_splat<T>(x, sizeof<T>());
    s10 = multiplyAdd<T>(s10, w, y0);
    s11 = multiplyAdd<T>(s11, w, y1);
    w = v128.load_splat<T>(x, 2 * sizeof<T>());
    s20 = multiplyAdd<T>(s20, w, y0);
    s21 = multiplyAdd<T>(s21, w, y1);
    w = v128.load_splat<T>(x, 3 * sizeof<T>());
    s30 = multiplyAdd<T>(s30, w, y0);
    s31 = multiplyAdd<T>(s31, w, y1);
    x += xStep;
    y += ROW;
  }
  v128.store(out, s00);
  v128.store(out, s01, 16);
  v128.store(out1, s10);
  v128.store(out1, s11, 16);
  v128.store(out2, s20);
  v128.store(out2, s21, 16);
  v128.store(out3, s30);
  v128.store(out3, s31, 16);
}

/**
 * out[a][b] = Σ_k x[k][a] y[k][b], k rising, for a < `count` (and up to a multiple of 4) and all samples b of `yBlocks` blocks,
 * `outStride` bytes from row to row of out. x[k][a] lies at x + k `xStep` + ⌊a/p⌋ `xStride` and (a mod p) numbers on, p =
 * `xPerBlock`, so that x may be a value in lanes or row-major. With `upper` only blocks of samples from that of a on.
 */
@inline
function gram<T>(out: usize, outStride: usize, x: usize, xStep: usize, xPerBlock: i32, xStride: usize, count: i32, y: usize, entries: i32, yBlocks: i32, yStride: usize, upper: bool): void {
  const lanes = <i32>(ROW / sizeof<T>());
  for (let k = 0; k < entries; k += DEPTH) {
    const depth = min(DEPTH, entries - k);
    for (let a = 0; a < count; a += 4) {
      const scalars = x + <usize>k * xStep + <usize>(a / xPerBlock) * xStride + <usize>(a % xPerBlock) * sizeof<T>();
      for (let b = upper ? a / lanes : 0; b < yBlocks; b++)
        fourLanes<T>(
          out + <usize>a * outStride + <usize>b * ROW,
          outStride,
          scalars,
          xStep,
          y + <usize>b * yStride + <usize>k * ROW,
          depth,
          k == 0,
        );
    }
  }
}

/** out[r] += Σ_a x[r][a] m[a] for four rows r, a over all samples of `blocks` blocks. */
@inline
function addToFour<T>(out: usize, x: usize, m: usize, blocks: i32, xStride: usize): void {
  let s00 = v128.load(out);
  let s01 = v128.load(out, 16);
  let s10 = v128.load(out, 32);
  let s11 = v128.load(out, 48);
  let s20 = v128.load(out, 64);
  let s21 = v128.load(out, 80);
  let s30 = v128.load(out, 96);
  let s31 = v128.load(out, 112);
  for (let a = 0; a < blocks; a++) {
    const end = x + ROW;
    for (let w = x; w < end; w += sizeof<T>(), m += ROW) {
      const y0 = v128.load(m);
      const y1 = v128.load(m, 16);
      let c = v128.load_splat<T>(w);
      s00 = multiplyAdd<T>(s00, c, y0);
      s01 = multiplyAdd<T>(s01, c, y1);
      c = v128.load_splat<T>(w, 32);
      s10 = multiplyAdd<T>(s10, c, y0);
      s11 = multiplyAdd<T>(s11, c, y1);
      c = v128.load_splat<T>(w, 64);
      s20 = multiplyAdd<T>(s20, c, y0);
      s21 = multiplyAdd<T>(s21, c, y1);
      c = v128.load_splat<T>(w, 96);
      s30 = multiplyAdd<T>(s30, c, y0);
      s31 = multiplyAdd<T>(s31, c, y1);
    }
    x += xStride;
  }
  v128.store(out, s00);
  v128.store(out, s01, 16);
  v128.store(out, s10, 32);
  v128.store(out, s11, 48);
  v128.store(out, s20, 64);
  v128.store(out, s21, 80);
  v128.store(out, s30, 96);
  v128.store(out, s31, 112);
}

/**
 * out[i][b] += Σ_a x[i][a] m[a][b], a rising over all lanes of `blocks` blocks; i < `entries`, up to a multiple of 4; m is
 * rows of all samples in the blocks of b, `mStride` bytes apart.
 */
@inline
function mix<T>(out: usize, x: usize, m: usize, entries: i32, blocks: i32, outStride: usize, xStride: usize, mStride: usize): void {
  for (let i = 0; i < entries; i += 4) {
    for (let b = 0; b < blocks; b++)
      addToFour<T>(
        out + <usize>b * outStride + <usize>i * ROW,
        x + <usize>i * ROW,
        m + <usize>b * mStride,
        blocks,
        xStride,
      );
  }
}

/** out = x ∘ y, or out + x ∘ y, over `rows` rows. */
@inline
function hadamard<T>(out: usize, x: usize, y: usize, rows: i32, accumulate: bool): void {
  for (let i: usize = 0; i < <usize>rows * ROW; i += 16) {
    const product = v128.mul<T>(v128.load(x + i), v128.load(y + i));
    v128.store(out + i, accumulate ? v128.add<T>(v128.load(out + i), product) : product);
  }
}

export function gramDouble(out: usize, outStride: usize, x: usize, xStep: usize, xPerBlock: i32, xStride: usize, count: i32, y: usize, entries: i32, yBlocks: i32, yStride: usize, upper: bool): void {
  gram<f64>(out, outStride, x, xStep, xPerBlock, xStride, count, y, entries, yBlocks, yStride, upper);
}

export function gramSingle(out: usize, outStride: usize, x: usize, xStep: usize, xPerBlock: i32, xStride: usize, count: i32, y: usize, entries: i32, yBlocks: i32, yStride: usize, upper: bool): void {
  gram<f32>(out, outStride, x, xStep, xPerBlock, xStride, count, y, entries, yBlocks, yStride, upper);
}

export function mixDouble(out: usize, x: usize, m: usize, entries: i32, blocks: i32, outStride: usize, xStride: usize, mStride: usize): void {
  mix<f64>(out, x, m, entries, blocks, outStride, xStride, mStride);
}

export function mixSingle(out: usize, x: usize, m: usize, entries: i32, blocks: i32, outStride: usize, xStride: usize, mStride: usize): void {
  mix<f32>(out, x, m, entries, blocks, outStride, xStride, mStride);
}

export function hadamardDouble(out: usize, x: usize, y: usize, rows: i32, accumulate: bool): void {
  hadamard<f64>(out, x, y, rows, accumulate);
}

export function hadamardSingle(out: usize, x: usize, y: usize, rows: i32, accumulate: bool): void {
  hadamard<f32>(out, x, y, rows, accumulate);
}

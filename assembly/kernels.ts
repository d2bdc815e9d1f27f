/**
 * Kernel matrices of chains dense → polynomial → dense → … (AssemblyScript; `npm run kernels` compiles it).
 *
 * Entry (i, j) starts from the inner product of two inputs, and each stage takes its pair (k, θ) to
 *   y = Σ_l row[l][i] column[l][j] k^l,   k' = y + β,   θ' = ρ y + y'(k) θ + γ.
 * Work is cut into square tiles: inner products of a tile, all stages on it in cache, then both triangles are written.
 *
 * Inputs are packed in panels of four (doubles) or eight (floats): panel p holds [k][lane], zero beyond the last input.
 * `parameters`: s, ρ, β, γ of the first stage k = s ⟨x, x'⟩ + β, θ = ρ s ⟨x, x'⟩ + γ; then degree, ρ, β, γ of each other
 * stage, all doubles. `rows` and `columns` hold the coefficients [stage][l][input], `padded` inputs each; for one set of
 * inputs they are the same. Addresses are bytes.
 */

import { products64, TILE } from './inner-products';

@inline
function splat64(address: usize): v128 {
  return v128.load64_splat(address);
}

@inline
function splat32(address: usize): v128 {
  return v128.load32_splat(address);
}

/** All stages on a tile of inner products in k; θ beside it. */
function stages64(
  k: usize,
  theta: usize,
  parameters: usize,
  stages: i32,
  rows: usize,
  columns: usize,
  paddedRows: usize,
  paddedColumns: usize,
  i0: usize,
  j0: usize,
): void {
  {
    const s = splat64(parameters);
    const rho = splat64(parameters + 8);
    const beta = splat64(parameters + 16);
    const gamma = splat64(parameters + 24);
    for (let at: usize = 0; at < <usize>(TILE * TILE) << 3; at += 16) {
      const g = f64x2.mul(s, v128.load(k + at));
      v128.store(k + at, f64x2.add(g, beta));
      v128.store(theta + at, f64x2.add(f64x2.mul(rho, g), gamma));
    }
  }
  let p = parameters + 32;
  let row = rows + (i0 << 3);
  let column = columns + (j0 << 3);
  const rowStep = paddedRows << 3;
  const columnStep = paddedColumns << 3;
  for (let stage = 0; stage < stages; stage++, p += 32) {
    const degree = <i32>load<f64>(p);
    const rho = splat64(p + 8);
    const beta = splat64(p + 16);
    const gamma = splat64(p + 24);
    const rowTop = row + <usize>degree * rowStep;
    const columnTop = column + <usize>degree * columnStep;
    for (let i: usize = 0; i < <usize>TILE; i++) {
      for (let j: usize = 0; j < <usize>TILE; j += 8) {
        const at = (i * <usize>TILE + j) << 3;
        const k0 = v128.load(k + at);
        const k1 = v128.load(k + at, 16);
        const k2 = v128.load(k + at, 32);
        const k3 = v128.load(k + at, 48);
        let r = rowTop + (i << 3);
        let c = columnTop + (j << 3);
        let a = splat64(r);
        let y0 = f64x2.mul(a, v128.load(c));
        let y1 = f64x2.mul(a, v128.load(c, 16));
        let y2 = f64x2.mul(a, v128.load(c, 32));
        let y3 = f64x2.mul(a, v128.load(c, 48));
        let d0 = f64x2.splat(0);
        let d1 = d0;
        let d2 = d0;
        let d3 = d0;
        for (let l = degree; l > 0; l--) {
          r -= rowStep;
          c -= columnStep;
          a = splat64(r);
          d0 = f64x2.add(f64x2.mul(d0, k0), y0);
          d1 = f64x2.add(f64x2.mul(d1, k1), y1);
          d2 = f64x2.add(f64x2.mul(d2, k2), y2);
          d3 = f64x2.add(f64x2.mul(d3, k3), y3);
          y0 = f64x2.add(f64x2.mul(y0, k0), f64x2.mul(a, v128.load(c)));
          y1 = f64x2.add(f64x2.mul(y1, k1), f64x2.mul(a, v128.load(c, 16)));
          y2 = f64x2.add(f64x2.mul(y2, k2), f64x2.mul(a, v128.load(c, 32)));
          y3 = f64x2.add(f64x2.mul(y3, k3), f64x2.mul(a, v128.load(c, 48)));
        }
        v128.store(k + at, f64x2.add(y0, beta));
        v128.store(k + at, f64x2.add(y1, beta), 16);
        v128.store(k + at, f64x2.add(y2, beta), 32);
        v128.store(k + at, f64x2.add(y3, beta), 48);
        const t = theta + at;
        v128.store(t, f64x2.add(f64x2.add(f64x2.mul(d0, v128.load(t)), f64x2.mul(rho, y0)), gamma));
        v128.store(t, f64x2.add(f64x2.add(f64x2.mul(d1, v128.load(t, 16)), f64x2.mul(rho, y1)), gamma), 16);
        v128.store(t, f64x2.add(f64x2.add(f64x2.mul(d2, v128.load(t, 32)), f64x2.mul(rho, y2)), gamma), 32);
        v128.store(t, f64x2.add(f64x2.add(f64x2.mul(d3, v128.load(t, 48)), f64x2.mul(rho, y3)), gamma), 48);
      }
    }
    row = rowTop + rowStep;
    column = columnTop + columnStep;
  }
}

/** Copies the first height × width entries of a tile to out, whose rows are `step` bytes apart. */
function copy64(out: usize, tile: usize, height: i32, width: i32, step: usize): void {
  for (let i = 0; i < height; i++, out += step, tile += <usize>TILE << 3) {
    let j = 0;
    for (; j + 2 <= width; j += 2) v128.store(out + (<usize>j << 3), v128.load(tile + (<usize>j << 3)));
    if (j < width) store<f64>(out + (<usize>j << 3), load<f64>(tile + (<usize>j << 3)));
  }
}

/** Copies the transpose of the first height × width entries of a tile to out. */
function transpose64(out: usize, tile: usize, height: i32, width: i32, step: usize): void {
  const stride: usize = <usize>TILE << 3;
  for (let j = 0; j < width; j += 2) {
    const o = out + <usize>j * step;
    const from = tile + (<usize>j << 3);
    const both = j + 1 < width;
    let i = 0;
    for (; i + 2 <= height; i += 2) {
      const u = v128.load(from + <usize>i * stride);
      const v = v128.load(from + <usize>i * stride + stride);
      v128.store(o + (<usize>i << 3), v128.shuffle<i64>(u, v, 0, 2));
      if (both) v128.store(o + step + (<usize>i << 3), v128.shuffle<i64>(u, v, 1, 3));
    }
    if (i < height) {
      store<f64>(o + (<usize>i << 3), load<f64>(from + <usize>i * stride));
      if (both) store<f64>(o + step + (<usize>i << 3), load<f64>(from + <usize>i * stride + 8));
    }
  }
}

/**
 * Tiles from ≤ t < to, counted along rows; of the upper triangle only when `symmetric`, which are written twice.
 * nngp, ntk: rowCount × columnCount doubles; scratch: two tiles.
 */
export function kernels64(
  nngp: usize,
  ntk: usize,
  x: usize,
  y: usize,
  dimension: i32,
  rowCount: i32,
  columnCount: i32,
  symmetric: bool,
  parameters: usize,
  stages: i32,
  rows: usize,
  columns: usize,
  scratch: usize,
  from: i32,
  to: i32,
): void {
  const rowTiles = (rowCount + TILE - 1) / TILE;
  const columnTiles = (columnCount + TILE - 1) / TILE;
  const theta = scratch + (<usize>(TILE * TILE) << 3);
  const panel = <usize>dimension << 5;
  const step = <usize>columnCount << 3;
  let t = 0;
  for (let p = 0; p < rowTiles; p++) {
    const first = symmetric ? p : 0;
    if (t + columnTiles - first <= from) {
      t += columnTiles - first;
      continue;
    }
    for (let q = first; q < columnTiles; q++, t++) {
      if (t < from) continue;
      if (t >= to) return;
      for (let i = 0; i < TILE; i += 4) {
        const a = x + <usize>((p * TILE + i) >> 2) * panel;
        for (let j = 0; j < TILE; j += 4)
          products64(scratch + (<usize>(i * TILE + j) << 3), a, y + <usize>((q * TILE + j) >> 2) * panel, dimension);
      }
      stages64(
        scratch,
        theta,
        parameters,
        stages,
        rows,
        columns,
        <usize>(rowTiles * TILE),
        <usize>(columnTiles * TILE),
        <usize>(p * TILE),
        <usize>(q * TILE),
      );
      const height = min(TILE, rowCount - p * TILE);
      const width = min(TILE, columnCount - q * TILE);
      const at = (<usize>(p * TILE) * <usize>columnCount + <usize>(q * TILE)) << 3;
      copy64(nngp + at, scratch, height, width, step);
      copy64(ntk + at, theta, height, width, step);
      if (symmetric && p != q) {
        const mirrored = (<usize>(q * TILE) * <usize>columnCount + <usize>(p * TILE)) << 3;
        transpose64(nngp + mirrored, scratch, height, width, step);
        transpose64(ntk + mirrored, theta, height, width, step);
      }
    }
  }
}

/** out[4][8] of a tile ← inner products of four rows with eight columns. */
function products32(out: usize, a: usize, b: usize, dimension: i32): void {
  let s00 = f32x4.splat(0);
  let s01 = s00;
  let s10 = s00;
  let s11 = s00;
  let s20 = s00;
  let s21 = s00;
  let s30 = s00;
  let s31 = s00;
  const end = a + (<usize>dimension << 5);
  for (; a < end; a += 32, b += 32) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    const a0 = v128.load32_splat(a);
    s00 = f32x4.add(s00, f32x4.mul(a0, b0));
    s01 = f32x4.add(s01, f32x4.mul(a0, b1));
    const a1 = v128.load32_splat(a, 4);
    s10 = f32x4.add(s10, f32x4.mul(a1, b0));
    s11 = f32x4.add(s11, f32x4.mul(a1, b1));
    const a2 = v128.load32_splat(a, 8);
    s20 = f32x4.add(s20, f32x4.mul(a2, b0));
    s21 = f32x4.add(s21, f32x4.mul(a2, b1));
    const a3 = v128.load32_splat(a, 12);
    s30 = f32x4.add(s30, f32x4.mul(a3, b0));
    s31 = f32x4.add(s31, f32x4.mul(a3, b1));
  }
  const stride: usize = <usize>TILE << 2;
  v128.store(out, s00);
  v128.store(out, s01, 16);
  v128.store(out + stride, s10);
  v128.store(out + stride, s11, 16);
  v128.store(out + 2 * stride, s20);
  v128.store(out + 2 * stride, s21, 16);
  v128.store(out + 3 * stride, s30);
  v128.store(out + 3 * stride, s31, 16);
}

/** As {@link stages64}. */
function stages32(
  k: usize,
  theta: usize,
  parameters: usize,
  stages: i32,
  rows: usize,
  columns: usize,
  paddedRows: usize,
  paddedColumns: usize,
  i0: usize,
  j0: usize,
): void {
  {
    const s = f32x4.splat(<f32>load<f64>(parameters));
    const rho = f32x4.splat(<f32>load<f64>(parameters + 8));
    const beta = f32x4.splat(<f32>load<f64>(parameters + 16));
    const gamma = f32x4.splat(<f32>load<f64>(parameters + 24));
    for (let at: usize = 0; at < <usize>(TILE * TILE) << 2; at += 16) {
      const g = f32x4.mul(s, v128.load(k + at));
      v128.store(k + at, f32x4.add(g, beta));
      v128.store(theta + at, f32x4.add(f32x4.mul(rho, g), gamma));
    }
  }
  let p = parameters + 32;
  let row = rows + (i0 << 2);
  let column = columns + (j0 << 2);
  const rowStep = paddedRows << 2;
  const columnStep = paddedColumns << 2;
  for (let stage = 0; stage < stages; stage++, p += 32) {
    const degree = <i32>load<f64>(p);
    const rho = f32x4.splat(<f32>load<f64>(p + 8));
    const beta = f32x4.splat(<f32>load<f64>(p + 16));
    const gamma = f32x4.splat(<f32>load<f64>(p + 24));
    const rowTop = row + <usize>degree * rowStep;
    const columnTop = column + <usize>degree * columnStep;
    for (let i: usize = 0; i < <usize>TILE; i++) {
      for (let j: usize = 0; j < <usize>TILE; j += 16) {
        const at = (i * <usize>TILE + j) << 2;
        const k0 = v128.load(k + at);
        const k1 = v128.load(k + at, 16);
        const k2 = v128.load(k + at, 32);
        const k3 = v128.load(k + at, 48);
        let r = rowTop + (i << 2);
        let c = columnTop + (j << 2);
        let a = splat32(r);
        let y0 = f32x4.mul(a, v128.load(c));
        let y1 = f32x4.mul(a, v128.load(c, 16));
        let y2 = f32x4.mul(a, v128.load(c, 32));
        let y3 = f32x4.mul(a, v128.load(c, 48));
        let d0 = f32x4.splat(0);
        let d1 = d0;
        let d2 = d0;
        let d3 = d0;
        for (let l = degree; l > 0; l--) {
          r -= rowStep;
          c -= columnStep;
          a = splat32(r);
          d0 = f32x4.add(f32x4.mul(d0, k0), y0);
          d1 = f32x4.add(f32x4.mul(d1, k1), y1);
          d2 = f32x4.add(f32x4.mul(d2, k2), y2);
          d3 = f32x4.add(f32x4.mul(d3, k3), y3);
          y0 = f32x4.add(f32x4.mul(y0, k0), f32x4.mul(a, v128.load(c)));
          y1 = f32x4.add(f32x4.mul(y1, k1), f32x4.mul(a, v128.load(c, 16)));
          y2 = f32x4.add(f32x4.mul(y2, k2), f32x4.mul(a, v128.load(c, 32)));
          y3 = f32x4.add(f32x4.mul(y3, k3), f32x4.mul(a, v128.load(c, 48)));
        }
        v128.store(k + at, f32x4.add(y0, beta));
        v128.store(k + at, f32x4.add(y1, beta), 16);
        v128.store(k + at, f32x4.add(y2, beta), 32);
        v128.store(k + at, f32x4.add(y3, beta), 48);
        const t = theta + at;
        v128.store(t, f32x4.add(f32x4.add(f32x4.mul(d0, v128.load(t)), f32x4.mul(rho, y0)), gamma));
        v128.store(t, f32x4.add(f32x4.add(f32x4.mul(d1, v128.load(t, 16)), f32x4.mul(rho, y1)), gamma), 16);
        v128.store(t, f32x4.add(f32x4.add(f32x4.mul(d2, v128.load(t, 32)), f32x4.mul(rho, y2)), gamma), 32);
        v128.store(t, f32x4.add(f32x4.add(f32x4.mul(d3, v128.load(t, 48)), f32x4.mul(rho, y3)), gamma), 48);
      }
    }
    row = rowTop + rowStep;
    column = columnTop + columnStep;
  }
}

/** As {@link copy64}. */
function copy32(out: usize, tile: usize, height: i32, width: i32, step: usize): void {
  for (let i = 0; i < height; i++, out += step, tile += <usize>TILE << 2) {
    let j = 0;
    for (; j + 4 <= width; j += 4) v128.store(out + (<usize>j << 2), v128.load(tile + (<usize>j << 2)));
    for (; j < width; j++) store<f32>(out + (<usize>j << 2), load<f32>(tile + (<usize>j << 2)));
  }
}

/** As {@link transpose64}. */
function transpose32(out: usize, tile: usize, height: i32, width: i32, step: usize): void {
  const stride: usize = <usize>TILE << 2;
  let j = 0;
  for (; j + 4 <= width; j += 4) {
    const o = out + <usize>j * step;
    const from = tile + (<usize>j << 2);
    let i = 0;
    for (; i + 4 <= height; i += 4) {
      const source = from + <usize>i * stride;
      const r0 = v128.load(source);
      const r1 = v128.load(source + stride);
      const r2 = v128.load(source + 2 * stride);
      const r3 = v128.load(source + 3 * stride);
      const u0 = v128.shuffle<i32>(r0, r1, 0, 4, 1, 5);
      const u1 = v128.shuffle<i32>(r2, r3, 0, 4, 1, 5);
      const u2 = v128.shuffle<i32>(r0, r1, 2, 6, 3, 7);
      const u3 = v128.shuffle<i32>(r2, r3, 2, 6, 3, 7);
      const target = o + (<usize>i << 2);
      v128.store(target, v128.shuffle<i64>(u0, u1, 0, 2));
      v128.store(target + step, v128.shuffle<i64>(u0, u1, 1, 3));
      v128.store(target + 2 * step, v128.shuffle<i64>(u2, u3, 0, 2));
      v128.store(target + 3 * step, v128.shuffle<i64>(u2, u3, 1, 3));
    }
    for (; i < height; i++) {
      for (let c = 0; c < 4; c++)
        store<f32>(o + <usize>c * step + (<usize>i << 2), load<f32>(from + <usize>i * stride + (<usize>c << 2)));
    }
  }
  for (; j < width; j++) {
    for (let i = 0; i < height; i++)
      store<f32>(out + <usize>j * step + (<usize>i << 2), load<f32>(tile + <usize>i * stride + (<usize>j << 2)));
  }
}

/** As {@link kernels64}, in floats; the parameters are doubles still. */
export function kernels32(
  nngp: usize,
  ntk: usize,
  x: usize,
  y: usize,
  dimension: i32,
  rowCount: i32,
  columnCount: i32,
  symmetric: bool,
  parameters: usize,
  stages: i32,
  rows: usize,
  columns: usize,
  scratch: usize,
  from: i32,
  to: i32,
): void {
  const rowTiles = (rowCount + TILE - 1) / TILE;
  const columnTiles = (columnCount + TILE - 1) / TILE;
  const theta = scratch + (<usize>(TILE * TILE) << 2);
  const panel = <usize>dimension << 5;
  const step = <usize>columnCount << 2;
  let t = 0;
  for (let p = 0; p < rowTiles; p++) {
    const first = symmetric ? p : 0;
    if (t + columnTiles - first <= from) {
      t += columnTiles - first;
      continue;
    }
    for (let q = first; q < columnTiles; q++, t++) {
      if (t < from) continue;
      if (t >= to) return;
      for (let i = 0; i < TILE; i += 4) {
        const a = x + <usize>((p * TILE + i) >> 3) * panel + (<usize>(i & 4) << 2);
        for (let j = 0; j < TILE; j += 8)
          products32(scratch + (<usize>(i * TILE + j) << 2), a, y + <usize>((q * TILE + j) >> 3) * panel, dimension);
      }
      stages32(
        scratch,
        theta,
        parameters,
        stages,
        rows,
        columns,
        <usize>(rowTiles * TILE),
        <usize>(columnTiles * TILE),
        <usize>(p * TILE),
        <usize>(q * TILE),
      );
      const height = min(TILE, rowCount - p * TILE);
      const width = min(TILE, columnCount - q * TILE);
      const at = (<usize>(p * TILE) * <usize>columnCount + <usize>(q * TILE)) << 2;
      copy32(nngp + at, scratch, height, width, step);
      copy32(ntk + at, theta, height, width, step);
      if (symmetric && p != q) {
        const mirrored = (<usize>(q * TILE) * <usize>columnCount + <usize>(p * TILE)) << 2;
        transpose32(nngp + mirrored, scratch, height, width, step);
        transpose32(ntk + mirrored, theta, height, width, step);
      }
    }
  }
}

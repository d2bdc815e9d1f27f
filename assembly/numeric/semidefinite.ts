/**
 * Cholesky factors of Gram matrices, singular ones included, and what conditional sampling does with them. Small matrices of
 * doubles, n × n in rows of `width` numbers, an even count.
 */

import { ROW } from './rows';

@inline
function at(matrix: usize, row: i32, column: i32, width: i32): usize {
  return matrix + (<usize>(row * width + column) << 3);
}

/** to −= c · from, two vectors each. */
@inline
function subtract(to: usize, from: usize, c: v128): void {
  v128.store(to, f64x2.sub(v128.load(to), f64x2.mul(c, v128.load(from))));
}

/**
 * The upper triangular U = Lᵀ with L Lᵀ = A in place of a symmetric positive semidefinite A, of which the entries on and
 * above the diagonal are read; what is below is left as it was, or overwritten. A pivot that is not above `tolerance` times
 * its diagonal entry is taken for 0, and its row of U with it. `diagonal`: room for n doubles. Returns the first row whose
 * diagonal entry is not finite, and −1 when there is none.
 */
export function cholesky(a: usize, n: i32, width: i32, tolerance: f64, diagonal: usize): i32 {
  for (let i = 0; i < n; i++) {
    const entry = load<f64>(at(a, i, i, width));
    if (!isFinite<f64>(entry)) return i;
    store<f64>(diagonal + (<usize>i << 3), tolerance * entry);
  }
  for (let k = 0; k < n; k++) {
    const row = at(a, k, 0, width);
    const end = row + (<usize>width << 3);
    const from = row + (<usize>(k & ~1) << 3);
    const pivot = load<f64>(at(a, k, k, width));
    if (!(pivot > load<f64>(diagonal + (<usize>k << 3)))) {
      for (let p = from; p < end; p += 16) v128.store(p, f64x2.splat(0));
      continue;
    }
    const root = Math.sqrt(pivot);
    const inverse = f64x2.splat(1 / root);
    for (let p = from; p < end; p += 16) v128.store(p, f64x2.mul(v128.load(p), inverse));
    store<f64>(at(a, k, k, width), root);
    for (let i = k + 1; i < n; i++) {
      const c = v128.load_splat<f64>(at(a, k, i, width));
      const start = <usize>(i & ~1) << 3;
      let to = at(a, i, 0, width) + start;
      for (let p = row + start; p < end; p += 16, to += 16) subtract(to, p, c);
    }
  }
  return -1;
}

/** b[row] = (b[row] − Σ_k c_k b[k]) / pivot, eight columns at a time in registers, k from `first` to `last` − 1; c_k at `c`, `cStep` bytes apart. */
@inline
function eliminate(b: usize, row: i32, first: i32, last: i32, c: usize, cStep: usize, pivot: f64, width: i32): void {
  const bytes = <usize>width << 3;
  const inverse = f64x2.splat(1 / pivot);
  const to = b + <usize>row * bytes;
  let column: usize = 0;
  for (; column + 64 <= bytes; column += 64) {
    let s0 = v128.load(to + column);
    let s1 = v128.load(to + column, 16);
    let s2 = v128.load(to + column, 32);
    let s3 = v128.load(to + column, 48);
    let from = b + <usize>first * bytes + column;
    let weight = c;
    for (let k = first; k < last; k++, from += bytes, weight += cStep) {
      const w = v128.load_splat<f64>(weight);
      s0 = f64x2.sub(s0, f64x2.mul(w, v128.load(from)));
      s1 = f64x2.sub(s1, f64x2.mul(w, v128.load(from, 16)));
      s2 = f64x2.sub(s2, f64x2.mul(w, v128.load(from, 32)));
      s3 = f64x2.sub(s3, f64x2.mul(w, v128.load(from, 48)));
    }
    v128.store(to + column, f64x2.mul(s0, inverse));
    v128.store(to + column, f64x2.mul(s1, inverse), 16);
    v128.store(to + column, f64x2.mul(s2, inverse), 32);
    v128.store(to + column, f64x2.mul(s3, inverse), 48);
  }
  for (; column < bytes; column += 16) {
    let s0 = v128.load(to + column);
    let from = b + <usize>first * bytes + column;
    let weight = c;
    for (let k = first; k < last; k++, from += bytes, weight += cStep)
      s0 = f64x2.sub(s0, f64x2.mul(v128.load_splat<f64>(weight), v128.load(from)));
    v128.store(to + column, f64x2.mul(s0, inverse));
  }
}

@inline
function clear(b: usize, row: i32, width: i32): void {
  memory.fill(at(b, row, 0, width), 0, <usize>width << 3);
}

/** Z with Uᵀ Z = B, in place of B; rows of Z are 0 where U has no pivot. */
export function solveLower(u: usize, b: usize, n: i32, width: i32): void {
  for (let i = 0; i < n; i++) {
    const pivot = load<f64>(at(u, i, i, width));
    if (pivot == 0) clear(b, i, width);
    else eliminate(b, i, 0, i, at(u, 0, i, width), <usize>width << 3, pivot, width);
  }
}

/** X with U X = B, in place of B; rows of X are 0 where U has no pivot. */
export function solveUpper(u: usize, b: usize, n: i32, width: i32): void {
  for (let i = n - 1; i >= 0; i--) {
    const pivot = load<f64>(at(u, i, i, width));
    if (pivot == 0) clear(b, i, width);
    else eliminate(b, i, i + 1, n, at(u, i, i + 1, width), 8, pivot, width);
  }
}

/** to[i] = c from[i] − d to[i] for n rows of `width` numbers. */
@inline
function combine<T>(to: usize, from: usize, c: f64, d: f64, n: i32, width: i32): void {
  const count = n * width;
  for (let i = 0; i < count; i++) {
    store<f64>(to, c * <f64>load<T>(from) - (d == 0 ? 0 : d * load<f64>(to)));
    to += 8;
    from += sizeof<T>();
  }
}

/**
 * scale · source as rows in lanes, for gram.ts: row a of block b at m + b `mStride` + 32 a, for all lanes a of `blocks` blocks;
 * 0 beyond n. With `triangular` 0 below the diagonal, and blocks are written up to their last lane only.
 */
@inline
function place<T>(m: usize, mStride: usize, source: usize, n: i32, width: i32, blocks: i32, scale: f64, triangular: bool): void {
  const lanes = <i32>(ROW / sizeof<T>());
  for (let b = 0; b < blocks; b++) {
    let to = m + <usize>b * mStride;
    const first = b * lanes;
    const rows = triangular ? first + lanes : blocks * lanes;
    for (let a = 0; a < rows; a++) {
      if (a >= n) {
        memory.fill(to, 0, ROW);
        to += ROW;
        continue;
      }
      let from = at(source, a, first, width);
      for (let j = first; j < first + lanes; j++) {
        store<T>(to, j < n && !(triangular && a > j) ? <T>(scale * load<f64>(from)) : <T>0);
        to += sizeof<T>();
        from += 8;
      }
    }
  }
}

export function combineDouble(to: usize, from: usize, c: f64, d: f64, n: i32, width: i32): void {
  combine<f64>(to, from, c, d, n, width);
}

export function combineSingle(to: usize, from: usize, c: f64, d: f64, n: i32, width: i32): void {
  combine<f32>(to, from, c, d, n, width);
}

export function placeDouble(m: usize, mStride: usize, source: usize, n: i32, width: i32, blocks: i32, scale: f64, triangular: bool): void {
  place<f64>(m, mStride, source, n, width, blocks, scale, triangular);
}

export function placeSingle(m: usize, mStride: usize, source: usize, n: i32, width: i32, blocks: i32, scale: f64, triangular: bool): void {
  place<f32>(m, mStride, source, n, width, blocks, scale, triangular);
}

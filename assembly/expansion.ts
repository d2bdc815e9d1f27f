/**
 * Kernels of the expansion engine (AssemblyScript; `npm run kernels` compiles them).
 *
 * A residue is a 128-bit vector: one quantity modulo two primes, a lane for each, as doubles in [−p/2, p/2]. Products are
 * below 2^52 and sums of `capacity` products below 2^53, so they are exact, and one rounding brings them back. With p = 0
 * nothing is reduced, for jobs whose numbers all stay below 2^53.
 *
 * `modulus` points to p₀, p₁, 1/p₀, 1/p₁. Arrays of residues are row-major; sizes count residues; addresses are bytes.
 */

@inline
function reduced(x: v128, p: v128, inverse: v128): v128 {
  return f64x2.sub(x, f64x2.mul(p, f64x2.nearest(f64x2.mul(x, inverse))));
}

@inline
function at(array: usize, index: i32): usize {
  return array + (<usize>index << 4);
}

@inline
function atWord(array: usize, index: i32): usize {
  return array + (<usize>index << 2);
}

/** z^degree + c[degree − 1] z^(degree − 1) + … + c[0] for a reduced z, reduced; z itself for degree 0. */
@inline
function monic(z: v128, c: usize, degree: i32, p: v128, inverse: v128): v128 {
  if (degree == 0) return z;
  let value = f64x2.add(z, v128.load(at(c, degree - 1)));
  for (let k = degree - 2; k >= 0; k--) value = reduced(f64x2.add(f64x2.mul(value, z), v128.load(at(c, k))), p, inverse);
  return value;
}

/**
 * out[r][m] = σ(bias[m] + Σ_j weights[m][j] x[r][j]), σ monic of the given degree (0: none).
 * x: rows × inputs; weights: outputs × inputs; bias: 0 for none.
 */
export function affine(
  out: usize,
  x: usize,
  weights: usize,
  bias: usize,
  rows: i32,
  outputs: i32,
  inputs: i32,
  activation: usize,
  degree: i32,
  capacity: i32,
  modulus: usize,
): void {
  const p = v128.load(modulus);
  const inverse = v128.load(modulus, 16);
  const zero = f64x2.splat(0);
  const stride = <usize>inputs << 4;
  for (let r = 0; r < rows; r += 4) {
    const left = rows - r;
    const x0 = at(x, r * inputs);
    const x1 = left > 1 ? x0 + stride : x0;
    const x2 = left > 2 ? x1 + stride : x0;
    const x3 = left > 3 ? x2 + stride : x0;
    for (let m = 0; m < outputs; m += 2) {
      const both = m + 1 < outputs;
      const w0 = at(weights, m * inputs);
      const w1 = both ? w0 + stride : w0;
      const b0 = bias == 0 ? zero : v128.load(at(bias, m));
      const b1 = bias == 0 || !both ? zero : v128.load(at(bias, m + 1));
      let s00 = b0;
      let s10 = b0;
      let s20 = b0;
      let s30 = b0;
      let s01 = b1;
      let s11 = b1;
      let s21 = b1;
      let s31 = b1;
      let j: usize = 0;
      while (j < stride) {
        const end = min(stride, j + (<usize>capacity << 4));
        for (; j < end; j += 16) {
          const u = v128.load(w0 + j);
          const v = v128.load(w1 + j);
          const y0 = v128.load(x0 + j);
          const y1 = v128.load(x1 + j);
          s00 = f64x2.add(s00, f64x2.mul(u, y0));
          s01 = f64x2.add(s01, f64x2.mul(v, y0));
          s10 = f64x2.add(s10, f64x2.mul(u, y1));
          s11 = f64x2.add(s11, f64x2.mul(v, y1));
          const y2 = v128.load(x2 + j);
          const y3 = v128.load(x3 + j);
          s20 = f64x2.add(s20, f64x2.mul(u, y2));
          s21 = f64x2.add(s21, f64x2.mul(v, y2));
          s30 = f64x2.add(s30, f64x2.mul(u, y3));
          s31 = f64x2.add(s31, f64x2.mul(v, y3));
        }
        s00 = reduced(s00, p, inverse);
        s10 = reduced(s10, p, inverse);
        s20 = reduced(s20, p, inverse);
        s30 = reduced(s30, p, inverse);
        s01 = reduced(s01, p, inverse);
        s11 = reduced(s11, p, inverse);
        s21 = reduced(s21, p, inverse);
        s31 = reduced(s31, p, inverse);
      }
      const o = at(out, r * outputs + m);
      const step = <usize>outputs << 4;
      v128.store(o, monic(s00, activation, degree, p, inverse));
      if (left > 1) v128.store(o + step, monic(s10, activation, degree, p, inverse));
      if (left > 2) v128.store(o + 2 * step, monic(s20, activation, degree, p, inverse));
      if (left > 3) v128.store(o + 3 * step, monic(s30, activation, degree, p, inverse));
      if (both) {
        v128.store(o + 16, monic(s01, activation, degree, p, inverse));
        if (left > 1) v128.store(o + step + 16, monic(s11, activation, degree, p, inverse));
        if (left > 2) v128.store(o + 2 * step + 16, monic(s21, activation, degree, p, inverse));
        if (left > 3) v128.store(o + 3 * step + 16, monic(s31, activation, degree, p, inverse));
      }
    }
  }
}

/** out[t][j] = σ(lead[leadIndex[t]][j] + rest[restIndex[t]][j]): an affine map at points whose coordinates come in two halves. */
export function affineAtPoints(
  out: usize,
  lead: usize,
  rest: usize,
  leadIndex: usize,
  restIndex: usize,
  count: i32,
  width: i32,
  activation: usize,
  degree: i32,
  modulus: usize,
): void {
  const p = v128.load(modulus);
  const inverse = v128.load(modulus, 16);
  for (let t = 0; t < count; t++) {
    const a = at(lead, load<i32>(atWord(leadIndex, t)) * width);
    const b = at(rest, load<i32>(atWord(restIndex, t)) * width);
    const o = at(out, t * width);
    for (let j = 0; j < width; j++) {
      const z = reduced(f64x2.add(v128.load(at(a, j)), v128.load(at(b, j))), p, inverse);
      v128.store(at(o, j), monic(z, activation, degree, p, inverse));
    }
  }
}

/** out[i] = σ(x[i]), with σ = Σ_k c[k] z^k of any degree ≥ 1, by Horner's rule. */
export function polynomialMap(out: usize, x: usize, count: i32, c: usize, degree: i32, modulus: usize): void {
  const p = v128.load(modulus);
  const inverse = v128.load(modulus, 16);
  for (let i = 0; i < count; i++) {
    const z = v128.load(at(x, i));
    let value = v128.load(at(c, degree));
    for (let k = degree - 1; k >= 0; k--) value = reduced(f64x2.add(f64x2.mul(value, z), v128.load(at(c, k))), p, inverse);
    v128.store(at(out, i), value);
  }
}

/** out[i] = a[i] b[i]. */
export function product(out: usize, a: usize, b: usize, count: i32, modulus: usize): void {
  const p = v128.load(modulus);
  const inverse = v128.load(modulus, 16);
  for (let i = 0; i < count; i++) v128.store(at(out, i), reduced(f64x2.mul(v128.load(at(a, i)), v128.load(at(b, i))), p, inverse));
}

/** out[r][j] += c[0] x[r][j] over rows × width; with `byColumn`, c[j] in place of c[0]. */
export function addScaled(out: usize, x: usize, c: usize, rows: i32, width: i32, byColumn: bool, modulus: usize): void {
  const p = v128.load(modulus);
  const inverse = v128.load(modulus, 16);
  for (let r = 0; r < rows; r++) {
    for (let j = 0; j < width; j++) {
      const o = at(out, r * width + j);
      const factor = v128.load(byColumn ? at(c, j) : c);
      v128.store(o, reduced(f64x2.add(v128.load(o), f64x2.mul(factor, v128.load(at(x, r * width + j)))), p, inverse));
    }
  }
}

/** out[r][o] = Σ_i a[r][o][i] b[r][i]: a product of a matrix and a vector that both vary by row. */
export function rowProducts(out: usize, a: usize, b: usize, rows: i32, outputs: i32, inputs: i32, modulus: usize): void {
  const p = v128.load(modulus);
  const inverse = v128.load(modulus, 16);
  for (let r = 0; r < rows; r++) {
    for (let o = 0; o < outputs; o++) {
      let sum = f64x2.splat(0);
      for (let i = 0; i < inputs; i++) {
        sum = reduced(f64x2.add(sum, f64x2.mul(v128.load(at(a, (r * outputs + o) * inputs + i)), v128.load(at(b, r * inputs + i)))), p, inverse);
      }
      v128.store(at(out, r * outputs + o), sum);
    }
  }
}

// Polynomials by their coefficients: [monomial][neuron], monomials of degree ≤ g in graded order.

/** out[indices(i, k)][j] += a[i][j] a[k][j] over pairs, for each neuron j: all squares at once. `indices` lists i ≤ k row by row. */
export function squares(out: usize, a: usize, monomials: i32, width: i32, indices: usize, products: i32, modulus: usize): void {
  const p = v128.load(modulus);
  const inverse = v128.load(modulus, 16);
  memory.fill(out, 0, <usize>(products * width) << 4);
  let pair = indices;
  for (let i = 0; i < monomials; i++) {
    const x = at(a, i * width);
    for (let k = i; k < monomials; k++) {
      const y = at(a, k * width);
      const o = at(out, load<i32>(pair) * width);
      pair += 4;
      for (let j = 0; j < width; j++) {
        const u = v128.load(at(x, j));
        const twice = k == i ? u : f64x2.add(u, u);
        v128.store(at(o, j), f64x2.add(v128.load(at(o, j)), reduced(f64x2.mul(twice, v128.load(at(y, j))), p, inverse)));
      }
    }
  }
  for (let i = 0; i < products * width; i++) v128.store(at(out, i), reduced(v128.load(at(out, i)), p, inverse));
}

/** out[indices(i, k)][j] += a[i][j] b[k][j] for each neuron j. `indices` lists all pairs row by row. */
export function products(
  out: usize,
  a: usize,
  b: usize,
  aMonomials: i32,
  bMonomials: i32,
  width: i32,
  indices: usize,
  count: i32,
  modulus: usize,
): void {
  const p = v128.load(modulus);
  const inverse = v128.load(modulus, 16);
  memory.fill(out, 0, <usize>(count * width) << 4);
  let pair = indices;
  for (let i = 0; i < aMonomials; i++) {
    const x = at(a, i * width);
    for (let k = 0; k < bMonomials; k++) {
      const y = at(b, k * width);
      const o = at(out, load<i32>(pair) * width);
      pair += 4;
      for (let j = 0; j < width; j++) {
        v128.store(at(o, j), f64x2.add(v128.load(at(o, j)), reduced(f64x2.mul(v128.load(at(x, j)), v128.load(at(y, j))), p, inverse)));
      }
    }
  }
  for (let i = 0; i < count * width; i++) v128.store(at(out, i), reduced(v128.load(at(out, i)), p, inverse));
}

/** out[indices(i, k)] += Σ_j a[i][j] b[k][j], the sum over neurons before the scatter. With `symmetric`, pairs i ≤ k, those off the diagonal twice. */
export function gram(
  out: usize,
  a: usize,
  b: usize,
  aMonomials: i32,
  bMonomials: i32,
  width: i32,
  symmetric: bool,
  indices: usize,
  count: i32,
  capacity: i32,
  modulus: usize,
): void {
  const p = v128.load(modulus);
  const inverse = v128.load(modulus, 16);
  const zero = f64x2.splat(0);
  const stride = <usize>width << 4;
  memory.fill(out, 0, <usize>count << 4);
  // The first index of row i; row i of the symmetric list starts at the diagonal.
  let row = indices;
  for (let i = 0; i < aMonomials; i += 2) {
    const both = i + 1 < aMonomials;
    const first = symmetric ? i : 0;
    const x0 = at(a, i * width);
    const x1 = both ? x0 + stride : x0;
    const row0 = atWord(row, -first);
    const row1 = symmetric ? atWord(row, bMonomials - i - (i + 1)) : atWord(row, bMonomials);
    for (let k = first; k < bMonomials; k += 4) {
      const left = bMonomials - k;
      const y0 = at(b, k * width);
      const y1 = left > 1 ? y0 + stride : y0;
      const y2 = left > 2 ? y1 + stride : y0;
      const y3 = left > 3 ? y2 + stride : y0;
      let s0 = zero;
      let s1 = zero;
      let s2 = zero;
      let s3 = zero;
      let t0 = zero;
      let t1 = zero;
      let t2 = zero;
      let t3 = zero;
      let j: usize = 0;
      while (j < stride) {
        const end = min(stride, j + (<usize>capacity << 4));
        for (; j < end; j += 16) {
          const u = v128.load(x0 + j);
          const v = v128.load(x1 + j);
          const z0 = v128.load(y0 + j);
          const z1 = v128.load(y1 + j);
          s0 = f64x2.add(s0, f64x2.mul(u, z0));
          t0 = f64x2.add(t0, f64x2.mul(v, z0));
          s1 = f64x2.add(s1, f64x2.mul(u, z1));
          t1 = f64x2.add(t1, f64x2.mul(v, z1));
          const z2 = v128.load(y2 + j);
          const z3 = v128.load(y3 + j);
          s2 = f64x2.add(s2, f64x2.mul(u, z2));
          t2 = f64x2.add(t2, f64x2.mul(v, z2));
          s3 = f64x2.add(s3, f64x2.mul(u, z3));
          t3 = f64x2.add(t3, f64x2.mul(v, z3));
        }
        s0 = reduced(s0, p, inverse);
        s1 = reduced(s1, p, inverse);
        s2 = reduced(s2, p, inverse);
        s3 = reduced(s3, p, inverse);
        t0 = reduced(t0, p, inverse);
        t1 = reduced(t1, p, inverse);
        t2 = reduced(t2, p, inverse);
        t3 = reduced(t3, p, inverse);
      }
      scatter(out, row0, k, s0, i, symmetric);
      if (left > 1) scatter(out, row0, k + 1, s1, i, symmetric);
      if (left > 2) scatter(out, row0, k + 2, s2, i, symmetric);
      if (left > 3) scatter(out, row0, k + 3, s3, i, symmetric);
      if (both) {
        scatter(out, row1, k, t0, i + 1, symmetric);
        if (left > 1) scatter(out, row1, k + 1, t1, i + 1, symmetric);
        if (left > 2) scatter(out, row1, k + 2, t2, i + 1, symmetric);
        if (left > 3) scatter(out, row1, k + 3, t3, i + 1, symmetric);
      }
    }
    row = atWord(row, symmetric ? 2 * bMonomials - 2 * i - 1 : 2 * bMonomials);
  }
  for (let i = 0; i < count; i++) v128.store(at(out, i), reduced(v128.load(at(out, i)), p, inverse));
}

@inline
function scatter(out: usize, row: usize, k: i32, sum: v128, i: i32, symmetric: bool): void {
  if (symmetric && k < i) return;
  const o = at(out, load<i32>(atWord(row, k)));
  v128.store(o, f64x2.add(v128.load(o), symmetric && k != i ? f64x2.add(sum, sum) : sum));
}

// Interpolation on the lattice of points a with a₁ + … + a_d ≤ D, the variables in two halves. Values stand as
// values[rowBase[r] + i], r the monomial of one half, i that of the other, both in graded order, so that row r is the
// lattice of degree D − |r| in the other half's variables.

const COLUMNS: i32 = 4;

@inline
function copyColumns(to: usize, from: usize): void {
  v128.store(to, v128.load(from));
  v128.store(to, v128.load(from, 16), 16);
  v128.store(to, v128.load(from, 32), 32);
  v128.store(to, v128.load(from, 48), 48);
}

/** Brings the points of a line together. */
@inline
function takeLine(rows: usize, line: usize, length: i32, scratch: usize): void {
  for (let a = 0; a < length; a++) copyColumns(at(scratch, a * COLUMNS), at(rows, load<i32>(atWord(line, a)) * COLUMNS));
}

/** Newton's forward differences along one line of four rows at once, in place: x[a] becomes Δ^a f(0). */
@inline
function differencesOnLine(rows: usize, line: usize, length: i32, scratch: usize, reduceEach: bool, p: v128, inverse: v128): void {
  takeLine(rows, line, length, scratch);
  for (let level = 1; level < length; level++) {
    const previous = at(scratch, (level - 1) * COLUMNS);
    let y0 = v128.load(previous);
    let y1 = v128.load(previous, 16);
    let y2 = v128.load(previous, 32);
    let y3 = v128.load(previous, 48);
    for (let a = level; a < length; a++) {
      const x = at(scratch, a * COLUMNS);
      const z0 = v128.load(x);
      const z1 = v128.load(x, 16);
      const z2 = v128.load(x, 32);
      const z3 = v128.load(x, 48);
      let d0 = f64x2.sub(z0, y0);
      let d1 = f64x2.sub(z1, y1);
      let d2 = f64x2.sub(z2, y2);
      let d3 = f64x2.sub(z3, y3);
      if (reduceEach) {
        d0 = reduced(d0, p, inverse);
        d1 = reduced(d1, p, inverse);
        d2 = reduced(d2, p, inverse);
        d3 = reduced(d3, p, inverse);
      }
      v128.store(x, d0);
      v128.store(x, d1, 16);
      v128.store(x, d2, 32);
      v128.store(x, d3, 48);
      y0 = z0;
      y1 = z1;
      y2 = z2;
      y3 = z3;
    }
  }
  for (let a = 1; a < length; a++) {
    const to = at(rows, load<i32>(atWord(line, a)) * COLUMNS);
    copyColumns(to, at(scratch, a * COLUMNS));
  }
}

/** From falling factorials to powers along one line: x[k] becomes Σ_{a ≥ k} table[k][a] x[a], table[k][a] = s(a, k)/a!. */
@inline
function powersOnLine(
  rows: usize,
  line: usize,
  length: i32,
  scratch: usize,
  table: usize,
  tableWidth: i32,
  capacity: i32,
  p: v128,
  inverse: v128,
): void {
  takeLine(rows, line, length, scratch);
  for (let k = 0; k < length; k++) {
    const weights = at(table, k * tableWidth);
    let s0 = f64x2.splat(0);
    let s1 = s0;
    let s2 = s0;
    let s3 = s0;
    let a = k;
    while (a < length) {
      const end = min(length, a + capacity);
      for (; a < end; a++) {
        const u = v128.load(at(weights, a));
        const x = at(scratch, a * COLUMNS);
        s0 = f64x2.add(s0, f64x2.mul(u, v128.load(x)));
        s1 = f64x2.add(s1, f64x2.mul(u, v128.load(x, 16)));
        s2 = f64x2.add(s2, f64x2.mul(u, v128.load(x, 32)));
        s3 = f64x2.add(s3, f64x2.mul(u, v128.load(x, 48)));
      }
      s0 = reduced(s0, p, inverse);
      s1 = reduced(s1, p, inverse);
      s2 = reduced(s2, p, inverse);
      s3 = reduced(s3, p, inverse);
    }
    const to = at(rows, load<i32>(atWord(line, k)) * COLUMNS);
    v128.store(to, s0);
    v128.store(to, s1, 16);
    v128.store(to, s2, 32);
    v128.store(to, s3, 48);
  }
}

/**
 * Takes rows [from, to), all of lattice degree `degree`, through differences and/or the change to powers, and stores them
 * in place of themselves or, `transposed`, by columns: target[columnBase[i] + r].
 *
 * lines: [variable][start][D + 1], the positions along the line that a variable's powers make from each start;
 * startCounts[g]: how many starts have degree ≤ g; `buffer` holds 4 rows and D + 1 scratch entries of 4.
 */
export function transformRows(
  target: usize,
  source: usize,
  buffer: usize,
  rowBase: usize,
  columnBase: usize,
  from: i32,
  to: i32,
  length: i32,
  degree: i32,
  variables: i32,
  lines: usize,
  starts: i32,
  startCounts: usize,
  lineWidth: i32,
  differences: bool,
  powers: bool,
  transposed: bool,
  reduceEach: bool,
  table: usize,
  capacity: i32,
  modulus: usize,
): void {
  const p = v128.load(modulus);
  const inverse = v128.load(modulus, 16);
  const scratch = at(buffer, length * COLUMNS);
  for (let r = from; r < to; r += COLUMNS) {
    const count = min(COLUMNS, to - r);
    for (let t = 0; t < count; t++) {
      const row = at(source, load<i32>(atWord(rowBase, r + t)));
      for (let i = 0; i < length; i++) v128.store(at(buffer, i * COLUMNS + t), v128.load(at(row, i)));
    }
    if (differences) {
      for (let v = 0; v < variables; v++) {
        const own = atWord(lines, v * starts * lineWidth);
        let s = 0;
        for (let g = 0; g < degree; g++) {
          for (; s < load<i32>(atWord(startCounts, g)); s++) {
            differencesOnLine(buffer, atWord(own, s * lineWidth), degree - g + 1, scratch, reduceEach, p, inverse);
          }
        }
      }
      if (powers) {
        for (let i = 0; i < length * COLUMNS; i++) v128.store(at(buffer, i), reduced(v128.load(at(buffer, i)), p, inverse));
      }
    }
    if (powers) {
      for (let v = 0; v < variables; v++) {
        const own = atWord(lines, v * starts * lineWidth);
        let s = 0;
        for (let g = 0; g <= degree; g++) {
          for (; s < load<i32>(atWord(startCounts, g)); s++) {
            powersOnLine(buffer, atWord(own, s * lineWidth), degree - g + 1, scratch, table, lineWidth, capacity, p, inverse);
          }
        }
      }
    }
    for (let t = 0; t < count; t++) {
      if (transposed) {
        for (let i = 0; i < length; i++) v128.store(at(target, load<i32>(atWord(columnBase, i)) + r + t), v128.load(at(buffer, i * COLUMNS + t)));
      } else {
        const row = at(target, load<i32>(atWord(rowBase, r + t)));
        for (let i = 0; i < length; i++) v128.store(at(row, i), v128.load(at(buffer, i * COLUMNS + t)));
      }
    }
  }
}

/** Residues as two words each, to be kept. */
export function pack(out: usize, x: usize, count: i32): void {
  for (let i = 0; i < count; i++) v128.store64_lane(out + (<usize>i << 3), i32x4.trunc_sat_f64x2_s_zero(v128.load(at(x, i))), 0);
}

/**
 * Chinese remaindering of entries [from, to): packed residues modulo the primes, two a group, at groups[group] + entry, to
 * integers in two's complement, `limbs` words of 32 bits each.
 *
 * With M = Π p_i, value = Σ_i c_i (M/p_i) − q M, c_i = r_i (M/p_i)⁻¹ mod p_i balanced, q the integer nearest Σ c_i/p_i:
 * right whenever |value| < M/4. cofactors: M/p_i in digits of `digitBits` bits (so few that no sum of primes · 2^25 ·
 * 2^digitBits reaches 2^63), padded to a multiple of 8 digits.
 */
export function reconstruct(
  out: usize,
  groups: usize,
  primes: i32,
  prime: usize,
  primeInverse: usize,
  cofactorInverse: usize,
  cofactors: usize,
  product: usize,
  digits: i32,
  digitBits: i32,
  limbs: i32,
  from: i32,
  to: i32,
  scratch: usize,
): void {
  const mask: i64 = ((<i64>1) << digitBits) - 1;
  const c = scratch;
  const sums = scratch + (<usize>((primes + 3) & ~3) << 2);
  for (let e = from; e < to; e++) {
    let fraction: f64 = 0;
    for (let i = 0; i < primes; i++) {
      const residue = <f64>load<i32>(<usize>load<u32>(atWord(groups, i >> 1)) + (<usize>e << 3) + (<usize>(i & 1) << 2));
      const inverse = load<f64>(primeInverse + (<usize>i << 3));
      let x = residue * load<f64>(cofactorInverse + (<usize>i << 3));
      x = x - load<f64>(prime + (<usize>i << 3)) * nearest(x * inverse);
      fraction += x * inverse;
      store<i32>(atWord(c, i), <i32>x);
    }
    const q = i32x4.splat(-(<i32>nearest(fraction)));
    for (let l = 0; l < digits; l += 8) {
      const m0 = v128.load(atWord(product, l));
      const m1 = v128.load(atWord(product, l), 16);
      let s0 = i64x2.extmul_low_i32x4_s(m0, q);
      let s1 = i64x2.extmul_high_i32x4_s(m0, q);
      let s2 = i64x2.extmul_low_i32x4_s(m1, q);
      let s3 = i64x2.extmul_high_i32x4_s(m1, q);
      let row = atWord(cofactors, l);
      const step = <usize>digits << 2;
      for (let i = 0; i < primes; i++) {
        const factor = v128.load32_splat(atWord(c, i));
        const d0 = v128.load(row);
        const d1 = v128.load(row, 16);
        row += step;
        s0 = i64x2.add(s0, i64x2.extmul_low_i32x4_s(d0, factor));
        s1 = i64x2.add(s1, i64x2.extmul_high_i32x4_s(d0, factor));
        s2 = i64x2.add(s2, i64x2.extmul_low_i32x4_s(d1, factor));
        s3 = i64x2.add(s3, i64x2.extmul_high_i32x4_s(d1, factor));
      }
      const to64 = sums + (<usize>l << 3);
      v128.store(to64, s0);
      v128.store(to64, s1, 16);
      v128.store(to64, s2, 32);
      v128.store(to64, s3, 48);
    }
    // From digits with carries to words of 32 bits.
    const o = atWord(out, (e - from) * limbs);
    let carry: i64 = 0;
    let bits: u64 = 0;
    let held = 0;
    let word = 0;
    for (let l = 0; l < digits && word < limbs; l++) {
      const sum = load<i64>(sums + (<usize>l << 3)) + carry;
      bits |= <u64>(sum & mask) << held;
      carry = sum >> digitBits;
      held += digitBits;
      if (held >= 32) {
        store<i32>(atWord(o, word++), <i32>bits);
        bits >>= 32;
        held -= 32;
      }
    }
    if (word < limbs) {
      bits |= <u64>carry << held;
      while (word < limbs) {
        store<i32>(atWord(o, word++), <i32>bits);
        bits = <u64>(<i64>bits >> 32);
      }
    }
  }
}

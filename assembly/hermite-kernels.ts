/**
 * Sums over pairs of inputs of the kernels g_k = ⟨He_k(x), He_k(x')⟩/k! (AssemblyScript; `npm run kernels` compiles it).
 *
 * With c = ⟨x, x'⟩, S = |x|² + |x'|² and d coordinates
 *   (k+1) g_(k+1) = c (g_k + g_(k−2)) + (2(k−1) + d − S) g_(k−1) − (k−3+d) g_(k−3).
 * Tiles of inner products are made as for kernel matrices, and g_1, …, g_K of a tile stay in cache. Inputs are packed in
 * panels of four: panel p holds [coordinate][lane], zero beyond the last input. Addresses are bytes.
 */
import { products64, TILE } from './inner-products';

const TILE_BYTES: usize = (<usize>(TILE * TILE)) << 3;

/** g_2, …, g_K of a tile whose inner products, which are g_1, lie at `tiles`; g_k at tiles + (k − 1) tile. */
function kernels(tiles: usize, rows: usize, columns: usize, dimension: i32, orders: i32): void {
  const d = f64x2.splat(<f64>dimension);
  for (let i: usize = 0; i < <usize>TILE; i++) {
    const squares = v128.load64_splat(rows + (i << 3));
    for (let j: usize = 0; j < <usize>TILE; j += 2) {
      const at = tiles + ((i * <usize>TILE + j) << 3);
      const c = v128.load(at);
      const rest = f64x2.sub(d, f64x2.add(squares, v128.load(columns + (j << 3))));
      let g3 = f64x2.splat(0);
      let g2 = g3;
      let g1 = f64x2.splat(1);
      let g = c;
      for (let k = 1; k < orders; k++) {
        const sum = f64x2.add(
          f64x2.mul(c, f64x2.add(g, g2)),
          f64x2.mul(f64x2.add(rest, f64x2.splat(<f64>(2 * (k - 1)))), g1),
        );
        const next = f64x2.div(
          f64x2.sub(sum, f64x2.mul(f64x2.splat(<f64>(k - 3 + dimension)), g3)),
          f64x2.splat(<f64>(k + 1)),
        );
        g3 = g2;
        g2 = g1;
        g1 = g;
        g = next;
        v128.store(at + <usize>k * TILE_BYTES, g);
      }
    }
  }
}

/**
 * Adds up a tile g of pairs (i, j) with labels y: rowSums[i] += Σ_j g y_j, rowSums[j] += Σ_i g y_i; returns Σ (y_i y_j g)².
 * With one input set for rows and columns each pair is in one tile only.
 */
function add(tile: usize, rowLabels: usize, columnLabels: usize, rowSums: usize, columnSums: usize): f64 {
  let squares = f64x2.splat(0);
  for (let i: usize = 0; i < <usize>TILE; i++, tile += <usize>TILE << 3) {
    const y = v128.load64_splat(rowLabels + (i << 3));
    let row = f64x2.splat(0);
    for (let j: usize = 0; j < <usize>TILE << 3; j += 16) {
      const g = v128.load(tile + j);
      const product = f64x2.mul(g, v128.load(columnLabels + j));
      row = f64x2.add(row, product);
      const h = f64x2.mul(product, y);
      squares = f64x2.add(squares, f64x2.mul(h, h));
      v128.store(columnSums + j, f64x2.add(v128.load(columnSums + j), f64x2.mul(g, y)));
    }
    const at = rowSums + (i << 3);
    store<f64>(at, load<f64>(at) + f64x2.extract_lane(row, 0) + f64x2.extract_lane(row, 1));
  }
  return f64x2.extract_lane(squares, 0) + f64x2.extract_lane(squares, 1);
}

/** sums[p] += Σ_ij g_ij Y[i][p] Y[j][p] over a tile, for `count` labellings, a multiple of four. */
function addLabellings(tile: usize, rowLabels: usize, columnLabels: usize, count: i32, sums: usize): void {
  const step = <usize>count << 3;
  for (let p: usize = 0; p < step; p += 32) {
    let total0 = v128.load(sums + p);
    let total1 = v128.load(sums + p, 16);
    for (let i: usize = 0; i < <usize>TILE; i++) {
      let row0 = f64x2.splat(0);
      let row1 = row0;
      let y = columnLabels + p;
      const end = tile + ((i + 1) * <usize>TILE << 3);
      for (let at = tile + (i * <usize>TILE << 3); at < end; at += 8, y += step) {
        const g = v128.load64_splat(at);
        row0 = f64x2.add(row0, f64x2.mul(g, v128.load(y)));
        row1 = f64x2.add(row1, f64x2.mul(g, v128.load(y, 16)));
      }
      const own = rowLabels + i * step + p;
      total0 = f64x2.add(total0, f64x2.mul(row0, v128.load(own)));
      total1 = f64x2.add(total1, f64x2.mul(row1, v128.load(own, 16)));
    }
    v128.store(sums + p, total0);
    v128.store(sums + p, total1, 16);
  }
}

/**
 * The pairs whose first input lies in the strip of rows number `strip`, added to one set of sums.
 * squares: |x|² of each input; labels: y; labellings: [input][count]; rowSums: [order][padded input];
 * squaredSums: [order]; sums: [order][count]; scratch: `orders` tiles.
 */
export function addStrip(
  x: usize,
  dimension: i32,
  inputs: i32,
  orders: i32,
  squares: usize,
  labels: usize,
  labellings: usize,
  count: i32,
  rowSums: usize,
  squaredSums: usize,
  sums: usize,
  scratch: usize,
  strip: i32,
): void {
  const tiles = (inputs + TILE - 1) / TILE;
  const panel = <usize>dimension << 5;
  const tileStep = <usize>TILE << 3;
  const row = <usize>strip * tileStep;
  const rowLabellings = labellings + row * <usize>count;
  for (let q = strip; q < tiles; q++) {
    const column = <usize>q * tileStep;
    for (let i = 0; i < TILE; i += 4) {
      const a = x + <usize>((strip * TILE + i) >> 2) * panel;
      for (let j = 0; j < TILE; j += 4)
        products64(scratch + (<usize>(i * TILE + j) << 3), a, x + <usize>((q * TILE + j) >> 2) * panel, dimension);
    }
    kernels(scratch, squares + row, squares + column, dimension, orders);
    for (let k = 0; k < orders; k++) {
      const tile = scratch + <usize>k * TILE_BYTES;
      // Each pair once, none of an input with itself.
      if (q == strip) for (let i = 0; i < TILE; i++) memory.fill(tile + (<usize>(i * TILE) << 3), 0, <usize>(i + 1) << 3);
      const own = rowSums + <usize>(k * tiles) * tileStep;
      const at = squaredSums + (<usize>k << 3);
      store<f64>(at, load<f64>(at) + add(tile, labels + row, labels + column, own + row, own + column));
      if (count > 0)
        addLabellings(
          tile,
          rowLabellings,
          labellings + column * <usize>count,
          count,
          sums + (<usize>(k * count) << 3),
        );
    }
  }
}

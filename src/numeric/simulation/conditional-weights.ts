import { InputError } from '../../base/errors.ts';
import type { Key } from '../../base/philox.ts';
import type { WeightMap } from '../empirical-kernels/explicit-weights.ts';
import type { Block, LaneArena } from '../empirical-kernels/lane-arena.ts';
import { fillGaussians } from '../random/fill.ts';
import { cholesky, solveCholesky } from './semidefinite.ts';

/** Products with a Gaussian weight of one draw: where its numbers come from. */
export interface GaussianSource {
  /** Of the products W x, and of the products Wᵀ δ. */
  readonly forward: Key;
  readonly backward: Key;
  readonly layer: number;
  readonly standardDeviation: number;
}

/**
 * W x and Wᵀ δ for a W of independent N(0, s²) without W, exact in law. For x of shape [columns, N], A = xᵀx = L Lᵀ:
 *   y = W x = s G Lᵀ with fresh Gaussians G. Given x and y, for any δ that depends on W by way of y only,
 *   Wᵀ δ = x A⁻ (yᵀδ − s xᵀG′) + s G′, the rows of G′ independent N(0, δᵀδ):
 * the part of Wᵀδ in the range of x is known from y, and the rest is as fresh. A may be singular: any generalised inverse
 * A⁻ gives the same. O((rows + columns) N²) operations and (rows + columns) N Gaussians in place of rows · columns.
 */
export class ConditionalWeights implements WeightMap {
  readonly #arena: LaneArena;
  readonly #tolerance: number;
  readonly #where: string;
  readonly #forward: Block;
  readonly #backward: Block;
  readonly #matrix: Block;
  #source: GaussianSource | undefined;
  #factor: Float64Array = new Float64Array(0);

  constructor(arena: LaneArena, rows: number, columns: number, samples: number, where: string) {
    this.#arena = arena;
    this.#where = where;
    this.#tolerance = 8 * samples * arena.precision.rounding.unitRoundoff;
    this.#forward = arena.value(rows, samples, where);
    this.#backward = arena.value(columns, samples, where);
    this.#matrix = arena.value(arena.blocksOf(samples) * arena.perBlock, samples, where);
  }

  set(source: GaussianSource): void {
    this.#source = source;
  }

  times(out: Block, x: Block, samples: number): void {
    const { forward, layer, standardDeviation } = this.#source!;
    const a = this.#symmetric(x, samples);
    this.#factor = cholesky(a, samples, this.#tolerance);
    this.#gaussians(this.#forward, samples, forward, layer);
    this.#placeTransposed(this.#factor, samples, standardDeviation);
    this.#mix(out, this.#forward, samples, true, false);
  }

  transposeTimes(out: Block, delta: Block, x: Block, y: Block, samples: number): void {
    const { backward, layer, standardDeviation } = this.#source!;
    const factor = cholesky(this.#symmetric(delta, samples), samples, this.#tolerance);
    this.#gaussians(this.#backward, samples, backward, layer);
    this.#placeTransposed(factor, samples, standardDeviation);
    this.#mix(out, this.#backward, samples, true, false);
    const difference = this.#products(y, delta, samples);
    const fresh = this.#products(x, out, samples);
    for (let i = 0; i < difference.length; i++) difference[i]! -= fresh[i]!;
    solveCholesky(this.#factor, difference, samples);
    this.#place(difference, samples);
    this.#mix(out, x, samples, false, true);
  }

  #gaussians(block: Block, samples: number, key: Key, layer: number): void {
    fillGaussians(this.#arena.rows(block, this.#arena.blocksOf(samples)), key, { layer });
  }

  #mix(out: Block, x: Block, samples: number, triangular: boolean, accumulate: boolean): void {
    const blocks = this.#arena.blocksOf(samples);
    const entries = Math.ceil(out.entries / 4) * 4;
    const m = this.#matrix;
    this.#arena.products.mix(
      out.address,
      x.address,
      m.address,
      entries,
      blocks,
      blocks,
      out.stride,
      x.stride,
      m.stride,
      triangular,
      accumulate,
    );
  }

  /** The n × n products of two values' entries, in doubles. */
  #products(x: Block, y: Block, n: number): Float64Array {
    const blocks = this.#arena.blocksOf(n);
    const { numbers, columns } = this.#arena.gram(x, y, blocks, blocks, false);
    return square(numbers, columns, n);
  }

  #symmetric(x: Block, n: number): Float64Array {
    const blocks = this.#arena.blocksOf(n);
    const { numbers, columns } = this.#arena.gram(x, x, blocks, blocks, true);
    const products = square(numbers, columns, n);
    for (let i = 0; i < n; i++)
      if (!Number.isFinite(products[i * n + i]!))
        throw new InputError(
          `simulation: ${this.#where}`,
          `the inner products of the values that the weight multiplies are ${products[i * n + i]}: the range of ${this.#arena.precision.rounding.name} does not hold them`,
          'Use smaller inputs or a smaller weight variance',
        );
    return products;
  }

  /** The matrix for `mix`: m[a][b] = scale · l[b][a]. */
  #placeTransposed(l: Float64Array, n: number, scale: number): void {
    this.#fill(n, (a, b) => (a <= b ? scale * l[b * n + a]! : 0));
  }

  #place(m: Float64Array, n: number): void {
    this.#fill(n, (a, b) => m[a * n + b]!);
  }

  #fill(n: number, entry: (a: number, b: number) => number): void {
    const { perBlock, precision } = this.#arena;
    const blocks = this.#arena.blocksOf(n);
    const numbers = this.#arena.rows(this.#matrix, blocks);
    const step = this.#matrix.stride / precision.bytes;
    numbers.fill(0);
    for (let b = 0; b < n; b++) {
      const column = Math.floor(b / perBlock) * step + (b % perBlock);
      for (let a = 0; a < n; a++) numbers[column + a * perBlock] = entry(a, b);
    }
  }
}

function square(numbers: Float64Array | Float32Array, columns: number, n: number): Float64Array {
  const out = new Float64Array(n * n);
  for (let i = 0; i < n; i++) out.set(numbers.subarray(i * columns, i * columns + n), i * n);
  return out;
}

import { InputError } from '../../base/errors.ts';
import type { Key } from '../../base/philox.ts';
import type { WeightMap } from '../empirical-kernels/explicit-weights.ts';
import type { Block, Entries, LaneArena } from '../empirical-kernels/lane-arena.ts';
import { fillGaussians } from '../random/fill.ts';
import { ROW } from '../wasm/precision.ts';

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
 *   y = W x = s G Lᵀ with fresh Gaussians G. With Q = x L⁻ᵀ, whose columns are orthonormal, W Q = s G. Given x and y, for
 *   any δ that depends on W by way of y only,
 *   Wᵀ δ = s Q Gᵀ δ + (1 − Q Qᵀ) s G′ = s G′ + x L⁻ᵀ (s Gᵀ δ − L⁻¹ xᵀ s G′), the rows of G′ independent N(0, δᵀδ):
 * the part of Wᵀδ in the range of x is known from y, and the rest is as fresh. A may be singular: pivots that are 0 have no
 * column in Q, and their columns of G no part in y. O((rows + columns) N²) operations and (rows + columns) N Gaussians in
 * place of rows · columns.
 */
export class ConditionalWeights implements WeightMap {
  readonly #arena: LaneArena;
  readonly #rows: number;
  readonly #columns: number;
  readonly #where: string;
  /** G, [rows, N]. */
  readonly #gaussians: Entries;
  /** Lᵀ in doubles. */
  readonly #factor: number;
  readonly #xProducts: number;
  readonly #deltaProducts: number;
  #source: GaussianSource | undefined;
  /** How far the last draw has come: what `innerProducts` may tell. */
  #known = 0;

  constructor(arena: LaneArena, rows: number, columns: number, samples: number, where: string) {
    this.#arena = arena;
    this.#rows = rows;
    this.#columns = columns;
    this.#where = where;
    this.#gaussians = { address: arena.array(rows * samples + 4, where), samples };
    this.#factor = arena.module.allocate(samples * arena.widthOf(samples) * 8, where);
    this.#xProducts = arena.matrix(samples, samples);
    this.#deltaProducts = arena.matrix(samples, samples);
  }

  set(source: GaussianSource): void {
    this.#source = source;
    this.#known = 0;
  }

  get innerProducts(): { readonly x: number | undefined; readonly delta: number | undefined } {
    return {
      x: this.#known > 0 ? this.#xProducts : undefined,
      delta: this.#known > 1 ? this.#deltaProducts : undefined,
    };
  }

  times(out: Block, x: Block, samples: number): void {
    const { forward } = this.#source!;
    this.#factorise(this.#factor, this.#xProducts, x, samples);
    this.#known = 1;
    this.#fresh(out, this.#gaussians.address, this.#rows, this.#factor, forward, samples);
  }

  transposeTimes(out: Block, delta: Block, x: Block, _y: Block, samples: number): void {
    const { backward, standardDeviation } = this.#source!;
    const { products, module } = this.#arena;
    const { solveLower, solveUpper } = module.functions;
    const width = this.#arena.widthOf(samples);
    const right = this.#doubles('the right-hand side', samples);
    this.#factorise(right, this.#deltaProducts, delta, samples);
    this.#known = 2;
    const fresh = this.#arena.scratch('Gaussians', (this.#columns * samples + 4) * this.#arena.precision.bytes);
    this.#fresh(out, fresh, this.#columns, right, backward, samples);

    const mixed = this.#arena.scratch('products', Math.ceil(samples / 4) * 4 * width * this.#arena.precision.bytes);
    this.#arena.gram(mixed, x, out, samples, samples);
    products.combine(right, mixed, 1, 0, samples, width);
    solveLower(this.#factor, right, samples, width);
    this.#arena.gram(mixed, this.#gaussians, delta, samples, samples);
    products.combine(right, mixed, standardDeviation, 1, samples, width);
    solveUpper(this.#factor, right, samples, width);
    const placed = this.#place(right, samples, 1, false);
    const blocks = this.#arena.blocksOf(samples);
    products.mix(
      out.address,
      x.address,
      placed,
      out.entries,
      blocks,
      out.stride,
      x.stride,
      this.#placedStride(samples),
    );
  }

  /** out = s G Lᵀ for `rows` rows of fresh Gaussians, which are left at `gaussians`. */
  #fresh(out: Block, gaussians: number, rows: number, factor: number, key: Key, samples: number): void {
    const { layer, standardDeviation } = this.#source!;
    fillGaussians(this.#arena.numbers(gaussians, rows * samples), key, { layer });
    const placed = this.#place(factor, samples, standardDeviation, true);
    this.#arena.products.multiplyRows(
      out.address,
      gaussians,
      placed,
      rows,
      samples,
      this.#arena.blocksOf(samples),
      out.stride,
      this.#placedStride(samples),
      true,
    );
  }

  /** xᵀx at `inner`, and Lᵀ with L Lᵀ = xᵀx at `factor`, in doubles. */
  #factorise(factor: number, inner: number, x: Block, samples: number): void {
    const { module, products, precision } = this.#arena;
    const width = this.#arena.widthOf(samples);
    this.#arena.gram(inner, x, x, samples, samples, true);
    products.combine(factor, inner, 1, 0, samples, width);
    const tolerance = 8 * samples * precision.rounding.unitRoundoff;
    const diagonal = this.#arena.scratch('the diagonal', samples * 8);
    const bad = module.functions.cholesky(factor, samples, width, tolerance, diagonal);
    if (bad < 0) return;
    throw new InputError(
      `simulation: ${this.#where}`,
      `the inner products of the values that the weight multiplies are ${module.doubles(factor, samples * width)[bad * width + bad]}: the range of ${precision.rounding.name} does not hold them`,
      'Use smaller inputs or a smaller weight variance',
    );
  }

  /** A matrix of doubles as rows in lanes. */
  #place(matrix: number, samples: number, scale: number, triangular: boolean): number {
    const blocks = this.#arena.blocksOf(samples);
    const stride = this.#placedStride(samples);
    const placed = this.#arena.scratch('a matrix in lanes', blocks * stride);
    const width = this.#arena.widthOf(samples);
    this.#arena.products.place(placed, stride, matrix, samples, width, blocks, scale, triangular);
    return placed;
  }

  #placedStride(samples: number): number {
    return this.#arena.widthOf(samples) * ROW;
  }

  #doubles(use: string, samples: number): number {
    return this.#arena.scratch(use, samples * this.#arena.widthOf(samples) * 8);
  }
}

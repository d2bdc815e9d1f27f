/** Values of many samples in WebAssembly memory: what sweeps over programs and weights share. */
import type { Lanes, Products } from '../wasm/numeric-functions.ts';
import { NumericModule } from '../wasm/numeric-module.ts';
import { type Precision, ROW } from '../wasm/precision.ts';

/** A value: for each block of samples, a row for each entry, a sample in each lane; see assembly/numeric/lanes.ts. */
export interface Block {
  readonly address: number;
  readonly entries: number;
  /** Bytes from block to block. */
  readonly stride: number;
}

/** Rows are written five at a time, and twenty at a time by transposes (assembly/numeric/panels.ts). */
export const PADDING = 20;

/** A value as [entries, samples], row-major; three numbers after the last can be read. */
export interface Entries {
  readonly address: number;
  readonly samples: number;
}

export const strideOf = (entries: number): number => Math.ceil(entries / PADDING) * PADDING * ROW;

export class LaneArena {
  readonly module: NumericModule;
  readonly precision: Precision;
  readonly lanes: Lanes;
  readonly products: Products;
  /** Samples in a block. */
  readonly perBlock: number;

  constructor(precision: Precision, module: NumericModule = new NumericModule()) {
    this.module = module;
    this.precision = precision;
    this.lanes = precision.kernels(this.module.functions);
    this.products = precision.products(this.module.functions);
    this.perBlock = precision.lanes;
  }

  blocksOf(samples: number): number {
    return Math.ceil(samples / this.perBlock);
  }

  /** Room for a value of `samples` samples. */
  value(entries: number, samples: number, what: string): Block {
    const stride = strideOf(entries);
    return { address: this.module.allocate(this.blocksOf(samples) * stride, what), entries, stride };
  }

  numbers(address: number, count: number): Float64Array | Float32Array {
    return this.precision.view(this.module, address, count);
  }

  /** Room for an array of numbers, the same for all samples. */
  array(count: number, what: string): number {
    return this.module.allocate(count * this.precision.bytes, what);
  }

  integers(values: ArrayLike<number>): number {
    const address = this.module.allocate(values.length * 4);
    this.module.words(address, values.length).set(values);
    return address;
  }

  /** All rows of a value, blocks one after another. */
  rows(block: Block, blocks: number): Float64Array | Float32Array {
    return this.numbers(block.address, (blocks * block.stride) / this.precision.bytes);
  }

  /** Samples × entries into lanes; lanes without a sample are 0. */
  write(block: Block, values: ArrayLike<number>, samples: number): void {
    const { perBlock } = this;
    const [rows, step] = [this.rows(block, this.blocksOf(samples)), block.stride / this.precision.bytes];
    rows.fill(0);
    for (let s = 0; s < samples; s++) {
      let to = Math.floor(s / perBlock) * step + (s % perBlock);
      for (let i = 0; i < block.entries; i++, to += perBlock) rows[to] = values[s * block.entries + i]!;
    }
  }

  /** Lanes into samples × entries. */
  read(block: Block, samples: number): Float64Array {
    const { perBlock } = this;
    const values = new Float64Array(samples * block.entries);
    const [rows, step] = [this.rows(block, this.blocksOf(samples)), block.stride / this.precision.bytes];
    for (let s = 0; s < samples; s++) {
      let from = Math.floor(s / perBlock) * step + (s % perBlock);
      for (let i = 0; i < block.entries; i++, from += perBlock) values[s * block.entries + i] = rows[from]!;
    }
    return values;
  }

  /** Every entry of a value in every lane. */
  fill(block: Block, blocks: number, number: number): void {
    this.rows(block, blocks).fill(number);
  }

  /** out += c x, or out = c x. */
  addScaled(out: Block, x: Block, c: number, blocks: number, first: boolean): void {
    this.lanes.addScaled(out.address, x.address, c, out.entries, blocks, out.stride, x.stride, false, first);
  }

  /** out = x ∘ y, or out + x ∘ y. */
  hadamard(out: Block, x: Block, y: Block, blocks: number, accumulate: boolean): void {
    for (let b = 0; b < blocks; b++) {
      const [to, left, right] = [out, x, y].map(({ address, stride }) => address + b * stride);
      this.products.hadamard(to!, left!, right!, out.entries, accumulate);
    }
  }

  /** Room for the inner products of `rows` with `columns` samples: rows of `widthOf(columns)` numbers, four at a time. */
  matrix(rows: number, columns: number): number {
    return this.array(Math.ceil(rows / 4) * 4 * this.widthOf(columns), 'a matrix of inner products');
  }

  /** Lanes of all blocks. */
  widthOf(samples: number): number {
    return this.blocksOf(samples) * this.perBlock;
  }

  /**
   * Σ_k x[k](a) y[k](b) for `rows` samples a and `columns` samples b, into a `matrix` at `out`. `upper`: for a ≤ b at least.
   */
  gram(out: number, x: Block | Entries, y: Block, rows: number, columns: number, upper = false): void {
    const inLanes = 'stride' in x;
    const blocks = this.blocksOf(columns);
    this.products.gram(
      out,
      blocks * ROW,
      x.address,
      inLanes ? ROW : x.samples * this.precision.bytes,
      inLanes ? this.perBlock : 2 ** 30,
      inLanes ? x.stride : 0,
      rows,
      y.address,
      y.entries,
      blocks,
      y.stride,
      upper,
    );
  }

  /** Bytes that whoever names them may overwrite: of its own for each use. */
  scratch(use: string, bytes: number): number {
    const known = this.#scratch.get(use);
    if (known !== undefined && known.bytes >= bytes) return known.address;
    // It only grows, and what it outgrows is small beside it.
    const address = this.module.allocate(bytes, use);
    this.#scratch.set(use, { address, bytes });
    return address;
  }

  readonly #scratch = new Map<string, { readonly address: number; readonly bytes: number }>();
}

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

/** Rows are written five (lanes.ts) and four (gram.ts) at a time. */
const PADDING = 20;
export const PANEL = 5;

export const strideOf = (entries: number): number => Math.ceil(entries / PADDING) * PADDING * ROW;

export class LaneArena {
  readonly module: NumericModule = new NumericModule();
  readonly precision: Precision;
  readonly lanes: Lanes;
  readonly products: Products;
  /** Samples in a block. */
  readonly perBlock: number;

  constructor(precision: Precision) {
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

  /**
   * x y of two values over their entries: Σ_k x[k](a) y[k](b) for samples a and b, row-major with `columns` = the lanes of
   * all blocks of y. A view of memory that the next call overwrites. `upper`: only from the block of a on.
   */
  gram(
    x: Block,
    y: Block,
    xBlocks: number,
    yBlocks: number,
    upper = false,
  ): { readonly numbers: Float64Array | Float32Array; readonly columns: number } {
    const columns = yBlocks * this.perBlock;
    const count = xBlocks * this.perBlock * columns;
    const out = this.#scratch(count);
    this.products.gram(
      out,
      yBlocks * ROW,
      x.address,
      y.address,
      x.entries,
      xBlocks,
      yBlocks,
      x.stride,
      y.stride,
      upper,
    );
    return { numbers: this.numbers(out, count), columns };
  }

  #gramAddress = 0;
  #gramCount = 0;

  /** Space that only grows; what it outgrows is small beside it. */
  #scratch(count: number): number {
    if (count > this.#gramCount) {
      this.#gramAddress = this.array(count, 'a matrix of inner products');
      this.#gramCount = count;
    }
    return this.#gramAddress;
  }
}

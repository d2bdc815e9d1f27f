import { PANEL, ROW } from '../wasm/precision.ts';
import { type Block, type LaneArena, PADDING } from './lane-arena.ts';

/** What a sweep needs of a weight W of shape [rows, columns]. */
export interface WeightMap {
  /** out = W x. */
  times(out: Block, x: Block, samples: number): void;
  /** out = Wᵀ δ, where y = W x was the product before. */
  transposeTimes(out: Block, delta: Block, x: Block, y: Block, samples: number): void;
  /** Where xᵀx and δᵀδ of the last products lie, on and above the diagonal at least, if they were needed for these. */
  readonly innerProducts?: { readonly x: number | undefined; readonly delta: number | undefined };
}

/** Puts the entries from position `first` on, row-major. */
export type WeightNumbers = (first: number, out: Float64Array | Float32Array) => void;

/** Entries that are in memory at once: a wider weight is taken in groups of rows, made anew for each product. */
const MOST_ENTRIES = 2 ** 22;

/** Bytes that a product with the transpose takes. */
const STRIPES = 163840;

/**
 * A weight by its entries. One that is larger than `mostEntries` is never whole in memory: rows are made, used and
 * dropped. Sums are taken with the index that is summed over rising, whatever the groups.
 */
export class ExplicitWeights implements WeightMap {
  readonly #arena: LaneArena;
  readonly #rows: number;
  readonly #columns: number;
  readonly #chunk: number;
  readonly #source: number;
  #numbers: WeightNumbers = () => {};
  /** All rows are in memory. */
  #held = false;

  constructor(arena: LaneArena, rows: number, columns: number, what: string, mostEntries: number = MOST_ENTRIES) {
    this.#arena = arena;
    this.#rows = rows;
    this.#columns = columns;
    const padded = Math.ceil(rows / PANEL) * PANEL;
    this.#chunk = Math.min(padded, Math.max(1, Math.floor(mostEntries / columns / PANEL)) * PANEL);
    this.#source = arena.array(Math.min(rows, this.#chunk) * columns + PADDING, what);
  }

  /** The entries from now on. */
  set(numbers: WeightNumbers): void {
    this.#numbers = numbers;
    this.#held = false;
  }

  times(out: Block, x: Block, samples: number): void {
    const blocks = this.#arena.blocksOf(samples);
    for (let first = 0; first < this.#rows; first += this.#chunk) {
      const rows = this.#make(first);
      this.#arena.products.multiplyRows(
        out.address + first * ROW,
        this.#source,
        x.address,
        rows,
        this.#columns,
        blocks,
        out.stride,
        x.stride,
        false,
      );
    }
  }

  transposeTimes(out: Block, delta: Block, _x: Block, _y: Block, samples: number): void {
    const blocks = this.#arena.blocksOf(samples);
    const copy = this.#arena.scratch('stripes of a weight', STRIPES);
    for (let first = 0; first < this.#rows; first += this.#chunk) {
      const rows = this.#make(first);
      this.#arena.products.multiplyColumns(
        out.address,
        this.#source,
        delta.address + first * ROW,
        rows,
        this.#columns,
        blocks,
        out.stride,
        delta.stride,
        first > 0,
        copy,
      );
    }
  }

  /** Makes the rows of a group; returns how many. */
  #make(first: number): number {
    const rows = Math.min(this.#chunk, this.#rows - first);
    if (!this.#held) this.#numbers(first * this.#columns, this.#arena.numbers(this.#source, rows * this.#columns));
    this.#held = rows === this.#rows;
    return rows;
  }
}

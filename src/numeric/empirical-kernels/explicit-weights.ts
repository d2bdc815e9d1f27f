import { ROW } from '../wasm/precision.ts';
import type { Block, LaneArena } from './lane-arena.ts';
import { PANEL } from './lane-arena.ts';

/** What a sweep needs of a weight W of shape [rows, columns]. */
export interface WeightMap {
  /** out = W x. */
  times(out: Block, x: Block, samples: number): void;
  /** out = Wᵀ δ, where y = W x was the product before. */
  transposeTimes(out: Block, delta: Block, x: Block, y: Block, samples: number): void;
}

/** Puts the entries from position `first` on, row-major. */
export type WeightNumbers = (first: number, out: Float64Array | Float32Array) => void;

/** Entries that are in memory at once: a wider weight is taken in groups of rows, made anew for each product. */
const MOST_ENTRIES = 2 ** 22;

/**
 * A weight by its entries. One that is larger than `mostEntries` is never whole in memory: rows are made, used and
 * dropped. Sums are taken in an order that depends on the shape only.
 */
export class ExplicitWeights implements WeightMap {
  readonly #arena: LaneArena;
  readonly #rows: number;
  readonly #columns: number;
  readonly #chunk: number;
  readonly #source: number;
  readonly #packed: number;
  readonly #packedTranspose: number;
  readonly #rowOffsets: number;
  readonly #columnOffsets: number;
  #numbers: WeightNumbers = () => {};
  #held: { forward: boolean; transpose: boolean; source: boolean } = {
    forward: false,
    transpose: false,
    source: false,
  };
  #sum: { readonly block: Block; readonly samples: number } | undefined;

  constructor(arena: LaneArena, rows: number, columns: number, what: string, mostEntries: number = MOST_ENTRIES) {
    this.#arena = arena;
    this.#rows = rows;
    this.#columns = columns;
    const padded = Math.ceil(rows / PANEL) * PANEL;
    this.#chunk = Math.min(padded, Math.max(1, Math.floor(mostEntries / columns / PANEL)) * PANEL);
    this.#source = arena.array(this.#chunk * columns, what);
    this.#packed = arena.array(this.#chunk * columns, what);
    this.#packedTranspose = arena.array(this.#chunk * Math.ceil(columns / PANEL) * PANEL, what);
    this.#rowOffsets = arena.integers(Int32Array.from({ length: this.#chunk }, (_, i) => i * columns));
    this.#columnOffsets = arena.integers(Int32Array.from({ length: columns }, (_, i) => i));
  }

  /** The entries from now on. */
  set(numbers: WeightNumbers): void {
    this.#numbers = numbers;
    this.#held = { forward: false, transpose: false, source: false };
  }

  times(out: Block, x: Block, samples: number): void {
    const { lanes } = this.#arena;
    for (const { first, rows } of this.#chunks()) {
      const panels = Math.ceil(rows / PANEL);
      if (!this.#held.forward) {
        this.#make(first, rows);
        lanes.pack(this.#packed, this.#source, this.#rowOffsets, this.#columnOffsets, rows, this.#columns);
      }
      this.#held.forward = rows === this.#rows;
      lanes.multiply(
        out.address + first * ROW,
        this.#packed,
        x.address,
        panels,
        this.#columns,
        this.#arena.blocksOf(samples),
        out.stride,
        x.stride,
      );
    }
  }

  transposeTimes(out: Block, delta: Block, _x: Block, _y: Block, samples: number): void {
    const { lanes } = this.#arena;
    const blocks = this.#arena.blocksOf(samples);
    for (const { first, rows } of this.#chunks()) {
      if (!this.#held.transpose) {
        this.#make(first, rows);
        lanes.pack(this.#packedTranspose, this.#source, this.#columnOffsets, this.#rowOffsets, this.#columns, rows);
      }
      this.#held.transpose = rows === this.#rows;
      const to = first === 0 ? out : this.#partialSum(out.entries, samples);
      const panels = Math.ceil(this.#columns / PANEL);
      lanes.multiply(
        to.address,
        this.#packedTranspose,
        delta.address + first * ROW,
        panels,
        rows,
        blocks,
        to.stride,
        delta.stride,
      );
      if (first > 0) this.#arena.addScaled(out, to, 1, blocks, false);
    }
  }

  #partialSum(entries: number, samples: number): Block {
    if (this.#sum === undefined || this.#sum.samples < samples)
      this.#sum = { block: this.#arena.value(entries, samples, 'a sum over groups of rows'), samples };
    return this.#sum.block;
  }

  *#chunks(): Generator<{ readonly first: number; readonly rows: number }> {
    for (let first = 0; first < this.#rows; first += this.#chunk)
      yield { first, rows: Math.min(this.#chunk, this.#rows - first) };
  }

  #make(first: number, rows: number): void {
    if (this.#held.source) return;
    this.#numbers(first * this.#columns, this.#arena.numbers(this.#source, rows * this.#columns));
    this.#held.source = rows === this.#rows;
  }
}

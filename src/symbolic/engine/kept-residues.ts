import { type Kernel, PACKED_RESIDUE, RESIDUE } from './kernel.ts';

/** Residues of all entries modulo one group of primes after another: computed in one place, kept in half the memory. */
export class KeptResidues {
  /** Where an engine leaves the residues of a group. */
  readonly work: number;
  readonly #kernel: Kernel;
  readonly #entries: number;
  readonly #mark: number;
  /** Where those of each group are kept. */
  readonly groups: Map<number, number> = new Map();

  constructor(kernel: Kernel, entries: number) {
    this.#kernel = kernel;
    this.#entries = entries;
    this.work = kernel.allocate(entries * RESIDUE);
    this.#mark = kernel.used;
  }

  /** Keeps what is in `work`. */
  keep(group: number): void {
    const address = this.#kernel.allocate(this.#entries * PACKED_RESIDUE);
    this.#kernel.functions.pack(address, this.work, this.#entries);
    this.groups.set(group, address);
  }

  clear(): void {
    this.groups.clear();
    this.#kernel.release(this.#mark);
  }
}

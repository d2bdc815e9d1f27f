/** Which shares of a job are taken and done, in memory that its threads share: they neither wait for messages nor for each other. */
export class Board {
  readonly #cells: Int32Array<SharedArrayBuffer>;
  readonly #shares: number;

  /** `cells`: how many shares are taken, how many are done, then one place for each share that waits to be fetched. */
  constructor(cells: Int32Array<SharedArrayBuffer>, shares: number) {
    this.#cells = cells;
    this.#shares = shares;
  }

  static cells(places: number): Int32Array<SharedArrayBuffer> {
    return new Int32Array(new SharedArrayBuffer(4 * (2 + places)));
  }

  /** A share that no other thread has; undefined when none is left. */
  take(): number | undefined {
    const share = Atomics.add(this.#cells, 0, 1);
    return share < this.#shares ? share : undefined;
  }

  finish(): void {
    Atomics.add(this.#cells, 1, 1);
  }

  get allFinished(): boolean {
    return Atomics.load(this.#cells, 1) === this.#shares;
  }

  /** Says that a share lies ready. */
  put(place: number, share: number): void {
    Atomics.store(this.#cells, 2 + place, share + 1);
  }

  /** For a worker: until its place has been fetched from. */
  waitUntilFree(place: number): void {
    for (let held = this.#held(place); held !== 0; held = this.#held(place)) Atomics.wait(this.#cells, 2 + place, held);
  }

  /** Hands the share that lies ready at a place, if any, to `copy`. */
  fetch(place: number, copy: (share: number) => void): void {
    const held = this.#held(place);
    if (held === 0) return;
    copy(held - 1);
    this.finish();
    Atomics.store(this.#cells, 2 + place, 0);
    Atomics.notify(this.#cells, 2 + place);
  }

  #held(place: number): number {
    return Atomics.load(this.#cells, 2 + place);
  }
}

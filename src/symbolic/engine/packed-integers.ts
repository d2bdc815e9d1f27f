/** Many big integers in one array of 32-bit words, made into BigInts when they are asked for. */

export class PackedIntegers {
  readonly length: number;
  /** Words of each integer, an even number: two's complement, lowest first. */
  readonly limbs: number;
  readonly words: Int32Array;
  readonly #pairs: BigInt64Array;
  readonly #positions: Int32Array | undefined;

  /** `positions`: where integer i stands among the words, if not in its own place. */
  constructor(words: Int32Array, limbs: number, positions?: Int32Array) {
    this.words = words;
    this.limbs = limbs;
    this.#positions = positions;
    this.length = positions?.length ?? words.length / limbs;
    this.#pairs = new BigInt64Array(words.buffer, words.byteOffset, words.length / 2);
  }

  /** Integers that doubles hold exactly. */
  static fromDoubles(values: Float64Array): PackedIntegers {
    const words = new Int32Array(2 * values.length);
    values.forEach((value, i) => {
      words[2 * i] = value;
      words[2 * i + 1] = Math.floor(value / 2 ** 32);
    });
    return new PackedIntegers(words, 2);
  }

  /** Integers [from, to), in the same memory. */
  slice(from: number, to: number): PackedIntegers {
    return this.#positions === undefined
      ? new PackedIntegers(this.words.subarray(from * this.limbs, to * this.limbs), this.limbs)
      : new PackedIntegers(this.words, this.limbs, this.#positions.subarray(from, to));
  }

  isZero(i: number): boolean {
    const start = this.#position(i) * this.limbs;
    for (let at = start, end = start + this.limbs; at < end; at++) if (this.words[at] !== 0) return false;
    return true;
  }

  get(i: number): bigint {
    const pairs = this.limbs / 2;
    const start = this.#position(i) * pairs;
    let value = this.#pairs[start + pairs - 1]!;
    for (let at = start + pairs - 2; at >= start; at--) value = (value << 64n) | BigInt.asUintN(64, this.#pairs[at]!);
    return value;
  }

  /** All of them, in order. */
  toBigInts(): bigint[] {
    return Array.from({ length: this.length }, (_, i) => this.get(i));
  }

  #position(i: number): number {
    return this.#positions === undefined ? i : this.#positions[i]!;
  }
}

/** Many big integers in one array of 32-bit words, made into BigInts when they are asked for. */

export class PackedIntegers {
  readonly length: number;
  /** Words of each integer, an even number: two's complement, lowest first. */
  readonly limbs: number;
  readonly words: Int32Array;
  readonly #pairs: BigInt64Array;

  constructor(words: Int32Array, limbs: number) {
    this.words = words;
    this.limbs = limbs;
    this.length = words.length / limbs;
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

  isZero(i: number): boolean {
    for (let at = i * this.limbs, end = at + this.limbs; at < end; at++) if (this.words[at] !== 0) return false;
    return true;
  }

  get(i: number): bigint {
    const pairs = this.limbs / 2;
    const start = i * pairs;
    let value = this.#pairs[start + pairs - 1]!;
    for (let at = start + pairs - 2; at >= start; at--) value = (value << 64n) | BigInt.asUintN(64, this.#pairs[at]!);
    return value;
  }

  /** All of them, in order. */
  toBigInts(): bigint[] {
    return Array.from({ length: this.length }, (_, i) => this.get(i));
  }
}

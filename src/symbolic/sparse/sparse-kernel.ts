/** The WebAssembly instance for sparse polynomials: memory handed out from the bottom up, and its functions. */
import { TooLargeError } from '../../base/errors.ts';
import { KERNEL_BYTES } from './kernel-bytes.generated.ts';

/** See assembly/sparse.ts. */
export interface SparseKernelFunctions {
  begin(
    slots: number,
    bits: number,
    keys: number,
    values: number,
    capacity: number,
    words: number,
    columns: number,
  ): void;
  grow(slots: number, bits: number, keys: number, values: number, capacity: number): void;
  size(): number;
  wholeProducts(
    aKeys: number,
    a: number,
    from: number,
    to: number,
    bKeys: number,
    b: number,
    m: number,
    symmetric: boolean,
  ): number;
  digitProducts(
    aKeys: number,
    a: number,
    twice: number,
    aDigits: number,
    from: number,
    to: number,
    bKeys: number,
    b: number,
    bDigits: number,
    m: number,
    symmetric: boolean,
  ): number;
  wholeProductsInBox(
    out: number,
    aPlaces: number,
    a: number,
    n: number,
    bPlaces: number,
    b: number,
    m: number,
    symmetric: boolean,
  ): void;
  listProducts(
    aKeys: number,
    from: number,
    to: number,
    bKeys: number,
    m: number,
    symmetric: boolean,
    next: number,
  ): number;
  takeListed(
    out: number,
    limbs: number,
    beta: number,
    sums: number,
    columns: number,
    a: number,
    twice: number,
    aDigits: number,
    b: number,
    bDigits: number,
    m: number,
    symmetric: boolean,
    next: number,
  ): number;
  karatsuba(out: number, a: number, b: number, n: number, scratch: number): void;
  digitProductsInBox(
    aPlaces: number,
    a: number,
    twice: number,
    aDigits: number,
    n: number,
    bPlaces: number,
    b: number,
    bDigits: number,
    m: number,
    symmetric: boolean,
    beta: number,
  ): void;
  toDigits(
    out: number,
    integers: number,
    limbs: number,
    n: number,
    beta: number,
    digits: number,
    stride: number,
    start: number,
    factor: number,
  ): void;
  largestTaken(): number;
  takeWhole(): number;
  takeDigits(out: number, limbs: number, beta: number): number;
  takeBox(
    out: number,
    places: number,
    limbs: number,
    box: number,
    length: number,
    columns: number,
    beta: number,
  ): number;
  sortTerms(
    outKeys: number,
    outIntegers: number,
    keys: number,
    integers: number,
    n: number,
    words: number,
    limbs: number,
    flipped: bigint,
    scratch: number,
  ): void;
}

interface WebAssemblyMemory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}

// The part of the WebAssembly interface that is used; the library is type-checked without a browser's types.
declare const WebAssembly: {
  Module: new (bytes: Uint8Array) => object;
  Instance: new (
    module: object,
  ) => { readonly exports: SparseKernelFunctions & { readonly memory: WebAssemblyMemory } };
};

const PAGE = 65536;
const START = 64;
/** The memory of a kernel that is kept; WebAssembly memories never shrink. */
const LARGEST_KEPT = 2 ** 26;
const ALIGNMENT = 16;

let compiled: object | undefined;
let idle: SparseKernel | undefined;

/** Runs `use` with a kernel of its own, a kept one if there is one. */
export function withSparseKernel<T>(use: (kernel: SparseKernel) => T): T {
  const kernel = idle ?? new SparseKernel();
  idle = undefined;
  const result = use(kernel);
  kernel.release(START);
  if (kernel.capacity <= LARGEST_KEPT) idle = kernel;
  return result;
}

export class SparseKernel {
  readonly functions: SparseKernelFunctions;
  readonly #memory: WebAssemblyMemory;
  #units: Uint32Array<ArrayBuffer>;
  #top = START;
  #peak = START;

  constructor() {
    compiled ??= new WebAssembly.Module(Uint8Array.from(atob(KERNEL_BYTES), (character) => character.charCodeAt(0)));
    const { exports } = new WebAssembly.Instance(compiled);
    this.functions = exports;
    this.#memory = exports.memory;
    this.#units = new Uint32Array(this.#memory.buffer);
  }

  /** All of its memory, as units of 32 bits; taken anew after an allocation. */
  get units(): Uint32Array<ArrayBuffer> {
    return this.#units;
  }

  /** The bytes in use. */
  get used(): number {
    return this.#top;
  }

  /** The most bytes that were in use since `release` was last told to give back all. */
  get peak(): number {
    return this.#peak;
  }

  /** The bytes of its memory. */
  get capacity(): number {
    return this.#units.byteLength;
  }

  /** An address, a multiple of 16, from which `bytes` are free; the memory grows as needed. Throws {@link TooLargeError} when it cannot. */
  allocate(bytes: number): number {
    const address = this.#top;
    this.#top = Math.ceil((address + bytes) / ALIGNMENT) * ALIGNMENT;
    if (this.#top > this.#units.byteLength) {
      this.#grow(Math.ceil((this.#top - this.#units.byteLength) / PAGE));
      this.#units = new Uint32Array(this.#memory.buffer);
    }
    if (this.#top > this.#peak) this.#peak = this.#top;
    return address;
  }

  #grow(pages: number): void {
    try {
      this.#memory.grow(pages);
    } catch {
      throw new TooLargeError(
        'polynomial',
        `its terms and their work space need ${Math.ceil(this.#top / 2 ** 20)} MiB, which are not to be had`,
        'Use polynomials with fewer terms or shorter coefficients',
      );
    }
  }

  /** Gives back everything allocated since `mark`, an earlier value of `used`. */
  release(mark: number): void {
    this.#top = mark;
    if (mark === START) this.#peak = START;
  }

  /** Copies units into the memory. */
  put(values: Uint32Array | Int32Array): number {
    const address = this.allocate(values.byteLength);
    this.#units.set(values, address / 4);
    return address;
  }

  /** A copy of units out of the memory. */
  take(address: number, count: number): Uint32Array<ArrayBuffer> {
    return this.#units.slice(address / 4, address / 4 + count);
  }

  /** Moves units within the memory. */
  move(to: number, from: number, count: number): void {
    this.#units.copyWithin(to / 4, from / 4, from / 4 + count);
  }
}

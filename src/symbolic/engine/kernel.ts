/** The WebAssembly instance that expansions run on: its memory, handed out from the bottom up, and its functions. */
import { KERNEL_BYTES } from './kernel-bytes.generated.ts';

/** See assembly/expansion.ts. Addresses are bytes, counts are residues (16 bytes) unless they say otherwise. */
export interface KernelFunctions {
  affine(
    out: number,
    x: number,
    weights: number,
    bias: number,
    rows: number,
    outputs: number,
    inputs: number,
    activation: number,
    degree: number,
    capacity: number,
    modulus: number,
  ): void;
  affineAtPoints(
    out: number,
    lead: number,
    rest: number,
    leadIndex: number,
    restIndex: number,
    count: number,
    width: number,
    activation: number,
    degree: number,
    modulus: number,
  ): void;
  polynomialMap(out: number, x: number, count: number, coefficients: number, degree: number, modulus: number): void;
  product(out: number, a: number, b: number, count: number, modulus: number): void;
  addScaled(out: number, x: number, c: number, rows: number, width: number, byColumn: boolean, modulus: number): void;
  rowProducts(out: number, a: number, b: number, rows: number, outputs: number, inputs: number, modulus: number): void;
  squares(
    out: number,
    a: number,
    monomials: number,
    width: number,
    indices: number,
    products: number,
    modulus: number,
  ): void;
  products(
    out: number,
    a: number,
    b: number,
    aMonomials: number,
    bMonomials: number,
    width: number,
    indices: number,
    count: number,
    modulus: number,
  ): void;
  gram(
    out: number,
    a: number,
    b: number,
    aMonomials: number,
    bMonomials: number,
    width: number,
    symmetric: boolean,
    indices: number,
    count: number,
    capacity: number,
    modulus: number,
  ): void;
  transformRows(
    target: number,
    source: number,
    buffer: number,
    rowBase: number,
    columnBase: number,
    from: number,
    to: number,
    length: number,
    degree: number,
    variables: number,
    lines: number,
    starts: number,
    startCounts: number,
    lineWidth: number,
    differences: boolean,
    powers: boolean,
    transposed: boolean,
    reduceEach: boolean,
    table: number,
    capacity: number,
    modulus: number,
  ): void;
  pack(out: number, x: number, count: number): void;
  reconstruct(
    out: number,
    groups: number,
    primes: number,
    prime: number,
    primeInverse: number,
    cofactorInverse: number,
    cofactors: number,
    product: number,
    digits: number,
    digitBits: number,
    limbs: number,
    from: number,
    to: number,
    scratch: number,
  ): void;
}

/** Bytes of a residue: two doubles, one for each of two primes. */
export const RESIDUE = 16;
/** Bytes of one that is kept until integers are put together: two words. */
export const PACKED_RESIDUE = 8;

interface WebAssemblyMemory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}

// The part of the WebAssembly interface that is used; the library is type-checked without a browser's types.
declare const WebAssembly: {
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object) => { readonly exports: KernelFunctions & { readonly memory: WebAssemblyMemory } };
};

const PAGE = 65536;
let compiled: object | undefined;

function bytesOf(base64: string): Uint8Array {
  const text = atob(base64);
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

/** A kernel that is not in use, kept for the next expansion. */
let idle: Kernel | undefined;
/** The memory of a kernel that is kept; WebAssembly memories never shrink. */
const LARGEST_KEPT = 2 ** 26;

/** A kernel of one's own, the kept one if there is one. */
export function takeKernel(): Kernel {
  const kernel = idle ?? new Kernel();
  idle = undefined;
  return kernel;
}

/** Keeps a kernel for the next who takes one, unless its memory is large. */
export function keepKernel(kernel: Kernel): void {
  kernel.release(START);
  if (kernel.capacity <= LARGEST_KEPT) idle = kernel;
}

export function withKernel<T>(use: (kernel: Kernel) => T): T {
  const kernel = takeKernel();
  const result = use(kernel);
  keepKernel(kernel);
  return result;
}

const START = 64;

export class Kernel {
  readonly functions: KernelFunctions;
  readonly #memory: WebAssemblyMemory;
  #top = START;

  constructor() {
    compiled ??= new WebAssembly.Module(bytesOf(KERNEL_BYTES));
    const { exports } = new WebAssembly.Instance(compiled);
    this.functions = exports;
    this.#memory = exports.memory;
  }

  /** The bytes in use. */
  get used(): number {
    return this.#top;
  }

  /** The bytes of its memory. */
  get capacity(): number {
    return this.#memory.buffer.byteLength;
  }

  /** An address from which `bytes` are free; the memory grows as needed. Throws RangeError when it cannot. */
  allocate(bytes: number): number {
    const address = this.#top;
    this.#top = Math.ceil((address + bytes) / 64) * 64;
    const missing = Math.ceil((this.#top - this.#memory.buffer.byteLength) / PAGE);
    if (missing > 0) this.#memory.grow(missing);
    return address;
  }

  /** Gives back everything allocated since `mark`, an earlier value of `used`. */
  release(mark: number): void {
    this.#top = mark;
  }

  /** Views are of the memory as it is now: take them anew after an allocation. */
  doubles(address: number, count: number): Float64Array {
    return new Float64Array(this.#memory.buffer, address, count);
  }

  integers(address: number, count: number): Int32Array {
    return new Int32Array(this.#memory.buffer, address, count);
  }

  /** Copies integers into the memory. */
  put(values: Int32Array): number {
    const address = this.allocate(values.byteLength);
    this.integers(address, values.length).set(values);
    return address;
  }
}

/** The WebAssembly module of the numeric kernels: its functions, and its memory handed out from the bottom up. */
import { TooLargeError } from '../../base/errors.ts';
import { KERNEL_BYTES } from './numeric-bytes.generated.ts';
import type { NumericFunctions } from './numeric-functions.ts';

interface WebAssemblyMemory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}

// The part of the WebAssembly interface that is used; the library is type-checked without a browser's types.
declare const WebAssembly: {
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object) => { readonly exports: NumericFunctions & { readonly memory: WebAssemblyMemory } };
};

const PAGE = 65536;
const ALIGNMENT = 64;
const MOST_BYTES = 2 ** 32;
let compiled: object | undefined;

/** An instance with a memory of its own. */
export class NumericModule {
  readonly functions: NumericFunctions;
  readonly #memory: WebAssemblyMemory;
  #top: number;

  constructor() {
    compiled ??= new WebAssembly.Module(Uint8Array.from(atob(KERNEL_BYTES), (character) => character.charCodeAt(0)));
    const { exports } = new WebAssembly.Instance(compiled);
    this.functions = exports;
    this.#memory = exports.memory;
    this.#top = aligned(exports.heapStart());
  }

  /** The bytes in use. */
  get used(): number {
    return this.#top;
  }

  /** The bytes of the memory, which never shrinks. */
  get size(): number {
    return this.#memory.buffer.byteLength;
  }

  /** An address from which `bytes` are free. Throws {@link TooLargeError} when WebAssembly's 4 GiB do not hold them. */
  allocate(bytes: number, what = 'data'): number {
    const address = this.#top;
    const end = aligned(address + bytes);
    const missing = Math.ceil((end - this.#memory.buffer.byteLength) / PAGE);
    if (missing > 0) {
      try {
        if (end > MOST_BYTES) throw new RangeError('beyond 32-bit addresses');
        this.#memory.grow(missing);
      } catch {
        throw new TooLargeError(
          'wasm',
          `${what} takes ${mebibytes(bytes)} beside the ${mebibytes(address)} in use, and WebAssembly's memory ends at 4096 MiB or at what this machine has left`,
          'Use fewer samples at a time or a narrower network',
        );
      }
    }
    this.#top = end;
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

  floats(address: number, count: number): Float32Array {
    return new Float32Array(this.#memory.buffer, address, count);
  }

  words(address: number, count: number): Uint32Array {
    return new Uint32Array(this.#memory.buffer, address, count);
  }
}

const aligned = (address: number): number => Math.ceil(address / ALIGNMENT) * ALIGNMENT;

const mebibytes = (bytes: number): string => `${Math.ceil(bytes / 2 ** 20)} MiB`;

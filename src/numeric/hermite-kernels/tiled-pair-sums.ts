/** Sums over pairs at speed: WebAssembly on tiles of the Gram matrix, in memory that threads share. */
import { TooLargeError } from '../../base/errors.ts';
import { KERNEL_BYTES } from './kernel-bytes.generated.ts';
import type { PairProblem, PairSums } from './pair-sums.ts';

/** See assembly/hermite-kernels.ts. Addresses are bytes. */
type StripFunction = (
  x: number,
  dimension: number,
  inputs: number,
  orders: number,
  squares: number,
  labels: number,
  labellings: number,
  count: number,
  rowSums: number,
  squaredSums: number,
  sums: number,
  scratch: number,
  strip: number,
) => void;

interface SharedMemory {
  readonly buffer: SharedArrayBuffer;
}

// The part of the WebAssembly interface that is used; the library is type-checked without a browser's types.
declare const WebAssembly: {
  Memory: new (descriptor: { initial: number; maximum: number; shared: true }) => SharedMemory;
  Module: new (bytes: Uint8Array) => object;
  Instance: new (
    module: object,
    imports: { env: { memory: SharedMemory } },
  ) => { readonly exports: { readonly addStrip: StripFunction } };
};

/** A job laid out in shared memory: plain data, which can be sent to other threads as it is. */
export interface PairJob {
  readonly memory: SharedMemory;
  readonly dimension: number;
  readonly inputs: number;
  readonly orders: number;
  /** Labellings beside the labels, a multiple of four with those that are zero. */
  readonly labellings: number;
  readonly strips: number;
  readonly groups: number;
  readonly addresses: {
    readonly x: number;
    readonly squares: number;
    readonly labels: number;
    readonly labellings: number;
    readonly rowSums: number;
    readonly squaredSums: number;
    readonly sums: number;
    readonly scratch: number;
  };
}

const PAGE = 65536;
const LARGEST_MEMORY = 65536;
const TILE = 32;
const TILE_BYTES = TILE * TILE * 8;
/** Where the data starts: the first bytes are the module's own. */
const START = 1024;
/**
 * Strips are dealt out to this many groups, each with sums of its own, which are added up in order at the end: so the
 * bits do not depend on which thread takes which group.
 */
const GROUPS = 32;

let compiled: object | undefined;
const instances = new WeakMap<object, StripFunction>();

function functionOn(memory: SharedMemory): StripFunction {
  const known = instances.get(memory);
  if (known !== undefined) return known;
  compiled ??= new WebAssembly.Module(Uint8Array.from(atob(KERNEL_BYTES), (character) => character.charCodeAt(0)));
  const { addStrip } = new WebAssembly.Instance(compiled, { env: { memory } }).exports;
  instances.set(memory, addStrip);
  return addStrip;
}

interface Layout {
  readonly bytes: number;
  readonly padded: number;
  readonly labellings: number;
  readonly groups: number;
  readonly addresses: PairJob['addresses'];
}

function layoutOf(n: number, dimension: number, orders: number, labellingCount: number): Layout {
  const strips = Math.ceil(n / TILE);
  const padded = strips * TILE;
  const groups = Math.min(GROUPS, strips);
  const labellings = Math.ceil(labellingCount / 4) * 4;
  let top = START;
  const reserve = (numbers: number): number => {
    const address = top;
    top = Math.ceil((top + numbers * 8) / 64) * 64;
    return address;
  };
  const addresses = {
    x: reserve(padded * dimension),
    squares: reserve(padded),
    labels: reserve(padded),
    labellings: reserve(padded * labellings),
    rowSums: reserve(groups * orders * padded),
    squaredSums: reserve(groups * orders),
    sums: reserve(groups * orders * labellings),
    scratch: reserve((groups * orders * TILE_BYTES) / 8),
  };
  return { bytes: top, padded, labellings, groups, addresses };
}

/** The bytes that a job of this size takes. */
export const pairSumBytes = (n: number, dimension: number, orders: number, labellings: number): number =>
  layoutOf(n, dimension, orders, labellings).bytes;

/** Lays a problem out. Throws {@link TooLargeError} when it takes more than `limit` bytes. */
export function pairJob(problem: PairProblem, limit: number): PairJob {
  const { inputs, dimension, labels, labellings: others, orders } = problem;
  const n = labels.length;
  const { bytes, padded, labellings, groups, addresses } = layoutOf(n, dimension, orders, others.length);
  if (bytes > Math.min(limit, LARGEST_MEMORY * PAGE))
    throw new TooLargeError(
      'samples',
      `${n} inputs of dimension ${dimension} with ${others.length} labellings take ${(bytes / 2 ** 20).toFixed(0)} MiB, over the limit of ${(Math.min(limit, LARGEST_MEMORY * PAGE) / 2 ** 20).toFixed(0)} MiB`,
      'Use fewer samples, lower orders or fewer permutations, or raise maximumBytes',
    );
  const pages = Math.ceil(bytes / PAGE);
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
  const view = (address: number, length: number): Float64Array => new Float64Array(memory.buffer, address, length);
  const x = view(addresses.x, padded * dimension);
  const squares = view(addresses.squares, n);
  for (let i = 0; i < n; i++) {
    const start = Math.floor(i / 4) * 4 * dimension + (i % 4);
    let sum = 0;
    for (let k = 0; k < dimension; k++) {
      const value = inputs[i * dimension + k]!;
      x[start + k * 4] = value;
      sum += value * value;
    }
    squares[i] = sum;
  }
  view(addresses.labels, n).set(labels);
  const table = view(addresses.labellings, padded * labellings);
  others.forEach((z, p) => {
    for (let i = 0; i < n; i++) table[i * labellings + p] = z[i]!;
  });
  return { memory, dimension, inputs: n, orders, labellings, strips: padded / TILE, groups, addresses };
}

/** Adds up the strips of one group; several threads may do so at once with different groups. */
export function addGroup(job: PairJob, group: number): void {
  const { memory, dimension, inputs, orders, labellings, strips, groups, addresses } = job;
  const run = functionOn(memory);
  const rowSums = addresses.rowSums + group * orders * strips * TILE * 8;
  const squaredSums = addresses.squaredSums + group * orders * 8;
  const sums = addresses.sums + group * orders * labellings * 8;
  const scratch = addresses.scratch + group * orders * TILE_BYTES;
  const { x, squares, labels, labellings: table } = addresses;
  for (let strip = group; strip < strips; strip += groups)
    run(x, dimension, inputs, orders, squares, labels, table, labellings, rowSums, squaredSums, sums, scratch, strip);
}

/** The sums of all groups, once each has been added up. */
export function totalsOf(job: PairJob, labellingCount: number): PairSums {
  const { memory, inputs, orders, labellings, strips, groups, addresses } = job;
  const total = (address: number, step: number, offset: number, length: number, factor: number): Float64Array => {
    const sum = new Float64Array(length);
    for (let group = 0; group < groups; group++) {
      const part = new Float64Array(memory.buffer, address + (group * step + offset) * 8, length);
      for (let i = 0; i < length; i++) sum[i]! += part[i]!;
    }
    return sum.map((value) => factor * value);
  };
  const padded = strips * TILE;
  const each = <T>(make: (k: number) => T): T[] => Array.from({ length: orders }, (_, k) => make(k));
  return {
    rowSums: each((k) => total(addresses.rowSums, orders * padded, k * padded, inputs, 1)),
    squares: total(addresses.squaredSums, orders, 0, orders, 2),
    labellingSums: each((k) => total(addresses.sums, orders * labellings, k * labellings, labellingCount, 2)),
    path: 'tiled',
  };
}

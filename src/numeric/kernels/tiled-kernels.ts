/** Kernels of chains at speed: WebAssembly on tiles of the matrices, in memory that threads can share. */
import { TooLargeError } from '../../base/errors.ts';
import { type Chain, chainCoefficients } from './chain.ts';
import { KERNEL_BYTES } from './kernel-bytes.generated.ts';
import type { InputMatrix, PreparedInputs } from './prepared-inputs.ts';

/** See assembly/kernels.ts. Addresses are bytes. */
type TileFunction = (
  nngp: number,
  ntk: number,
  x: number,
  y: number,
  dimension: number,
  rows: number,
  columns: number,
  symmetric: boolean,
  parameters: number,
  stages: number,
  rowCoefficients: number,
  columnCoefficients: number,
  scratch: number,
  from: number,
  to: number,
) => void;

interface TileFunctions {
  readonly kernels64: TileFunction;
  readonly kernels32: TileFunction;
}

interface SharedMemory {
  readonly buffer: SharedArrayBuffer;
}

// The part of the WebAssembly interface that is used; the library is type-checked without a browser's types.
declare const WebAssembly: {
  Memory: new (descriptor: { initial: number; maximum: number; shared: true }) => SharedMemory;
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object, imports: { env: { memory: SharedMemory } }) => { readonly exports: TileFunctions };
};

export type Precision = 'double' | 'single';
export type FloatArray = Float64Array | Float32Array;

/** A job laid out in shared memory: plain data, which can be sent to other threads as it is. */
export interface TiledJob {
  readonly memory: SharedMemory;
  readonly precision: Precision;
  /** How many tiles there are. */
  readonly tiles: number;
  /** The arguments of the kernel up to the scratch space. */
  readonly arguments: readonly [...Parameters<TileFunction>];
  readonly nngp: FloatArray;
  readonly ntk: FloatArray;
}

const PAGE = 65536;
const LARGEST_MEMORY = 65536;
const TILE = 32;
/** Where the data starts: the first bytes are the module's own. */
const START = 1024;

let compiled: object | undefined;
/** The memories of results that are still in use somewhere. */
const memories = new WeakMap<object, SharedMemory>();
const instances = new WeakMap<SharedMemory, TileFunctions>();

function functionsOn(memory: SharedMemory): TileFunctions {
  const known = instances.get(memory);
  if (known !== undefined) return known;
  compiled ??= new WebAssembly.Module(Uint8Array.from(atob(KERNEL_BYTES), (character) => character.charCodeAt(0)));
  const { exports } = new WebAssembly.Instance(compiled, { env: { memory } });
  instances.set(memory, exports);
  return exports;
}

/** Whether this machine has shared WebAssembly memory; browsers give it to isolated pages only. */
export function sharedMemoryAvailable(): boolean {
  return typeof SharedArrayBuffer !== 'undefined';
}

/**
 * Lays out inputs, coefficients and results. `threads` is how many will work on it at once, each with scratch space of its
 * own; `reuse` is a result of an earlier job, whose memory is taken if it is large enough. Throws {@link TooLargeError} when it does not fit into 4 GiB.
 */
export function tiledJob(
  chain: Chain,
  rows: PreparedInputs,
  columns: PreparedInputs,
  precision: Precision,
  threads: number,
  reuse?: FloatArray,
): TiledJob {
  const bytes = precision === 'double' ? 8 : 4;
  const symmetric = rows === columns;
  const [m, n] = [rows.matrix.count, columns.matrix.count];
  const [paddedRows, paddedColumns] = [m, n].map((count) => Math.ceil(count / TILE) * TILE) as [number, number];
  const { dimension } = rows.matrix;
  const coefficientRows = chain.stages.reduce((sum, { factors }) => sum + factors.length, 0);
  let top = START;
  const reserve = (size: number): number => {
    const address = top;
    top = Math.ceil((top + size) / 64) * 64;
    return address;
  };
  const parameters = reserve((chain.stages.length + 1) * 32);
  const scratch = reserve(threads * SCRATCH);
  const x = reserve(paddedRows * dimension * bytes);
  const a = reserve(coefficientRows * paddedRows * bytes);
  const y = symmetric ? x : reserve(paddedColumns * dimension * bytes);
  const b = symmetric ? a : reserve(coefficientRows * paddedColumns * bytes);
  const nngp = reserve(m * n * bytes);
  const ntk = reserve(m * n * bytes);
  const pages = Math.ceil(top / PAGE);
  if (pages > LARGEST_MEMORY)
    throw new TooLargeError(
      'kernels',
      `two matrices of ${m} × ${n} take ${(top / 2 ** 30).toFixed(1)} GiB, over the limit of 4 GiB`,
      'Compute blocks, with `others` for the columns',
    );
  const earlier = reuse === undefined ? undefined : memories.get(reuse.buffer);
  const memory =
    earlier !== undefined && earlier.buffer.byteLength >= pages * PAGE
      ? earlier
      : new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
  memories.set(memory.buffer, memory);
  const view = (address: number, length: number): FloatArray =>
    precision === 'double'
      ? new Float64Array(memory.buffer, address, length)
      : new Float32Array(memory.buffer, address, length);
  new Float64Array(memory.buffer, parameters, 4 * (chain.stages.length + 1)).set(parametersOf(chain));
  pack(view(x, paddedRows * dimension), rows.matrix, precision);
  writeCoefficients(view(a, coefficientRows * paddedRows), chainCoefficients(chain, rows, paddedRows));
  if (!symmetric) {
    pack(view(y, paddedColumns * dimension), columns.matrix, precision);
    writeCoefficients(view(b, coefficientRows * paddedColumns), chainCoefficients(chain, columns, paddedColumns));
  }
  const [p, q] = [paddedRows / TILE, paddedColumns / TILE];
  const tiles = symmetric ? (p * (p + 1)) / 2 : p * q;
  const stages = chain.stages.length;
  return {
    memory,
    precision,
    tiles,
    arguments: [nngp, ntk, x, y, dimension, m, n, symmetric, parameters, stages, a, b, scratch, 0, tiles],
    nngp: view(nngp, m * n),
    ntk: view(ntk, m * n),
  };
}

/** Two tiles. */
const SCRATCH = 2 * TILE * TILE * 8;

/** Computes tiles from ≤ t < to of a job; several threads may do so at once, with different tiles and thread numbers. */
export function computeTiles(
  { memory, precision, arguments: all }: Pick<TiledJob, 'memory' | 'precision' | 'arguments'>,
  thread: number,
  from: number,
  to: number,
): void {
  const [nngp, ntk, x, y, dimension, rows, columns, symmetric, parameters, stages, a, b, scratch] = all;
  const { kernels64, kernels32 } = functionsOn(memory);
  const run = precision === 'double' ? kernels64 : kernels32;
  const own = scratch + thread * SCRATCH;
  run(nngp, ntk, x, y, dimension, rows, columns, symmetric, parameters, stages, a, b, own, from, to);
}

function parametersOf({ first, stages }: Chain): readonly number[] {
  const scale = first.factors[1]!.factor ** 2;
  return [
    ...[scale, first.ratio, first.constant, first.ownConstant],
    ...stages.flatMap(({ factors, ratio, constant, ownConstant }) => [
      factors.length - 1,
      ratio,
      constant,
      ownConstant,
    ]),
  ];
}

/** Panels of as many inputs as fill 32 bytes: [panel][coordinate][lane], zero beyond the last input. */
function pack(target: FloatArray, { data, count, dimension }: InputMatrix, precision: Precision): void {
  const lanes = precision === 'double' ? 4 : 8;
  target.fill(0, Math.floor(count / lanes) * lanes * dimension);
  for (let i = 0; i < count; i++) {
    const start = Math.floor(i / lanes) * lanes * dimension + (i % lanes);
    for (let k = 0; k < dimension; k++) target[start + k * lanes] = data[i * dimension + k]!;
  }
}

function writeCoefficients(target: FloatArray, coefficients: readonly Float64Array[]): void {
  coefficients.forEach((values, index) => {
    target.set(values, index * values.length);
  });
}

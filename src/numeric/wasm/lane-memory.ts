/** Where a program's values lie in the memory of its WebAssembly instance. */
import type { Program, Value } from '../../network/program.ts';
import { sizeOf } from '../../network/tensor.ts';
import type { Lanes } from './numeric-functions.ts';
import { NumericModule } from './numeric-module.ts';
import { PANEL, type Precision, ROW } from './precision.ts';

/**
 * A value that depends on the input is rows in lanes, blocks of `stride` bytes from `address` on. Weights and constants,
 * the same for all samples, are arrays of numbers; those that only products read exist packed alone.
 */
export class LaneMemory {
  readonly module: NumericModule = new NumericModule();
  readonly precision: Precision;
  readonly kernels: Lanes;
  /** Bytes of a block, by value. */
  readonly strides: readonly number[];
  readonly addresses: number[] = [];
  readonly #program: Program;

  constructor(program: Program, precision: Precision) {
    this.#program = program;
    this.precision = precision;
    this.kernels = precision.kernels(this.module.functions);
    this.strides = program.nodes.map(({ shape }) => Math.ceil(sizeOf(shape) / PANEL) * PANEL * ROW);
  }

  isUniform(value: Value): boolean {
    const { operation } = this.#program.nodes[value]!;
    return operation === 'parameter' || operation === 'constant';
  }

  size(value: Value): number {
    return sizeOf(this.#program.nodes[value]!.shape);
  }

  numbers(address: number, count: number): Float64Array | Float32Array {
    return this.precision.view(this.module, address, count);
  }

  /** Copies numbers into the memory, rounded to its precision. */
  put(values: ArrayLike<number>, what: string): number {
    const address = this.module.allocate(values.length * this.precision.bytes, what);
    this.numbers(address, values.length).set(values);
    return address;
  }

  putIntegers(values: ArrayLike<number>): number {
    const address = this.module.allocate(values.length * 4);
    this.module.words(address, values.length).set(values);
    return address;
  }

  /** The rows of a value, of all blocks. */
  rows(value: Value, blocks: number): Float64Array | Float32Array {
    return this.numbers(this.addresses[value]!, (blocks * this.strides[value]!) / this.precision.bytes);
  }
}

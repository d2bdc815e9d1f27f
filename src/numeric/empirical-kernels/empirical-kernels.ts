/** NNGP and NTK of a network as it is, at many inputs. */
import { InputError, TooLargeError } from '../../base/errors.ts';
import { type Progress, silent } from '../../base/progress.ts';
import { type Network, trace } from '../../network/network.ts';
import type { Program } from '../../network/program.ts';
import { sizeOf } from '../../network/tensor.ts';
import type { ParameterValues } from '../backend.ts';
import { checkRun, knownValues, symbolicValues } from '../run-arguments.ts';
import { NumericModule } from '../wasm/numeric-module.ts';
import { double, type Precision, single } from '../wasm/precision.ts';
import { ExplicitWeights } from './explicit-weights.ts';
import { LaneArena, strideOf } from './lane-arena.ts';
import { Sweep } from './sweep.ts';
import { addOutputProducts, addTheta, type Target } from './theta.ts';

export interface EmpiricalKernelOptions {
  /** The inputs of the columns, where they are others. */
  readonly others?: Float64Array | readonly (readonly number[])[];
  /** Values of the weights that the network leaves symbolic, by name. */
  readonly parameters?: ParameterValues;
  /** `double` unless given. */
  readonly precision?: 'double' | 'single';
  /** Which output; the mean over all of them when left out. */
  readonly output?: number;
  /** By the weight's name: its part of Θ is multiplied by this; 1 where it has none. σ_w²/fan-in gives the NTK parametrisation. */
  readonly rates?: Readonly<Record<string, number>>;
  /** Bytes for values and adjoints; 128 MiB unless given. More inputs than fit are taken in groups. */
  readonly memory?: number;
  readonly progress?: Progress;
  readonly signal?: AbortSignal;
}

export interface EmpiricalKernels {
  readonly rows: number;
  readonly columns: number;
  /** Row-major. */
  readonly nngp: Float64Array | Float32Array;
  readonly ntk: Float64Array | Float32Array;
}

const MEMORY = 2 ** 27;
const LARGEST_GROUP = 1024;
/** A memory of up to so many bytes is kept for the next call: a fresh one costs as much time as a product with its weights. */
const KEPT = 2 ** 26;
let spare: NumericModule | undefined;

/**
 * The kernels of a finite network between inputs a and b, averaged over its outputs o (or of one of them):
 *   nngp(a, b) = f_o(a) f_o(b),   ntk(a, b) = Σ_μ rate_μ ∂f_o(a)/∂θ_μ ∂f_o(b)/∂θ_μ,
 * over all weights and biases θ as they stand. No Jacobian is formed: a weight that multiplies a value h once has the part
 * (h_a·h_b)(δ_a·δ_b), δ the derivative by the product, so Θ is a sum of elementwise products of Gram matrices. Only a
 * weight that is used several times or otherwise has its gradient written out, a group of inputs at a time.
 *
 * The matrices and `memory` bytes are all that grows with the inputs. Throws {@link InputError} on inputs of the wrong
 * length, missing weights, an output that there is not, values that overflow; {@link TooLargeError} when the matrices
 * themselves cannot be had; the signal's reason when aborted.
 *
 * Source: Novak, Sohl-Dickstein and Schoenholz, "Fast finite width neural tangent kernel", arXiv:2206.08720, §3.
 */
export function empiricalKernels(
  net: Network,
  inputs: Float64Array | readonly (readonly number[])[],
  options: EmpiricalKernelOptions = {},
): EmpiricalKernels {
  const program = trace(net);
  const { parameters = {}, progress = silent, signal, memory = MEMORY } = options;
  const name = options.precision ?? 'double';
  const precision = precisionOf(name);
  const rowInputs = flat(inputs, program, 'inputs');
  const symmetric = options.others === undefined;
  const columnInputs = symmetric ? rowInputs : flat(options.others!, program, 'others');
  const { samples: rows } = checkRun(program, rowInputs, parameters);
  const columns = symmetric ? rows : checkRun(program, columnInputs, parameters).samples;
  const outputs = outputsOf(program, options.output);
  const rates = program.parameters.map(({ name }) => options.rates?.[name] ?? 1);
  const [nngp, ntk] = [kernelMatrix(rows, columns, name), kernelMatrix(rows, columns, name)];

  const group = groupSize(program, precision, memory, Math.max(rows, columns));
  const module = spare ?? new NumericModule();
  // Not for calls that `progress` makes meanwhile.
  spare = undefined;
  const start = module.used;
  const arena = new LaneArena(precision, module);
  const a = sweepOf(program, arena, Math.min(group, rows), parameters);
  const b = symmetric && rows <= group ? a : sweepOf(program, arena, Math.min(group, columns), parameters);
  const width = program.inputs.length;
  const part = (all: Float64Array, first: number, count: number): Float64Array =>
    all.subarray(first * width, (first + count) * width);
  const total = Math.ceil(rows / group) * Math.ceil(columns / group);
  let done = 0;
  for (let row = 0; row < rows; row += group) {
    const rowCount = Math.min(group, rows - row);
    a.forward(part(rowInputs, row, rowCount), rowCount);
    if (outputs.length === 1) a.backward(outputs[0]!);
    for (let column = symmetric ? row : 0; column < columns; column += group) {
      signal?.throwIfAborted();
      const columnCount = Math.min(group, columns - column);
      const same = symmetric && column === row;
      const other = same ? a : b;
      if (!same) other.forward(part(columnInputs, column, columnCount), columnCount);
      const where = { width: columns, row, column, rows: rowCount, columns: columnCount, symmetric: same };
      const [products, theta]: Target[] = [
        { ...where, matrix: nngp },
        { ...where, matrix: ntk },
      ] as [Target, Target];
      const scale = 1 / outputs.length;
      addOutputs(arena, a, other, products!, scale, options.output);
      for (const output of outputs) {
        if (outputs.length > 1) a.backward(output);
        if (!same) other.backward(output);
        addTheta(arena, a, other, rates, theta!, scale);
      }
      progress(++done, total, 'groups of inputs');
    }
  }
  if (symmetric) for (const kernel of [nngp, ntk]) mirror(kernel, rows);
  if (module.size <= KEPT) {
    module.release(start);
    spare = module;
  }
  return { rows, columns, nngp, ntk };
}

function addOutputs(arena: LaneArena, a: Sweep, b: Sweep, target: Target, scale: number, output?: number): void {
  if (output === undefined) {
    addOutputProducts(arena, a, b, target, scale);
    return;
  }
  const { matrix, width, row, column, rows, columns } = target;
  const entries = a.output.entries;
  const [left, right] = [arena.read(a.output, rows), arena.read(b.output, columns)];
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < columns; j++)
      matrix[(row + i) * width + column + j] = left[i * entries + output]! * right[j * entries + output]!;
}

function mirror(kernel: Float64Array | Float32Array, n: number): void {
  for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) kernel[i * n + j] = kernel[j * n + i]!;
}

/** A sweep whose weights are those of the network, or the values given. */
function sweepOf(program: Program, arena: LaneArena, samples: number, parameters: ParameterValues): Sweep {
  const numbers = (parameter: number): Float64Array => {
    const declared = program.parameters[parameter]!;
    return declared.tensor === undefined ? symbolicValues(declared, parameters, 0) : knownValues(declared);
  };
  const copy =
    (values: Float64Array) =>
    (first: number, out: Float64Array | Float32Array): void => {
      if (out instanceof Float64Array) out.set(values.subarray(first, first + out.length));
      // Faster than `set`, which converts number by number outside of compiled code.
      else for (let i = 0; i < out.length; i++) out[i] = values[first + i]!;
    };
  const sweep = new Sweep(program, arena, samples, ({ parameter, rows, columns }) => {
    const map = new ExplicitWeights(arena, rows, columns, program.parameters[parameter]!.name);
    map.set(copy(numbers(parameter)));
    return map;
  });
  for (const parameter of program.parameters.keys()) sweep.setArray(parameter, copy(numbers(parameter)));
  return sweep;
}

/** So many inputs that two sweeps' values and adjoints fit into `memory`. */
function groupSize(program: Program, precision: Precision, memory: number, most: number): number {
  const lanes = program.nodes.filter(({ operation }) => operation !== 'constant');
  const perBlock = lanes.reduce((sum, { shape, operation }) => {
    return sum + (operation === 'parameter' && shape.length > 1 ? 0 : strideOf(sizeOf(shape)));
  }, 0);
  const blocks = Math.max(1, Math.floor(memory / (4 * perBlock)));
  return Math.min(blocks * precision.lanes, LARGEST_GROUP, Math.max(1, most));
}

function precisionOf(name: string): Precision {
  if (name === 'double') return double;
  if (name === 'single') return single;
  throw new InputError('precision', `expected double or single, got '${name}'`);
}

/** Throws {@link InputError} when there is no such output. */
export function outputsOf(program: Program, output: number | undefined): readonly number[] {
  const size = sizeOf(program.nodes[program.output]!.shape);
  if (output === undefined) return Array.from({ length: size }, (_, o) => o);
  if (!Number.isInteger(output) || output < 0 || output >= size)
    throw new InputError('output', `expected an integer from 0 to ${size - 1}, got ${output}`);
  return [output];
}

/** Inputs one after another. Throws {@link InputError} on one of another length. */
export function flat(
  inputs: Float64Array | readonly (readonly number[])[],
  program: Program,
  where: string,
): Float64Array {
  if (inputs instanceof Float64Array) return inputs;
  const width = program.inputs.length;
  const wrong = inputs.findIndex((x) => x.length !== width);
  if (wrong >= 0) throw new InputError(`${where}[${wrong}]`, `expected ${width} numbers, got ${inputs[wrong]!.length}`);
  return Float64Array.from(inputs.flat());
}

/** Zeros. Throws {@link TooLargeError} when the matrix cannot be had. */
export function kernelMatrix(
  rows: number,
  columns: number,
  precision: 'double' | 'single',
): Float64Array | Float32Array {
  try {
    return precision === 'double' ? new Float64Array(rows * columns) : new Float32Array(rows * columns);
  } catch {
    const gibibytes = ((rows * columns * (precision === 'double' ? 8 : 4)) / 2 ** 30).toFixed(1);
    throw new TooLargeError(
      'empiricalKernels',
      `a kernel matrix of ${rows} × ${columns} takes ${gibibytes} GiB, which this machine does not give`,
      'Take fewer inputs, or precision single',
    );
  }
}

/** Empirical kernels on ONNX Runtime, where the user has installed it. */
import { InputError } from '../../base/errors.ts';
import { type Network, trace } from '../../network/network.ts';
import type { Parameter, Program } from '../../network/program.ts';
import { sizeOf } from '../../network/tensor.ts';
import { SINGLE } from '../backend.ts';
import { denseChain } from '../onnx/dense-chain.ts';
import { empiricalKernelModel } from '../onnx/empirical-kernel-model.ts';
import { ONNX_RUNTIME, type OnnxRuntime, type OnnxSession, openOnnxRuntime } from '../onnx/onnx-runtime.ts';
import { checkRun, knownValues } from '../run-arguments.ts';
import { type EmpiricalKernelOptions, flat, kernelMatrix, outputsOf } from './empirical-kernels.ts';

export interface AcceleratedKernelOptions extends Omit<EmpiricalKernelOptions, 'precision' | 'parameters'> {
  /** Values of the weights that the network leaves symbolic, by name; Float32Arrays are taken as they are. */
  readonly parameters?: Readonly<Record<string, Float64Array | Float32Array>>;
}

/** Kernels in single precision whose last bits depend on the machine and its threads. */
export interface AcceleratedKernels {
  readonly rows: number;
  readonly columns: number;
  /** Row-major. */
  readonly nngp: Float32Array;
  readonly ntk: Float32Array;
  readonly backend: typeof ONNX_RUNTIME;
  readonly precision: 'single';
}

/** What is computed is settled; inputs and symbolic weights are not. */
export interface PreparedKernels {
  at(
    inputs: Float64Array | readonly (readonly number[])[],
    options?: Omit<AcceleratedKernelOptions, 'output' | 'rates'>,
  ): Promise<AcceleratedKernels>;
}

const MEMORY = 2 ** 28;
const LARGEST_GROUP = 1024;

/**
 * The same kernels as `empiricalKernels`, in single precision, by ONNX Runtime (the package onnxruntime-node, which the
 * user installs): H_l = σ(W_l H_{l−1} + b_l), δ_l and Θ = Σ_l (rate_W HᵀH + rate_b) ∘ δᵀδ as one graph of dense products. Not
 * bit-strict: sums are taken in an order of the runtime's own. With polynomial activations the error is at most
 * γ_k Σ|terms|, k the number of roundings on a term (Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed., §3.1).
 *
 * For chains of dense layers and activations: polynomials, relu, tanh, sigmoid. To use one session for several inputs or
 * weights, {@link prepareKernelsOnAccelerator}. Throws {@link InputError} where the package is missing, naming the layer
 * that it does not take, and as `empiricalKernels` does.
 */
export async function empiricalKernelsOnAccelerator(
  net: Network,
  inputs: Float64Array | readonly (readonly number[])[],
  { output, rates, ...options }: AcceleratedKernelOptions = {},
): Promise<AcceleratedKernels> {
  const settled = { ...(output === undefined ? {} : { output }), ...(rates === undefined ? {} : { rates }) };
  return (await prepareKernelsOnAccelerator(net, settled)).at(inputs, options);
}

/** Builds the graph and its session, and converts the weights that the network has. Throws as {@link empiricalKernelsOnAccelerator}. */
export async function prepareKernelsOnAccelerator(
  net: Network,
  { output, rates: rateOf }: Pick<EmpiricalKernelOptions, 'output' | 'rates'> = {},
): Promise<PreparedKernels> {
  const program = trace(net);
  const count = outputsOf(program, output).length;
  const rates = program.parameters.map(({ name }) => rateOf?.[name] ?? 1);
  const shared = { rates, ...(output === undefined ? {} : { output }) };
  const model = (others: boolean): Uint8Array =>
    empiricalKernelModel(program, { ...shared, others }).bytes('empirical kernels');
  const [square, used] = [model(false), usedParameters(program)];
  const runtime = await openOnnxRuntime();
  const squareSession = await runtime.InferenceSession.create(square);
  let rectangularSession: Promise<OnnxSession> | undefined;
  const known = new Map<number, object>();
  for (const parameter of used) {
    const declared = program.parameters[parameter]!;
    if (declared.tensor !== undefined) known.set(parameter, tensorOf(runtime, declared, knownValues(declared)));
  }
  const width = program.inputs.length;
  return {
    async at(inputs, options = {}) {
      const { parameters = {}, progress, signal, memory = MEMORY } = options;
      const rowInputs = flat(inputs, program, 'inputs');
      const symmetric = options.others === undefined;
      const columnInputs = symmetric ? rowInputs : flat(options.others!, program, 'others');
      const rows = checkRun(fixed(program), rowInputs).samples;
      const columns = symmetric ? rows : checkRun(fixed(program), columnInputs).samples;
      const weights: Record<string, object> = {};
      for (const parameter of used) {
        const declared = program.parameters[parameter]!;
        weights[`w${parameter}`] =
          known.get(parameter) ?? tensorOf(runtime, declared, givenValues(declared, parameters[declared.name]));
      }
      const nngp = kernelMatrix(rows, columns, 'single') as Float32Array;
      const ntk = kernelMatrix(rows, columns, 'single') as Float32Array;
      const group = groupSize(program, count, memory);
      const block = (all: Float64Array, first: number, length: number): object =>
        new runtime.Tensor('float32', singles(all.subarray(first * width, (first + length) * width), 'inputs'), [
          length,
          width,
        ]);
      const total = Math.ceil(rows / group) * Math.ceil(columns / group);
      let done = 0;
      for (let row = 0; row < rows; row += group) {
        const rowCount = Math.min(group, rows - row);
        const x = block(rowInputs, row, rowCount);
        for (let column = symmetric ? row : 0; column < columns; column += group) {
          signal?.throwIfAborted();
          const columnCount = Math.min(group, columns - column);
          const same = symmetric && column === row;
          if (!same) rectangularSession ??= runtime.InferenceSession.create(model(true));
          const session = same ? squareSession : await rectangularSession!;
          const y = same ? {} : { y: block(columnInputs, column, columnCount) };
          const results = await session.run({ x, ...y, ...weights });
          for (const [target, { data }] of [
            [nngp, results.nngp!],
            [ntk, results.ntk!],
          ] as const) {
            requireFinite(data, row, column, columnCount);
            for (let i = 0; i < rowCount; i++) {
              const entries = data.subarray(i * columnCount, (i + 1) * columnCount);
              target.set(entries, (row + i) * columns + column);
              if (symmetric && !same)
                for (let j = 0; j < columnCount; j++) target[(column + j) * columns + row + i] = entries[j]!;
            }
          }
          progress?.(++done, total, 'groups of inputs');
        }
      }
      // Of each pair of equal entries one, whatever the order of the runtime's sums.
      if (symmetric)
        for (const kernel of [nngp, ntk])
          for (let i = 0; i < rows; i++) for (let j = 0; j < i; j++) kernel[i * rows + j] = kernel[j * rows + i]!;
      return { rows, columns, nngp, ntk, backend: ONNX_RUNTIME, precision: 'single' };
    },
  };
}

/** Without symbolic weights, for checks of inputs. */
const fixed = (program: Program): Program => ({ ...program, parameters: [] });

const usedParameters = (program: Program): readonly number[] =>
  denseChain(program).flatMap((step) =>
    step.kind !== 'dense' ? [] : step.bias === undefined ? [step.weight] : [step.weight, step.bias],
  );

function givenValues(
  { name, shape }: Parameter,
  given: Float64Array | Float32Array | undefined,
): typeof given & object {
  const size = sizeOf(shape);
  if (given === undefined)
    throw new InputError(
      `parameters: ${name}`,
      'missing: the network leaves this weight symbolic',
      `Give ${size} numbers`,
    );
  if (given.length !== size)
    throw new InputError(`parameters: ${name}`, `expected ${size} numbers, got ${given.length}`);
  return given;
}

function tensorOf({ Tensor }: OnnxRuntime, { name, shape }: Parameter, values: Float64Array | Float32Array): object {
  return new Tensor('float32', singles(values, `parameters: ${name}`), shape.length === 1 ? [shape[0]!, 1] : shape);
}

/** Throws {@link InputError} on a number that single precision does not hold. */
function singles(values: Float64Array | Float32Array, where: string): Float32Array {
  const result = values instanceof Float32Array ? values : new Float32Array(values.length);
  // Faster than `set`, which converts number by number outside of compiled code.
  if (result !== values) for (let i = 0; i < result.length; i++) result[i] = values[i]!;
  // x · 0 is 0 for numbers; in four sums, since one waits for itself.
  let [a, b, c, d] = [0, 0, 0, 0];
  const whole = result.length & ~3;
  for (let i = 0; i < whole; i += 4) {
    a += result[i]! * 0;
    b += result[i + 1]! * 0;
    c += result[i + 2]! * 0;
    d += result[i + 3]! * 0;
  }
  for (let i = whole; i < result.length; i++) a += result[i]! * 0;
  if (a + b + c + d === 0) return result;
  const at = result.findIndex((value) => !Number.isFinite(value));
  throw new InputError(`${where}[${at}]`, `expected a finite number that ${SINGLE.name} holds, got ${values[at]}`);
}

function requireFinite(data: Float32Array, row: number, column: number, columns: number): void {
  const at = data.findIndex((value) => !Number.isFinite(value));
  if (at < 0) return;
  throw new InputError(
    ONNX_RUNTIME,
    `the kernel between inputs ${row + Math.floor(at / columns)} and ${column + (at % columns)} is ${data[at]}: the range of ${SINGLE.name} does not hold it or a value on the way`,
    "Use smaller inputs or weights, or the backend 'wasm' in double precision",
  );
}

/** So many inputs that the values and adjoints of two groups fit into `memory`. */
function groupSize(program: Program, outputs: number, memory: number): number {
  const perInput = program.nodes.reduce((sum, { shape, operation }) => {
    return sum + (operation === 'einsum' || operation === 'map' ? sizeOf(shape) * (2 + 2 * outputs) : 0);
  }, 0);
  return Math.max(1, Math.min(LARGEST_GROUP, Math.floor(memory / (2 * 4 * perInput))));
}

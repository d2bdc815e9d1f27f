import { nearestDouble } from '../../base/coefficient.ts';
import { InputError, TooLargeError } from '../../base/errors.ts';
import type { Activation } from '../../network/activation.ts';
import { contraction } from '../../network/einsum.ts';
import { argumentsOf, type Program, type Value } from '../../network/program.ts';
import { sizeOf } from '../../network/tensor.ts';
import { type Executable, SINGLE_ON_DEVICE } from '../backend.ts';
import { firstOverflow } from '../evaluation-in-doubles.ts';
import { checkRun, knownValues, symbolicValues } from '../run-arguments.ts';
import {
  type DeviceArray,
  expectMode,
  type Gpu,
  type GpuModule,
  type HostArray,
  type Kernel,
  type Mode,
} from './gpu-js.ts';
import { contractionSource, type KernelSource, linearSource, polynomialSource } from './kernel-source.ts';

/** Samples at once: every WebGL2 device has textures of this size. */
const SAMPLES = 2048;
/** Loops of gpu.js end at 1,000 unless a kernel says more. */
const LONGEST_LOOP = 2 ** 24;

/** What computes a value: a kernel, or a function on the host. */
type Step = { readonly value: Value } & (
  | { readonly kind: 'kernel'; readonly kernel: KernelSource }
  | { readonly kind: 'host'; readonly f: (x: number) => number; readonly argument: Value }
);

/**
 * A program as kernels of gpu.js, one an operation, samples along one axis. Activations that are no polynomials are
 * computed on the host in doubles and rounded, since devices disagree about them by hundreds of units in the last place.
 */
export function compileForDevice(
  program: Program,
  module: GpuModule,
  mode: Mode,
  name: string,
  largestSide: number,
): Executable {
  const isUniform = (value: Value): boolean => ['parameter', 'constant'].includes(program.nodes[value]!.operation);
  const size = (value: Value): number => sizeOf(program.nodes[value]!.shape);
  const steps = prepare(program, isUniform);
  for (const { value } of steps)
    if (size(value) > largestSide)
      throw new TooLargeError(
        `${name}: ${program.places[value]}`,
        `${size(value)} entries are more than the ${largestSide} rows of the device's largest texture`,
        'Use the wasm backend, or narrower layers',
      );
  const known = program.nodes.map((node, value) => {
    if (node.operation === 'constant')
      return new Float32Array(size(value)).fill(nearestDouble(node.value, program.places[value]!));
    if (node.operation !== 'parameter') return undefined;
    const parameter = program.parameters[node.parameter]!;
    return parameter.tensor === undefined ? undefined : Float32Array.from(knownValues(parameter));
  });
  const gpu = new module.GPU({ mode });
  let kernels = new KernelSet(gpu, mode, steps, size, program.output, 0);

  /** All samples of one draw. */
  async function runDraw(
    inputs: Float64Array,
    uniforms: readonly (Float32Array | undefined)[],
    samples: number,
  ): Promise<HostArray> {
    if (kernels.samples !== samples) {
      kernels.destroy();
      kernels = new KernelSet(gpu, mode, steps, size, program.output, samples);
    }
    const values: unknown[] = [...uniforms];
    const onDevice: DeviceArray[] = [];
    let output: HostArray | undefined;
    const keep = (value: Value, rows: HostArray): void => {
      values[value] = module.input(flat(rows, samples), [samples, rows.length]);
      if (value === program.output) output = rows;
    };
    for (const [value, { operation }] of program.nodes.entries())
      if (operation === 'input') keep(value, transposed(inputs, program.inputs.length, samples));
    try {
      for (const step of steps) {
        if (step.kind === 'host') {
          const given = values[step.argument];
          const rows = isUniform(step.argument)
            ? Array.from(given as Float32Array, (x) => new Float32Array(samples).fill(x))
            : await rowsOf(given, samples);
          keep(
            step.value,
            rows.map((row) => row.map(step.f)),
          );
          continue;
        }
        const node = program.nodes[step.value]!;
        const result = await kernels.run(step.value, [
          ...argumentsOf(node).map((a) => values[a]),
          ...step.kernel.tables,
        ]);
        values[step.value] = result;
        if (step.value === program.output) output = result as HostArray;
        else onDevice.push(result);
      }
    } finally {
      for (const array of onDevice) if ('delete' in array) array.delete?.();
    }
    return output ?? Array.from(uniforms[program.output]!, (x) => new Float32Array(samples).fill(x));
  }

  return {
    async run(inputs, parameters = {}, draws = 1) {
      const { samples } = checkRun(program, inputs, parameters, draws);
      const [width, outputs] = [program.inputs.length, size(program.output)];
      const results = new Float64Array(draws * samples * outputs);
      for (let draw = 0; draw < draws; draw++) {
        const uniforms = program.nodes.map((node, value) => {
          if (node.operation !== 'parameter' || known[value] !== undefined) return known[value];
          return Float32Array.from(symbolicValues(program.parameters[node.parameter]!, parameters, draw));
        });
        for (let first = 0; first < samples; first += SAMPLES) {
          const count = Math.min(SAMPLES, samples - first);
          const rows = await runDraw(inputs.subarray(first * width, (first + count) * width), uniforms, count);
          for (let entry = 0; entry < outputs; entry++)
            for (let sample = 0; sample < count; sample++) {
              const got = rows[entry]![sample]!;
              if (!Number.isFinite(got)) {
                const at = { inputs, parameters, draw, sample: first + sample, entry, got };
                throw firstOverflow(program, name, at, Math.fround, SINGLE_ON_DEVICE.name);
              }
              results[(draw * samples + first + sample) * outputs + entry] = got;
            }
        }
      }
      return results;
    },
  };
}

function prepare(program: Program, isUniform: (value: Value) => boolean): Step[] {
  return program.nodes.flatMap((node, value): Step[] => {
    const place = program.places[value]!;
    const kernel = (source: KernelSource): Step[] => [{ value, kind: 'kernel', kernel: source }];
    const numbers = (coefficients: readonly (number | string)[]): number[] =>
      coefficients.map((c) => nearestDouble(c, place));
    if (node.operation === 'linear')
      return kernel(linearSource(node.arguments.map(isUniform), numbers(node.coefficients)));
    if (node.operation === 'map') {
      const { coefficients } = node.activation;
      if (coefficients === undefined) return [hostStep(node.activation, value, node.arguments[0], place)];
      return kernel(polynomialSource(isUniform(node.arguments[0]), numbers(coefficients)));
    }
    if (node.operation !== 'einsum') return [];
    const { outer, inner, terms } = contraction(
      node.specification,
      node.arguments.map((argument) => program.nodes[argument]!.shape),
    );
    const operands = node.arguments.map((argument, k) => ({
      uniform: isUniform(argument),
      outer: outer[k]!,
      inner: inner[k]!,
    }));
    return kernel(contractionSource(operands, terms));
  });
}

function hostStep({ kind, f }: Activation, value: Value, argument: Value, place: string): Step {
  if (f === undefined)
    throw new InputError(
      place,
      `the activation '${kind}' has neither coefficients nor a function f`,
      'Give one of them',
    );
  return { value, kind: 'host', f, argument };
}

/** The kernels of a program for one count of samples. */
class KernelSet {
  readonly samples: number;
  readonly #mode: Mode;
  readonly #kernels = new Map<Value, Kernel>();

  constructor(
    gpu: Gpu,
    mode: Mode,
    steps: readonly Step[],
    size: (value: Value) => number,
    output: Value,
    samples: number,
  ) {
    this.samples = samples;
    this.#mode = mode;
    if (samples === 0) return;
    for (const step of steps) {
      if (step.kind === 'host') continue;
      const pipeline = step.value !== output;
      this.#kernels.set(
        step.value,
        gpu.createKernel(step.kernel.source, {
          output: [samples, size(step.value)],
          precision: 'single',
          pipeline,
          immutable: pipeline,
          loopMaxIterations: LONGEST_LOOP,
        }),
      );
    }
  }

  /** Throws when gpu.js fell back to another mode than the one asked for. */
  async run(value: Value, args: readonly unknown[]): Promise<DeviceArray> {
    const kernel = this.#kernels.get(value)!;
    const result = await kernel(...args);
    expectMode(kernel, this.#mode);
    return result;
  }

  destroy(): void {
    for (const kernel of this.#kernels.values()) kernel.destroy();
  }
}

/** Rows of samples from samples one after another, rounded. */
const transposed = (inputs: Float64Array, width: number, samples: number): HostArray =>
  Array.from({ length: width }, (_, i) => Float32Array.from({ length: samples }, (__, s) => inputs[s * width + i]!));

function flat(rows: HostArray, samples: number): Float32Array {
  const all = new Float32Array(rows.length * samples);
  for (const [i, row] of rows.entries()) all.set(row, i * samples);
  return all;
}

/** An array on the device, an input, or rows already. */
async function rowsOf(given: unknown, samples: number): Promise<HostArray> {
  if (Array.isArray(given)) return given as HostArray;
  if (typeof given === 'object' && given !== null && 'toArray' in given)
    return (given as { toArray(): HostArray | Promise<HostArray> }).toArray();
  const { value } = given as { readonly value: Float32Array };
  return Array.from({ length: value.length / samples }, (_, i) => value.subarray(i * samples, (i + 1) * samples));
}

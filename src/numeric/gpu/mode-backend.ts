import { InputError, messageOf } from '../../base/errors.ts';
import { type Availability, type Backend, type BackendType, SINGLE_ON_DEVICE } from '../backend.ts';
import { compileForDevice } from './device-program.ts';
import { expectMode, type GpuModule, loadGpuJs, type Mode } from './gpu-js.ts';

export interface ModeOptions {
  readonly mode: Mode;
  readonly summary: string;
  /** What it runs on, for `isserlis backends`. */
  readonly detail: string;
  /** Why it cannot run here and what to do; undefined when nothing speaks against it. */
  lacking(module: GpuModule): Promise<{ readonly reason: string; readonly remedy: string } | undefined>;
  /** The most entries that a value can have. */
  largestSide(): number;
}

/** gpu.js in one of its modes, as a backend named `gpu-MODE`. */
export function modeBackend({ mode, summary, detail, lacking, largestSide }: ModeOptions): BackendType {
  const name = `gpu-${mode}`;
  async function availability(): Promise<Availability> {
    try {
      const module = await loadGpuJs();
      const missing = await lacking(module);
      if (missing !== undefined) return { available: false, ...missing };
      await probe(module, mode);
      return { available: true, detail };
    } catch (error) {
      if (error instanceof InputError) return { available: false, reason: error.message, remedy: error.remedy };
      return { available: false, reason: messageOf(error), remedy: 'Use the wasm backend' };
    }
  }
  return {
    name,
    summary,
    exactBits: false,
    availability,
    async open(): Promise<Backend> {
      const found = await availability();
      if (!found.available) throw new InputError(name, found.reason, found.remedy);
      const module = await loadGpuJs();
      return {
        name,
        exactBits: false,
        batchInvariant: true,
        rounding: SINGLE_ON_DEVICE,
        compile: (program) => compileForDevice(program, module, mode, name, largestSide()),
      };
    },
  };
}

/** Adds floats that only single precision tells apart, and sees that the mode ran. */
async function probe(module: GpuModule, mode: Mode): Promise<void> {
  const gpu = new module.GPU({ mode });
  const kernel = gpu.createKernel('function (a) { return a[this.thread.y] + a[this.thread.x]; }', {
    output: [2, 2],
    precision: 'single',
    pipeline: false,
    immutable: false,
    loopMaxIterations: 1,
  });
  const small = 2 ** -23;
  const rows = (await kernel(Float32Array.of(1, small))) as readonly Float32Array[];
  expectMode(kernel, mode);
  kernel.destroy();
  if (rows[0]![1] !== 1 + small)
    throw new InputError('gpu.js', `1 + 2^−23 is ${rows[0]![1]} in mode ${mode}: floats are not kept whole`);
}

/** The part of gpu.js that is used; its own types need a browser's. */
import { InputError, messageOf } from '../../base/errors.ts';

/** How kernels run: one of gpu.js's modes. */
export type Mode = 'webgl2' | 'webgpu' | 'headlessgl' | 'webasm';

/** Numbers on the device, or [row][column] on the host. */
export type DeviceArray = { toArray(): HostArray | Promise<HostArray>; delete?(): void } | HostArray;
export type HostArray = readonly Float32Array[];

export interface Kernel {
  (...args: readonly unknown[]): DeviceArray | Promise<DeviceArray>;
  readonly kernel: { readonly constructor: { readonly mode?: string } };
  destroy(): void;
}

export interface KernelSettings {
  /** [columns, rows]. */
  readonly output: readonly [number, number];
  readonly precision: 'single';
  readonly pipeline: boolean;
  readonly immutable: boolean;
  readonly loopMaxIterations: number;
}

export interface Gpu {
  createKernel(source: string, settings: KernelSettings): Kernel;
  destroy(): void;
}

export interface GpuModule {
  readonly GPU: {
    new (options: { readonly mode: Mode }): Gpu;
    readonly isWebGL2Supported: boolean;
    readonly isHeadlessGLSupported: boolean;
    readonly isWebAssemblySupported: boolean;
    readonly isSinglePrecisionSupported: boolean;
    isWebGPUAvailable(): Promise<boolean>;
  };
  /** An array of rows one after another: [columns, rows]. */
  input(values: Float32Array, size: readonly [number, number]): unknown;
}

let loaded: Promise<GpuModule> | undefined;

/** gpu.js, loaded when it is first asked for. Throws {@link InputError} when it is not installed or does not load. */
export function loadGpuJs(): Promise<GpuModule> {
  loaded ??= (import('gpu.js') as Promise<unknown>).then(
    (module) => ((module as { default?: unknown }).default ?? module) as GpuModule,
    (error: unknown) => {
      loaded = undefined;
      throw new InputError('gpu.js', `does not load: ${messageOf(error)}`, 'Install it: npm install gpu.js');
    },
  );
  return loaded;
}

/** What a kernel of each mode calls itself: those on OpenGL share a name. */
const KERNEL_MODES: Readonly<Record<Mode, string>> = {
  webgl2: 'gpu',
  headlessgl: 'gpu',
  webgpu: 'webgpu',
  webasm: 'webasm',
};

/** gpu.js turns to the processor in silence where a kernel fails: throws {@link InputError} when `kernel` ran so. */
export function expectMode(kernel: Kernel, mode: Mode): void {
  const ran = kernel.kernel.constructor.mode;
  if (ran !== KERNEL_MODES[mode])
    throw new InputError('gpu.js', `fell back from ${mode} to ${ran}`, 'Choose another backend');
}

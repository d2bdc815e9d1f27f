import type { Program } from '../../network/program.ts';
import { type Backend, type BackendType, SINGLE, type SynchronousExecutable } from '../backend.ts';
import { wasmAvailability } from '../wasm/availability.ts';
import { compileLanes } from '../wasm/lane-program.ts';
import { single } from '../wasm/precision.ts';

/**
 * WebAssembly with vectors of 128 bits, in floats: twice as fast as doubles, within the bound of `forwardErrorBound` for
 * {@link SINGLE}. Activations that are no polynomials are computed in doubles and rounded. Runs every program.
 */
export const wasmSingle: Omit<Backend, 'compile'> & { compile(program: Program): SynchronousExecutable } = {
  name: 'wasm-f32',
  exactBits: false,
  batchInvariant: true,
  rounding: SINGLE,
  compile: (program) => compileLanes(program, single, 'wasm-f32'),
};

export const backend: BackendType = {
  name: 'wasm-f32',
  summary: 'WebAssembly SIMD over floats: twice as fast, within a bound',
  exactBits: false,
  availability: wasmAvailability,
  open: () => Promise.resolve(wasmSingle),
};

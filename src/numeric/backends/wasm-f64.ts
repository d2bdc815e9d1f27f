import type { Program } from '../../network/program.ts';
import { type Backend, type BackendType, DOUBLE, type SynchronousExecutable } from '../backend.ts';
import { wasmAvailability } from '../wasm/availability.ts';
import { compileLanes } from '../wasm/lane-program.ts';
import { double } from '../wasm/precision.ts';

/**
 * WebAssembly with vectors of 128 bits, in doubles: the default. Samples go through the lanes, so that each has the bits
 * of the reference backend. Runs every program.
 */
export const wasm: Omit<Backend, 'compile'> & { compile(program: Program): SynchronousExecutable } = {
  name: 'wasm',
  exactBits: true,
  batchInvariant: true,
  rounding: DOUBLE,
  compile: (program) => compileLanes(program, double, 'wasm'),
};

export const backend: BackendType = {
  name: 'wasm',
  summary: 'WebAssembly SIMD over doubles: the default, the bits of the reference',
  exactBits: true,
  availability: wasmAvailability,
  open: () => Promise.resolve(wasm),
};

import type { BackendType } from '../backend.ts';
import { modeBackend } from '../gpu/mode-backend.ts';

/** gpu.js compiling its kernels to WebAssembly: for checking kernels where there is no graphics processor, ten times slower than `wasm-f32`. */
export const backend: BackendType = modeBackend({
  mode: 'webasm',
  summary: 'gpu.js kernels as WebAssembly, on the processor: checks kernels anywhere, slow',
  detail: 'gpu.js, WebAssembly in single precision',
  lacking: ({ GPU }) =>
    Promise.resolve(
      GPU.isWebAssemblySupported
        ? undefined
        : {
            reason: 'gpu.js finds no WebAssembly with 128-bit vectors',
            remedy: 'Use Node 22.12 or a browser of 2023 or later',
          },
    ),
  largestSide: () => 2 ** 24,
});

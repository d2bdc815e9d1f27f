import type { BackendType } from '../backend.ts';
import { modeBackend } from '../gpu/mode-backend.ts';

/** gpu.js on WebGPU: compute shaders on a visitor's graphics processor, in a browser. */
export const backend: BackendType = modeBackend({
  mode: 'webgpu',
  summary: 'gpu.js on WebGPU, in a browser',
  detail: 'gpu.js, WebGPU in single precision',
  lacking: async ({ GPU }) =>
    (await GPU.isWebGPUAvailable())
      ? undefined
      : { reason: 'there is no WebGPU here, or no adapter answers', remedy: 'Use a browser with WebGPU switched on' },
  largestSide: () => 2 ** 24,
});

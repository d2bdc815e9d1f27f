import type { BackendType } from '../backend.ts';
import { modeBackend } from '../gpu/mode-backend.ts';

interface Canvas {
  getContext(kind: 'webgl2'): { readonly MAX_TEXTURE_SIZE: number; getParameter(name: number): number } | null;
}

/** gpu.js on WebGL2: a visitor's graphics processor, in a browser. */
export const backend: BackendType = modeBackend({
  mode: 'webgl2',
  summary: 'gpu.js on WebGL2, in a browser',
  detail: 'gpu.js, WebGL2 in single precision',
  lacking: ({ GPU }) =>
    Promise.resolve(
      !GPU.isWebGL2Supported
        ? { reason: 'there is no WebGL2 here', remedy: 'Use a browser with WebGL2' }
        : GPU.isSinglePrecisionSupported
          ? undefined
          : { reason: 'this WebGL2 has no float textures', remedy: 'Use another browser or graphics driver' },
    ),
  largestSide() {
    const { OffscreenCanvas } = globalThis as { OffscreenCanvas?: new (width: number, height: number) => Canvas };
    const context = OffscreenCanvas === undefined ? null : new OffscreenCanvas(1, 1).getContext('webgl2');
    // The least that WebGL2 allows.
    return context === null ? 2048 : context.getParameter(context.MAX_TEXTURE_SIZE);
  },
});

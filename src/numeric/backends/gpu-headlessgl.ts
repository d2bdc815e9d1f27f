import type { BackendType } from '../backend.ts';
import { modeBackend } from '../gpu/mode-backend.ts';

/** gpu.js on OpenGL without a window, in Node, by the package `gl`. */
export const backend: BackendType = modeBackend({
  mode: 'headlessgl',
  summary: 'gpu.js on OpenGL without a window, in Node',
  detail: 'gpu.js, headless OpenGL in single precision',
  lacking: ({ GPU }) =>
    Promise.resolve(
      GPU.isHeadlessGLSupported
        ? undefined
        : {
            reason: "gpu.js finds no 'gl', which is compiled when it is installed, so this package leaves it out",
            remedy:
              "In Node: build 'gl' 8.1.6 where gpu.js looks for it (in place of the empty node_modules/gl beside it), or use gpu-webasm",
          },
    ),
  largestSide: () => 8192,
});

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
            reason: "the package 'gl' is not there or found no display: it is compiled when it is installed",
            remedy:
              'In Node: npm install gl, with a C++ compiler and the X11 and OpenGL headers, under a display such as Xvfb',
          },
    ),
  largestSide: () => 8192,
});

/** Floats: backends that run programs, and bounds of what they get wrong. */
export { InputError } from '../base/errors.ts';
export { type Key, key } from '../base/philox.ts';
export type { Backend, Executable, ParameterValues } from './backend.ts';
export { reference } from './backends/reference.ts';
export { type ErrorBound, forwardErrorBound } from './error-bound.ts';
export { type Arithmetic, type Evaluation, evaluation } from './evaluation-order.ts';
export type { DualFunction } from './kernels/dual-function.ts';
export { dualFunctions } from './kernels/dual-functions.generated.ts';
export { leakyRelu } from './kernels/duals/leaky-relu.ts';
export { kernelErrorBound } from './kernels/kernel-error-bound.ts';
export { type KernelMatrices, type KernelMatrixOptions, kernelMatrices } from './kernels/kernel-matrices.ts';
export { kernelMatricesInParallel, type ParallelKernelOptions } from './kernels/kernel-matrices-in-parallel.ts';
export type { FloatArray, Precision } from './kernels/tiled-kernels.ts';
export { uniformPoints } from './uniform-points.ts';

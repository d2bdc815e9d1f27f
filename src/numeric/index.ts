/** Floats: random numbers, backends that run programs, and bounds of what they get wrong. */
export { InputError, TooLargeError } from '../base/errors.ts';
export { type Key, key, uniform } from '../base/philox.ts';
export type {
  Availability,
  Backend,
  BackendType,
  Executable,
  ParameterValues,
  Rounding,
  SynchronousExecutable,
} from './backend.ts';
export { DOUBLE, SINGLE, SINGLE_ON_DEVICE } from './backend.ts';
export { reference } from './backends/reference.ts';
export { wasmSingle } from './backends/wasm-f32.ts';
export { wasm } from './backends/wasm-f64.ts';
export { backends } from './backends.generated.ts';
export {
  type EmpiricalKernelOptions,
  type EmpiricalKernels,
  empiricalKernels,
} from './empirical-kernels/empirical-kernels.ts';
export { type ErrorBound, forwardErrorBound } from './error-bound.ts';
export { type Arithmetic, type Evaluation, evaluation } from './evaluation-order.ts';
export { deviceWords } from './gpu/device-words.ts';
export type { DualFunction } from './kernels/dual-function.ts';
export { dualFunctions } from './kernels/dual-functions.generated.ts';
export { leakyRelu } from './kernels/duals/leaky-relu.ts';
export { kernelErrorBound } from './kernels/kernel-error-bound.ts';
export { type KernelMatrices, type KernelMatrixOptions, kernelMatrices } from './kernels/kernel-matrices.ts';
export { kernelMatricesInParallel, type ParallelKernelOptions } from './kernels/kernel-matrices-in-parallel.ts';
export type { FloatArray, Precision } from './kernels/tiled-kernels.ts';
export { openBackend } from './open-backend.ts';
export { type FillOptions, fillGaussians, fillUniforms, fillWords } from './random/fill.ts';
export { gaussian } from './random/gaussian.ts';
export { permutation } from './random/permutation.ts';
export { philoxBytes, philoxKernel } from './random/philox-float.ts';
export { fillRademacher, rademacher } from './random/rademacher.ts';
export { spherePoints } from './random/sphere.ts';
export type { Sampling } from './simulation/drawn-kernels.ts';
export { fitSlope, meanEstimate, type SampleEstimate, type Slope, varianceEstimate } from './simulation/estimates.ts';
export type { DrawnNetwork, Observable, Statistic } from './simulation/observable.ts';
export { observables } from './simulation/observables.generated.ts';
export {
  type FinishedDraws,
  type SimulationOptions,
  type SimulationResult,
  type StatisticResult,
  simulate,
} from './simulation/simulate.ts';
export { type Direction, innerProduct } from './taylor/direction.ts';
export { directionOf, type HessianTraces, hessianTraces, networkDerivatives } from './taylor/network-derivatives.ts';
export { TaylorNetwork } from './taylor/taylor-network.ts';
export { uniformPoints } from './uniform-points.ts';

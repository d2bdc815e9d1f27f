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
  type AcceleratedKernelOptions,
  type AcceleratedKernels,
  empiricalKernelsOnAccelerator,
  type PreparedKernels,
  prepareKernelsOnAccelerator,
} from './empirical-kernels/accelerated-kernels.ts';
export {
  type EmpiricalKernelOptions,
  type EmpiricalKernels,
  empiricalKernels,
} from './empirical-kernels/empirical-kernels.ts';
export {
  type ExactEmpiricalKernelOptions,
  exactEmpiricalKernels,
} from './empirical-kernels/exact-empirical-kernels.ts';
export { type TangentKernel, tangentKernel } from './empirical-kernels/tangent-kernel.ts';
export { type ErrorBound, forwardErrorBound } from './error-bound.ts';
export { type Arithmetic, type Evaluation, evaluation } from './evaluation-order.ts';
export { deviceWords } from './gpu/device-words.ts';
export { type GradientOptions, type GradientProgram, gradientProgram } from './gradient/gradient-program.ts';
export { type TangentKernelProgramOptions, tangentKernelProgram } from './gradient/tangent-kernel-program.ts';
export type { DualFunction } from './kernels/dual-function.ts';
export { dualFunctions } from './kernels/dual-functions.generated.ts';
export { leakyRelu } from './kernels/duals/leaky-relu.ts';
export { kernelErrorBound } from './kernels/kernel-error-bound.ts';
export { type KernelMatrices, type KernelMatrixOptions, kernelMatrices } from './kernels/kernel-matrices.ts';
export { kernelMatricesInParallel, type ParallelKernelOptions } from './kernels/kernel-matrices-in-parallel.ts';
export type { FloatArray, Precision } from './kernels/tiled-kernels.ts';
export { dormandPrince, type OdeOptions, type OdeResult } from './ode/dormand-prince.ts';
export { openBackend } from './open-backend.ts';
export {
  activationFormula,
  activationNames,
  type FloatActivation,
  namedActivation,
} from './propagation/activation-formula.ts';
export {
  type FloatCriticalPoint,
  type FloatFixedPoint,
  type FloatFixedPoints,
  floatCriticalPoints,
  floatFixedPoints,
  floatVarianceByDepth,
} from './propagation/float-fixed-points.ts';
export { type FloatMapOptions, type FloatMaps, floatMaps } from './propagation/float-maps.ts';
export type { Integral } from './quadrature/gauss-kronrod.ts';
export { bivariateMean, gaussianMean } from './quadrature/gaussian-mean.ts';
export { circularUnitaryEigenvalues, paraorthogonalZeros } from './random/circular-unitary.ts';
export { type FillOptions, fillGaussians, fillUniforms, fillWords, type GaussianFillOptions } from './random/fill.ts';
export { fillGaussiansInParallel } from './random/fill-in-parallel.ts';
export { gaussian, gaussianSingle } from './random/gaussian.ts';
export { permutation } from './random/permutation.ts';
export { philoxBytes, philoxKernel } from './random/philox-float.ts';
export { fillRademacher, rademacher } from './random/rademacher.ts';
export { spherePoints } from './random/sphere.ts';
export {
  type FlowState,
  type GradientFlow,
  type GradientFlowProblem,
  gradientFlow,
} from './regression/gradient-flow.ts';
export { sphereModes } from './regression/kernel-modes.ts';
export {
  type KernelMode,
  type LearningCurveOptions,
  type LearningCurvePoint,
  learningCurve,
} from './regression/learning-curve.ts';
export { Contractions, type DifferentiableNetwork } from './simulation/contractions/contract.ts';
export type { ContractedTensors } from './simulation/contractions/contracted-tensors.ts';
export {
  type ContractionNode,
  type ContractionPlan,
  planContraction,
} from './simulation/contractions/contraction-plan.ts';
export type { CorrelationMeasurement } from './simulation/contractions/correlation-observable.ts';
export type { Sampling } from './simulation/drawn-kernels.ts';
export { fitSlope, meanEstimate, type SampleEstimate, type Slope, varianceEstimate } from './simulation/estimates.ts';
export type { DrawnNetwork, Observable, Statistic } from './simulation/observable.ts';
export { observables } from './simulation/observables.generated.ts';
export type { ProbeLaw } from './simulation/probes.ts';
export {
  type FinishedDraws,
  type SimulationOptions,
  type SimulationResult,
  type StatisticResult,
  simulate,
} from './simulation/simulate.ts';
export { complexSingularValues } from './spectra/complex-singular-values.ts';
export { type FloatSphereEigenvalue, floatSphereEigenvalues } from './spectra/dot-product-kernel.ts';
export { spectrumErrorBound } from './spectra/spectrum-error.ts';
export { type Spectrum, symmetricSpectrum } from './spectra/symmetric-eigen.ts';
export { type SquareMatrix, symmetricMatrix } from './spectra/symmetric-matrix.ts';
export { type HierarchyDynamics, hierarchyDescent, hierarchyFlow } from './tangent-hierarchy/hierarchy-dynamics.ts';
export {
  type HierarchyOptions,
  type TangentHierarchy,
  tangentHierarchy,
} from './tangent-hierarchy/tangent-hierarchy.ts';
export { type Direction, innerProduct } from './taylor/direction.ts';
export { directionOf, type HessianTraces, hessianTraces, networkDerivatives } from './taylor/network-derivatives.ts';
export { TaylorNetwork } from './taylor/taylor-network.ts';
export type { Growth } from './training/growth.ts';
export { withHiddenWidth } from './training/hidden-width.ts';
export { type InitialKernelDrift, initialKernelDrift } from './training/initial-kernel-drift.ts';
export { initialWeights } from './training/initial-weights.ts';
export { kernelDynamics } from './training/kernel-dynamics.ts';
export type { LossKind } from './training/objective.ts';
export type {
  Method,
  Prediction,
  PredictionContext,
  PreparedPrediction,
  TrainingPoint,
} from './training/prediction.ts';
export { infiniteWidth, linearised, neuralTangentHierarchy } from './training/predictions.ts';
export { train } from './training/train.ts';
export type { PreparedData, TrainingData } from './training/training-data.ts';
export type { TrainingOptions } from './training/training-options.ts';
export type {
  Catapult,
  Outcome,
  RunIdentity,
  TrainingRecord,
  TrainingRun,
  TrainingState,
} from './training/training-run.ts';
export { type WeightScaling, weightScaling } from './training/weight-scaling.ts';
export { uniformPoints } from './uniform-points.ts';
export {
  compileInParallel,
  type ParallelExecutable,
  type ParallelOptions,
} from './wasm/compile-in-parallel.ts';

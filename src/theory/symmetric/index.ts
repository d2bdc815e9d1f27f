/** Symmetric single-index models: labels f(⟨h, p̃⟩) of power sums of points on the circle. */
export {
  type AdaptedExponent,
  adaptedExponent,
  correlationPotential,
  normalisedPotential,
} from './adapted-exponent.ts';
export { type AnalyticLink, readAnalyticLink } from './analytic-link.ts';
export {
  type Conditioning,
  conditioningOf,
  type DeepSets,
  equispacedPoints,
  featureGram,
  featureMatrix,
  randomPoints,
} from './deep-sets.ts';
export {
  type AdaptedExponentEstimate,
  type AdaptedExponentEstimateOptions,
  type AdaptedOrder,
  estimateAdaptedExponent,
  type SymmetricSamples,
} from './estimate-adapted-exponent.ts';
export {
  type FiniteSampleOptions,
  type FiniteSampleRow,
  finiteSampleExperiment,
  overlapUpToRoot,
} from './finite-samples.ts';
export type { MedianInterval } from './median-interval.ts';
export { type PowerLaw, powerLaw } from './power-law.ts';
export { powerSumFeatures } from './power-sum-features.ts';
export {
  type Partition,
  type PowerSumGram,
  partitions,
  powerSumGram,
  powerSumInnerProducts,
} from './power-sum-inner-products.ts';
export {
  monomialPotential,
  type RecoveryByDimension,
  type RecoveryTime,
  recoveryByDimension,
  recoveryExponent,
  recoveryTimes,
  sphericalRecoveryTime,
} from './recovery-time.ts';
export { type SingleIndexMoment, singleIndexMoment } from './single-index-moments.ts';
export { formatSurds, numberFromSurds, type Surd, type SurdSum } from './surd-sum.ts';
export {
  type ComplexVector,
  type SymmetricFlow,
  type SymmetricFlowOptions,
  type SymmetricFlowPoint,
  type SymmetricFlowProblem,
  symmetricFlow,
} from './symmetric-flow.ts';

/** Every law, as `laws` from `isserlis/testing`. */

export { enclosuresAgree, hermiteParseval, minimaxIsBest } from './laws/approximation.ts';
export { type BasisLawParameters, basisLaws, orthogonalBasisLaws } from './laws/basis-laws.ts';
export { boundsHold } from './laws/bounds.ts';
export {
  clusterBoundHolds,
  deepLinearClosedForms,
  meansIgnoreOrderAndNames,
  oneHiddenLayerMeans,
} from './laws/correlation-laws.ts';
export { derivativeIsFiniteFieldDerivative } from './laws/derivative.ts';
export {
  corruptionIsRefuted,
  descriptionReadsBack,
  expansionIsForwardPass,
  expansionVerifies,
} from './laws/expansion.ts';
export {
  expectationIsLinearAndPositive,
  mehlerFormula,
  oddExpectationIsZero,
  parseval,
  sobolSplitsVariance,
  steinLemma,
  wickOrdering,
} from './laws/expectation-laws.ts';
export {
  exponentsIgnoreScaleAndConstants,
  generativeIsAtMostInformation,
  hermiteHasItsDegree,
  isotropicLeapIgnoresRotations,
  leapOfProduct,
} from './laws/exponent-laws.ts';
export {
  dualActivationIsMean,
  kernelPolynomialsAreKernels,
  kernelsArePositiveSemidefinite,
} from './laws/kernels.ts';
export type { LawParameters } from './laws/law.ts';
export { type LayerLawParameters, layerLaws } from './laws/layer-laws.ts';
export { hermiteKernelsFactor, overlapTimesAreTheFlow } from './laws/overlap-laws.ts';
export { powerSumsAreOrthogonal, stableMomentsAreMonomials } from './laws/power-sum-laws.ts';
export { powersEscapeBeyondThreshold } from './laws/propagation-laws.ts';
export { ringLaws, semiringLaws } from './laws/ring-laws.ts';
export { biasFreeHomogeneity, hiddenPermutationInvariance } from './laws/symmetry.ts';

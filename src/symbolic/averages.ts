/** Exact averages: measures, expectations, and what is made of them. */
export { type ChaosPart, chaosExpansion } from './chaos.ts';
export { negativeMinor, type SymbolicCoefficient } from './covariance.ts';
export { connectedCorrelation, cumulants, momentsOf } from './cumulants.ts';
export type { Distribution, DistributionType } from './distribution.ts';
export { discrete } from './distributions/discrete.ts';
export { gamma } from './distributions/gamma.ts';
export { moments } from './distributions/moments.ts';
export { normal } from './distributions/normal.ts';
export { rademacher } from './distributions/rademacher.ts';
export { arcsine, semicircle, symmetricBeta } from './distributions/symmetric-beta.ts';
export { uniform } from './distributions/uniform.ts';
export { distributionTypes } from './distributions.generated.ts';
export { constantOf, type ExpectationOptions, expectation, expectedValue } from './expectation.ts';
export { covariance, innerProduct, norm, variance } from './inner-products.ts';
export type { Measure, MeasureType, Moment, MomentRequest, Moments } from './measure.ts';
export { type CircularUnitaryOptions, cue } from './measures/cue.ts';
export {
  type GaussianMeasure,
  type GaussianOptions,
  gaussian,
  standardGaussian,
  symbolicCovariance,
} from './measures/gaussian.ts';
export { independent } from './measures/independent.ts';
export { type SphereOptions, sphere } from './measures/sphere.ts';
export { type TorusOptions, torus } from './measures/torus.ts';
export { measureTypes } from './measures.generated.ts';
export { type SobolDecomposition, sobolDecomposition } from './sobol.ts';
export { wickOrdered, wickProduct, wickSymbol } from './wick.ts';

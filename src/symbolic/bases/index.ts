/** Bases of polynomials, and what is done with them. */
export {
  type Bases,
  type BasisExpansion,
  basisTerms,
  differentiateInBasis,
  expandInBasis,
  fromBasis,
  multiplyInBasis,
  squaredNormInBasis,
} from '../basis-expansion.ts';
export { orthogonalBasisTypes } from '../orthogonal-bases.generated.ts';
export type { OrthogonalBasis, OrthogonalBasisType, PolynomialBasis, Recurrence } from '../polynomial-basis.ts';
export { MaxPlus, type TropicalNumber } from '../rings/max-plus.ts';
export { elementarySymmetric, toElementarySymmetric } from './elementary-symmetric.ts';
export { basisValues, normalisedCoefficients, normalisedValues, seriesFunction } from './evaluate-series.ts';
export {
  differentiateFourier,
  fourierFromPowers,
  fourierFunction,
  fourierSquaredNorm,
  fourierToPowers,
  multiplyFourier,
  type TrigonometricPolynomial,
} from './fourier.ts';
export { monomialBasis } from './monomial.ts';
export {
  elementaryInPowerSums,
  elementaryToPowerSums,
  powerSumInElementary,
  powerSumsToElementary,
} from './newton-identities.ts';
export { chebyshev, chebyshevBasis } from './orthogonal/chebyshev.ts';
export { gegenbauer, gegenbauerBasis } from './orthogonal/gegenbauer.ts';
export { hermite, hermiteBasis } from './orthogonal/hermite.ts';
export { laguerre, laguerreBasis } from './orthogonal/laguerre.ts';
export { legendre, legendreBasis } from './orthogonal/legendre.ts';
export { physicistsHermite, physicistsHermiteBasis } from './orthogonal/physicists-hermite.ts';
export { secondKindChebyshev, secondKindChebyshevBasis } from './orthogonal/second-kind-chebyshev.ts';
export { sphereGegenbauer, sphereGegenbauerBasis, sphericalHarmonicCount } from './orthogonal/sphere-gegenbauer.ts';
export { orthogonalBasisOf } from './orthogonal-of.ts';
export { powerSum } from './power-sums.ts';
export {
  basisPolynomial,
  convert,
  differentiateSeries,
  fromMonomials,
  linearisation,
  multiplySeries,
  timesVariable,
  toMonomials,
} from './series.ts';
export {
  evaluateTropical,
  type TropicalCoefficients,
  type TropicalRoot,
  tropicalClosure,
  tropicalFunction,
  tropicalRing,
  tropicalRoots,
} from './tropical.ts';

/** Exact: polynomials, the expansion of networks, verification, and exchange with other systems. */
export type { Coefficient } from '../base/coefficient.ts';
export { exactValue } from '../base/coefficient.ts';
export { InputError, TooLargeError } from '../base/errors.ts';
export type { Progress } from '../base/progress.ts';
export { formatRational, numberFromRational, parseRational, type Rational, rational } from '../base/rational.ts';
export {
  AlgebraicNumber,
  compare as compareAlgebraicNumbers,
  compareToRational,
  definingPolynomial,
  valueAtRoot,
} from './algebraic/algebraic-number.ts';
export type { Enclosure as RationalEnclosure, RealNumber } from './algebraic/real-number.ts';
export { type RootWithMultiplicity, realRoots } from './algebraic/real-roots.ts';
export {
  type ApproximationOptions,
  approximate,
  approximationMethodNames,
  type PolynomialApproximation,
} from './approximation/approximate.ts';
export * from './averages.ts';
export * from './bases/index.ts';
export type { Witness } from './claimed-outputs.ts';
export { type EnclosedDecimal, enclosedDecimal, lowerDecimal, upperDecimal } from './enclosure/decimal.ts';
export { contains, containsZero, type Enclosure, endOf, hull, isBounded, middleOf } from './enclosure/enclosure.ts';
export { type RealEnclosures, realEnclosures } from './enclosure/reals.ts';
export { type ComplexEnclosures, complexEnclosures, type Rectangle } from './enclosure/rectangles.ts';
export { expand } from './expand.ts';
export { expandInParallel, type ParallelExpandOptions } from './expand-in-parallel.ts';
export type { EngineName, ExpandOptions, ExpansionReport } from './expansion-plan.ts';
export type { Format } from './format.ts';
export { formats } from './formats.generated.ts';
export { type ConstantTerm, type ExactConstant, encloseConstant, formatConstant } from './formula/exact-constant.ts';
export { composeFormula, type Formula } from './formula/formula.ts';
export { differentiateFormula, encloseComplex, encloseFormula, evaluateFormula } from './formula/interpretations.ts';
export { parityParts } from './formula/parity.ts';
export { functionNames, parseFormula } from './formula/parse-formula.ts';
export { polynomialOfFormula, rationalPolynomialOfFormula } from './formula/polynomial-of-formula.ts';
export { closedGaussianCoefficients } from './hermite-expansion/closed-form.ts';
export { type GaussianMoments, gaussianMoments } from './hermite-expansion/gaussian-moments.ts';
export {
  type HermiteCoefficient,
  type HermiteExpansion,
  type HermiteExpansionOptions,
  hermiteExpansion,
} from './hermite-expansion/hermite-expansion.ts';
export { type Unknowns, unknownsOf, withSymbolicWeights } from './indeterminates.ts';
export { fromMathjs, parsePolynomial, toMathjs } from './interop/mathjs.ts';
export { fromNerdamer, type NerdamerExpression, toNerdamer } from './interop/nerdamer.ts';
export { interpolateOnSimplex } from './interpolate.ts';
export { type Interpretation, interpret } from './interpret.ts';
export { type DualActivationOptions, dualActivation } from './kernels/dual-activation.ts';
export { type ExactKernelOptions, type ExactKernels, exactKernels } from './kernels/exact-kernels.ts';
export type { InfiniteWidthLimit } from './kernels/infinite-width-limit.ts';
export { kernelPolynomials } from './kernels/kernel-polynomials.ts';
export type { KernelPair } from './kernels/kernel-recursion.ts';
export { infiniteWidthLimit, type LimitOptions } from './kernels/limit-of-program.ts';
export type { Parametrisation } from './kernels/parametrisation.ts';
export { parametrisations } from './kernels/parametrisations.generated.ts';
export { type Factor, gradedReverseLex, type Monomials } from './monomials.ts';
export { add, multiply, power, scale, subtract } from './operations/arithmetic.ts';
export { differentiate, gradient, hessian } from './operations/calculus.ts';
export { type Difference, differences, equal } from './operations/compare.ts';
export { evaluate, evaluateDecimal, evaluateFloat, type FloatValue, type Point } from './operations/evaluate.ts';
export { evaluateAtPoints } from './operations/evaluate-at-points.ts';
export {
  coefficientOf,
  content,
  degree,
  degreeIn,
  filterTerms,
  homogeneousPart,
  homogeneousParts,
  isHomogeneous,
  largestCoefficient,
  leadingTerm,
  primitivePart,
  support,
} from './operations/structure.ts';
export { compose, substitute } from './operations/substitute.ts';
export type { Term } from './polynomial.ts';
export { Polynomial } from './polynomial-constructors.ts';
export { POLYNOMIAL_FORMAT, polynomialMapFromJson, polynomialToJson } from './polynomial-json.ts';
export { type NamedPolynomial, PolynomialMap } from './polynomial-map.ts';
export { latexOf } from './printing/latex.ts';
export type { PrintOptions } from './printing/layout.ts';
export { mathematicaOf } from './printing/mathematica.ts';
export { sympyOf } from './printing/sympy.ts';
export { textOf } from './printing/text.ts';
export { type CorrelationFixedPoint, correlationFixedPoint } from './propagation/correlation.ts';
export {
  type CriticalCurve,
  type CriticalPoint,
  type CriticalPoints,
  criticalCurve,
  criticalPoints,
  type EscapeWeightVariance,
  escapeWeightVariance,
  pointOnCurve,
  type Susceptibility,
} from './propagation/critical.ts';
export { type Escape, escapeThreshold } from './propagation/escape.ts';
export { type FixedPoint, type FixedPoints, fixedPoints, type Side } from './propagation/fixed-points.ts';
export { type PropagationOptions, type SignalMaps, signalMaps } from './propagation/signal-maps.ts';
export { univariateCoefficients } from './propagation/univariate.ts';
export { type VarianceAtDepth, varianceByDepth } from './propagation/variance-by-depth.ts';
export { type OutputProof, type Proof, type ProveOptions, prove } from './prove.ts';
export { type Integrand, type IntegrationOptions, integrate } from './quadrature/integrate.ts';
export type { Ring } from './ring.ts';
export { Degree } from './rings/degree.ts';
export { type Dual, dualNumbers } from './rings/dual-numbers.ts';
export { type Height, Heights } from './rings/height.ts';
export { ZZ } from './rings/integers.ts';
export { type PolynomialRing, polynomialRing, type SparsePolynomial } from './rings/polynomial-ring.ts';
export { type PrimeField, primeField } from './rings/prime-field.ts';
export { QQ } from './rings/rationals.ts';
export { type Support, supports } from './rings/support.ts';
export { type ExpansionLimits, type ExpansionSize, expansionSize } from './size.ts';
export {
  harmonics,
  isPositiveSemidefinite,
  type SphereEigenvalue,
  sphereEigenvalues,
} from './spectra/dot-product-kernel.ts';
export { type PowerByDegree, singleIndexPower, spherePower } from './spectra/sphere-power.ts';
export { type OutputVerification, type Verification, type VerifyOptions, verify } from './verify.ts';
export {
  deepLinearKernelMoment,
  deepLinearKernelSquare,
  deepLinearKernelVariance,
  deepLinearOutputMoment,
} from './width/deep-linear.ts';
export {
  finiteWidthMoment,
  finiteWidthMomentSize,
  inverseWidthName,
  type MomentOptions,
} from './width/finite-width-moment.ts';
export { equalInputs, type GramEntry, type GramMatrix, gramMatrix, symbolicGram } from './width/gram.ts';
export type { MomentSize } from './width/moment-size.ts';
export type { MomentSpecification } from './width/problem.ts';
export { activationFromText } from './width/read-activation.ts';
export { type WideNetwork, type WideNetworkOptions, wideNetwork } from './width/wide-network.ts';

/** What is claimed of networks and theories, checked and kept: claims, estimates, figures, evidence. */
export { InputError, TooLargeError } from '../base/errors.ts';
export type { Json } from '../base/json.ts';
export { type Key, key } from '../base/philox.ts';
export type { Progress } from '../base/progress.ts';
export type { Claim, Finding, NetworkClaim, TheoryClaim, Tier, Verdict } from './claim.ts';
export { claims } from './claims.generated.ts';
export { networkClaims, theoryClaims } from './claims-by-kind.ts';
export { coefficientsByDegree, type DegreeSummary } from './coefficients-by-degree.ts';
export { type Bound, boundFromText, CLUSTER_BOUND } from './conjecture/bound.ts';
export { conjectureCurvesFigure } from './conjecture/curves.ts';
export { type ConjectureRow, conjectureRow, type RowSubject, type RowVerdict } from './conjecture/row.ts';
export type { RowSimulation } from './conjecture/row-simulation.ts';
export type { RowSimulationOptions } from './conjecture/simulated-row.ts';
export { comparisonTable, conjectureTable } from './conjecture/tables.ts';
export { type ConjectureOptions, type ConjectureResult, testConjecture } from './conjecture/test-conjecture.ts';
export { canonicalForm } from './correlation-functions/canonical.ts';
export { type ClusterGraph, clusterGraph, predictedExponent } from './correlation-functions/cluster-graph.ts';
export { clusterGraphSvg } from './correlation-functions/cluster-graph-figure.ts';
export {
  type CorrelationFunction,
  contractionsOf,
  correlationFunction,
  type DerivativeTensor,
  fromContractions,
  product,
} from './correlation-functions/correlation-function.ts';
export { cumulantOf, hessianTrace, output, tangentKernel } from './correlation-functions/cumulants.ts';
export {
  type DynamicSum,
  type DynamicTerm,
  meanOfSum,
  sumOf,
  tangentHierarchy,
  timeDerivative,
  trainingLoss,
} from './correlation-functions/dynamics.ts';
export { type EnumerationOptions, enumerateCorrelationFunctions } from './correlation-functions/enumerate.ts';
export {
  type CorrelationReport,
  correlationReport,
  expansionInWidth,
  type MeanOptions,
  meanOf,
  type WidthExpansion,
} from './correlation-functions/mean.ts';
export { parseCorrelationFunction } from './correlation-functions/parse.ts';
export { correlationLatex, correlationText } from './correlation-functions/print.ts';
export {
  type CorrelationSimulationOptions,
  meanAtWidth,
  type SimulatedCorrelation,
  type SimulatedMean,
  simulateCorrelations,
} from './correlation-functions/simulate-correlations.ts';
export {
  activationLayer,
  isNamedActivation,
  type SimulatedNetwork,
  simulatedNetwork,
} from './correlation-functions/simulated-network.ts';
export {
  type DetectionProblem,
  detectionPower,
  nullVariance,
  samplesNeeded,
} from './directions/detection-power.ts';
export {
  exponentFromSamples,
  type UnknownDirectionExponent,
  type UnknownDirectionOptions,
} from './directions/exponent-from-samples.ts';
export { hermiteTensorKernels } from './directions/hermite-tensor-kernels.ts';
export type { HoeffdingVariance } from './directions/hoeffding-variance.ts';
export {
  type OrderStatistic,
  type OrderStatisticOptions,
  type OrderStatistics,
  orderStatistics,
} from './directions/order-statistics.ts';
export { partialTrace } from './directions/partial-trace.ts';
export { type Recovery, type RecoveryOptions, recoverDirection } from './directions/recover-direction.ts';
export { type Samples, samplesFrom, samplesOf } from './directions/samples.ts';
export { tensorUnfolding } from './directions/tensor-unfolding.ts';
export { type Whitening, whiten } from './directions/whitening.ts';
export type { Slope } from './dynamics/hitting-times.ts';
export {
  type KnownOverlap,
  type LearntDirection,
  learnFromSamples,
  type SampleLearningOptions,
  type SampleRun,
} from './dynamics/learn-from-samples.ts';
export {
  type DimensionResult,
  type LearningExperiment,
  type LearningOptions,
  learningExperiment,
} from './dynamics/learning-experiment.ts';
export { type Link, normalisedFunctionLink, normalisedPolynomialLink } from './dynamics/link.ts';
export { type Staircase, type StaircaseOptions, staircase } from './dynamics/multi-index-flow.ts';
export type { Observation, OnlineMethod, PreparedMethod } from './dynamics/online-method.ts';
export { onlineMethods } from './dynamics/online-methods.generated.ts';
export { type OnlineRun, type OnlineRunOptions, onlineRun } from './dynamics/online-simulation.ts';
export { overlapFlow, overlapSpeed, overlapTime, overlapTimeOf } from './dynamics/overlap-flow.ts';
export { type Estimate, lowerProbability, upperProbability } from './estimate.ts';
export { type GaussianityCheck, gaussianityCheck } from './estimators/gaussianity.ts';
export {
  estimateInformationExponent,
  type InformationExponentEstimate,
  type InformationExponentEstimateOptions,
  type OrderEstimate,
} from './estimators/information-exponent-estimate.ts';
export { type LabelledProjections, projections } from './estimators/labelled-samples.ts';
export {
  directionFromCsv,
  directionFromFile,
  type LabelledInputs,
  samplesFromCsv,
  samplesFromFile,
} from './estimators/samples-from-table.ts';
export { listEvidence, runEvidence, verifyEvidence } from './evidence.ts';
export type { ListedRecord } from './evidence-folder/list.node.ts';
export type { Parameters } from './evidence-folder/parameters.ts';
export {
  type Evidence,
  type GatherOptions,
  gather,
  gatherTheory,
  type Hashes,
  recordText,
} from './evidence-folder/record.ts';
export type { EvidenceFolder, EvidenceOptions, EvidenceRun } from './evidence-folder/run.node.ts';
export type { EvidenceVerification } from './evidence-folder/verify.node.ts';
export type { FolderVerification } from './evidence-folder/verify-folder.node.ts';
export type { RecordVerification } from './evidence-folder/verify-record.node.ts';
export { type CertificateStep, type Exponent, type ExponentTier, exponentText } from './exponents/exponent.ts';
export { formulaLink } from './exponents/formula-link.ts';
export { type GenerativeExponentOptions, generativeExponent } from './exponents/generative-exponent.ts';
export { generativeLeap } from './exponents/generative-leap.ts';
export {
  type InformationExponentOptions,
  informationExponent,
  powerByOrder,
} from './exponents/information-exponent.ts';
export { type IsotropicLeap, isotropicLeap, type SubspaceStep } from './exponents/isotropic-leap.ts';
export { type Leap, type LeapStep, leapComplexity } from './exponents/leap-complexity.ts';
export type { LinkCoefficient, LinkCoefficients } from './exponents/link-coefficients.ts';
export { polynomialLink } from './exponents/polynomial-link.ts';
export { type SeparableExponents, separableExponents } from './exponents/separable-exponents.ts';
export { type SeparableFunction, separableFunction } from './exponents/separable-function.ts';
export { coefficientsByDegreeFigure } from './figures/coefficients-by-degree-figure.ts';
export { exponentsFigure } from './figures/exponents-figure.ts';
export { Figure } from './figures/figure.ts';
export { finiteWidthTrainingFigure } from './figures/finite-width-training-figure.ts';
export { fittedExponentsFigure } from './figures/fitted-exponents-figure.ts';
export { inputInteractionsFigure } from './figures/input-interactions-figure.ts';
export { learningFigure } from './figures/learning-figure.ts';
export type { Plot, PlotAxis, PlotPoint, PlotSeries } from './figures/plot.ts';
export { plotFigure } from './figures/plot-figure.ts';
export { type SimulatedSeries, simulatedCorrelationFigure } from './figures/simulated-correlation-figure.ts';
export { studentFigure } from './figures/student-figure.ts';
export { type SymmetricFlowCurve, symmetricFlowFigure } from './figures/symmetric-flow-figure.ts';
export { type VarianceMapPlot, varianceMapFigure } from './figures/variance-map-figure.ts';
export { type WidthCurve, widthCurvesFigure } from './figures/width-curves-figure.ts';
export {
  type FiniteWidthTraining,
  type FiniteWidthTrainingOptions,
  finiteWidthTraining,
  type QuantityComparison,
  type WidthComparison,
} from './finite-width-dynamics/finite-width-training.ts';
export { type InitialMoments, initialMoments } from './finite-width-dynamics/initial-moments.ts';
export {
  atWidth,
  type Expansion,
  type MeanDynamics,
  type MeanDynamicsOptions,
  type MeanRecord,
  meanDynamics,
} from './finite-width-dynamics/mean-dynamics.ts';
export { type HiddenUnits, hiddenUnits, permutation, permuteHiddenUnits } from './hidden-units.ts';
export {
  type InputInteractions,
  type Interaction,
  inputInteractions,
  strongestInteractions,
} from './input-interactions.ts';
export { largestTerms } from './largest-terms.ts';
export { type PairInteraction, pairInteractions } from './pair-interactions.ts';
export type { NotApplicable } from './report/claims-section.ts';
export { type Subject, subjectOf } from './subject.ts';
export * from './symmetric/index.ts';
export { type Cell, type Table, toCsv, toLatex } from './tables/table.ts';
export { type ExpandedStudent, expandedStudent } from './teacher-student/expanded-student.ts';
export { type HermiteOverlap, hermiteOverlaps } from './teacher-student/hermite-overlaps.ts';
export { type Student, studentOf, twoLayerNetwork } from './teacher-student/student.ts';
export {
  type OverlapAtTime,
  type StudentDimension,
  type StudentExperiment,
  type StudentExperimentOptions,
  studentExperiment,
} from './teacher-student/student-experiment.ts';
export { type NeuronFlow, neuronFlow } from './teacher-student/student-flow.ts';
export {
  type StudentLoss,
  type StudentOptions,
  type StudentRecord,
  type StudentRun,
  trainStudent,
} from './teacher-student/train-student.ts';
export { version } from './version.ts';

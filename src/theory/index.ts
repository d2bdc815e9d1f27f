/** What is claimed of a network, checked and kept: claims, estimates, figures, evidence. */
export { InputError, TooLargeError } from '../base/errors.ts';
export type { Json } from '../base/json.ts';
export { type Key, key } from '../base/philox.ts';
export type { Progress } from '../base/progress.ts';
export type { Claim, Finding, Tier, Verdict } from './claim.ts';
export { claims } from './claims.generated.ts';
export { coefficientsByDegree, type DegreeSummary } from './coefficients-by-degree.ts';
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
export { type Estimate, upperProbability } from './estimate.ts';
export { listEvidence, runEvidence, verifyEvidence } from './evidence.ts';
export type { ListedRecord } from './evidence-folder/list.node.ts';
export { type Evidence, gather, type Hashes, recordText } from './evidence-folder/record.ts';
export type { EvidenceFolder, EvidenceOptions, EvidenceRun } from './evidence-folder/run.node.ts';
export type { EvidenceVerification, FolderVerification } from './evidence-folder/verify.node.ts';
export type { RecordVerification } from './evidence-folder/verify-record.node.ts';
export { coefficientsByDegreeFigure } from './figures/coefficients-by-degree-figure.ts';
export { Figure } from './figures/figure.ts';
export { inputInteractionsFigure } from './figures/input-interactions-figure.ts';
export { type VarianceMapPlot, varianceMapFigure } from './figures/variance-map-figure.ts';
export { type HiddenUnits, hiddenUnits, permutation, permuteHiddenUnits } from './hidden-units.ts';
export {
  type InputInteractions,
  type Interaction,
  inputInteractions,
  strongestInteractions,
} from './input-interactions.ts';
export { largestTerms } from './largest-terms.ts';
export type { NotApplicable } from './report/claims-section.ts';
export { type Subject, subjectOf } from './subject.ts';
export { version } from './version.ts';

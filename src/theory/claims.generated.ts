// Written by `npm run registries` from src/theory/claims/: do not edit.
import type { Claim } from './claim.ts';
import { claim as claimsAnalyticActivations } from './claims/analytic-activations.ts';
import { claim as claimsClusterBound } from './claims/cluster-bound.ts';
import { claim as claimsDeepLinearNetworks } from './claims/deep-linear-networks.ts';
import { claim as claimsDeepSetsConditioning } from './claims/deep-sets-conditioning.ts';
import { claim as claimsDegreeAndSupport } from './claims/degree-and-support.ts';
import { claim as claimsEscapeThresholds } from './claims/escape-thresholds.ts';
import { claim as claimsExpansionExact } from './claims/expansion-exact.ts';
import { claim as claimsExponentsOfLinks } from './claims/exponents-of-links.ts';
import { claim as claimsFloatForwardError } from './claims/float-forward-error.ts';
import { claim as claimsHeavyTailedLabels } from './claims/heavy-tailed-labels.ts';
import { claim as claimsHermiteKernelNullVariance } from './claims/hermite-kernel-null-variance.ts';
import { claim as claimsHermiteTensorKernels } from './claims/hermite-tensor-kernels.ts';
import { claim as claimsHiddenPermutation } from './claims/hidden-permutation.ts';
import { claim as claimsOverlapFlowTimes } from './claims/overlap-flow-times.ts';
import { claim as claimsOverlapHittingTimes } from './claims/overlap-hitting-times.ts';
import { claim as claimsPowerSumInnerProducts } from './claims/power-sum-inner-products.ts';
import { claim as claimsSymmetricFlowTimes } from './claims/symmetric-flow-times.ts';
import { claim as claimsSymmetricMoments } from './claims/symmetric-moments.ts';
import { claim as claimsSymmetricRecovery } from './claims/symmetric-recovery.ts';
import { claim as claimsTrainingCorrections } from './claims/training-corrections.ts';
import { claim as claimsWideNetworkMoments } from './claims/wide-network-moments.ts';

export const claims: readonly Claim[] = [
  claimsAnalyticActivations,
  claimsClusterBound,
  claimsDeepLinearNetworks,
  claimsDeepSetsConditioning,
  claimsDegreeAndSupport,
  claimsEscapeThresholds,
  claimsExpansionExact,
  claimsExponentsOfLinks,
  claimsFloatForwardError,
  claimsHeavyTailedLabels,
  claimsHermiteKernelNullVariance,
  claimsHermiteTensorKernels,
  claimsHiddenPermutation,
  claimsOverlapFlowTimes,
  claimsOverlapHittingTimes,
  claimsPowerSumInnerProducts,
  claimsSymmetricFlowTimes,
  claimsSymmetricMoments,
  claimsSymmetricRecovery,
  claimsTrainingCorrections,
  claimsWideNetworkMoments,
];

// Written by `npm run registries` from src/theory/claims/: do not edit.
import type { Claim } from './claim.ts';
import { claim as claimsDegreeAndSupport } from './claims/degree-and-support.ts';
import { claim as claimsExpansionExact } from './claims/expansion-exact.ts';
import { claim as claimsFloatForwardError } from './claims/float-forward-error.ts';
import { claim as claimsHiddenPermutation } from './claims/hidden-permutation.ts';

export const claims: readonly Claim[] = [
  claimsDegreeAndSupport,
  claimsExpansionExact,
  claimsFloatForwardError,
  claimsHiddenPermutation,
];

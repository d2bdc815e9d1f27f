// Written by `npm run registries` from src/theory/claims/: do not edit.
import type { Claim } from './claim.ts';

export const claims: readonly Claim[] = [];

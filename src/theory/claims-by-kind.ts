import type { NetworkClaim, TheoryClaim } from './claim.ts';
import { claims } from './claims.generated.ts';

export const networkClaims: readonly NetworkClaim[] = claims.filter((claim) => claim.about === 'network');

export const theoryClaims: readonly TheoryClaim[] = claims.filter((claim) => claim.about === 'theory');

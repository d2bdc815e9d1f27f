// Written by `npm run registries` from src/symbolic/distributions/: do not edit.
import type { DistributionType } from './distribution.ts';
import { distributionType as distributionsDiscrete } from './distributions/discrete.ts';
import { distributionType as distributionsGamma } from './distributions/gamma.ts';
import { distributionType as distributionsMoments } from './distributions/moments.ts';
import { distributionType as distributionsNormal } from './distributions/normal.ts';
import { distributionType as distributionsRademacher } from './distributions/rademacher.ts';
import { distributionType as distributionsSymmetricBeta } from './distributions/symmetric-beta.ts';
import { distributionType as distributionsUniform } from './distributions/uniform.ts';

export const distributionTypes: readonly DistributionType[] = [
  distributionsDiscrete,
  distributionsGamma,
  distributionsMoments,
  distributionsNormal,
  distributionsRademacher,
  distributionsSymmetricBeta,
  distributionsUniform,
];

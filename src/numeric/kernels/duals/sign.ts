import { angle } from '../correlation.ts';
import type { DualFunction } from '../dual-function.ts';

/** Its derivative is 0 almost everywhere. */
export const dual: DualFunction = {
  name: 'sign',
  summary: 'sign x: 1 − 2θ/π, cos θ = K12/√(K11 K22); derivative 0',
  dual: (k11, k12, k22) => 1 - (2 / Math.PI) * angle(k11, k12, k22),
  derivativeDual: () => 0,
};

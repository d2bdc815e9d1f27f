import { angle } from '../correlation.ts';
import type { DualFunction } from '../dual-function.ts';

/** Sheppard's formula for P(u > 0, v > 0); step(0) = 1/2. Its derivative is 0 almost everywhere. */
export const dual: DualFunction = {
  name: 'step',
  summary: '1 for x > 0, else 0: (π − θ)/(2π), cos θ = K12/√(K11 K22); derivative 0',
  dual: (k11, k12, k22) => (Math.PI - angle(k11, k12, k22)) / (2 * Math.PI),
  derivativeDual: () => 0,
};

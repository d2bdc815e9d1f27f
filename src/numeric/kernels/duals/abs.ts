import { angle, complement } from '../correlation.ts';
import type { DualFunction } from '../dual-function.ts';

/** |x| = 2 max(0, x) − x. */
export const dual: DualFunction = {
  name: 'abs',
  summary: '|x|: 2/π (√(K11 K22) sin θ + (π/2 − θ) K12), cos θ = K12/√(K11 K22); derivative 1 − 2θ/π',
  dual: (k11, k12, k22) => (2 / Math.PI) * (complement(k11, k12, k22) + (Math.PI / 2 - angle(k11, k12, k22)) * k12),
  derivativeDual: (k11, k12, k22) => 1 - (2 / Math.PI) * angle(k11, k12, k22),
};

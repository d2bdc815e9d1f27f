import { angle, complement } from '../correlation.ts';
import type { DualFunction } from '../dual-function.ts';

/** Source: Cho and Saul, "Kernel methods for deep learning", NeurIPS 2009, n = 1 and 0. σ'(0) = 1/2. */
export const dual: DualFunction = {
  name: 'relu',
  summary: 'max(0, x): (√(K11 K22) sin θ + (π − θ) K12)/(2π), cos θ = K12/√(K11 K22); derivative (π − θ)/(2π)',
  dual: (k11, k12, k22) => (complement(k11, k12, k22) + (Math.PI - angle(k11, k12, k22)) * k12) / (2 * Math.PI),
  derivativeDual: (k11, k12, k22) => (Math.PI - angle(k11, k12, k22)) / (2 * Math.PI),
};

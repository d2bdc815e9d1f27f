import { complement } from '../correlation.ts';
import type { DualFunction } from '../dual-function.ts';

/** (1 + K11)(1 + K22) − K12² without cancellation. */
const determinant = (k11: number, k12: number, k22: number): number => 1 + k11 + k22 + complement(k11, k12, k22) ** 2;

export const dual: DualFunction = {
  name: 'gaussian',
  summary: 'e^(−x²/2): D^(−1/2), D = (1 + K11)(1 + K22) − K12²; derivative K12 D^(−3/2)',
  dual: (k11, k12, k22) => 1 / Math.sqrt(determinant(k11, k12, k22)),
  derivativeDual: (k11, k12, k22) => k12 / determinant(k11, k12, k22) ** 1.5,
};

import { complement } from '../correlation.ts';
import type { DualFunction } from '../dual-function.ts';

/** (1 + 2 K11)(1 + 2 K22) − 4 K12² without cancellation. */
const determinant = (k11: number, k12: number, k22: number): number =>
  1 + 2 * (k11 + k22) + 4 * complement(k11, k12, k22) ** 2;

/** Source: Williams, "Computing with infinite networks", NeurIPS 1996, eq. 11. */
export const dual: DualFunction = {
  name: 'erf',
  summary: 'erf x: 2/π asin(2 K12/√D), D = (1 + 2 K11)(1 + 2 K22); derivative 4/(π √(D − 4 K12²))',
  dual: (k11, k12, k22) => (2 / Math.PI) * Math.atan2(2 * k12, Math.sqrt(determinant(k11, k12, k22))),
  derivativeDual: (k11, k12, k22) => 4 / (Math.PI * Math.sqrt(determinant(k11, k12, k22))),
};

import type { DualFunction } from '../dual-function.ts';
import { dual as relu } from './relu.ts';

const SLOPE = 0.01;

/**
 * max(x, s x) = s x + (1 − s) max(0, x). Since E[u max(0, v)] = K12/2, the dual is s K12 + (1 − s)² times that of ReLU; of
 * the derivatives, s + (1 − s)² times.
 */
export const leakyRelu = (slope: number): DualFunction => ({
  name: 'leaky-relu',
  summary: `max(x, s x), s = ${slope}: s K12 + (1 − s)² times the dual of max(0, x); derivative s + (1 − s)² times`,
  dual: (k11, k12, k22) => slope * k12 + (1 - slope) ** 2 * relu.dual(k11, k12, k22),
  derivativeDual: (k11, k12, k22) => slope + (1 - slope) ** 2 * relu.derivativeDual(k11, k12, k22),
});

export const dual: DualFunction = leakyRelu(SLOPE);

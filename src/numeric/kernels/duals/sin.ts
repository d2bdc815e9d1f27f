import type { DualFunction } from '../dual-function.ts';
import { dampedCosh, dampedSinh } from '../exponentials.ts';

export const dual: DualFunction = {
  name: 'sin',
  summary: 'sin x: e^(−(K11 + K22)/2) sinh K12; derivative e^(−(K11 + K22)/2) cosh K12',
  dual: (k11, k12, k22) => dampedSinh(k12, (k11 + k22) / 2),
  derivativeDual: (k11, k12, k22) => dampedCosh(k12, (k11 + k22) / 2),
};

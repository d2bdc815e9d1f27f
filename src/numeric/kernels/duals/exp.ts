import type { DualFunction } from '../dual-function.ts';

const value = (k11: number, k12: number, k22: number): number => Math.exp((k11 + k22) / 2 + k12);

export const dual: DualFunction = {
  name: 'exp',
  summary: 'e^x: e^((K11 + K22)/2 + K12); derivative the same',
  dual: value,
  derivativeDual: value,
};

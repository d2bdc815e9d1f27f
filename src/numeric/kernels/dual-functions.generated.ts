// Written by `npm run registries` from src/numeric/kernels/duals/: do not edit.
import type { DualFunction } from './dual-function.ts';
import { dual as dualsAbs } from './duals/abs.ts';
import { dual as dualsCos } from './duals/cos.ts';
import { dual as dualsErf } from './duals/erf.ts';
import { dual as dualsExp } from './duals/exp.ts';
import { dual as dualsGaussian } from './duals/gaussian.ts';
import { dual as dualsLeakyRelu } from './duals/leaky-relu.ts';
import { dual as dualsRelu } from './duals/relu.ts';
import { dual as dualsSign } from './duals/sign.ts';
import { dual as dualsSin } from './duals/sin.ts';
import { dual as dualsStep } from './duals/step.ts';

export const dualFunctions: readonly DualFunction[] = [
  dualsAbs,
  dualsCos,
  dualsErf,
  dualsExp,
  dualsGaussian,
  dualsLeakyRelu,
  dualsRelu,
  dualsSign,
  dualsSin,
  dualsStep,
];

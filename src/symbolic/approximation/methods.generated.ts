// Written by `npm run registries` from src/symbolic/approximation/methods/: do not edit.
import type { ApproximationMethod } from './method.ts';
import { method as methodsChebyshev } from './methods/chebyshev.ts';
import { method as methodsGaussian } from './methods/gaussian.ts';
import { method as methodsH1 } from './methods/h1.ts';
import { method as methodsHermiteInterpolation } from './methods/hermite-interpolation.ts';
import { method as methodsLeastSquares } from './methods/least-squares.ts';
import { method as methodsMinimax } from './methods/minimax.ts';
import { method as methodsTaylor } from './methods/taylor.ts';

export const approximationMethods: readonly ApproximationMethod[] = [
  methodsChebyshev,
  methodsGaussian,
  methodsH1,
  methodsHermiteInterpolation,
  methodsLeastSquares,
  methodsMinimax,
  methodsTaylor,
];

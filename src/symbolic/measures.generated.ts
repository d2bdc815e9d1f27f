// Written by `npm run registries` from src/symbolic/measures/: do not edit.
import type { MeasureType } from './measure.ts';
import { measureType as measuresCue } from './measures/cue.ts';
import { measureType as measuresGaussian } from './measures/gaussian.ts';
import { measureType as measuresIndependent } from './measures/independent.ts';
import { measureType as measuresSphere } from './measures/sphere.ts';
import { measureType as measuresTorus } from './measures/torus.ts';

export const measureTypes: readonly MeasureType[] = [
  measuresCue,
  measuresGaussian,
  measuresIndependent,
  measuresSphere,
  measuresTorus,
];

// Written by `npm run registries` from src/symbolic/measures/: do not edit.
import type { MeasureType } from './measure.ts';
import { measureType as measuresGaussian } from './measures/gaussian.ts';

export const measureTypes: readonly MeasureType[] = [measuresGaussian];

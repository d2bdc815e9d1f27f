// Written by `npm run registries` from src/numeric/simulation/observables/: do not edit.
import type { Observable } from './observable.ts';
import { observable as observablesCorrelations } from './observables/correlations.ts';
import { observable as observablesHessian } from './observables/hessian.ts';
import { observable as observablesNngp } from './observables/nngp.ts';
import { observable as observablesNtk } from './observables/ntk.ts';
import { observable as observablesOutputMoments } from './observables/output-moments.ts';
import { observable as observablesTangentDrift } from './observables/tangent-drift.ts';

export const observables: readonly Observable[] = [
  observablesCorrelations,
  observablesHessian,
  observablesNngp,
  observablesNtk,
  observablesOutputMoments,
  observablesTangentDrift,
];

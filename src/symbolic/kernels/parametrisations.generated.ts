// Written by `npm run registries` from src/symbolic/kernels/parametrisations/: do not edit.
import type { Parametrisation } from './parametrisation.ts';
import { parametrisation as parametrisationsMaximalUpdate } from './parametrisations/maximal-update.ts';
import { parametrisation as parametrisationsMeanField } from './parametrisations/mean-field.ts';
import { parametrisation as parametrisationsNtk } from './parametrisations/ntk.ts';
import { parametrisation as parametrisationsStandard } from './parametrisations/standard.ts';

export const parametrisations: readonly Parametrisation[] = [
  parametrisationsMaximalUpdate,
  parametrisationsMeanField,
  parametrisationsNtk,
  parametrisationsStandard,
];

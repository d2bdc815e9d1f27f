// Written by `npm run registries` from src/theory/dynamics/methods/: do not edit.
import { method as methodsBatchReuse } from './methods/batch-reuse.ts';
import { method as methodsSgd } from './methods/sgd.ts';
import { method as methodsSmoothed } from './methods/smoothed.ts';
import type { OnlineMethod } from './online-method.ts';

export const onlineMethods: readonly OnlineMethod[] = [methodsBatchReuse, methodsSgd, methodsSmoothed];

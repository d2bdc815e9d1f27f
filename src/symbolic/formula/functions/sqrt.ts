import { rational } from '../../../base/rational.ts';
import { powerOf } from '../formula.ts';
import type { FunctionDefinition } from '../function-definition.ts';

export const definition: FunctionDefinition = {
  names: ['sqrt'],
  meaning: 'the square root of u ≥ 0',
  build: ([u]) => powerOf(u!, rational(1n, 2n)),
};

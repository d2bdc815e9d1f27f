// Written by `npm run registries` from src/symbolic/formats/: do not edit.
import type { Format } from './format.ts';

export const formats: readonly Format[] = [];

// Written by `npm run registries` from src/symbolic/formats/: do not edit.
import type { Format } from './format.ts';
import { format as formatsCsv } from './formats/csv.ts';
import { format as formatsJson } from './formats/json.ts';
import { format as formatsLatex } from './formats/latex.ts';
import { format as formatsMathematica } from './formats/mathematica.ts';
import { format as formatsSympy } from './formats/sympy.ts';
import { format as formatsText } from './formats/text.ts';

export const formats: readonly Format[] = [
  formatsCsv,
  formatsJson,
  formatsLatex,
  formatsMathematica,
  formatsSympy,
  formatsText,
];

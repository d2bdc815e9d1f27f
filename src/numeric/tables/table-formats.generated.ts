// Written by `npm run registries` from src/numeric/tables/formats/: do not edit.
import { format as formatsArrow } from './formats/arrow.ts';
import { format as formatsCsv } from './formats/csv.ts';
import { format as formatsParquet } from './formats/parquet.ts';
import type { TableFormat } from './table-format.ts';

export const tableFormats: readonly TableFormat[] = [formatsArrow, formatsCsv, formatsParquet];

import type { Format } from '../format.ts';
import { identifier } from '../printing/names.ts';
import { textOf } from '../printing/text.ts';

export const format: Format = {
  name: 'text',
  summary: 'y1 = 3/7*x1^2 - x2, a line for each output',
  extension: 'txt',
  forReading: true,
  *write({ outputs }, options) {
    for (const { name, polynomial } of outputs) yield `${identifier(name)} = ${textOf(polynomial, options)}\n`;
  },
};

import type { Format } from '../format.ts';
import { latexName, latexOf } from '../printing/latex.ts';

export const format: Format = {
  name: 'latex',
  summary: 'mathematics for a paper; several outputs are aligned at their equals signs',
  extension: 'tex',
  forReading: false,
  *write({ outputs }, options) {
    if (outputs.length === 1) {
      yield `${latexName(outputs[0]!.name)} = ${latexOf(outputs[0]!.polynomial, options)}\n`;
      return;
    }
    yield '\\begin{aligned}\n';
    for (const [k, { name, polynomial }] of outputs.entries()) {
      yield `${latexName(name)} &= ${latexOf(polynomial, options)}${k + 1 < outputs.length ? ' \\\\' : ''}\n`;
    }
    yield '\\end{aligned}\n';
  },
};

import type { Format } from '../format.ts';
import { mathematicaOf } from '../printing/mathematica.ts';

export const format: Format = {
  name: 'mathematica',
  summary: 'a Wolfram language expression, exact; several outputs are a list',
  extension: 'wl',
  forReading: false,
  *write({ outputs }, options) {
    if (outputs.length === 1) {
      yield `${mathematicaOf(outputs[0]!.polynomial, options)}\n`;
      return;
    }
    yield '{\n';
    for (const [k, { polynomial }] of outputs.entries())
      yield `${mathematicaOf(polynomial, options)}${k + 1 < outputs.length ? ',' : ''}\n`;
    yield '}\n';
  },
};

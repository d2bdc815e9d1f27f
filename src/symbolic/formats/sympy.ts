import type { Format } from '../format.ts';
import { sympyOf } from '../printing/sympy.ts';

export const format: Format = {
  name: 'sympy',
  summary: 'a Python expression that sympify reads, exact; several outputs are a list',
  extension: 'py',
  forReading: false,
  *write({ outputs }, options) {
    if (outputs.length === 1) {
      yield `${sympyOf(outputs[0]!.polynomial, options)}\n`;
      return;
    }
    yield '[\n';
    for (const { polynomial } of outputs) yield `${commaBeforeComment(sympyOf(polynomial, options))}\n`;
    yield ']\n';
  },
};

/** A cut expression ends in a comment, which would swallow a comma after it. */
function commaBeforeComment(expression: string): string {
  const comment = expression.indexOf(' # ');
  return comment < 0 ? `${expression},` : `${expression.slice(0, comment)},${expression.slice(comment)}`;
}

import { formatRational } from '../../base/rational.ts';
import type { Format } from '../format.ts';
import { factorsOf } from '../monomials.ts';

export const format: Format = {
  name: 'csv',
  summary: 'a row for each term: output, exact coefficient, an exponent for each variable',
  extension: 'csv',
  forReading: false,
  *write({ variables, outputs }, options) {
    yield `${['output', 'coefficient', ...variables].map(quoted).join(',')}\n`;
    for (const { name, polynomial } of outputs) {
      const shown = Math.min(options?.terms ?? Infinity, polynomial.length);
      for (let t = 0; t < shown; t++) {
        const exponents = new Array<number>(variables.length).fill(0);
        for (const [variable, exponent] of factorsOf(polynomial.monomials, t)) exponents[variable] = exponent;
        yield `${quoted(name)},${formatRational(polynomial.coefficient(t))},${exponents.join(',')}\n`;
      }
      if (shown < polynomial.length) yield `# ${quoted(name)}: ${polynomial.length - shown} more terms hidden\n`;
    }
  },
};

/** RFC 4180: a field with a comma, a quote or a line break is quoted, its quotes doubled. */
const quoted = (field: string): string => (/[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field);

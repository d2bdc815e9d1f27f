import { InputError } from '../../base/errors.ts';
import { formatRational } from '../../base/rational.ts';
import type { Format } from '../format.ts';
import { factorsOf } from '../monomials.ts';
import type { Polynomial } from '../polynomial.ts';
import { POLYNOMIAL_FORMAT } from '../polynomial-json.ts';

export const format: Format = {
  name: 'json',
  summary: `the format ${POLYNOMIAL_FORMAT}, complete: what verify reads`,
  extension: 'json',
  forReading: false,
  *write({ variables, outputs }, options) {
    if (options?.terms !== undefined)
      throw new InputError(
        'json',
        'expected no cut-off: this format is always complete',
        'Leave the number of terms out, or choose text',
      );
    yield `{\n"format": ${JSON.stringify(POLYNOMIAL_FORMAT)},\n"variables": ${JSON.stringify(variables)},\n"outputs": [\n`;
    for (const [k, { name, polynomial }] of outputs.entries()) {
      yield `${k === 0 ? '' : ',\n'}{ "name": ${JSON.stringify(name)}, "terms": [`;
      yield* terms(polynomial);
      yield '\n] }';
    }
    yield '\n]\n}\n';
  },
};

const TERMS_A_PIECE = 500;

function* terms(f: Polynomial): Generator<string> {
  for (let start = 0; start < f.length; start += TERMS_A_PIECE) {
    const lines: string[] = [];
    for (let t = start; t < Math.min(f.length, start + TERMS_A_PIECE); t++) {
      lines.push(`["${formatRational(f.coefficient(t))}",${JSON.stringify(factorsOf(f.monomials, t))}]`);
    }
    yield `${start === 0 ? '' : ','}\n${lines.join(',\n')}`;
  }
}

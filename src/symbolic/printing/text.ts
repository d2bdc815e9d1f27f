import { formatRational } from '../../base/rational.ts';
import { layOut, type Printable, type PrintOptions } from './layout.ts';
import { identifiers } from './names.ts';

/** Plain text, as in `3/7*x1^2 - x2`: what `parsePolynomial` reads, when nothing is hidden or cut. */
export function textOf(f: Printable, options: PrintOptions = {}): string {
  return layOut(
    f,
    {
      names: identifiers(f.variables),
      exact: formatRational,
      cut: (mantissa, exponent) => `${mantissa}…${exponent === 0 ? '' : `e${exponent}`}`,
      power: (name, exponent) => (exponent === 1 ? name : `${name}^${exponent}`),
      times: '*',
      hidden: (count) => ` + … (${count} more ${count === 1 ? 'term' : 'terms'})`,
    },
    options,
  );
}

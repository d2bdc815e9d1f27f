import { formatRational } from '../../base/rational.ts';
import { layOut, type Printable, type PrintOptions } from './layout.ts';
import { distinctNames, identifier } from './names.ts';

/** Wolfram language: `3/7*x1^2 - x2`. Underscores, which are patterns there, become `$`. */
export function mathematicaOf(f: Printable, options: PrintOptions = {}): string {
  return layOut(
    f,
    {
      names: distinctNames(f.variables, mathematicaName),
      exact: formatRational,
      cut: (mantissa, exponent) => `${mantissa}*^${exponent}`,
      power: (name, exponent) => (exponent === 1 ? name : `${name}^${exponent}`),
      times: '*',
      hidden: (count) => ` (* + ${count} more ${count === 1 ? 'term' : 'terms'} hidden *)`,
    },
    options,
  );
}

/** Built-in symbols start with a capital and have neither digits nor `$`, so such names get a `$`. */
function mathematicaName(name: string): string {
  const safe = identifier(name).replaceAll('_', '$');
  return /^[A-Z][A-Za-z]*$/.test(safe) ? `${safe}$` : safe;
}

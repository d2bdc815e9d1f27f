import { formatRational } from '../../base/rational.ts';
import { layOut, type Printable, type PrintOptions } from './layout.ts';
import { distinctNames } from './names.ts';

/** Wolfram language: `3/7*x1^2 - x2`. Underscores, which are patterns there, become `$`. */
export function mathematicaOf(f: Printable, options: PrintOptions = {}): string {
  return layOut(
    f,
    {
      names: distinctNames(f.variables, mathematicaName, '$'),
      exact: formatRational,
      // A point makes the number an inexact one: `1*^-45` is an exact power.
      cut: (mantissa, exponent) => `${mantissa.includes('.') ? mantissa : `${mantissa}.`}*^${exponent}`,
      power: (name, exponent) => (exponent === 1 ? name : `${name}^${exponent}`),
      times: '*',
      hidden: (count) => ` (* + ${count} more ${count === 1 ? 'term' : 'terms'} hidden *)`,
    },
    options,
  );
}

/** Built-in symbols (E, Sin, Log2) are a capital, or one with a letter after it, and have no `$`, so such names get one. */
function mathematicaName(name: string): string {
  const cleaned = name
    .normalize('NFKD')
    .replace(/[^A-Za-z0-9]+/g, '$')
    .replace(/^\$+|\$+$/g, '');
  const safe = /^[A-Za-z]/.test(cleaned) ? cleaned : `x$${cleaned}`;
  return /^[A-Z](?:[A-Za-z][A-Za-z0-9]*)?$/.test(safe) ? `${safe}$` : safe;
}

import { layOut, type Printable, type PrintOptions } from './layout.ts';

/** Names with a digit that SymPy has taken: those without one are never printed bare unless they are a free single letter. */
const TAKEN = new Set([
  'E1',
  'erf2',
  'erf2inv',
  'atan2',
  'expm1',
  'log1p',
  'log2',
  'log10',
  'exp2',
  'Float16',
  'Float32',
  'Float64',
  'Float80',
  'Float128',
]);

/**
 * A Python expression over SymPy's names, exact: `Rational(3, 7)*x1**2 - x2`. `sympify` reads it, and so does Python after
 * `from sympy import *` and `symbols`. Names that SymPy could take for its own are written `Symbol('…')`.
 */
export function sympyOf(f: Printable, options: PrintOptions = {}): string {
  return layOut(
    f,
    {
      names: f.variables.map(sympyName),
      exact: ({ numerator, denominator }) =>
        denominator === 1n ? `${numerator}` : `Rational(${numerator}, ${denominator})`,
      cut: (mantissa, exponent) => `Float('${mantissa}e${exponent}')`,
      power: (name, exponent) => (exponent === 1 ? name : `${name}**${exponent}`),
      times: '*',
      hidden: (count) => ` # + ${count} more ${count === 1 ? 'term' : 'terms'} hidden`,
    },
    options,
  );
}

function sympyName(name: string): string {
  const bare =
    (/^[A-Za-z_]\w*$/.test(name) && /\d/.test(name) && !TAKEN.has(name)) || /^[a-zA-BDF-HJ-MPRT-Z]$/.test(name);
  return bare ? name : `Symbol('${name.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}')`;
}

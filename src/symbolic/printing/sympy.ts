import { layOut, type Printable, type PrintOptions } from './layout.ts';

/** Names with a digit that `from sympy import *` takes (SymPy 1.14); those without one are never printed bare unless they are a free single letter. */
const TAKEN = new Set(
  (
    'E1 Line2D Line3D Naturals0 Point2D Point3D Ray2D Ray3D Segment2D ' +
    'Segment3D appellf1 atan2 erf2 erf2inv factorial2 hankel1 hankel2 hn1 ' +
    'hn2 list2numpy matrix2numpy ord0 pollard_pm1 rot_axis1 rot_axis2 rot_axis3 rot_ccw_axis1 ' +
    'rot_ccw_axis2 rot_ccw_axis3'
  ).split(' '),
);

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

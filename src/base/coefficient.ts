/** Numbers as users write them. */
import { InputError } from './errors.ts';
import { numberFromRational, parseRational, type Rational, rationalFromNumber } from './rational.ts';

/** A number is that double, exactly; a string is exact: `'3/7'`, `'0.1'`, `'-2'`. */
export type Coefficient = number | string;

/** The rational that a coefficient means; a rational means itself. Throws {@link InputError} at `where` if it is not a number. */
export function exactValue(c: Coefficient | Rational, where = 'coefficient'): Rational {
  if (typeof c === 'string') return parseRational(c, where);
  if (typeof c === 'object' && c !== null && typeof c.numerator === 'bigint') return c;
  if (typeof c !== 'number')
    throw new InputError(
      where,
      `expected a number or a string such as '3/7', got ${typeof c === 'bigint' ? `${c}n` : JSON.stringify(c)}`,
    );
  if (!Number.isFinite(c)) throw new InputError(where, `expected a finite number, got ${c}`);
  return rationalFromNumber(c);
}

/** The double nearest to a coefficient. Throws {@link InputError} at `where` when it overflows. */
export function nearestDouble(c: Coefficient, where = 'coefficient'): number {
  if (typeof c === 'number') return c;
  const x = numberFromRational(parseRational(c, where));
  if (!Number.isFinite(x)) throw new InputError(where, `'${c}' is beyond the largest double`);
  return x;
}

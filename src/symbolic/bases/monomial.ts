/** The powers of x, as a basis like the others: what conversions start from. */
import { rational } from '../../base/rational.ts';
import type { PolynomialBasis } from '../polynomial-basis.ts';

/** x^{n+1} = x · x^n; x^m x^n = x^{m+n}. */
export const monomialBasis: PolynomialBasis = {
  name: 'x^',
  recurrence: () => ({ slope: rational(1n), shift: rational(0n), previous: rational(0n) }),
  explicit: (n) => Array.from({ length: n + 1 }, (_, k) => rational(k === n ? 1n : 0n)),
};

import { TooLargeError } from '../../base/errors.ts';
import { degree, type Polynomial } from '../polynomial.ts';
import { monomialCount } from '../rings/support.ts';
import { showCount } from '../size.ts';
import { support } from './structure.ts';

const MAXIMUM_TERMS = 5e7;

/** Throws {@link TooLargeError} when a product of polynomials may have more terms than fit in memory. */
export function checkPowerSize(where: string, factors: readonly Polynomial[]): void {
  const distinct = new Map<Polynomial, number>();
  for (const f of factors) distinct.set(f, (distinct.get(f) ?? 0) + 1);
  const variables = new Set([...distinct.keys()].flatMap((f) => support(f)));
  let total = 0;
  let products = 1;
  for (const [f, count] of distinct) {
    if (f.length === 0) return;
    total += count * degree(f);
    // A power of a polynomial with t terms has at most C(t + n − 1, n) of them.
    products *= monomialCount(f.length - 1, count);
  }
  const terms = Math.min(products, monomialCount(variables.size, total));
  if (terms > MAXIMUM_TERMS) {
    throw new TooLargeError(
      where,
      `the result may have ${showCount(terms)} terms of degree ${total}, over the limit of ${showCount(MAXIMUM_TERMS)}`,
      'Use polynomials of lower degree or fewer variables',
    );
  }
}

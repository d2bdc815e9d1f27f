import { InputError } from '../base/errors.ts';
import { type Rational, rational } from '../base/rational.ts';

/** k ↦ E[x^k] from a rule that may use the lower ones, each computed once; E[x^0] = 1. */
export function cachedMoments(next: (k: number, lower: readonly Rational[]) => Rational): (k: number) => Rational {
  const known = [rational(1n)];
  return (k) => {
    if (!Number.isSafeInteger(k) || k < 0)
      throw new InputError('moment', `expected an order, an integer ≥ 0, got ${k}`);
    while (known.length <= k) known.push(next(known.length, known));
    return known[k]!;
  };
}

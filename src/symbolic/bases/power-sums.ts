/** Power sums p_k = Σ_i x_i^k. */
import { InputError } from '../../base/errors.ts';
import { rational } from '../../base/rational.ts';
import { type Polynomial, polynomialFromTerms } from '../polynomial.ts';
import { checkDistinct } from '../variables.ts';

/** p_k = Σ_i x_i^k in the given variables. Throws {@link InputError} unless k is an integer ≥ 1. */
export function powerSum(variables: readonly string[], k: number): Polynomial {
  if (!Number.isSafeInteger(k) || k < 1) throw new InputError('powerSum', `expected an integer ≥ 1, got ${k}`);
  checkDistinct(variables, 'powerSum');
  return polynomialFromTerms(
    variables,
    variables.map((_, i) => ({ coefficient: rational(1n), factors: [[i, k]] })),
  );
}

/** Polynomials of one variable by their coefficients. */
import { InputError } from '../../base/errors.ts';
import { type Rational, rational } from '../../base/rational.ts';
import { support } from '../operations/structure.ts';
import type { Polynomial } from '../polynomial.ts';

/** c₀, c₁, … of f = Σ_k c_k x^k. Throws {@link InputError} when more than one variable occurs. */
export function univariateCoefficients(f: Polynomial, where = 'polynomial'): readonly Rational[] {
  const occurring = support(f);
  if (occurring.length > 1)
    throw new InputError(where, `expected one variable, got ${occurring.join(', ')}`, 'Write it in x alone');
  const coefficients: Rational[] = [];
  for (const { coefficient, factors } of f.terms()) coefficients[factors[0]?.[1] ?? 0] = coefficient;
  return Array.from(coefficients, (c) => c ?? rational(0n));
}

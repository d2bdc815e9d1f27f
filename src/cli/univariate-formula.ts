/** Formulas of one variable on the command line: polynomials exactly, everything else in floats. */
import { InputError } from '../base/errors.ts';
import type { Rational } from '../base/rational.ts';
import type { FloatActivation } from '../numeric/propagation/activation-formula.ts';

export type UnivariateFormula =
  | { readonly coefficients: readonly Rational[]; readonly function?: undefined }
  | { readonly coefficients?: undefined; readonly function: FloatActivation };

/**
 * Throws {@link InputError} at `where` on what cannot be read, on several variables, and on a word alone that is neither a
 * function nor the likely name of a variable.
 */
export async function univariateFormula(text: string, where: string): Promise<UnivariateFormula> {
  const { activationFormula, activationNames } = await import('../numeric/propagation/activation-formula.ts');
  const { parsePolynomial } = await import('../symbolic/interop/mathjs.ts');
  const { univariateCoefficients } = await import('../symbolic/propagation/univariate.ts');
  const { suggestion } = await import('../network/suggestion.ts');
  const inFloats = async (): Promise<UnivariateFormula> => ({ function: await activationFormula(text) });
  if (activationNames.includes(text.trim())) return inFloats();
  const f = ifPolynomial(() => parsePolynomial(text));
  if (f === undefined) return inFloats();
  const coefficients = univariateCoefficients(f, where);
  const variable = f.variables[0];
  if (variable !== undefined && !/^[a-z]\d*$/i.test(variable))
    throw new InputError(
      where,
      `there is no function '${variable}'`,
      `${suggestion(variable, activationNames)}Name the variable x, or use one of ${activationNames.join(', ')}`,
    );
  return { coefficients };
}

/** The polynomial, or undefined when the formula has parts that no polynomial has. */
export function ifPolynomial<T>(parse: () => T): T | undefined {
  try {
    return parse();
  } catch (error) {
    const parts = /part of a polynomial|is divided by|is an exponent|has an exponent|not rational/;
    if (error instanceof InputError && parts.test(error.message)) return undefined;
    throw error;
  }
}

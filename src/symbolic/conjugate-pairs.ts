/** Complex variables and their conjugates: polynomials here are over Q, so a conjugate is a variable of its own. */
import { InputError } from '../base/errors.ts';
import type { Factor } from './monomials.ts';

/** A variable read as z_index, or as its conjugate. */
export interface ConjugateVariable {
  readonly index: number;
  readonly conjugate: boolean;
}

/** Reads `z3` and its conjugate `w3` by their letters; undefined for other names. */
export const indexedName =
  (letter: string, conjugateLetter: string) =>
  (name: string): ConjugateVariable | undefined => {
    const match = /^([A-Za-z]+)_?([1-9]\d*)$/.exec(name);
    if (match === null) return undefined;
    const [, letters, digits] = match;
    if (letters !== letter && letters !== conjugateLetter) return undefined;
    return { index: Number(digits), conjugate: letters === conjugateLetter };
  };

/** The exponents of a monomial by index, apart for variables and conjugates. Throws {@link InputError} on two letters that are one. */
export function exponentsByIndex(
  factors: readonly Factor[],
  read: readonly ConjugateVariable[],
): readonly [plain: ReadonlyMap<number, number>, conjugate: ReadonlyMap<number, number>] {
  const plain = new Map<number, number>();
  const conjugate = new Map<number, number>();
  for (const [variable, exponent] of factors) {
    const { index, conjugate: barred } = read[variable]!;
    const map = barred ? conjugate : plain;
    map.set(index, (map.get(index) ?? 0) + exponent);
  }
  return [plain, conjugate];
}

/** Throws {@link InputError} unless the two letters differ. */
export function checkLetters(where: string, letters: readonly [string, string]): void {
  for (const letter of letters)
    if (!/^[A-Za-z]+$/.test(letter)) throw new InputError(where, `expected letters for a name, got '${letter}'`);
  if (letters[0] === letters[1])
    throw new InputError(
      where,
      `expected different letters for variables and conjugates, got '${letters[0]}' for both`,
    );
}

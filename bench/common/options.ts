/** Options of the benchmarks, with clear words for wrong ones. */
import { InputError } from '../../src/base/errors.ts';

/** The names of a comma-separated list; all of `known` when it is left out. Throws {@link InputError} for one that is not known. */
export function namesOf<T extends string>(option: string, text: string | undefined, known: readonly T[]): readonly T[] {
  if (text === undefined) return known;
  const names = text.split(',').map((name) => name.trim());
  const unknown = names.find((name) => !known.some((one) => one === name));
  if (unknown !== undefined) throw new InputError(option, `there is no '${unknown}'`, `There are ${known.join(', ')}`);
  return known.filter((name) => names.includes(name));
}

/** A positive number. Throws {@link InputError} for anything else. */
export function positive(option: string, text: string): number {
  const value = Number(text);
  if (!(value > 0 && Number.isFinite(value))) throw new InputError(option, `expected a positive number, got '${text}'`);
  return value;
}

/** An integer from 1. Throws {@link InputError} for anything else. */
export function positiveInteger(option: string, text: string): number {
  const value = Number(text);
  if (!(Number.isSafeInteger(value) && value > 0))
    throw new InputError(option, `expected a positive integer, got '${text}'`);
  return value;
}

/** Options that several commands have. */
import { InputError } from '../base/errors.ts';

/** A positive integer, for an option's value. Throws {@link InputError} naming the option. */
export function positiveInteger(option: string): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!Number.isSafeInteger(value) || value < 1)
      throw new InputError(option, `expected a positive integer, got '${text}'`);
    return value;
  };
}

/** 0, 1, 2, … */
export function nonNegativeInteger(option: string): (text: string) => number {
  return (text) => {
    if (/^\d+$/.test(text) && Number.isSafeInteger(Number(text))) return Number(text);
    throw new InputError(option, `expected an integer from 0 on, got '${text}'`);
  };
}

/** A seed: an integer from 0 to 2^53 − 1. */
export function seedOption(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isSafeInteger(value) || value < 0)
    throw new InputError('--seed', `expected an integer from 0 to ${Number.MAX_SAFE_INTEGER}, got '${text}'`);
  return value;
}

/** A positive number. */
export function positiveNumber(option: string): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!(value > 0)) throw new InputError(option, `expected a positive number, got '${text}'`);
    return value;
  };
}

/** How many terms to print: a positive integer, or `all`. */
export function termsOption(text: string): number | 'all' {
  return text === 'all' ? 'all' : positiveInteger('--terms')(text);
}

/** For options that may be given several times. */
export const collect = (value: string, previous: readonly string[] = []): readonly string[] => [...previous, value];

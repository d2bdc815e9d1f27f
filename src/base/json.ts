/** JSON values, and reading them without losing digits. */
import { InputError, messageOf } from './errors.ts';

export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/** Any JSON value that is an object, for readers that check field by field. */
export type JsonObject = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * JSON.parse that refuses what JSON.parse would change in silence: an integer that no double holds
 * (9007199254740993) and a number beyond the largest double. Throws {@link InputError} naming `where`.
 */
export function parseJson(text: string, where: string): unknown {
  const check = (_: string, value: unknown, context?: { source?: string }): unknown => {
    if (typeof value !== 'number' || context?.source === undefined) return value;
    const { source } = context;
    if (!Number.isFinite(value))
      throw new InputError(
        where,
        `the number ${source} is beyond the largest double`,
        `Write it as a string: "${source}"`,
      );
    if (/^-?\d+$/.test(source) && BigInt(source) !== BigInt(value)) {
      throw new InputError(
        where,
        `the integer ${source} is not a double (the nearest is ${BigInt(value)})`,
        `Write it as a string: "${source}"`,
      );
    }
    return value;
  };
  try {
    return JSON.parse(text, check as (name: string, value: unknown) => unknown);
  } catch (error) {
    if (error instanceof InputError) throw error;
    if (error instanceof RangeError)
      throw new InputError(
        where,
        'it is nested too deeply to be read',
        'Put layers one after another rather than inside each other',
      );
    // The message quotes the text, line breaks and all.
    throw new InputError(where, `not valid JSON: ${messageOf(error).replace(/\s+/g, ' ')}`);
  }
}

import { InputError, messageOf } from '../../base/errors.ts';

/** What a reader of `format` threw, as an {@link InputError}. */
export const unreadable = (where: string, format: string, error: unknown): InputError =>
  error instanceof InputError
    ? error
    : new InputError(
        where,
        `cannot be read as ${format}: ${messageOf(error).slice(0, 200).replace(/\.+$/, '')}`,
        'It may be damaged: write or copy it again',
      );

/** Whether the first bytes are these Latin letters. */
export const startsWith = (bytes: Uint8Array, letters: string): boolean =>
  bytes.length >= letters.length && [...letters].every((letter, i) => bytes[i] === letter.charCodeAt(0));

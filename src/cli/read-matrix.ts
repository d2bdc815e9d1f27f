/** Lists and matrices as they are typed: `[[1, 1/2], [1/2, 1]]`, entries without quotes. */
import { InputError } from '../base/errors.ts';

/** The rows of a matrix, entries as text. Throws {@link InputError} naming the option. */
export function readMatrix(text: string, option: string): readonly (readonly string[])[] {
  const rows = readList(text, option, '[[1, 1/2], [1/2, 1]]');
  return rows.map((row) => readList(row, option, '[[1, 1/2], [1/2, 1]]'));
}

/** The entries of a list, as text. Throws {@link InputError} naming the option. */
export function readList(text: string, option: string, example: string): readonly string[] {
  const malformed = (problem: string): InputError =>
    new InputError(option, problem, `Write, for instance, '${example}'`);
  const trimmed = text.trim();
  if (!trimmed.startsWith('[') || !trimmed.endsWith(']'))
    throw malformed(`expected a list in brackets, got '${trimmed.slice(0, 60)}'`);
  const parts: string[] = [];
  let depth = 0;
  let start = 1;
  for (let i = 0; i < trimmed.length; i++) {
    const c = trimmed[i]!;
    if (c === '[' || c === '(') depth++;
    if (c === ']' || c === ')') depth--;
    if (depth < 0 || (depth === 0 && i < trimmed.length - 1)) throw malformed('its brackets do not match');
    if ((c === ',' && depth === 1) || (depth === 0 && i === trimmed.length - 1)) {
      parts.push(trimmed.slice(start, i).trim());
      start = i + 1;
    }
  }
  if (depth !== 0) throw malformed('its brackets do not match');
  if (parts.length === 1 && parts[0] === '') return [];
  return parts.map((part, i) => {
    const entry = /^(["'])(.*)\1$/s.exec(part)?.[2] ?? part;
    if (entry.trim() === '') throw malformed(`entry ${i + 1} is empty`);
    return entry;
  });
}

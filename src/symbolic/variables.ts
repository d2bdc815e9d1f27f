/** Names and numbers that users give as text. */
import { InputError } from '../base/errors.ts';

/** Throws {@link InputError} when a name occurs twice. */
export function checkDistinct(names: readonly string[], where: string): void {
  const repeated = names.find((name, i) => names.indexOf(name) !== i);
  if (repeated !== undefined) throw new InputError(where, `the name '${repeated}' occurs twice`);
}

/** Where each of some names stands in a list that has them all. */
export function positions(names: readonly string[], list: readonly string[]): readonly number[] {
  const index = new Map(list.map((name, i) => [name, i]));
  return names.map((name) => index.get(name)!);
}

/** The integer that a text is. Throws {@link InputError} at `where` quoting it. */
export function integerOf(text: string, where: string): number {
  if (!/^[+-]?\d+$/.test(text.trim())) throw new InputError(where, `expected an integer, got '${text}'`);
  return Number(text);
}

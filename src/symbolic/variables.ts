/** Lists of variable names that users give. */
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

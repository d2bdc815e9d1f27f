/** Parameters of claims other than their defaults. */
import { InputError } from '../../base/errors.ts';
import { isObject, type Json } from '../../base/json.ts';
import { suggestion } from '../../network/suggestion.ts';
import type { Claim } from '../claim.ts';

/** By claim. */
export type Parameters = Readonly<Record<string, Readonly<Record<string, Json>>>>;

/**
 * The defaults of a claim with those given in their places. Throws {@link InputError} naming a parameter that the claim
 * does not have, or one of another shape than its default: see {@link misshapen}.
 */
export function parametersFor(claim: Claim, given: Readonly<Record<string, Json>> = {}): Json {
  const defaults = claim.defaults as Readonly<Record<string, Json>>;
  if (!isObject(given))
    throw new InputError(`parameters of ${claim.id}`, `expected an object, got ${JSON.stringify(given)}`);
  const names = Object.keys(defaults);
  for (const [name, value] of Object.entries(given)) {
    const model = defaults[name];
    if (model === undefined)
      throw new InputError(
        `parameters of ${claim.id}`,
        `there is no parameter '${name}'`,
        names.length === 0
          ? 'This claim has none'
          : `${suggestion(name, names)}The parameters are ${names.map((one) => `${one} = ${JSON.stringify(defaults[one])}`).join(', ')}`,
      );
    const wrong = misshapen(value, model, `${claim.id}.${name}`);
    if (wrong !== undefined) throw new InputError(wrong.where, wrong.problem, `The default is ${shortened(model)}`);
  }
  return { ...defaults, ...given };
}

const LONGEST = 200;

function shortened(value: Json): string {
  const text = JSON.stringify(value);
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}…`;
}

interface Misshapen {
  readonly where: string;
  readonly problem: string;
}

/**
 * The first place at which a value is not of a model's shape: of another type, a number that is not finite, an object with
 * other names, a list that is empty where the model is not, or an entry of a list that is like none of the model's.
 */
export function misshapen(value: unknown, model: Json, where: string): Misshapen | undefined {
  const problem = (expected: string): Misshapen => ({
    where,
    problem: `expected ${expected}, got ${JSON.stringify(value) ?? 'nothing'}`,
  });
  if (Array.isArray(model)) {
    if (!Array.isArray(value)) return problem('a list');
    if (model.length > 0 && value.length === 0) return problem('a list with at least one entry');
    return value.map((entry, i) => unlikeAll(entry, model, `${where}[${i}]`)).find((wrong) => wrong !== undefined);
  }
  if (isObject(model)) {
    if (!isObject(value)) return problem('an object');
    const names = Object.keys(model);
    if (Object.keys(value).sort().join() !== names.toSorted().join())
      return problem(`an object with ${names.join(', ')}`);
    return names
      .map((name) => misshapen(value[name], (model as Readonly<Record<string, Json>>)[name]!, `${where}.${name}`))
      .find((wrong) => wrong !== undefined);
  }
  if (model === null) return value === null ? undefined : problem('null');
  if (typeof value !== typeof model) return problem(`a ${typeof model}`);
  return typeof value === 'number' && !Number.isFinite(value) ? problem('a finite number') : undefined;
}

function unlikeAll(entry: unknown, models: readonly Json[], where: string): Misshapen | undefined {
  let first: Misshapen | undefined;
  for (const model of models) {
    const wrong = misshapen(entry, model, where);
    if (wrong === undefined) return undefined;
    first ??= wrong;
  }
  return first;
}

/** Parameters of claims from the command line: `--set NAME=VALUE`, `--parameters FILE.json`. */
import { readFile } from 'node:fs/promises';
import { InputError, messageOf } from '../base/errors.ts';
import { isObject, type Json, parseJson } from '../base/json.ts';
import type { Claim } from '../theory/claim.ts';
import type { Parameters } from '../theory/evidence-folder/parameters.ts';

/** The claims' own parameters as given; a `--set` wins over the file. Throws {@link InputError} on what cannot be read. */
export async function claimParameters(
  named: readonly string[],
  { set = [], parameters: file }: { readonly set?: readonly string[]; readonly parameters?: string },
): Promise<Parameters> {
  const { claims } = await import('../theory/claims.generated.ts');
  const merged: Record<string, Record<string, Json>> = {};
  if (file !== undefined) Object.assign(merged, await fromFile(file));
  for (const text of set) {
    const { claim, name, value } = setting(text, named, claims);
    merged[claim] = { ...merged[claim], [name]: value };
  }
  return merged;
}

async function fromFile(file: string): Promise<Parameters> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new InputError(file, `cannot be read: ${messageOf(error)}`);
  });
  const json = parseJson(text, file);
  if (!isObject(json) || !Object.values(json).every(isObject))
    throw new InputError(
      file,
      'expected an object with an object for each claim',
      'Such as { "cluster-bound": { "depths": [1] } }',
    );
  return json as Parameters;
}

/** `NAME=VALUE` for the one claim named, `CLAIM.NAME=VALUE` for any. */
function setting(
  text: string,
  named: readonly string[],
  claims: readonly Claim[],
): { readonly claim: string; readonly name: string; readonly value: Json } {
  const [, owner, name, value] = /^(?:([^.=]+)\.)?([^.=]+)=(.*)$/s.exec(text) ?? [];
  if (name === undefined || value === undefined)
    throw new InputError('--set', `expected NAME=VALUE or CLAIM.NAME=VALUE, got '${text}'`);
  const claim = owner ?? (named.length === 1 ? named[0] : undefined);
  if (claim === undefined)
    throw new InputError(
      '--set',
      `it does not say of which claim '${name}' is a parameter`,
      `Name one claim, or write CLAIM.${name}=${value}`,
    );
  const defaults = claims.find(({ id }) => id === claim)?.defaults;
  return { claim, name, value: parameterValue(value, isObject(defaults) ? (defaults[name] as Json) : undefined, text) };
}

/** A value as its default suggests: a list may be written without brackets, text without quotes. */
function parameterValue(text: string, model: Json | undefined, where: string): Json {
  if (typeof model === 'string') return text;
  if (Array.isArray(model) && !text.trim().startsWith('['))
    return text.split(',').map((entry) => parameterValue(entry.trim(), model[0] as Json | undefined, where));
  try {
    return parseJson(text, where) as Json;
  } catch {
    // Not JSON: the text itself, which the claim refuses if it wants something else.
    return text;
  }
}

/** One claim checked: what was claimed, on what, with which parameters and key, and what was found. */
import { InputError } from '../../base/errors.ts';
import { isObject, type Json, parseJson } from '../../base/json.ts';
import { type Key, key } from '../../base/philox.ts';
import { type Progress, silent } from '../../base/progress.ts';
import type { Claim, Finding, NetworkClaim, TheoryClaim, Tier } from '../claim.ts';
import type { Subject } from '../subject.ts';
import { version } from '../version.ts';

/** SHA-256 in hexadecimal, by the file's path inside the evidence folder. */
export type Hashes = Readonly<Record<string, string>>;

export interface Evidence {
  readonly claim: string;
  readonly title: string;
  readonly statement: string;
  readonly source: string;
  readonly tier: Tier;
  readonly params: Json;
  readonly key: Key;
  /** Of this package. */
  readonly version: string;
  readonly finding: Omit<Finding, 'tier'>;
  /** The files of the network; none for a claim about a theory. */
  readonly inputs: Hashes;
}

export interface GatherOptions {
  readonly seed: number;
  /** The claim's defaults when left out. */
  readonly params?: Json;
  readonly progress?: Progress;
}

/** Checks a claim about networks, with parameters other than its defaults when given. Deterministic: the same arguments give an equal record. */
export async function gather(
  claim: NetworkClaim,
  subject: Subject,
  { seed, inputs, params = claim.defaults, progress = silent }: GatherOptions & { readonly inputs: Hashes },
): Promise<Evidence> {
  const source = key(seed, claim.id);
  return recordOf(claim, params, source, inputs, await claim.check(subject, params, source, progress));
}

/** The same for a claim about a theory, which rests on no files. */
export async function gatherTheory(
  claim: TheoryClaim,
  { seed, params = claim.defaults, progress = silent }: GatherOptions,
): Promise<Evidence> {
  const source = key(seed, claim.id);
  return recordOf(claim, params, source, {}, await claim.check(params, source, progress));
}

function recordOf(claim: Claim, params: Json, source: Key, inputs: Hashes, found: Finding): Evidence {
  const { tier = claim.tier, ...finding } = found;
  const { id, title, statement, source: literature } = claim;
  return { claim: id, title, statement, source: literature, tier, params, key: source, version, finding, inputs };
}

export const recordFile = (claim: string): string => `records/${claim}.json`;

export const recordText = (record: Evidence): string => `${JSON.stringify(record, null, 2)}\n`;

/** Reads a record's text. Throws {@link InputError} naming `where` when it is truncated, or fields are missing. */
export function parseRecord(text: string, where: string): Evidence {
  const json = parseJson(text, where);
  if (!isObject(json)) throw new InputError(where, 'expected an evidence record, an object');
  const missing = (field: string): InputError =>
    new InputError(
      where,
      `the field '${field}' is missing or malformed`,
      'The record was edited or is of another format',
    );
  for (const field of ['claim', 'title', 'statement', 'source', 'tier', 'version'])
    if (typeof json[field] !== 'string') throw missing(field);
  if (!isObject(json.key) || typeof json.key.seed !== 'number' || typeof json.key.stream !== 'string')
    throw missing('key');
  if (!isObject(json.finding) || typeof json.finding.verdict !== 'string' || typeof json.finding.summary !== 'string')
    throw missing('finding');
  if (!isObject(json.inputs) || !Object.values(json.inputs).every((hash) => typeof hash === 'string'))
    throw missing('inputs');
  if (json.params === undefined) throw missing('params');
  return json as unknown as Evidence;
}

/** Checks one record again. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf } from '../../base/errors.ts';
import type { Progress } from '../../base/progress.ts';
import type { Tier, Verdict } from '../claim.ts';
import { claims } from '../claims.generated.ts';
import type { Subject } from '../subject.ts';
import { version } from '../version.ts';
import { valueDifferences } from './differences.ts';
import { type Evidence, gather, type Hashes, parseRecord, recordText } from './record.ts';

export interface RecordVerification {
  readonly claim: string;
  readonly file: string;
  /** `confirmed`: computed again, it is the same. It says nothing of whether the claim holds: that is `finding`. */
  readonly verdict: 'confirmed' | 'refused';
  readonly finding?: Verdict;
  readonly tier?: Tier;
  /** Why it is refused. */
  readonly reasons: readonly string[];
  /** What is worth knowing otherwise, such as another version. */
  readonly notes: readonly string[];
}

/**
 * Computes the record in a file again from a subject and the hashes of its files, both undefined where the network
 * cannot be read. `problem` is what the manifest's hash says against the file.
 */
export async function verifyRecord(
  folder: string,
  file: string,
  problem: string | undefined,
  subject: Subject | undefined,
  inputs: Hashes | undefined,
  progress: Progress,
): Promise<{ verification: RecordVerification; computed?: Evidence }> {
  const reasons = problem === undefined ? [] : [problem];
  const notes: string[] = [];
  const id = /([^/]*)\.json$/.exec(file)?.[1] ?? file;
  const refused = (): { verification: RecordVerification } => ({
    verification: { claim: id, file, verdict: 'refused', reasons, notes },
  });
  let record: Evidence;
  try {
    record = parseRecord(await readFile(join(folder, file), 'utf8'), file);
  } catch (error) {
    if (problem === undefined || !problem.endsWith('is missing'))
      reasons.push(`it cannot be read: ${messageOf(error)}`);
    return refused();
  }
  if (record.version !== version) notes.push(`it was made by version ${record.version}, and checked by ${version}`);
  const claim = claims.find((known) => known.id === record.claim);
  if (claim === undefined) {
    reasons.push(`this version knows no claim '${record.claim}'`);
    return refused();
  }
  if (record.claim !== id) reasons.push(`it is about the claim '${record.claim}', not '${id}'`);
  if (subject === undefined || inputs === undefined) {
    reasons.push('the network that it is about cannot be read or expanded');
    return refused();
  }
  reasons.push(...inputDifferences(record.inputs, inputs));
  if (!sameShape(record.params, claim.defaults)) {
    reasons.push(`its parameters ${JSON.stringify(record.params)} are not those of the claim`);
    return refused();
  }
  try {
    const computed = gather(claim, subject, { seed: record.key.seed, inputs, params: record.params, progress });
    reasons.push(
      ...valueDifferences(comparable(record), comparable(parseRecord(recordText(computed), file)), 'record'),
    );
    return {
      verification: {
        claim: id,
        file,
        verdict: reasons.length === 0 ? 'confirmed' : 'refused',
        finding: computed.finding.verdict,
        tier: computed.tier,
        reasons,
        notes,
      },
      computed: { ...computed, version: record.version },
    };
  } catch (error) {
    reasons.push(`it cannot be computed again: ${messageOf(error)}`);
    return refused();
  }
}

/** A record without its version and inputs, which are compared apart. */
const comparable = ({ version: _, inputs: __, ...rest }: Evidence): Omit<Evidence, 'version' | 'inputs'> => rest;

function inputDifferences(named: Hashes, found: Hashes): readonly string[] {
  return [...new Set([...Object.keys(named), ...Object.keys(found)])].flatMap((file) => {
    if (named[file] === found[file]) return [];
    if (found[file] === undefined) return [`it names ${file}, which the network does not use or which is missing`];
    if (named[file] === undefined) return [`the network uses ${file}, which it does not name`];
    return [`${file} was changed: its SHA-256 is ${found[file]}, the record has ${named[file]}`];
  });
}

/** Whether parameters have the names and types of a claim's own. */
function sameShape(params: unknown, defaults: unknown): boolean {
  if (typeof params !== 'object' || params === null || typeof defaults !== 'object' || defaults === null)
    return params === defaults;
  const types = (value: object): string =>
    Object.entries(value)
      .map(([name, entry]) => `${name}: ${typeof entry}`)
      .sort()
      .join();
  return types(params) === types(defaults);
}

/** Checks one record again. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf } from '../../base/errors.ts';
import type { Progress } from '../../base/progress.ts';
import type { Claim, Tier, Verdict } from '../claim.ts';
import { version } from '../version.ts';
import { valueDifferences } from './differences.ts';
import { misshapen } from './parameters.ts';
import { type Evidence, type GatherOptions, type Hashes, parseRecord, recordText } from './record.ts';

/** What the records of a folder rest on. */
export interface RecordBasis {
  /** The hashes of its files; undefined where these cannot be read. */
  readonly inputs: Hashes | undefined;
  /** A claim by id, ready to be checked; undefined where there is none about such a basis. */
  gather(id: string, options: GatherOptions): { readonly claim: Claim; gather(): Promise<Evidence> } | undefined;
}

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

/** Computes the record in a file again from what it rests on. `problem` is what the manifest's hash says against the file. */
export async function verifyRecord(
  folder: string,
  file: string,
  problem: string | undefined,
  basis: RecordBasis,
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
  const known = basis.gather(record.claim, { seed: record.key.seed, params: record.params, progress });
  if (known === undefined) {
    reasons.push(`this version knows no claim '${record.claim}'`);
    return refused();
  }
  if (record.claim !== id) reasons.push(`it is about the claim '${record.claim}', not '${id}'`);
  if (basis.inputs === undefined) {
    reasons.push('the network that it is about cannot be read or expanded');
    return refused();
  }
  reasons.push(...inputDifferences(record.inputs, basis.inputs));
  const wrong = misshapen(record.params, known.claim.defaults, 'params');
  if (wrong !== undefined) {
    reasons.push(`its parameters are not those of the claim: ${wrong.where}: ${wrong.problem}`);
    return refused();
  }
  try {
    const computed = await known.gather();
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

/** Checks evidence again: everything is computed anew from the folder's own copy of the network, and compared. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf } from '../../base/errors.ts';
import { type Progress, silent } from '../../base/progress.ts';
import { claims } from '../claims.generated.ts';
import type { NotApplicable } from '../report/claims-section.ts';
import { loadMathematics } from '../report/mathematics.node.ts';
import type { Subject } from '../subject.ts';
import { version } from '../version.ts';
import { derivedFiles, libraryVersions, POLYNOMIAL_FILE } from './derived-files.ts';
import { valueDifferences } from './differences.ts';
import { type NetworkInputs, networkInputs, posixRelative, sha256 } from './inputs.node.ts';
import { MANIFEST, type Manifest } from './manifest.ts';
import { nestedProgress } from './nested-progress.ts';
import { type Found, findEvidence } from './read-folder.node.ts';
import type { Evidence, Hashes } from './record.ts';
import { subjectWithHash } from './run.node.ts';
import { type RecordVerification, verifyRecord } from './verify-record.node.ts';

export interface FolderVerification {
  readonly folder: string;
  readonly network: string;
  readonly verdict: 'confirmed' | 'refused';
  readonly records: readonly RecordVerification[];
  /** What is wrong with other files. */
  readonly problems: readonly string[];
  readonly notes: readonly string[];
}

export interface EvidenceVerification {
  readonly verdict: 'confirmed' | 'refused';
  readonly folders: readonly FolderVerification[];
  /** What is wrong with the files of a collection itself. */
  readonly problems: readonly string[];
}

/**
 * Computes every record of an evidence folder again from the network's files in it and compares. A record is refused,
 * with the reason, when it is missing, truncated or not what its hash says, when the network's files are not those it
 * names, or when what is found now differs. A record of another version of this package is computed again all the same,
 * and the version noted. The polynomials, tables, figures and the report are written again and compared too.
 *
 * Throws {@link InputError} when the folder is no evidence folder, or a manifest is missing, truncated or malformed.
 */
export async function verifyEvidence(folder: string, progress: Progress = silent): Promise<EvidenceVerification> {
  const { collection, folders } = await findEvidence(folder);
  const problems = collection === undefined ? [] : (await checkFiles(folder, collection.files)).problems;
  const verified: FolderVerification[] = [];
  for (const [index, found] of folders.entries()) {
    verified.push(
      await verifyFolder(found, nestedProgress(progress, index, folders.length, found.manifest.network.name)),
    );
  }
  const confirmed = problems.length === 0 && verified.every(({ verdict }) => verdict === 'confirmed');
  return { verdict: confirmed ? 'confirmed' : 'refused', folders: verified, problems };
}

async function verifyFolder({ path, manifest }: Found, progress: Progress): Promise<FolderVerification> {
  const files = await checkFiles(path, manifest.files);
  const isRecord = (file: string): boolean => manifest.records.includes(file);
  const notes = (await unlisted(path, manifest.files)).map(
    (file) => `${file} is not in the manifest, and was not looked at`,
  );
  const problems = files.problems.filter((_, i) => !isRecord(files.names[i]!));
  const recordProblems = new Map(files.names.map((file, i) => [file, files.problems[i]!]));
  for (const file of manifest.records)
    if (manifest.files[file] === undefined) recordProblems.set(file, `the manifest gives no hash of ${file}`);
  let inputs: NetworkInputs | undefined;
  let subject: Subject | undefined;
  try {
    inputs = await networkInputs(join(path, manifest.network.file));
    subject = subjectWithHash(inputs.network);
    subject.expansion(nestedProgress(progress, 0, manifest.records.length + 2, 'expansion'));
  } catch (error) {
    problems.push(`the network cannot be read or expanded: ${messageOf(error)}`);
    subject = undefined;
  }
  const records: RecordVerification[] = [];
  const computed: Evidence[] = [];
  for (const [index, file] of manifest.records.entries()) {
    const nested = nestedProgress(progress, index + 1, manifest.records.length + 2, file);
    const checked = await verifyRecord(path, file, recordProblems.get(file), subject, inputs?.hashes, nested);
    records.push(checked.verification);
    if (checked.computed !== undefined) computed.push(checked.computed);
  }
  if (subject !== undefined) problems.push(...wronglyLeftOut(manifest, subject));
  if (subject !== undefined && inputs !== undefined && computed.length === manifest.records.length) {
    progress(manifest.records.length + 1, manifest.records.length + 2, 'other files');
    const stale = await compareDerived(path, manifest, subject, inputs.hashes, computed);
    problems.push(...stale.problems.filter((problem) => !problems.includes(problem)));
    notes.push(...stale.notes);
  }
  for (const { id } of claims) {
    if (
      !manifest.records.some((file) => file.endsWith(`/${id}.json`)) &&
      !manifest.notApplicable.some(({ claim }) => claim === id)
    )
      notes.push(`the claim ${id} was not checked`);
  }
  progress(1, 1, 'done');
  const confirmed = problems.length === 0 && records.every(({ verdict }) => verdict === 'confirmed');
  return {
    folder: path,
    network: manifest.network.name,
    verdict: confirmed ? 'confirmed' : 'refused',
    records,
    problems,
    notes,
  };
}

/** Claims that the manifest says do not apply although they do. */
const wronglyLeftOut = ({ notApplicable }: Manifest, subject: Subject): readonly string[] =>
  claims
    .filter(({ id }) => notApplicable.some(({ claim }) => claim === id))
    .filter((claim) => claim.inapplicable?.(subject) === undefined)
    .map(({ id }) => `the manifest says that the claim ${id} does not apply, but it does`);

/** The files that are missing or whose hashes differ, with one problem each. */
async function checkFiles(folder: string, files: Hashes): Promise<{ names: string[]; problems: string[] }> {
  const names: string[] = [];
  const problems: string[] = [];
  for (const [file, hash] of Object.entries(files)) {
    const found = await hashOf(join(folder, file));
    if (found === hash) continue;
    names.push(file);
    problems.push(
      found === undefined
        ? `${file} is missing`
        : `${file} was changed: its SHA-256 is ${found}, the manifest has ${hash}`,
    );
  }
  return { names, problems };
}

/** The SHA-256 of a file; undefined when there is none. */
const hashOf = (file: string): Promise<string | undefined> => readFile(file).then(sha256, () => undefined);

async function unlisted(folder: string, files: Hashes): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => posixRelative(folder, join(entry.parentPath, entry.name)))
    .filter((file) => file !== MANIFEST && files[file] === undefined)
    .sort();
}

/** Compares the files that follow from the records with what is written now. */
async function compareDerived(
  folder: string,
  manifest: Manifest,
  subject: Subject,
  inputs: Hashes,
  records: readonly Evidence[],
): Promise<{ problems: readonly string[]; notes: readonly string[] }> {
  const problems: string[] = [];
  const notes: string[] = [];
  const stored = (file: string): Promise<string | undefined> =>
    readFile(join(folder, file), 'utf8').catch(() => undefined);
  if ((await hashOf(join(folder, POLYNOMIAL_FILE))) !== subject.polynomialHash?.())
    problems.push(`${POLYNOMIAL_FILE} does not hold the network's polynomials`);
  const notApplicable = manifest.notApplicable.map(({ claim, reason }): NotApplicable => {
    const title = claims.find(({ id }) => id === claim)?.title ?? claim;
    return { claim, title, reason };
  });
  const content = { subject, records, notApplicable, inputs, seed: manifest.seed, version: manifest.version };
  const mathematics = await loadMathematics();
  const libraries = await libraryVersions(mathematics);
  const sameLibraries = valueDifferences(manifest.libraries, libraries, 'libraries').length === 0;
  for (const [file, text] of await derivedFiles(content, mathematics)) {
    if ((await stored(file)) === text) continue;
    // Tables are our own writing; pictures and formulas depend on the libraries that draw them too.
    if (manifest.version === version && (sameLibraries || file.startsWith('tables/')))
      problems.push(`${file} is not what is written for these records`);
    else
      notes.push(
        `${file} was drawn by other versions (${describeVersions(manifest)}) and cannot be compared byte for byte; the records do not depend on it`,
      );
  }
  return { problems, notes };
}

const describeVersions = ({ version: own, libraries }: Manifest): string =>
  [`isserlis ${own}`, ...Object.entries(libraries).map(([name, number]) => `${name} ${number}`)].join(', ');

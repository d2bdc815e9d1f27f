/** Checks one evidence folder again, of a network or of claims about theories. */
import { join } from 'node:path';
import { messageOf } from '../../base/errors.ts';
import type { Progress } from '../../base/progress.ts';
import type { Claim, NetworkClaim } from '../claim.ts';
import { networkClaims, theoryClaims } from '../claims-by-kind.ts';
import { drawingVersions } from '../figures/figure.ts';
import type { NotApplicable } from '../report/claims-section.ts';
import { loadMathematics } from '../report/mathematics.node.ts';
import type { Subject } from '../subject.ts';
import { checkFiles, hashOf, unlisted } from './check-files.node.ts';
import { compareDerived } from './compare-derived.node.ts';
import { derivedFiles, derivedTheoryFiles, libraryVersions, POLYNOMIAL_FILE } from './derived-files.ts';
import { networkInputs } from './inputs.node.ts';
import { type Manifest, THEORY_FORMAT, type TheoryManifest } from './manifest.ts';
import { nestedProgress } from './nested-progress.ts';
import { subjectWithHash } from './network-folder.node.ts';
import { type Found, type Topic, topicOf } from './read-folder.node.ts';
import { type Evidence, gather, gatherTheory, type Hashes } from './record.ts';
import { type RecordBasis, type RecordVerification, verifyRecord } from './verify-record.node.ts';

export interface FolderVerification extends Topic {
  readonly folder: string;
  readonly verdict: 'confirmed' | 'refused';
  readonly records: readonly RecordVerification[];
  /** What is wrong with other files. */
  readonly problems: readonly string[];
  readonly notes: readonly string[];
}

/** What a folder's records rest on, and the other files that follow from them. */
interface Basis extends RecordBasis {
  /** What is wrong beside records and files. */
  readonly problems: readonly string[];
  /** Claims that a folder of this kind may hold. */
  readonly claims: readonly Claim[];
  /** Undefined where they cannot be written. */
  derived?(records: readonly Evidence[]): Promise<{
    readonly files: ReadonlyMap<string, string>;
    readonly libraries: Readonly<Record<string, string>>;
    readonly problems: readonly string[];
  }>;
}

export async function verifyFolder({ path, manifest }: Found, progress: Progress): Promise<FolderVerification> {
  const fileProblems = new Map(await checkFiles(path, manifest.files));
  const steps = manifest.records.length + 2;
  const basis =
    manifest.format === THEORY_FORMAT
      ? theoryBasis(manifest)
      : await networkBasis(path, manifest, nestedProgress(progress, 0, steps, 'expansion'));
  const notes = [...(await unlisted(path, manifest.files))];
  const problems = [...fileProblems].filter(([file]) => !manifest.records.includes(file)).map(([, problem]) => problem);
  problems.push(...basis.problems);
  for (const file of manifest.records)
    if (manifest.files[file] === undefined) fileProblems.set(file, `the manifest gives no hash of ${file}`);
  const records: RecordVerification[] = [];
  const computed: Evidence[] = [];
  for (const [index, file] of manifest.records.entries()) {
    const nested = nestedProgress(progress, index + 1, steps, file);
    const checked = await verifyRecord(path, file, fileProblems.get(file), basis, nested);
    records.push(checked.verification);
    if (checked.computed !== undefined) computed.push(checked.computed);
  }
  if (basis.derived !== undefined && computed.length === manifest.records.length) {
    progress(steps - 1, steps, 'other files');
    const derived = await basis.derived(computed);
    const compared = await compareDerived(path, manifest, derived.libraries, derived.files);
    problems.push(...[...derived.problems, ...compared.problems].filter((problem) => !problems.includes(problem)));
    notes.push(...compared.notes);
  }
  const leftOut = manifest.format === THEORY_FORMAT ? [] : manifest.notApplicable;
  for (const { id } of basis.claims)
    if (!manifest.records.some((file) => file.endsWith(`/${id}.json`)) && !leftOut.some(({ claim }) => claim === id))
      notes.push(`the claim ${id} was not checked`);
  progress(1, 1, 'done');
  const confirmed = problems.length === 0 && records.every(({ verdict }) => verdict === 'confirmed');
  return {
    folder: path,
    ...topicOf(manifest),
    verdict: confirmed ? 'confirmed' : 'refused',
    records,
    problems,
    notes,
  };
}

function theoryBasis({ seed, version }: TheoryManifest): Basis {
  return {
    inputs: {},
    problems: [],
    claims: theoryClaims,
    gather: (id, options) => {
      const claim = theoryClaims.find((known) => known.id === id);
      return claim && { claim, gather: () => gatherTheory(claim, options) };
    },
    derived: async (records) => ({
      files: await derivedTheoryFiles({ records, seed, version }),
      libraries: { ...(await drawingVersions()) },
      problems: [],
    }),
  };
}

async function networkBasis(path: string, manifest: Manifest, progress: Progress): Promise<Basis> {
  let inputs: Hashes | undefined;
  let subject: ReturnType<typeof subjectWithHash> | undefined;
  const problems: string[] = [];
  try {
    const read = await networkInputs(join(path, manifest.network.file));
    inputs = read.hashes;
    const found = subjectWithHash(read.network);
    found.expansion(progress);
    subject = found;
  } catch (error) {
    problems.push(`the network cannot be read or expanded: ${messageOf(error)}`);
  }
  if (subject !== undefined) problems.push(...wronglyLeftOut(manifest, subject));
  const find = (id: string): NetworkClaim | undefined => networkClaims.find((known) => known.id === id);
  return {
    inputs: subject === undefined ? undefined : inputs,
    problems,
    claims: networkClaims,
    gather: (id, options) => {
      const claim = find(id);
      return claim && { claim, gather: () => gather(claim, subject!, { ...options, inputs: inputs! }) };
    },
    ...(subject === undefined || inputs === undefined
      ? {}
      : { derived: (records) => derivedOfNetwork(path, manifest, subject, inputs, records) }),
  };
}

async function derivedOfNetwork(
  path: string,
  { notApplicable, seed, version }: Manifest,
  subject: ReturnType<typeof subjectWithHash>,
  inputs: Hashes,
  records: readonly Evidence[],
): ReturnType<Required<Basis>['derived']> {
  const named = notApplicable.map(({ claim, reason }): NotApplicable => {
    const title = networkClaims.find(({ id }) => id === claim)?.title ?? claim;
    return { claim, title, reason };
  });
  const mathematics = await loadMathematics();
  const wrong = (await hashOf(join(path, POLYNOMIAL_FILE))) !== subject.polynomialHash();
  return {
    files: await derivedFiles({ subject, records, notApplicable: named, inputs, seed, version }, mathematics),
    libraries: await libraryVersions(mathematics),
    problems: wrong ? [`${POLYNOMIAL_FILE} does not hold the network's polynomials`] : [],
  };
}

/** Claims that the manifest says do not apply although they do. */
const wronglyLeftOut = ({ notApplicable }: Manifest, subject: Subject): readonly string[] =>
  networkClaims
    .filter(({ id }) => notApplicable.some(({ claim }) => claim === id))
    .filter((claim) => claim.inapplicable?.(subject) === undefined)
    .map(({ id }) => `the manifest says that the claim ${id} does not apply, but it does`);

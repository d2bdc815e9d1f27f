/** Gathers evidence about networks into a folder. */
import { join } from 'node:path';
import { InputError } from '../../base/errors.ts';
import { key } from '../../base/philox.ts';
import { type Progress, silent } from '../../base/progress.ts';
import type { Network } from '../../network/network.ts';
import { suggestion } from '../../network/suggestion.ts';
import type { Claim, Verdict } from '../claim.ts';
import { claims as allClaims } from '../claims.generated.ts';
import type { NotApplicable } from '../report/claims-section.ts';
import { indexPage } from '../report/index-page.ts';
import { loadMathematics } from '../report/mathematics.node.ts';
import type { Mathematics } from '../report/mathematics.ts';
import { type Subject, subjectOf } from '../subject.ts';
import { version } from '../version.ts';
import { derivedFiles, libraryVersions, POLYNOMIAL_FILE, polynomialPieces, REPORT_FILE } from './derived-files.ts';
import { type NetworkInputs, networkInputs, sha256 } from './inputs.node.ts';
import { COLLECTION_FORMAT, EVIDENCE_FORMAT, MANIFEST, manifestText } from './manifest.ts';
import { nestedProgress } from './nested-progress.ts';
import { type OutputFolder, outputFolder } from './output-folder.node.ts';
import { type Evidence, gather, recordFile, recordText } from './record.ts';

export interface EvidenceOptions {
  /** Folders or files of networks, or networks built in code; one or several. */
  readonly networks: string | Network | readonly (string | Network)[];
  /** The folder to write. */
  readonly out: string;
  /** The claims to check, by id; all of them when left out. */
  readonly claims?: readonly string[];
  /** 1 when left out. */
  readonly seed?: number;
  readonly progress?: Progress;
}

/** The evidence about one network. */
export interface EvidenceFolder {
  readonly folder: string;
  readonly network: string;
  readonly records: readonly Evidence[];
  readonly notApplicable: readonly NotApplicable[];
  readonly report: string;
}

export interface EvidenceRun {
  readonly out: string;
  readonly folders: readonly EvidenceFolder[];
  /** The page to open: a report, or the index of several. */
  readonly page: string;
  /** refutes if any claim is refuted, else inconclusive if any is not decided. */
  readonly verdict: Verdict;
}

/**
 * Checks claims of networks and writes a folder with the records, the polynomials, tables, figures and a report: `out`
 * itself for one network, a folder in it for each of several, and an index. The same arguments write the same bytes.
 *
 * The folder appears when all is done; a run that fails leaves nothing, and one that is killed leaves `out.partial`,
 * whose finished records the next run takes over. Evidence that was at `out` is replaced; anything else is not touched.
 *
 * Throws {@link InputError} on networks that cannot be read or are not polynomial, claims that do not exist, and an
 * `out` that cannot be written or holds something else; {@link TooLargeError} when an expansion would not fit.
 */
export async function runEvidence({
  networks,
  out,
  claims,
  seed = 1,
  progress = silent,
}: EvidenceOptions): Promise<EvidenceRun> {
  key(seed, 'evidence');
  const chosen = chooseClaims(claims);
  const list = [networks].flat() as readonly (string | Network)[];
  if (list.length === 0) throw new InputError('networks', 'expected at least one network, got none');
  const inputs: NetworkInputs[] = [];
  for (const given of list) inputs.push(await networkInputs(given));
  const folders = list.length === 1 ? [''] : folderNames(inputs.map(({ network }) => network.name));
  const output = await outputFolder(out);
  try {
    const mathematics = await loadMathematics();
    const written: Written[] = [];
    for (const [index, input] of inputs.entries()) {
      const nested = nestedProgress(progress, index, inputs.length, input.network.name);
      written.push(await writeOne(input, folders[index]!, chosen, seed, output, mathematics, nested));
    }
    if (list.length > 1) await writeCollection(written, folders, output);
    await output.finish();
    return summary(out, folders, written);
  } catch (error) {
    await output.discard();
    throw error;
  }
}

/** Throws {@link InputError} naming the claim that does not exist. */
function chooseClaims(ids: readonly string[] | undefined): readonly Claim[] {
  if (ids === undefined || ids.length === 0) return allClaims;
  const known = allClaims.map(({ id }) => id);
  for (const id of ids) {
    if (!known.includes(id))
      throw new InputError(
        'claims',
        `there is no claim '${id}'`,
        `${suggestion(id, known)}The claims are ${known.join(', ')}`,
      );
  }
  return allClaims.filter(({ id }) => ids.includes(id));
}

interface Written {
  readonly network: string;
  readonly records: readonly Evidence[];
  readonly notApplicable: readonly NotApplicable[];
}

async function writeOne(
  { network, files, file, hashes }: NetworkInputs,
  folder: string,
  claims: readonly Claim[],
  seed: number,
  output: OutputFolder,
  mathematics: Mathematics,
  progress: Progress,
): Promise<Written> {
  const at = (path: string): string => (folder === '' ? path : `${folder}/${path}`);
  const written: Record<string, string> = {};
  const write = async (path: string, data: string | Uint8Array): Promise<void> => {
    written[path] = sha256(data);
    await output.write(at(path), data);
  };
  const steps = claims.length + 2;
  for (const [path, bytes] of files) await write(path, bytes);
  const subject = subjectWithHash(network);
  const map = subject.expansion(nestedProgress(progress, 0, steps, 'expansion'));
  written[POLYNOMIAL_FILE] = subject.polynomialHash();
  await output.write(at(POLYNOMIAL_FILE), polynomialPieces(map));
  const records: Evidence[] = [];
  const notApplicable: NotApplicable[] = [];
  for (const [index, claim] of claims.entries()) {
    const reason = claim.inapplicable?.(subject);
    if (reason !== undefined) {
      notApplicable.push({ claim: claim.id, title: claim.title, reason });
      continue;
    }
    const nested = nestedProgress(progress, index + 1, steps, claim.id);
    const earlier = output.earlier.get(at(recordFile(claim.id)));
    const record =
      earlier !== undefined && stillHolds(earlier, claim, seed, hashes)
        ? earlier
        : gather(claim, subject, { seed, inputs: hashes, progress: nested });
    records.push(record);
    await write(recordFile(claim.id), recordText(record));
  }
  progress(steps - 1, steps, 'report');
  const content = { subject, records, notApplicable, inputs: hashes, seed, version };
  for (const [path, text] of await derivedFiles(content, mathematics)) await write(path, text);
  await output.write(
    at(MANIFEST),
    manifestText({
      format: EVIDENCE_FORMAT,
      version,
      network: { name: network.name, file },
      seed,
      records: records.map(({ claim }) => recordFile(claim)),
      notApplicable: notApplicable.map(({ claim, reason }) => ({ claim, reason })),
      libraries: await libraryVersions(mathematics),
      files: Object.fromEntries(Object.entries(written).sort(([a], [b]) => (a < b ? -1 : 1))),
    }),
  );
  progress(steps, steps, 'written');
  return { network: network.name, records, notApplicable };
}

/** A subject whose records name the hash of its polynomials' file. */
export function subjectWithHash(network: Network): Subject & Required<Pick<Subject, 'polynomialHash'>> {
  const subject = subjectOf(network);
  let hash: string | undefined;
  return {
    ...subject,
    polynomialHash() {
      hash ??= sha256(polynomialPieces(subject.expansion()));
      return hash;
    },
  };
}

/** Whether a record of an interrupted run is what this run would write. */
function stillHolds(record: Evidence, claim: Claim, seed: number, inputs: Readonly<Record<string, string>>): boolean {
  const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
  return (
    record.claim === claim.id &&
    record.version === version &&
    record.statement === claim.statement &&
    same(record.params, claim.defaults) &&
    same(record.key, key(seed, claim.id)) &&
    same(record.inputs, inputs)
  );
}

async function writeCollection(
  written: readonly Written[],
  folders: readonly string[],
  output: OutputFolder,
): Promise<void> {
  const index = indexPage(
    written.map(({ network, records }, i) => ({ folder: folders[i]!, network, records })),
    version,
  );
  await output.write('index.html', index);
  await output.write(
    MANIFEST,
    manifestText({ format: COLLECTION_FORMAT, version, folders, files: { 'index.html': sha256(index) } }),
  );
}

function summary(out: string, folders: readonly string[], written: readonly Written[]): EvidenceRun {
  const verdicts = written.flatMap(({ records }) => records.map(({ finding }) => finding.verdict));
  return {
    out,
    folders: written.map((one, i) => ({
      ...one,
      folder: join(out, folders[i]!),
      report: join(out, folders[i]!, REPORT_FILE),
    })),
    page: join(out, folders.length === 1 ? REPORT_FILE : 'index.html'),
    verdict: (['refutes', 'inconclusive'] as const).find((verdict) => verdicts.includes(verdict)) ?? 'supports',
  };
}

/** Names for folders: letters, digits, dots, underscores and hyphens, no two alike. */
function folderNames(names: readonly string[]): readonly string[] {
  const used = new Set<string>();
  return names.map((name) => {
    const safe = name.replace(/[^A-Za-z0-9._-]+/g, '-').replace(/^[.-]+|[.-]+$/g, '') || 'network';
    let folder = safe;
    for (let n = 2; used.has(folder.toLowerCase()); n++) folder = `${safe}-${n}`;
    used.add(folder.toLowerCase());
    return folder;
  });
}

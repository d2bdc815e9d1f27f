/** The folder of claims about one network. */
import type { Progress } from '../../base/progress.ts';
import type { Network } from '../../network/network.ts';
import type { NetworkClaim } from '../claim.ts';
import type { NotApplicable } from '../report/claims-section.ts';
import type { Mathematics } from '../report/mathematics.ts';
import { type Subject, subjectOf } from '../subject.ts';
import { version } from '../version.ts';
import { derivedFiles, libraryVersions, POLYNOMIAL_FILE, polynomialPieces } from './derived-files.ts';
import type { FolderWriter } from './folder-writer.node.ts';
import { type NetworkInputs, sha256 } from './inputs.node.ts';
import { EVIDENCE_FORMAT } from './manifest.ts';
import { nestedProgress } from './nested-progress.ts';
import { type Parameters, parametersFor } from './parameters.ts';
import { type Evidence, gather, recordFile } from './record.ts';

export interface WrittenNetwork {
  readonly records: readonly Evidence[];
  readonly notApplicable: readonly NotApplicable[];
}

/** Expands a network, checks claims of it and writes its folder. */
export async function writeNetworkFolder(
  { network, files: inputFiles, file, hashes }: NetworkInputs,
  claims: readonly NetworkClaim[],
  { parameters, seed }: { readonly parameters: Parameters; readonly seed: number },
  writer: FolderWriter,
  mathematics: Mathematics,
  progress: Progress,
): Promise<WrittenNetwork> {
  const steps = claims.length + 2;
  for (const [path, bytes] of inputFiles) await writer.write(path, bytes);
  const subject = subjectWithHash(network);
  const map = subject.expansion(nestedProgress(progress, 0, steps, 'expansion'));
  await writer.writePieces(POLYNOMIAL_FILE, polynomialPieces(map), subject.polynomialHash());
  const records: Evidence[] = [];
  const notApplicable: NotApplicable[] = [];
  for (const [index, claim] of claims.entries()) {
    const reason = claim.inapplicable?.(subject);
    if (reason !== undefined) {
      notApplicable.push({ claim: claim.id, title: claim.title, reason });
      continue;
    }
    const nested = nestedProgress(progress, index + 1, steps, claim.id);
    const params = parametersFor(claim, parameters[claim.id]);
    const make = (): Promise<Evidence> => gather(claim, subject, { seed, inputs: hashes, params, progress: nested });
    records.push(await writer.record(claim, params, seed, hashes, make));
  }
  progress(steps - 1, steps, 'report');
  const content = { subject, records, notApplicable, inputs: hashes, seed, version };
  for (const [path, text] of await derivedFiles(content, mathematics)) await writer.write(path, text);
  const libraries = await libraryVersions(mathematics);
  await writer.finish((files) => ({
    format: EVIDENCE_FORMAT,
    version,
    network: { name: network.name, file },
    seed,
    records: records.map(({ claim }) => recordFile(claim)),
    notApplicable: notApplicable.map(({ claim, reason }) => ({ claim, reason })),
    libraries,
    files,
  }));
  progress(steps, steps, 'written');
  return { records, notApplicable };
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

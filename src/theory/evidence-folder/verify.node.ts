/** Checks evidence again: everything is computed anew from what the folder keeps, and compared. */
import { type Progress, silent } from '../../base/progress.ts';
import { checkFiles } from './check-files.node.ts';
import { nestedProgress } from './nested-progress.ts';
import { findEvidence, topicOf } from './read-folder.node.ts';
import { type FolderVerification, verifyFolder } from './verify-folder.node.ts';

export interface EvidenceVerification {
  readonly verdict: 'confirmed' | 'refused';
  readonly folders: readonly FolderVerification[];
  /** What is wrong with the files of a collection itself. */
  readonly problems: readonly string[];
}

/**
 * Computes every record of an evidence folder again, from the network's files in it or from its parameters and key, and
 * compares. A record is refused, with the reason, when it is missing, truncated or not what its hash says, when the network's
 * files are not those it names, or when what is found now differs. A record of another version of this package is computed
 * again all the same, and the version noted. The polynomials, tables, figures and the report are written again and compared too.
 *
 * Throws {@link InputError} when the folder is no evidence folder, or a manifest is missing, truncated or malformed.
 */
export async function verifyEvidence(folder: string, progress: Progress = silent): Promise<EvidenceVerification> {
  const { collection, folders } = await findEvidence(folder);
  const problems = collection === undefined ? [] : [...(await checkFiles(folder, collection.files)).values()];
  const verified: FolderVerification[] = [];
  for (const [index, found] of folders.entries())
    verified.push(
      await verifyFolder(found, nestedProgress(progress, index, folders.length, topicOf(found.manifest).name)),
    );
  const confirmed = problems.length === 0 && verified.every(({ verdict }) => verdict === 'confirmed');
  return { verdict: confirmed ? 'confirmed' : 'refused', folders: verified, problems };
}
